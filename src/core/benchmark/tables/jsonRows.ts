import { type Cells, cellsOf, readCells, recordColumns } from './jsonCells.ts';
import { jsonChange } from './jsonChange.ts';
import { type JsonPlaces, placedRecords } from './jsonPlaces.ts';
import type { JsonRecord } from './jsonRecords.ts';
import { parsedJson } from './jsonRecordScan.ts';
import type { SameRows } from './sameRecords.ts';

/** More columns than this are read from the records when they are asked for: few records have all of them. */
const mostCellColumns = 64;

/** Records as rows with columns. */
export interface JsonRows {
  readonly columns: readonly string[];
  /** False where all rows are lists. */
  readonly hasHeader: boolean;
  readonly length: number;
  /** The physical line on which each begins. */
  readonly lines: Uint32Array;
  readonly valueAt: (row: number, column: number) => unknown;
  /** Physical lines that are no JSON. */
  readonly badLines: readonly number[];
  /** Whether all cells are there by themselves, without their records. */
  readonly areKept: boolean;
  /** Where rows stand in their text, and their cells, where rows of a later text can go on from them. */
  readonly placed?: { readonly places: JsonPlaces; readonly cells: Cells };
}

/** The records of a text as rows. */
export function jsonRows(text: string, hasLines: boolean): JsonRows {
  const { records, badLines, places } = placedRecords(text, hasLines);
  return rowsOfRecords(records, badLines, places);
}

/** Records as rows. */
export function rowsOfRecords(
  records: readonly JsonRecord[],
  badLines: readonly number[],
  places?: JsonPlaces,
): JsonRows {
  const columns = recordColumns(records.length, (row) => records[row]!);
  const hasHeader = !records.every(({ value }) => Array.isArray(value));
  const lines = linesOf(records);
  const common = { columns, hasHeader, length: records.length, badLines, lines };
  if (columns.length > mostCellColumns) return { ...common, areKept: false, valueAt: readCells(records, columns) };
  const cells = cellsOf(records, columns);
  return { ...common, areKept: true, valueAt: cellIn(cells), ...(places && { placed: { places, cells } }) };
}

function linesOf(records: readonly JsonRecord[]): Uint32Array {
  const lines = new Uint32Array(records.length);
  for (let row = 0; row < lines.length; row++) lines[row] = records[row]!.line;
  return lines;
}

// Made where nothing else is at hand, because a function keeps all that functions beside it need: here that would be the records.
function cellIn(cells: Cells): JsonRows['valueAt'] {
  return (row, column) => cells[column]?.[row];
}

/** The rows of a text that goes on from an earlier state of itself; `undefined` where all of it is to be read. */
export function changedRows({ placed, columns }: JsonRows, text: string, hasLines: boolean): JsonRows | undefined {
  const change = placed && jsonChange(placed.places, text, hasLines);
  if (change === undefined) return undefined;
  const { places, between } = change;
  const { starts, ends, lines, badLines } = places;
  const recordAt = (row: number) => ({ value: parsedJson(text.slice(starts[row], ends[row]))?.value });
  const now = recordColumns(starts.length, recordAt);
  if (now.length !== columns.length || now.some((name, at) => name !== columns[at])) return undefined;
  const read = cellsOf(between, columns);
  const cells = placed!.cells.map((before, at) => withBetween(before, change, read[at]!));
  return {
    columns,
    hasHeader: true,
    length: starts.length,
    lines,
    valueAt: cellIn(cells),
    badLines,
    areKept: true,
    placed: { places, cells },
  };
}

function withBetween(
  before: readonly unknown[],
  { head, tail }: SameRows,
  between: readonly unknown[],
): readonly unknown[] {
  return before.slice(0, head).concat(between, before.slice(before.length - tail));
}
