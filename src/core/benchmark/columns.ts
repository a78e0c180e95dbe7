import { isEmotionWord } from './labelFolding.ts';
import type { Lexicon } from '../affect/lexicon.ts';
import { looksLikePicture, type PictureFinder } from './files/pictureFinder.ts';
import type { Table } from './tables/table.ts';

/** What a column of a table can hold. */
export type ColumnRole = 'image' | 'label' | 'degree' | 'quality';

/** Index of the column for each role that was found. */
export type ColumnPlaces = Readonly<Partial<Record<ColumnRole, number>>>;

/** Columns with how each was found. */
export interface FoundColumns {
  readonly places: ColumnPlaces;
  readonly why: Readonly<Partial<Record<ColumnRole, 'corrected' | 'name' | 'content'>>>;
}

/** Header names of each role, the release's own name first; compared without case, spaces and marks. */
const names: Readonly<Record<ColumnRole, readonly string[]>> = {
  image: [
    'image',
    'imagename',
    'imagepath',
    'imagefile',
    'img',
    'imgname',
    'filename',
    'file',
    'filepath',
    'path',
    'name',
    '图像',
    '图片',
    '文件名',
  ],
  label: [
    'distortions',
    'distortion',
    'emotion',
    'emotions',
    'emotiontype',
    'emotionlabel',
    'label',
    'class',
    'category',
    '情感',
    '情绪',
    '标签',
  ],
  degree: ['score', 'degree', 'emotiondegree', 'intensity', 'emotionintensity', 'emotionscore', '程度', '强度'],
  quality: ['quality', 'imagequality', 'qualityscore', 'mos', 'score', '质量'],
};

const sampleRows = 200;

/** What finding columns needs to judge content. */
export interface ColumnContext {
  /** Column names that a person corrected. */
  readonly corrected: Readonly<Partial<Record<ColumnRole, string | undefined>>>;
  readonly find: PictureFinder;
  readonly lexicon: Lexicon;
}

/**
 * Finds the columns of some roles: by the corrected name, then by the header, then by what the column holds (names of
 * pictures, emotion words, numbers). A role is left out when no column fits; no column has two roles.
 */
export function findColumns(table: Table, roles: readonly ColumnRole[], context: ColumnContext): FoundColumns {
  const places: Partial<Record<ColumnRole, number>> = {};
  const found: Partial<Record<ColumnRole, 'corrected' | 'name' | 'content'>> = {};
  const taken = new Set<number>();
  const take = (role: ColumnRole, at: number | undefined, why: 'corrected' | 'name' | 'content') => {
    if (at === undefined || at === -1 || taken.has(at) || places[role] !== undefined) return;
    places[role] = at;
    found[role] = why;
    taken.add(at);
  };
  for (const role of roles) take(role, byCorrection(table, context.corrected[role]), 'corrected');
  for (const role of roles) take(role, byName(table, role), 'name');
  for (const role of roles) {
    if (places[role] === undefined) take(role, byContent(table, role, taken, context), 'content');
  }
  return { places, why: found };
}

/** Whether a column is called as those of the release are, whatever the table. */
export function isReleaseName(name: string): boolean {
  return Object.values(names).some((keys) => keys.includes(key(name)));
}

/** Whether the header has a column that by its name holds the pictures, so that it is a header and no row. */
export function namesPictures(table: Table, corrected: string | undefined): boolean {
  return (corrected !== undefined && hasColumn(table, corrected)) || byName(table, 'image') !== undefined;
}

/** Whether the header has a column of this name, without regard to case and marks. */
export function hasColumn(table: Table, name: string): boolean {
  return byCorrection(table, name) !== -1;
}

function byCorrection(table: Table, name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  const exact = table.header.indexOf(name.trim());
  return exact !== -1 ? exact : table.header.findIndex((column) => key(column) === key(name));
}

function byName(table: Table, role: ColumnRole): number | undefined {
  const keys = table.header.map(key);
  const name = names[role].find((candidate) => keys.includes(candidate));
  return name === undefined ? undefined : keys.indexOf(name);
}

/** Case, spaces, `_` and other marks do not tell column names apart. */
function key(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function byContent(
  table: Table,
  role: ColumnRole,
  taken: ReadonlySet<number>,
  { find, lexicon }: ColumnContext,
): number | undefined {
  const sample = table.rows.slice(0, sampleRows);
  const isOne = {
    image: (text: string) => looksLikePicture(text) || find(text).kind === 'found',
    label: (text: string) => isEmotionWord(text, lexicon),
    degree: (text: string) => !Number.isNaN(parseNumber(text, table.delimiter)),
    quality: (text: string) => !Number.isNaN(parseNumber(text, table.delimiter)),
  }[role];
  const fitting = table.header
    .map((_, at) => at)
    .filter((at) => !taken.has(at) && mostly(sample.map((row) => row.fields[at]?.trim() ?? '').filter(Boolean), isOne));
  // Two columns of numbers cannot be told apart by content: then a person must say which is which.
  return role === 'image' || role === 'label' || fitting.length === 1 ? fitting[0] : undefined;
}

function mostly(values: readonly string[], test: (value: string) => boolean): boolean {
  return values.length > 0 && values.filter(test).length * 2 > values.length;
}

/**
 * A number as tables write it, a percent sign included, and a decimal comma unless `delimiter` is empty, as it is for records. Where commas separate fields, one before three
 * digits may as well separate thousands: such a text is no number, unless a zero alone stands before the comma. `NaN` for anything else.
 */
export function parseNumber(text: string, delimiter: string): number {
  return numberWith(delimiter === ',' ? sureComma : anyComma, text, delimiter);
}

/** The same for a cell of a column of ratings: nobody rates in thousands. */
export function parseRating(text: string, delimiter: string): number {
  return numberWith(anyComma, text, delimiter);
}

const anyComma = /^[+-]?\d+,\d+$/;
const sureComma = /^[+-]?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,}))$/;

function numberWith(decimalComma: RegExp, text: string, delimiter: string): number {
  const trimmed = text.trim().replace(/(?<=\d)\s*%$/, '');
  const plain = delimiter !== '' && decimalComma.test(trimmed) ? trimmed.replace(',', '.') : trimmed;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}
