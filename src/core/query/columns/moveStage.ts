import type { PlaceStretch } from '../../benchmark/stretches.ts';
import type { Turns } from '../../turns.ts';
import type { StageColumns } from './stageColumns.ts';

type NumberColumn = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** Shorter stretches are copied faster one by one. */
const fewest = 32;

/** Copies what a stage has of each item to where that is in the columns over another table; not what comes of its truth. */
export function* moveStage(from: StageColumns, to: StageColumns, stretches: readonly PlaceStretch[]): Turns<void> {
  if (from.values !== undefined) to.values ??= new Float64Array(to.kinds.length).fill(NaN);
  for (const [old, now] of pairs(from, to)) {
    copyStretches(old, now, stretches);
    yield;
  }
  for (let place = 0; place < to.lengths.length; place++) if (to.lengths[place] !== 0) to.there.set(place);
  yield;
}

function pairs(from: StageColumns, to: StageColumns): readonly (readonly [NumberColumn, NumberColumn])[] {
  const all = [
    [from.kinds, to.kinds],
    [from.starts, to.starts],
    [from.lengths, to.lengths],
  ] as const;
  if (from.isFurther) return all;
  return [
    ...all,
    [from.labels, to.labels],
    [from.options, to.options],
    [from.said, to.said],
    [from.differs, to.differs],
    ...(from.values && to.values ? [[from.values, to.values] as const] : []),
  ];
}

function copyStretches(old: NumberColumn, now: NumberColumn, stretches: readonly PlaceStretch[]): void {
  for (const { from, to, at } of stretches) {
    if (to - from >= fewest) now.set(old.subarray(from, to), at);
    else for (let i = from; i < to; i++) now[at + i - from] = old[i]!;
  }
}
