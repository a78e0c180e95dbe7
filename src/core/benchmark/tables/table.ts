import Papa from 'papaparse';
import { decodeText, type DecodedText, type TextEncodingName } from './decodeText.ts';
import { plainRecords, type PlainRecords } from './plainRecords.ts';
import { withoutPreamble, withWholeHeader } from './tableHead.ts';
import { looksLikePicture } from '../files/pictureFinder.ts';
import { splitRecords } from './tableRecords.ts';

/** One row: its fields as written, trimmed of nothing, and the physical line on which it starts, counted from 1. */
export interface TableRow {
  readonly line: number;
  readonly fields: readonly string[];
}

/** A line that is no row: reported, and reading went on at the next physical line. */
export interface BadRow {
  readonly line: number;
  readonly reason: 'fieldCount' | 'unclosedQuote' | 'strayQuote' | 'json';
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
  /** The same as written. */
  readonly rawHeader: readonly string[];
  /** Physical line of the header. */
  readonly headerLine: number;
  readonly rows: readonly TableRow[];
  /** The header and the rows once more, where nothing is quoted: cheaper than `rows`, which are made when they are first asked for. */
  readonly plain?: PlainRecords;
  readonly badRows: readonly BadRow[];
}

/** Delimiters that are told apart, the likelier one first. */
export const delimiters = [',', '\t', ';', '|'] as const;

/**
 * Reads a CSV or TSV table with a header, RFC 4180 with its usual liberties: any of the {@link delimiters}, LF, CRLF or lone CR,
 * any encoding that `decodeText` knows, empty lines passed over, comments and titles above the header too. Never throws and never stops at a fault.
 */
export function readTable(bytes: Uint8Array): Table {
  return readDelimited(decodeText(bytes));
}

/** The same for a text; with `spaces`, fields may also be separated by single spaces, where nothing else separates them. */
export function readDelimited(decoded: DecodedText, options: { readonly spaces?: boolean } = {}): Table {
  // Line ends become one kind here, so that every line counted below is one that a text editor shows.
  const whole = decoded.text.replace(/\r\n?/g, '\n');
  // Excel says in a first line what separates fields; without it that line is empty, and the others keep their numbers.
  const said = /^sep=([,;|\t])(?=\n)/i.exec(whole);
  const candidates = said?.[1] ? [said[1]] : options.spaces === true ? [...delimiters, ' '] : delimiters;
  const bare = withoutPreamble(said ? whole.slice(said[0].length) : whole, candidates);
  const found = said?.[1] ?? detectDelimiter(bare, candidates);
  const delimiter = found === ' ' && isListOfPictures(bare) ? noDelimiter : found;
  const text = withWholeHeader(delimiter === ' ' ? singleSpaced(bare) : bare, delimiter);
  if (!text.includes('"')) return new PlainTable(decoded.encoding, delimiter, plainRecords(text, delimiter));
  const split = splitRecords(text, delimiter);
  const [header, ...rows] = tokenise(split.records, delimiter);
  return {
    encoding: decoded.encoding,
    delimiter,
    header: (header?.fields ?? []).map((name) => name.trim()),
    rawHeader: header?.fields ?? [],
    headerLine: header?.line ?? 1,
    rows,
    badRows: split.badRows,
  };
}

/** Stands in no text of a list. */
const noDelimiter = '\u001f';
const sampledLines = 50;

/** Whether the spaces in the lines of a list belong to the names of pictures: `faces/happy (1).jpg`. */
function isListOfPictures(text: string): boolean {
  const lines = text.split('\n', sampledLines).filter((line) => line.trim() !== '');
  const isOne = (line: string) => {
    const parts = line.trim().split(' ');
    return looksLikePicture(line) && !parts.slice(0, -1).some(looksLikePicture);
  };
  return lines.length > 0 && lines.every(isOne);
}

/** A table in which nothing is quoted. */
class PlainTable implements Table {
  readonly encoding: TextEncodingName;
  readonly delimiter: string;
  readonly header: readonly string[];
  readonly rawHeader: readonly string[];
  readonly headerLine: number;
  readonly plain: PlainRecords;
  readonly badRows: readonly BadRow[];
  #rows: readonly TableRow[] | undefined;

  constructor(encoding: TextEncodingName, delimiter: string, plain: PlainRecords) {
    this.encoding = encoding;
    this.delimiter = delimiter;
    this.plain = plain;
    this.badRows = plain.badRows;
    this.rawHeader = plain.count === 0 ? [] : plain.fields(0);
    this.header = this.rawHeader.map((name) => name.trim());
    this.headerLine = plain.count === 0 ? 1 : plain.line(0);
  }

  get rows(): readonly TableRow[] {
    const { plain } = this;
    this.#rows ??= Array.from({ length: Math.max(0, plain.count - 1) }, (_, i) => ({
      line: plain.line(i + 1),
      fields: plain.fields(i + 1),
    }));
    return this.#rows;
  }
}

/** Spaces that put fields below each other separate no more fields than one does. */
function singleSpaced(text: string): string {
  return text.replace(/ {2,}/g, ' ').replace(/^ | $/gm, '');
}

/** One pass of the CSV library over all records: they are whole, so its rows and our lines go together one by one. */
function tokenise(records: readonly { line: number; text: string }[], delimiter: string): TableRow[] {
  const { data } = Papa.parse<string[]>(records.map((record) => record.text).join('\n'), { delimiter, newline: '\n' });
  return records.map((record, i) => ({ line: record.line, fields: data[i] ?? [] }));
}

const sampleLines = 40;

/**
 * The delimiter that splits the first records into equally many fields, more than one; where several do, the one whose fields look
 * most like what tables of pictures hold, then the earlier one. A comma when none does.
 */
function detectDelimiter(text: string, candidates: readonly string[]): string {
  const sample = text.slice(0, 64 * 1024);
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of candidates) {
    if (!sample.includes(delimiter)) continue;
    const lines = firstLines(sample);
    const score = scoreOf(delimiter === ' ' ? singleSpaced(lines) : lines, delimiter);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function firstLines(sample: string): string {
  let end = -1;
  for (let i = 0; i < sampleLines; i++) {
    const next = sample.indexOf('\n', end + 1);
    if (next === -1) return sample;
    end = next;
  }
  return sample.slice(0, end);
}

/** Share of the records with as many fields as the header, 0 when it has one; fields that are pictures or numbers decide between equals. */
function scoreOf(sample: string, delimiter: string): number {
  const { records, badRows } = splitRecords(sample, delimiter);
  const fields = tokenise(records, delimiter).map((row) => row.fields);
  if ((fields[0]?.length ?? 0) < 2) return 0;
  const values = fields.flat().filter((field) => field.trim() !== '');
  const typed = values.filter((field) => isTyped(field)).length / Math.max(1, values.length);
  // The last record may be cut off by the end of the sample.
  return fields.length / (fields.length + Math.max(0, badRows.length - 1)) + typed / 100;
}

const typedField =
  /^\s*(?:[+-]?(?:\d+[.,]?\d*|[.,]\d+)|[^,;|\t]*\.(?:png|jpe?g|webp|gif|bmp|avif|tiff?|mp4|webm))\s*$/i;

function isTyped(field: string): boolean {
  return typedField.test(field);
}
