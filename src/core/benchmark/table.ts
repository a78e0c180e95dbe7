import Papa from 'papaparse';
import { decodeText, type TextEncodingName } from './decodeText.ts';
import { splitRecords } from './tableRecords.ts';

/** One row: its fields as written, trimmed of nothing, and the physical line on which it starts, counted from 1. */
export interface TableRow {
  readonly line: number;
  readonly fields: readonly string[];
}

/** A line that is no row: reported, and reading went on at the next physical line. */
export interface BadRow {
  readonly line: number;
  readonly reason: 'fieldCount' | 'unclosedQuote' | 'strayQuote';
  /** Fields that were found; for a quote fault, those of the line split without regard to quotes. */
  readonly fields: readonly string[];
  /** Fields that the header has. */
  readonly expected: number;
}

/** A table as text: header, rows and what is wrong with the rest. */
export interface Table {
  readonly encoding: TextEncodingName;
  readonly delimiter: string;
  /** Column names, trimmed; empty for an empty file. */
  readonly header: readonly string[];
  /** Physical line of the header. */
  readonly headerLine: number;
  readonly rows: readonly TableRow[];
  readonly badRows: readonly BadRow[];
}

/** Delimiters that are told apart, the likelier one first. */
export const delimiters = [',', '\t', ';', '|'] as const;

/**
 * Reads a CSV or TSV table with a header, RFC 4180 with its usual liberties: any of the {@link delimiters}, LF, CRLF or lone CR,
 * any encoding that `decodeText` knows, empty lines passed over. Never throws and never stops at a fault.
 */
export function readTable(bytes: Uint8Array): Table {
  const decoded = decodeText(bytes);
  // Line ends become one kind here, so that every line counted below is one that a text editor shows.
  const text = decoded.text.replace(/\r\n?/g, '\n');
  const delimiter = detectDelimiter(text);
  const split = splitRecords(text, delimiter);
  const [header, ...rows] = tokenise(split.records, delimiter);
  return {
    encoding: decoded.encoding,
    delimiter,
    header: (header?.fields ?? []).map((name) => name.trim()),
    headerLine: header?.line ?? 1,
    rows,
    badRows: split.badRows,
  };
}

/** One pass of the CSV library over all records: they are whole, so its rows and our lines go together one by one. */
function tokenise(records: readonly { line: number; text: string }[], delimiter: string): TableRow[] {
  const { data } = Papa.parse<string[]>(records.map((record) => record.text).join('\n'), { delimiter, newline: '\n' });
  return records.map((record, i) => ({ line: record.line, fields: data[i] ?? [] }));
}

/** The delimiter that splits the first lines into the most fields, equally many in each; a comma when none does. */
function detectDelimiter(text: string): string {
  const lines = text
    .slice(0, 64 * 1024)
    .split('\n', 40)
    .filter((line) => line.trim() !== '');
  let best: { delimiter: string; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => line.replace(/"(?:[^"]|"")*"/g, '').split(delimiter).length - 1);
    const expected = counts[0] ?? 0;
    const score = expected === 0 ? 0 : counts.filter((count) => count === expected).length / lines.length;
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}
