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

  /** Where rows about files go; with `labelled`, those of the table that gives the labels, each of them were it without one. */
  keeper(table: string, labelled: RowValues | undefined): (place: number, line: number, row: number) => void {
    const mentioned = this.mentions(table);
    const codes = labelled && new Uint32Array(labelled.coder.values.length + 1);
    return (place, line, row) => {
      this.#kept[place] = 1;
      mentioned[place] = 1;
      if (labelled === undefined || codes === undefined) return;
      if (this.#lines[place] === 0) {
        this.#lines[place] = line;
        this.#tableCodes[place] = this.#tables.codeOf(table);
      }
      const code = labelled.labels[row]!;
      if (code === 0 || this.#labelCodes[place] !== 0) return;
      if (codes[code] === 0) codes[code] = this.#labels.codeOf(labelled.coder.values[code - 1]!);
      this.#labelCodes[place] = codes[code]!;
    };
  }

  /** Where the ratings of a column go, which are given by row. */
  rater(role: RatedRole, given: Float64Array, describe: RatedColumn['describe']): (place: number, row: number) => void {
    const size = this.files.length;
    const values = new Float64Array(size).fill(NaN);
    const rows = new Uint32Array(size);
    this.#rated.set(role, { values, rows, describe });
    return (place, row) => {
      const value = given[row]!;
      if (Number.isNaN(value) || !Number.isNaN(values[place])) return;
      values[place] = value;
      rows[place] = row;
    };
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
    const places: number[] = [];
    for (let i = 0; i < files.length; i++) if (this.#kept[i] === 1 || isMediaFile(files[i]!)) places.push(i);
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
    return places.length === files.length ? table : pickDrafts(table, Uint32Array.from(places));
  }

  #numbers(role: RatedRole): Readonly<Partial<Record<RatedRole, DraftNumbers>>> {
    const column = this.#rated.get(role);
    if (column === undefined) return {};
    const { values, rows, describe } = column;
    return { [role]: { values, at: (i: number) => ({ value: values[i]!, ...describe(rows[i]!) }) } };
  }
}
