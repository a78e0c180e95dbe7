import type { ReadableFolder } from '../../ports.ts';
import type { EmbeddedPlace } from '../item.ts';
import type { RecordTable } from '../tables/recordTable.ts';
import { embeddedValue, type EmbeddedValue } from './embeddedValue.ts';

/** The pictures inside one table by their names below it (`12.png` in `test.parquet`). */
export type EmbeddedPictures = ReadonlyMap<string, EmbeddedPlace>;

const found = new WeakMap<ReadableFolder, Map<string, EmbeddedPictures>>();

/** What {@link rememberEmbedded} was told of a table that was read from this folder. */
export function rememberedEmbedded(folder: ReadableFolder, table: string): EmbeddedPictures | undefined {
  return found.get(folder)?.get(table);
}

/** Notes the pictures of a table, so that the table is not read once more when the first of them is wanted. */
export function rememberEmbedded(folder: ReadableFolder, table: string, pictures: EmbeddedPictures): void {
  const tables = found.get(folder);
  if (tables) tables.set(table, pictures);
  else found.set(folder, new Map([[table, pictures]]));
}

/** Both folders are the same one: what is noted for one is known of the other. */
export function shareEmbedded(folder: ReadableFolder, alias: ReadableFolder): void {
  const tables = found.get(folder) ?? new Map<string, EmbeddedPictures>();
  found.set(folder, tables);
  found.set(alias, tables);
}

const safeName = /^[\p{L}\p{N}_-][\p{L}\p{N} ._-]{0,99}$/u;
const sampleRows = 200;
const deepest = 8;

/** The columns of a table in which pictures are embedded, by index. */
export function embeddedColumns(table: RecordTable): readonly number[] {
  const sampled = Array.from({ length: Math.min(sampleRows, table.length) }, (_, row) => row);
  return table.columns
    .map((_, at) => at)
    .filter((at) => sampled.some((row) => embeddedValues(table.valueAt(row, at)).length > 0));
}

/** The pictures in one value: one, or those of a list or object, in their order (messages of a request hold theirs a few levels deep). */
export function embeddedValues(value: unknown, depth = 0): readonly EmbeddedValue[] {
  if (typeof value === 'string') {
    if (!value.includes('embedded@')) return [];
    const one = embeddedValue(value);
    if (one !== undefined) return [one];
    return value.split(/["',[\]\s]+/).flatMap((part) => embeddedValue(part) ?? []);
  }
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || depth > deepest) return [];
  return Object.values(value).flatMap((one) => embeddedValues(one, depth + 1));
}

/**
 * Names the pictures of a table, always in the same way: by the column `index` or `id`, or by the file name that stands beside
 * the bytes, where these are names and all different; else by the number of the record, counted from 0. Further
 * pictures of one record have a number behind.
 */
export function embeddedPictures(table: RecordTable): EmbeddedPictures {
  let pictures = ofTable.get(table);
  if (pictures === undefined) ofTable.set(table, (pictures = findPictures(table)));
  return pictures;
}

/** More than one asks. */
const ofTable = new WeakMap<RecordTable, EmbeddedPictures>();

function findPictures(table: RecordTable): EmbeddedPictures {
  const pictures = new Map<string, EmbeddedPlace>();
  const columns = embeddedColumns(table);
  if (columns.length === 0) return pictures;
  const nameOf = rowNames(table, columns[0]!);
  for (let row = 0; row < table.length; row++) {
    let number = 0;
    for (const at of columns) {
      for (const value of embeddedValues(table.valueAt(row, at))) {
        const stem = nameOf?.(row) ?? String(row);
        const name = `${number === 0 ? stem : `${stem}+${number}`}.${value.extension}`;
        number++;
        const { start, length } = value;
        const range = start === undefined || length === undefined ? {} : { start, length };
        pictures.set(name, { file: table.path, column: table.columns[at]!, row, ...range });
      }
    }
  }
  return pictures;
}

function rowNames(table: RecordTable, column: number): ((row: number) => string) | undefined {
  const beside = table.columns[column]!.replace(/\.bytes$/, '.path');
  const candidates = [beside, 'index', 'id'].map((name) => table.columns.indexOf(name)).filter((at) => at !== -1);
  for (const at of candidates) {
    const names = stemsIn(table, at);
    if (names !== undefined && new Set(names.map((name) => name.toLowerCase())).size === names.length) {
      return (row) => names[row]!;
    }
  }
  return undefined;
}

/** The names in a column; `undefined` where a row has none. */
function stemsIn(table: RecordTable, at: number): readonly string[] | undefined {
  const names: string[] = [];
  for (let row = 0; row < table.length; row++) {
    const name = stemOf(table.valueAt(row, at));
    if (name === undefined) return undefined;
    names.push(name);
  }
  return names;
}

function stemOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const name = String(value)
    .replaceAll('\\', '/')
    .replace(/^.*\//s, '')
    .replace(/\.[A-Za-z0-9]{1,8}$/, '')
    .trim();
  return safeName.test(name) ? name : undefined;
}
