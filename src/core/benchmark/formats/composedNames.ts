import { isMediaFile, type ListedFile } from '../files/listing.ts';
import type { PictureFinder } from '../files/pictureFinder.ts';
import { cellText, type RecordTable } from '../tables/recordTable.ts';

const sampledRows = 30;
/** Columns that may be parts of names; a table of more is one of measures. */
const mostColumns = 24;
const longest = 120;
/** Share of the rows whose names are those of pictures, of which some may be missing. */
const leastFound = 0.8;
/** Where the names of pictures have a shape of their own less tells, of texts that are found in some other way more. */
const leastShaped = 0.5;

/** How the texts of two columns make the name of a picture. */
interface Composition {
  readonly first: number;
  readonly second: number;
  readonly compose: (first: string, second: string) => string;
}

/** A table with a further column of names: its name, the columns that it is made of, and whether the first one names folders. */
export interface ComposedTable {
  readonly table: RecordTable;
  readonly column: string;
  readonly parts: readonly number[];
  readonly joins: 'folder' | 'name';
}

/**
 * A table with a further column of names that are put together from two others, where these name pictures (`12` and `3` for `dia12_utt3.mp4`, `clips` and `7` for
 * `clips/7.mp4`); `undefined` where no two columns do.
 */
export function composedNames(
  table: RecordTable,
  find: PictureFinder,
  files: readonly ListedFile[],
): ComposedTable | undefined {
  const step = Math.max(1, Math.floor(table.length / sampledRows));
  const rows = Array.from({ length: Math.ceil(table.length / step) }, (_, i) => i * step);
  const columns = [...table.columns.keys()].filter((at) => isPart(table, rows, at)).slice(0, mostColumns);
  const composes = [...joined, ...shapesOf(files)];
  let best: { readonly share: number; readonly by: Composition } | undefined;
  for (const first of columns) {
    for (const second of columns) {
      if (first === second) continue;
      for (const compose of composes) {
        const by = { first, second, compose };
        const share = shareFound(table, rows, by, find);
        const least = joined.includes(compose) ? leastFound : leastShaped;
        if (share >= least && share > (best?.share ?? 0)) best = { share, by };
      }
    }
  }
  if (best === undefined) return undefined;
  const { first, second, compose } = best.by;
  const column = `${table.columns[first]!} + ${table.columns[second]!}`;
  const joins = compose === joined[0] ? 'folder' : 'name';
  return { table: withColumn(table, column, best.by), column, parts: [first, second], joins };
}

function withColumn(table: RecordTable, name: string, by: Composition): RecordTable {
  const { placed: _cells, ...rest } = table;
  const at = table.columns.length;
  return {
    ...rest,
    columns: [...table.columns, name],
    valueAt: (row, column) => (column === at ? composedAt(table, row, by) : table.valueAt(row, column)),
  };
}

function isPart(table: RecordTable, rows: readonly number[], at: number): boolean {
  const texts = rows.map((row) => cellText(table, row, at));
  return texts.length > 0 && texts.every((text) => text !== undefined && text.length <= longest);
}

/** Rows whose name is that of one picture, each of another one; the first few tell most pairs of columns from those that are sought. */
function shareFound(table: RecordTable, rows: readonly number[], by: Composition, find: PictureFinder): number {
  const found = new Set<string>();
  for (const [i, row] of rows.entries()) {
    const name = composedAt(table, row, by);
    const picture = name === undefined ? undefined : find(name);
    if (picture?.kind === 'found' && picture.paths.length === 1 && hasBoth(picture.paths[0]!, name!))
      found.add(picture.paths[0]!);
    if (i === 4 && found.size === 0) return 0;
  }
  return found.size / rows.length;
}

/** Whether a path has both parts of a name that were put together with a slash: of others, its last part alone may be found. */
function hasBoth(path: string, name: string): boolean {
  const end = name.replaceAll('\\', '/').split('/').slice(-2).join('/');
  return !end.includes('/') || foldedName(path).includes(foldedName(end));
}

function foldedName(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

function composedAt(table: RecordTable, row: number, { first, second, compose }: Composition): string | undefined {
  const [a, b] = [cellText(table, row, first), cellText(table, row, second)];
  return a === undefined || b === undefined ? undefined : compose(a, b);
}

const joined: readonly Composition['compose'][] = ['/', '_', '-'].map((sign) => (a, b) => a + sign + b);

const fewest = 0.3;
const mostShapes = 3;

/** The shapes that names with two numbers have (`dia#_utt#`), those that most pictures have first. */
function shapesOf(files: readonly ListedFile[]): readonly Composition['compose'][] {
  const counts = new Map<string, { count: number; widths: readonly number[] }>();
  let pictures = 0;
  for (const file of files) {
    if (!isMediaFile(file)) continue;
    pictures++;
    const numbers = file.stem.match(/\d+/g);
    if (numbers?.length !== 2) continue;
    const shape = file.stem.replaceAll(/\d+/g, '\0');
    const known = counts.get(shape) ?? { count: 0, widths: [1, 1] };
    const widths = numbers.map((number, i) =>
      number.startsWith('0') && number.length > 1 ? number.length : known.widths[i]!,
    );
    counts.set(shape, { count: known.count + 1, widths });
  }
  const shapes = [...counts].filter(([, { count }]) => count >= pictures * fewest);
  return shapes
    .sort((a, b) => b[1].count - a[1].count)
    .slice(0, mostShapes)
    .map(([shape, { widths }]) => {
      const [before, between, after] = shape.split('\0') as [string, string, string];
      const number = (text: string, i: number) => text.replace(/\.0+$/, '').padStart(widths[i]!, '0');
      return (a, b) => before + number(a, 0) + between + number(b, 1) + after;
    });
}
