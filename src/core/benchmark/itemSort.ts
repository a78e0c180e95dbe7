import type { Items } from './item.ts';
import { compareNatural } from './naturalOrder.ts';

/** The fields by which items can be sorted. */
export const sortFields = ['id', 'label', 'generator', 'prompted', 'prompt', 'degree', 'quality'] as const;

/** One of {@link sortFields}. */
export type SortField = (typeof sortFields)[number];

/** A sort: ascending unless `descending`. */
export interface SortKey {
  readonly field: SortField;
  readonly descending?: boolean;
}

/** Sorts items by the keys in their order, then by id; an item that lacks a value comes last either way. */
export function sortItems(items: Items, keys: readonly SortKey[]): Items {
  return [...items].sort((a, b) => {
    for (const { field, descending } of keys) {
      const order = compareValues(a[field], b[field], descending === true);
      if (order !== 0) return order;
    }
    return compareNatural(a.id, b.id);
  });
}

function compareValues(a: string | number | undefined, b: string | number | undefined, descending: boolean): number {
  if (a === undefined || b === undefined) return (a === undefined ? 1 : 0) - (b === undefined ? 1 : 0);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : compareNatural(String(a), String(b));
  return descending ? -order : order;
}
