import type { PortraitRef } from './workbench.ts';

/** The portrait before or after another one in the benchmark's order; at an end it stays where it is. */
export function neighbour(current: PortraitRef | undefined, by: 1 | -1): PortraitRef | undefined {
  if (current === undefined) return undefined;
  const { items } = current.session.benchmark;
  const at = items.findIndex((item) => item.id === current.id);
  const next = items[at + by];
  return next === undefined ? current : { session: current.session, id: next.id };
}
