import { codedFrom, TextCoder, type CodedTexts } from './codedTexts.ts';
import type { DraftItem, DraftNumber } from './formats/format.ts';
import { listedFile, type ListedFile } from './listing.ts';

/** The fields of a draft that are texts with, as a rule, few distinct values. */
export const draftTexts = ['label', 'generator', 'prompted', 'prompt', 'seed', 'split', 'media'] as const;

/** One of {@link draftTexts}. */
export type DraftText = (typeof draftTexts)[number];

/** Ratings of one kind by item. */
export interface DraftNumbers {
  /** `NaN` where there is none, an infinity where the text is no number: neither is a rating that counts. */
  readonly values: Float64Array;
  /** The rating of an item that has one, with its place. */
  readonly at: (index: number) => DraftNumber;
}

/** Places of rows by item; line 0 where there is no row. */
export interface DraftRows {
  readonly file: CodedTexts;
  readonly line: Uint32Array;
}

/**
 * Drafts in columns: what {@link DraftItem}s say, at the price of a few numbers for each. A format of which a benchmark may have
 * hundreds of thousands of items makes one itself; of others it is made from their list of drafts.
 */
export interface DraftTable {
  readonly length: number;
  readonly files: readonly ListedFile[];
  readonly texts: Readonly<Partial<Record<DraftText, CodedTexts>>>;
  readonly degree?: DraftNumbers;
  readonly quality?: DraftNumbers;
  readonly rows?: DraftRows;
  /** The drafts themselves, for what has no column here: raters, tasks, further fields, running text, places inside tables. */
  readonly drafts?: readonly DraftItem[];
}

/** Puts drafts into columns. */
export function draftTable(drafts: readonly DraftItem[]): DraftTable {
  const length = drafts.length;
  const texts: Partial<Record<DraftText, CodedTexts>> = {};
  for (const field of draftTexts) {
    const coded = codedFrom(length, (i) => drafts[i]![field]);
    if (coded.values.length > 0) texts[field] = coded;
  }
  const [degree, quality] = [numbersOf(drafts, 'degree'), numbersOf(drafts, 'quality')];
  return {
    length,
    files: drafts.map(({ path }) => listedFile(path)),
    texts,
    ...(degree && { degree }),
    ...(quality && { quality }),
    rows: rowsOf(drafts),
    ...(drafts.some(hasMore) && { drafts }),
  };
}

function hasMore({ raters, tasks, fields, text, embedded }: DraftItem): boolean {
  return (raters ?? tasks ?? fields ?? text ?? embedded) !== undefined;
}

function numbersOf(drafts: readonly DraftItem[], field: 'degree' | 'quality'): DraftNumbers | undefined {
  if (!drafts.some((draft) => draft[field])) return undefined;
  const values = Float64Array.from(drafts, (draft) => (draft[field] ? ratingOf(draft[field].value) : NaN));
  return { values, at: (i) => drafts[i]![field]! };
}

/** What stands for a rating among others: an infinity is none that counts, and says that something was written. */
export function ratingOf(value: number): number {
  return Number.isNaN(value) ? Infinity : value;
}

function rowsOf(drafts: readonly DraftItem[]): DraftRows {
  const coder = new TextCoder();
  const codes = new Uint32Array(drafts.length);
  const line = new Uint32Array(drafts.length);
  for (const [i, { row }] of drafts.entries()) {
    if (row === undefined) continue;
    codes[i] = coder.codeOf(row.file);
    line[i] = row.line;
  }
  return { file: { values: coder.values, codes }, line };
}

/** Those of the drafts that a test lets through. */
export function filterDrafts(table: DraftTable, test: (path: string) => boolean): DraftTable {
  const kept: number[] = [];
  for (let i = 0; i < table.length; i++) if (test(table.files[i]!.path)) kept.push(i);
  return kept.length === table.length ? table : pickDrafts(table, Uint32Array.from(kept));
}

/** The drafts at some places, in that order. */
export function pickDrafts(table: DraftTable, places: Uint32Array): DraftTable {
  const length = places.length;
  const pick = <T extends Uint32Array | Float64Array | unknown[]>(values: ArrayLike<T[number]>, picked: T): T => {
    for (let i = 0; i < places.length; i++) picked[i] = values[places[i]!]!;
    return picked;
  };
  const pickTexts = ({ values, codes }: CodedTexts): CodedTexts => ({
    values,
    codes: pick(codes, new Uint32Array(length)),
  });
  const pickNumbers = ({ values, at }: DraftNumbers): DraftNumbers => ({
    values: pick(values, new Float64Array(length)),
    at: (index) => at(places[index]!),
  });
  const { degree, quality, rows, drafts } = table;
  return {
    length,
    files: pick(table.files, new Array<ListedFile>(length)),
    texts: Object.fromEntries(Object.entries(table.texts).map(([name, coded]) => [name, pickTexts(coded)])),
    ...(degree && { degree: pickNumbers(degree) }),
    ...(quality && { quality: pickNumbers(quality) }),
    ...(rows && { rows: { file: pickTexts(rows.file), line: pick(rows.line, new Uint32Array(length)) } }),
    ...(drafts && { drafts: pick(drafts, new Array<DraftItem>(length)) }),
  };
}
