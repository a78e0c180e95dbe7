import { TextCoder, type CodedTexts } from '../codedTexts.ts';
import { pickDrafts, type DraftNumbers, type DraftTable } from '../draftTable.ts';
import { isMediaFile, type ListedFile } from '../files/listing.ts';
import type { DraftNumber } from './format.ts';
import { FieldColumns } from './pictureColumns.ts';
import type { RatedRole, RowValues } from './memoRows.ts';

/** Ratings of one column of one table: what each row says is asked for again only where it is at fault. */
interface RatedColumn {
  readonly values: Float64Array;
  /** The row that rates each file, counted from 0. */
  readonly rows: Uint32Array;
  readonly describe: (row: number) => Omit<DraftNumber, 'value'>;
}

/** Which rows are about which file. */
export class FoundRows {
  /** By file the first row about it, counted from 1; 0 where there is none. */
  readonly first: Uint32Array;
  /** Rows that are about no file alone, or not the first about it, in their order, and the places of the files. */
  readonly #others: { readonly place: number; readonly row: number }[] = [];

  /** `size`: the number of files. */
  constructor(size: number) {
    this.first = new Uint32Array(size);
  }

  get others(): readonly { readonly place: number; readonly row: number }[] {
    return this.#others;
  }

  /** Takes in rows from one on that are the first about one file, up to one that is not, and says which one that is. */
  takeFirst(files: Int32Array, from: number): number {
    const { first } = this;
    let row = from;
    for (; row < files.length; row++) {
      const place = files[row]!;
      if (place === -1 || first[place] !== 0) break;
      first[place] = row + 1;
    }
    return row;
  }

  add(place: number, row: number): void {
    if (this.first[place] === 0) this.first[place] = row + 1;
    this.#others.push({ place, row });
  }
}

/** Collects what the tables say about each file, by its place in the listing. What was said first stays. */
export class MemoColumns {
  readonly files: readonly ListedFile[];
  readonly fields: FieldColumns;
  readonly #kept: Uint8Array;
  readonly #mentioned = new Map<string, Uint8Array>();
  readonly #labels = new TextCoder();
  readonly #labelCodes: Uint32Array;
  readonly #tables = new TextCoder();
  readonly #tableCodes: Uint32Array;
  readonly #lines: Uint32Array;
  readonly #rated = new Map<RatedRole, RatedColumn>();
  readonly #missing = new Set<string>();

  constructor(files: readonly ListedFile[]) {
    this.files = files;
    this.fields = new FieldColumns(files.length);
    this.#kept = new Uint8Array(files.length);
    this.#labelCodes = new Uint32Array(files.length);
    this.#tableCodes = new Uint32Array(files.length);
    this.#lines = new Uint32Array(files.length);
  }

  /** Notes that a table has a line for a file, were it a bad one: then the picture is not without a row. */
  mention(table: string, place: number): void {
    this.mentions(table)[place] = 1;
  }

  /** By file: 1 where {@link mention} was called for it. */
  mentions(table: string): Uint8Array {
    let mentioned = this.#mentioned.get(table);
    if (mentioned === undefined) this.#mentioned.set(table, (mentioned = new Uint8Array(this.files.length)));
    return mentioned;
  }

