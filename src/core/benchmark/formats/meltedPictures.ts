import type { PictureFinder } from '../files/pictureFinder.ts';
import type { RecordTable } from '../tables/recordTable.ts';

/** Others than pictures that a table with pictures for columns has: who said it, and a few things about them. */
const mostOthers = 12;

/**
 * A table with a row for each person and a column for each picture, as surveys are kept, with a row for each picture of each person: the name of the picture and what was said. Any
 * other table as it is.
 */
export function withMeltedPictures(table: RecordTable, find: PictureFinder): RecordTable {
  if (!table.hasHeader || table.columns.length < 3 || table.length === 0) return table;
  const isOne = (name: string) => {
    const found = name.trim() === '' || /^\d+$/.test(name) ? undefined : find(name);
    return found?.kind === 'found' && found.paths.length === 1;
  };
  // The last one tells most tables from such, without a look at all their columns.
  if (!isOne(table.columns.at(-1)!)) return table;
  const pictures = [...table.columns.keys()].filter((at) => isOne(table.columns[at]!));
  const others = [...table.columns.keys()].filter((at) => !pictures.includes(at));
  if (pictures.length < 2 || others.length > mostOthers) return table;
  const { placed: _cells, ...rest } = table;
  const rowOf = (row: number) => Math.floor(row / pictures.length);
  const pictureOf = (row: number) => pictures[row % pictures.length]!;
  const own = others.length;
  return {
    ...rest,
    columns: [...others.map((at) => table.columns[at]!), 'image', 'value'],
    length: table.length * pictures.length,
    lineAt: (row) => table.lineAt(rowOf(row)),
    valueAt: (row, column) => {
      if (column === own) return table.columns[pictureOf(row)];
      return table.valueAt(rowOf(row), column === own + 1 ? pictureOf(row) : others[column]!);
    },
  };
}
