import type { Items } from '../benchmark/item.ts';
import { looksLikePicture } from '../benchmark/files/pictureFinder.ts';
import type { ReadableFolder } from '../ports.ts';
import type { PredictionReader } from './predictionReader.ts';
import type { TableRows, WantedRows } from './tableRows.ts';

/** What going through the rows of a benchmark's tables needs. */
export interface RowItemsSource {
  readonly items: Items;
  readonly folder: ReadableFolder;
  readonly reader: PredictionReader;
  /** Finds an item by the name of its picture. */
  readonly find: (name: string) => Promise<string | undefined>;
  readonly pause?: () => Promise<void>;
}

/** Some rows of one table with the item that each is about; `undefined` for a row that is about none. */
export interface RowItems extends TableRows {
  readonly file: string;
  readonly items: readonly (string | undefined)[];
}

const itemsAtOnce = 2048;

/** Goes through the rows of the tables that items have their rows in, table by table; of those that hold their pictures only where they are wanted by id. */
export async function visitRowItems(
  source: RowItemsSource,
  wanted: Omit<WantedRows, 'file'>,
  take: (rows: RowItems) => void,
): Promise<void> {
  for (const [file, places] of await placesOf(source)) {
    if (wanted.by === 'question' && places.records.size > 0) continue;
    let first = 0;
    await source.reader.rows(source.folder, { ...wanted, file }, async (rows) => {
      const items: (string | undefined)[] = [];
      for (const [at, line] of rows.lines.entries()) {
        const known = places.records.get(first + at) ?? places.lines.get(line);
        items.push(known ?? (await pictured(rows, at, source.find)));
      }
      first += items.length;
      take({ ...rows, file, items });
      await source.pause?.();
    });
  }
}

interface Places {
  readonly lines: Map<number, string>;
  readonly records: Map<number, string>;
}

async function placesOf({ items, pause }: RowItemsSource): Promise<ReadonlyMap<string, Places>> {
  const files = new Map<string, Places>();
  const of = (file: string): Places => {
    const known = files.get(file) ?? { lines: new Map(), records: new Map() };
    files.set(file, known);
    return known;
  };
  let count = 0;
  for (const { id, row, embedded } of items) {
    if (++count % itemsAtOnce === 0) await pause?.();
    if (embedded !== undefined) of(embedded.file).records.set(embedded.row, id);
    else if (row !== undefined) of(row.file).lines.set(row.line, id);
  }
  return files;
}

async function pictured(
  { pictures }: TableRows,
  row: number,
  find: RowItemsSource['find'],
): Promise<string | undefined> {
  for (const column of pictures) {
    const name = column[row]!;
    const item = looksLikePicture(name) ? await find(name) : undefined;
    if (item !== undefined) return item;
  }
  return undefined;
}