  /** Takes in that rows are about files; `labelled`: what the rows say, where they are those of the one table that gives the labels, each of them were it without one. */
  keep(table: string, { first, others }: FoundRows, labelled: RowValues | undefined): void {
    mark(this.#kept, first);
    mark(this.mentions(table), first);
    if (labelled === undefined || labelled.files.length === 0) return;
    const { lines, labels, coder } = labelled;
    takeLines({ lines: this.#lines, tables: this.#tableCodes }, first, lines, this.#tables.codeOf(table));
    // The coder may know others, and in another order.
    const codes = new Uint32Array(coder.values.length + 1);
    const give = (code: number): number =>
      (codes[code] = code === 0 ? 0 : this.#labels.codeOf(coder.values[code - 1]!));
    labelsInOrder(first, labels, new Uint32Array(codes.length)).forEach(give);
    for (const { row } of others) give(labels[row]!);
    takeLabels(this.#labelCodes, first, labels, codes);
    for (const { place, row } of others) {
      if (this.#labelCodes[place] === 0) this.#labelCodes[place] = codes[labels[row]!]!;
    }
  }

  /** Takes in the ratings of a column, which are given by row. */
  rate(role: RatedRole, given: Float64Array, { first, others }: FoundRows, describe: RatedColumn['describe']): void {
    const values = new Float64Array(this.files.length).fill(NaN);
    const rows = new Uint32Array(this.files.length);
    takeRatings(values, rows, first, given);
    for (const { place, row } of others) {
      if (Number.isNaN(given[row]!) || !Number.isNaN(values[place]!)) continue;
      values[place] = given[row]!;
      rows[place] = row;
    }
    this.#rated.set(role, { values, rows, describe });
  }

  /** True the first time that a name without a picture is seen: one missing file is one fault, in how many tables it may stand. */
  noteMissing(name: string): boolean {
    const key = name.normalize('NFC').toLowerCase();
    if (this.#missing.has(key)) return false;
    this.#missing.add(key);
    return true;
  }

  /** All pictures are items; a file that only a row calls a picture is one too, and its bytes will tell. */
  finish(): DraftTable {
    const { files } = this;
    const places = new Uint32Array(files.length);
    let length = 0;
    for (let i = 0; i < files.length; i++) if (this.#kept[i] === 1 || isMediaFile(files[i]!)) places[length++] = i;
    const label: CodedTexts = { values: this.#labels.values, codes: this.#labelCodes };
    const table: DraftTable = {
      length: files.length,
      files,
      texts: label.values.length > 0 ? { label } : {},
      rows: { file: { values: this.#tables.values, codes: this.#tableCodes }, line: this.#lines },
      ...this.#numbers('degree'),
      ...this.#numbers('quality'),
      ...(!this.fields.isEmpty && { fields: this.fields.values }),
    };
    return length === files.length ? table : pickDrafts(table, places.subarray(0, length));
  }

  #numbers(role: RatedRole): Readonly<Partial<Record<RatedRole, DraftNumbers>>> {
    const column = this.#rated.get(role);
    if (column === undefined) return {};
    const { values, rows, describe } = column;
    return { [role]: { values, at: (i: number) => ({ value: values[i]!, ...describe(rows[i]!) }) } };
  }
}

// Loops over the numbers of all files, each a function that asks nobody else anything: others are left by the engine for slower code again and again.

function mark(marks: Uint8Array, first: Uint32Array): void {
  for (let place = 0; place < first.length; place++) if (first[place] !== 0) marks[place] = 1;
}

function takeLines(
  { lines, tables }: { readonly lines: Uint32Array; readonly tables: Uint32Array },
  first: Uint32Array,
  given: Uint32Array,
  table: number,
): void {
  for (let place = 0; place < first.length; place++) {
    if (first[place] === 0) continue;
    lines[place] = given[first[place]! - 1]!;
    tables[place] = table;
  }
}

/** The labels of the first rows in the order in which they come; `none`: a 0 for each that there may be. */
function labelsInOrder(first: Uint32Array, labels: Uint32Array, none: Uint32Array): Uint32Array {
  const order = new Uint32Array(none.length);
  let found = 0;
  for (let place = 0; place < first.length; place++) {
    const label = first[place] === 0 ? 0 : labels[first[place]! - 1]!;
    if (none[label]!++ === 0) order[found++] = label;
  }
  return order.subarray(0, found);
}

function takeLabels(into: Uint32Array, first: Uint32Array, labels: Uint32Array, codes: Uint32Array): void {
  for (let place = 0; place < first.length; place++) {
    if (first[place] !== 0) into[place] = codes[labels[first[place]! - 1]!]!;
  }
}

function takeRatings(values: Float64Array, rows: Uint32Array, first: Uint32Array, given: Float64Array): void {
  for (let place = 0; place < first.length; place++) {
    if (first[place] === 0) continue;
    values[place] = given[first[place]! - 1]!;
    rows[place] = first[place]! - 1;
  }
}
