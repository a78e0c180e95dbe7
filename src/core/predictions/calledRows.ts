import type { Items } from '../benchmark/item.ts';
import { columnKey, nameFit } from '../benchmark/columnNames.ts';
import { looksLikePicture } from '../benchmark/files/pictureFinder.ts';
import { cellText, noHasher, readRecords, type RecordTable } from '../benchmark/tables/recordTable.ts';
import type { ReadableFolder } from '../ports.ts';

/** What the rows of a benchmark's tables are called, and in which order they stand. */
export interface CalledRows {
  /** The item whose row has this in a column of ids, the surest column first; `undefined` where no row has it, or rows about several items. */
  itemCalled(id: string): string | undefined;
  /** For each table the items of its rows in order; `undefined` for a row that is about none. */
  readonly orders: readonly (readonly (string | undefined)[])[];
}

/** What reading them needs. */
export interface CalledRowsSource {
  readonly items: Items;
  readonly folder: ReadableFolder;
  /** The column that holds ids, where the benchmark's descriptor names one. */
  readonly idColumn?: string;
  /** Finds an item by the name of its picture. */
  readonly find: (name: string) => Promise<string | undefined>;
  readonly pause?: () => Promise<void>;
}

const rowsAtOnce = 2048;
/** Names that say an id of the row, not of something else about it, fit their role this well. */
const surelyNamed = 0.6;

/** Reads the tables that items have their rows in. */
export async function calledRows(source: CalledRowsSource): Promise<CalledRows> {
  const columns: Map<string, string | undefined>[] = [];
  const orders: (string | undefined)[][] = [];
  for (const [file, places] of await placesOf(source)) {
    const { table } = await readRecords({ folder: source.folder, hasher: noHasher }, file);
    if (table === undefined) continue;
    const ids = idColumns(table, source.idColumn);
    const pictures = columnsOf(table, (name) => nameFit(name, 'image') >= surelyNamed);
    const order: (string | undefined)[] = [];
    for (let row = 0; row < table.length; row++) {
      if (row % rowsAtOnce === rowsAtOnce - 1) await source.pause?.();
      const item =
        places.records.get(row) ??
        places.lines.get(table.lineAt(row)) ??
        (await pictured(table, row, pictures, source.find));
      order.push(item);
      if (item === undefined) continue;
      for (const [rank, column] of ids.entries()) {
        const id = cellText(table, row, column);
        if (id === undefined) continue;
        const called = (columns[rank] ??= new Map());
        called.set(id, !called.has(id) || called.get(id) === item ? item : undefined);
      }
    }
    orders.push(order);
  }
  return {
    itemCalled(id) {
      for (const called of columns) {
        const item = called?.get(id);
        if (item !== undefined) return item;
      }
      return undefined;
    },
    orders,
  };
}

interface Places {
  readonly lines: Map<number, string>;
  readonly records: Map<number, string>;
}

async function placesOf({ items, pause }: CalledRowsSource): Promise<ReadonlyMap<string, Places>> {
  const files = new Map<string, Places>();
  const of = (file: string): Places => {
    const known = files.get(file) ?? { lines: new Map(), records: new Map() };
    files.set(file, known);
    return known;
  };
  let count = 0;
  for (const { id, row, embedded } of items) {
    if (++count % rowsAtOnce === 0) await pause?.();
    if (embedded !== undefined) of(embedded.file).records.set(embedded.row, id);
    else if (row !== undefined) of(row.file).lines.set(row.line, id);
  }
  return files;
}

function columnsOf({ columns }: RecordTable, test: (name: string) => boolean): readonly number[] {
  return columns.flatMap((name, at) => (test(name) ? [at] : []));
}

/** The columns whose values are ids by their names, the surest first. */
function idColumns(table: RecordTable, named: string | undefined): readonly number[] {
  const fit = (at: number): number => {
    const name = table.columns[at]!;
    if (name === named) return 2;
    return columnKey(name) === 'customid' ? 1 : nameFit(name, 'id');
  };
  return columnsOf(table, () => true)
    .filter((at) => fit(at) >= surelyNamed)
    .sort((a, b) => fit(b) - fit(a));
}

async function pictured(
  table: RecordTable,
  row: number,
  pictures: readonly number[],
  find: CalledRowsSource['find'],
): Promise<string | undefined> {
  for (const column of pictures) {
    const name = cellText(table, row, column);
    const item = name !== undefined && looksLikePicture(name) ? await find(name) : undefined;
    if (item !== undefined) return item;
  }
  return undefined;
}
