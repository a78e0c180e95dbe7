import Papa from 'papaparse';
import { damagedRows } from './damagedLetters.ts';
import { decodeText, type DecodedText, type TextEncodingName } from './decodeText.ts';
import type { PlacedRecords } from './placedRecords.ts';
import { plainRecords } from './plainRecords.ts';
import { withoutPreamble, withWholeHeader } from './tableHead.ts';
import { looksLikePicture } from '../files/pictureFinder.ts';
import { quotedRecords } from './quotedRecords.ts';

/** One row: its fields as written, trimmed of nothing, and the physical line on which it starts, counted from 1. */
export interface TableRow {
  readonly line: number;
  readonly fields: readonly string[];
}

/** A line that is no row: reported, and reading went on at the next physical line. For `letters`, a row that is read, with bytes in it that are no letters. */
export interface BadRow {
  readonly line: number;
  readonly reason: 'fieldCount' | 'unclosedQuote' | 'strayQuote' | 'json' | 'letters';
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
  /** The header and the rows once more, as places in the text: cheaper than `rows`, which are made when they are first asked for. */
  readonly placed?: PlacedRecords;
  readonly badRows: readonly BadRow[];
}

/** Delimiters that are told apart, the likelier one first. */
export const delimiters = [',', '\t', ';', '|'] as const;

/**
 * Reads a CSV or TSV table with a header, RFC 4180 with its usual liberties: any of the {@link delimiters}, LF, CRLF or lone CR,
 * any encoding that `decodeText` knows, empty lines passed over, comments and titles above the header too. Never throws and never stops at a fault.
 */
export function readTable(bytes: Uint8Array, before?: DelimitedTable): DelimitedTable {
  return readDelimited(decodeText(bytes), { before });
}

/**
 * The same for a text; with `spaces`, fields may also be separated by single spaces, where nothing else separates them. `before`: the table as it was
 * read earlier, of which records that are as they were are not cut again.
 */
export function readDelimited(
  decoded: DecodedText,
  { spaces = false, before }: { readonly spaces?: boolean; readonly before?: DelimitedTable | undefined } = {},
): DelimitedTable {
  // Line ends become one kind here, so that every line counted below is one that a text editor shows.
  const whole = decoded.text.replace(/\r\n?/g, '\n');
  // Excel says in a first line what separates fields; without it that line is empty, and the others keep their numbers.
  const said = /^sep=([,;|\t])(?=\n)/i.exec(whole);
  const candidates = said?.[1] ? [said[1]] : spaces ? [...delimiters, ' '] : delimiters;
  const bare = withoutPreamble(said ? whole.slice(said[0].length) : whole, candidates);
  const found = said?.[1] ?? detectDelimiter(bare, candidates);
  const delimiter = found === ' ' && isListOfPictures(bare) ? noDelimiter : found;
  const text = withWholeHeader(delimiter === ' ' ? singleSpaced(bare) : bare, delimiter);
  const hasQuotes = text.includes('"');
  const isLike = before?.delimiter === delimiter && before.placed.hasQuotes === hasQuotes;
  const cut = hasQuotes ? quotedRecords : plainRecords;
  return new DelimitedTable(decoded, delimiter, cut(text, delimiter, isLike ? before.placed : undefined));
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
  return lines.length > 0 && lines.every(isOne) && !areNumbered(lines);
}

/** Whether lines are paths behind numbers that count on: `1 happy/a.jpg`. In names without a folder these may be the names of numbered pictures. */
function areNumbered(lines: readonly string[]): boolean {
  const first = Number.parseInt(lines[0]!, 10);
  return lines.every((line, i) => /^\s*(\d+) +[^\s/]+\//.exec(line)?.[1] === String(first + i));
}

/** A table of which rows are made when they are first asked for. */
export class DelimitedTable implements Table {
  readonly encoding: TextEncodingName;
  readonly delimiter: string;
  readonly header: readonly string[];
  readonly rawHeader: readonly string[];
  readonly headerLine: number;
  readonly placed: PlacedRecords;
  readonly badRows: readonly BadRow[];
  #rows: readonly TableRow[] | undefined;

  constructor({ encoding, isDamaged }: Omit<DecodedText, 'text'>, delimiter: string, placed: PlacedRecords) {
    this.encoding = encoding;
    this.delimiter = delimiter;
    this.placed = placed;
    this.badRows = isDamaged ? damagedRows(placed) : placed.badRows;
    this.rawHeader = placed.count === 0 ? [] : placed.fields(0);
    this.header = this.rawHeader.map((name) => name.trim());
    this.headerLine = placed.count === 0 ? 1 : placed.line(0);
  }

  get rows(): readonly TableRow[] {
    const { placed } = this;
    this.#rows ??= Array.from({ length: Math.max(0, placed.count - 1) }, (_, i) => ({
      line: placed.line(i + 1),
      fields: placed.fields(i + 1),
    }));
    return this.#rows;
  }
}

/** Spaces that put fields below each other separate no more fields than one does. */
function singleSpaced(text: string): string {
  return text.replace(/ {2,}/g, ' ').replace(/^ | $/gm, '');
}

/** The fields of whole records, as the CSV library has them. */
function tokenise({ count, text, from, until }: PlacedRecords, delimiter: string): readonly (readonly string[])[] {
  const records = Array.from({ length: count }, (_, i) => text.slice(from(i), until(i)));
  return Papa.parse<string[]>(records.join('\n'), { delimiter, newline: '\n' }).data;
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
  const records = quotedRecords(sample, delimiter);
  const fields = tokenise(records, delimiter);
  if ((fields[0]?.length ?? 0) < 2) return 0;
  const values = fields.flat().filter((field) => field.trim() !== '');
  const typed = values.filter((field) => isTyped(field)).length / Math.max(1, values.length);
  // The last record may be cut off by the end of the sample.
  return fields.length / (fields.length + Math.max(0, records.badRows.length - 1)) + typed / 100;
}

const typedField =
  /^\s*(?:[+-]?(?:\d+[.,]?\d*|[.,]\d+)|[^,;|\t]*\.(?:png|jpe?g|webp|gif|bmp|avif|tiff?|mp4|webm))\s*$/i;

function isTyped(field: string): boolean {
  return typedField.test(field);
}
