import { type ColumnParts, type ItemColumn, textAt } from '../../benchmark/itemColumns.ts';

/** The text of the item at a place; `undefined` where it has none. */
export function wordAt(column: ItemColumn | undefined, place: number): string | undefined {
  if (column === undefined || column.kind === 'number') return undefined;
  if (column.kind === 'text') return column.at(place);
  const code = column.codes[place]!;
  return code === 0 ? undefined : column.values[code - 1];
}

/** As {@link wordAt}, of a column as a table keeps it. */
export function partAt(column: ColumnParts, place: number): string | undefined {
  return column.kind === 'text' ? textAt(column, place) : wordAt(column, place);
}

/** The number of the item at a place; `undefined` where it has none. */
export function numberAt(column: ItemColumn | undefined, place: number): number | undefined {
  const value = column?.kind === 'number' ? column.values[place]! : NaN;
  return Number.isNaN(value) ? undefined : value;
}
