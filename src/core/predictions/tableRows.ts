import { columnKey, nameFit } from '../benchmark/columnNames.ts';
import { cellText, noHasher, readRecords, type RecordTable } from '../benchmark/tables/recordTable.ts';
import type { ReadableFolder } from '../ports.ts';

/** Which rows are wanted, and what for: by what they are called, or by the question that VLMEvalKit numbers. */
export interface WantedRows {
  readonly file: string;
  readonly by: 'id' | 'question';
  /** The column that holds ids, where the benchmark's descriptor names one. */
  readonly idColumn?: string | undefined;
  /** The same for the one that names pictures, which may be called otherwise than their files are. */
  readonly imageColumn?: string | undefined;
}

/** Rows of a table that follow one another. All columns are as long as `lines`; `''` where a row says nothing. */
export interface TableRows {
  /** The physical line of each row. */
  readonly lines: readonly number[];
  /** Columns that name pictures. */
  readonly pictures: readonly (readonly string[])[];
  /** Columns of ids, the surest first. */
  readonly ids: readonly (readonly string[])[];
  readonly questions: readonly string[];
}

/** Few enough to be taken in within a few milliseconds. */
const rowsAtOnce = 2048;
/** Names that say what a column is about the row itself, not about something else in it, fit their role this well. */
const surelyNamed = 0.6;
/** No name of a file is longer. */
const mostNameLength = 4096;

/** Reads the rows of a table in which replies of other tools may look for their items. One that cannot be read has none. */
export async function readTableRows(
  folder: ReadableFolder,
  wanted: WantedRows,
  take: (rows: TableRows) => Promise<void>,
): Promise<void> {
  const { table } = await readRecords({ folder, hasher: noHasher }, wanted.file);
  if (table === undefined) return;
  const ids = wanted.by === 'id' ? idColumns(table, wanted) : columnsOf(table, (name) => name === 'index');
  const pictures = columnsOf(table, (name) => nameFit(name, 'image') >= surelyNamed);
  const question = wanted.by === 'question' ? table.columns.indexOf('question') : -1;
  for (let first = 0; first < table.length; first += rowsAtOnce) {
    const rows = Array.from({ length: Math.min(rowsAtOnce, table.length - first) }, (_, i) => first + i);
    const textsOf = (column: number): string[] => rows.map((row) => cellText(table, row, column) ?? '');
    await take({
      lines: rows.map(table.lineAt),
      pictures: pictures.map((column) => textsOf(column).map((name) => (name.length < mostNameLength ? name : ''))),
      ids: ids.map(textsOf),
      questions: question === -1 ? rows.map(() => '') : textsOf(question),
    });
  }
}

function columnsOf({ columns }: RecordTable, test: (name: string) => boolean): readonly number[] {
  return columns.flatMap((name, at) => (test(name) ? [at] : []));
}

/** The columns whose values are ids by their names, the surest first, and behind them the one that names pictures. */
function idColumns(
  table: RecordTable,
  { idColumn, imageColumn }: Pick<WantedRows, 'idColumn' | 'imageColumn'>,
): readonly number[] {
  const fit = (at: number): number => {
    const name = table.columns[at]!;
    if (name === idColumn) return 2;
    return columnKey(name) === 'customid' ? 1 : nameFit(name, 'id');
  };
  const ids = columnsOf(table, () => true)
    .filter((at) => fit(at) >= surelyNamed)
    .sort((a, b) => fit(b) - fit(a));
  return [...new Set([...ids, ...columnsOf(table, (name) => name === imageColumn)])];
}
