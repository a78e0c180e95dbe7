import { nameFit } from '../columnNames.ts';
import { looksLikePicture } from '../files/pictureFinder.ts';
import { headerLevels } from './headerLevels.ts';
import type { PlacedRecords } from './placedRecords.ts';
import type { RecordTable } from './recordTable.ts';
import type { DelimitedTable } from './table.ts';

/** A delimited table as records. `isPicture`: whether a text names a picture, so that a first line that does is no header. */
export function fromDelimited(
  path: string,
  sha256: string,
  table: DelimitedTable,
  isPicture: (text: string) => boolean,
): RecordTable {
  const hasHeader = isHeader(table, isPicture);
  const first = hasHeader || table.header.length === 0 ? 1 : 0;
  const rows = placedRows(table.placed, first);
  const textAt = (row: number, at: number) => rows.valueAt(row, at) as string | undefined;
  const { columns, lines } = hasHeader
    ? headerLevels(table.header, rows.length, textAt)
    : { columns: table.header.map((_, i) => String(i + 1)), lines: 0 };
  return {
    path,
    sha256,
    kind: 'delimited',
    delimiter: table.delimiter,
    columns,
    hasHeader,
    headerLine: table.headerLine,
    badRows: table.badRows,
    ...(lines === 0 ? rows : placedRows(table.placed, lines + 1)),
  };
}

type Rows = Pick<RecordTable, 'length' | 'lineAt' | 'lines' | 'valueAt' | 'placed'>;

function placedRows(records: PlacedRecords, first: number): Rows {
  return {
    length: Math.max(0, records.count - first),
    lineAt: (row) => records.line(row + first),
    lines: { numbers: records.places, first, stride: records.stride },
    valueAt: (row, column) => records.field(row + first, column),
    placed: { records, first },
  };
}

/**
 * A first line is a row where it names a picture above others, where it has a number in a column of numbers, or a text that other rows have in the same
 * column: names of columns are none of these, unless others beside them are well known.
 */
function isHeader(table: DelimitedTable, isPicture: (text: string) => boolean): boolean {
  const { placed } = table;
  const known = table.header.filter((name) =>
    (['image', 'label', 'text'] as const).some((role) => nameFit(name, role) > 0.7),
  ).length;
  const sampled = Math.min(sampleForHeader, Math.max(0, placed.count - 1));
  const share = (at: number, test: (text: string) => boolean) => {
    const fields = Array.from({ length: sampled }, (_, row) => placed.field(row + 1, at)?.trim() ?? '');
    const values = fields.filter(Boolean);
    return values.length === 0 ? 0 : values.filter(test).length / values.length;
  };
  const isNumber = (text: string) => /^[+-]?(\d+[.,]?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim());
  // The header once more is no row that has the same text by chance.
  const isAgain = (row: number) => table.header.every((name, at) => placed.field(row + 1, at)?.trim() === name.trim());
  const recurs = (name: string, at: number) =>
    Array.from({ length: sampled }, (_, row) => row).some(
      (row) => placed.field(row + 1, at)?.trim() === name.trim() && !isAgain(row),
    );
  return !table.header.some((name, at) => {
    if (name === '') return false;
    // A survey has pictures for columns.
    if (looksLikePicture(name) || (!isNumber(name) && isPicture(name)))
      return sampled === 0 || share(at, (text) => looksLikePicture(text) || isPicture(text)) > 0;
    if (isNumber(name)) return known <= 2 && share(at, isNumber) > 0.8;
    return known === 0 && recurs(name, at);
  });
}

const sampleForHeader = 50;
