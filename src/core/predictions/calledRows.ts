import { type RowItemsSource, visitRowItems } from './rowItems.ts';
import type { WantedRows } from './tableRows.ts';

/** What the rows of a benchmark's tables are called, and in which order they stand. */
export interface CalledRows {
  /** The item whose row has this in a column of ids, the surest column first, or for its picture; `undefined` where no row has it, or rows about several items. */
  itemCalled(id: string): string | undefined;
  /** For each table the items of its rows in order; `undefined` for a row that is about none. */
  readonly orders: readonly (readonly (string | undefined)[])[];
}

/** Reads the tables that items have their rows in. */
export async function calledRows(
  source: RowItemsSource,
  { idColumn, imageColumn }: Pick<WantedRows, 'idColumn' | 'imageColumn'>,
): Promise<CalledRows> {
  const columns: Map<string, string | undefined>[] = [];
  const orders = new Map<string, (string | undefined)[]>();
  await visitRowItems(source, { by: 'id', idColumn, imageColumn }, ({ file, items, ids }) => {
    const order = orders.get(file) ?? [];
    orders.set(file, order);
    for (const [row, item] of items.entries()) {
      order.push(item);
      if (item === undefined) continue;
      for (const [rank, column] of ids.entries()) {
        const id = column[row]!;
        // What is called as its file is has been found by that.
        if (id === '' || `/${item}`.endsWith(`/${id}`)) continue;
        const called = (columns[rank] ??= new Map());
        called.set(id, !called.has(id) || called.get(id) === item ? item : undefined);
      }
    }
  });
  return {
    itemCalled(id) {
      for (const called of columns) {
        const item = called?.get(id);
        if (item !== undefined) return item;
      }
      return undefined;
    },
    orders: [...orders.values()],
  };
}
