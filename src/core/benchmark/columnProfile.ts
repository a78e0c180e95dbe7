import { normaliseForm } from '../affect/foldText.ts';
import type { Lexicon } from '../affect/lexicon.ts';
import { emotionCodes } from '../affect/words/emotionCodes.ts';
import { parseNumber } from './columns.ts';
import { embeddedValues } from './embedded/embeddedPictures.ts';
import { isMissingNumber } from './fieldColumns.ts';
import { isEmotionWord } from './labelFolding.ts';
import { looksLikePicture, type PictureFinder } from './files/pictureFinder.ts';
import { valueText, type RecordTable } from './tables/recordTable.ts';
import { isSplitWord } from './columnNames.ts';

/** What a column holds, by a sample of its rows; shares are of the values that are not empty, 0 to 1. */
export interface ColumnProfile {
  readonly at: number;
  readonly name: string;
  /** Values that are not empty. */
  readonly filled: number;
  readonly distinct: ReadonlySet<string>;
  /** The table has pictures in this column. */
  readonly embedded: boolean;
  /** Values that name a picture that is here. */
  readonly found: number;
  /** Values that end like the name of a picture. */
  readonly pictureLike: number;
  readonly emotions: number;
  /** Words for a polarity or a mood, the neutral one included. */
  readonly polarities: number;
  readonly numbers: number;
  readonly whole: number;
  readonly min: number;
  readonly max: number;
  readonly lists: number;
  /** Objects, and lists of them. */
  readonly objects: number;
  /** Rows of numbers in one text: `10.5;20.1;33.2`. */
  readonly vectors: number;
  readonly splits: number;
  /** Mean length of the values as text. */
  readonly length: number;
}

const sampleRows = 400;
/** Looking for pictures costs more than looking at words. */
const sampleFinds = 60;

/** What a column holds, whatever names stand for. */
interface SeenColumn extends Omit<ColumnProfile, 'found'> {
  readonly texts: readonly string[];
}

/** Tables are asked about once for each way to find their pictures; what they hold is the same. */
const seen = new WeakMap<RecordTable, { readonly lexicon: Lexicon; readonly columns: readonly SeenColumn[] }>();

/** Looks at each column of a table. */
export function profileColumns(table: RecordTable, find: PictureFinder, lexicon: Lexicon): readonly ColumnProfile[] {
  return seenColumns(table, lexicon).map(({ texts, ...column }) => ({
    ...column,
    found: column.embedded ? 0 : foundShare(texts, find),
  }));
}

function seenColumns(table: RecordTable, lexicon: Lexicon): readonly SeenColumn[] {
  const known = seen.get(table);
  if (known?.lexicon === lexicon) return known.columns;
  const step = Math.max(1, Math.floor(table.length / sampleRows));
  const sampled = Array.from({ length: Math.ceil(table.length / step) }, (_, i) => i * step);
  const columns = table.columns.map((name, at) => {
    const values = sampled.map((row) => table.valueAt(row, at));
    // Tables that were put one behind the other have the header among their rows.
    const others = table.hasHeader
      ? values.filter((value) => typeof value !== 'string' || value.trim() !== name.trim())
      : values;
    return { at, name, ...look(others.length > 0 ? others : values, lexicon, table.delimiter) };
  });
  seen.set(table, { lexicon, columns });
  return columns;
}

/** More different values than this are no codes. */
const mostCodes = 60;

function look(values: readonly unknown[], lexicon: Lexicon, delimiter: string): Omit<SeenColumn, 'at' | 'name'> {
  const lists = values.filter((value) => Array.isArray(value) || (typeof value === 'string' && opens(value.trim())));
  const texts = values.map((value) => valueText(value).trim()).filter((text) => text !== '');
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  // Each different text is looked at once, however often it stands there.
  const share = (test: (text: string) => boolean) => {
    let passed = 0;
    for (const [text, count] of counts) if (test(text)) passed += count;
    return texts.length === 0 ? 0 : passed / texts.length;
  };
  const numbers = numbersOf(counts, delimiter);
  const codes = emotionCodes(counts.size <= mostCodes ? counts.keys() : []);
  const isEmotion = (word: string) => isEmotionWord(word, lexicon) || codes?.has(word.toLowerCase()) === true;
  return {
    texts,
    embedded: values.some((value) => embeddedValues(value).length > 0),
    filled: texts.length,
    distinct: new Set(counts.keys()),
    pictureLike: share((text) => firstNames(text).some(looksLikePicture)),
    emotions: share((text) => emotionsIn(text).some(isEmotion)),
    polarities: share((text) => isPolarity(text, lexicon)),
    numbers: numbers.count === 0 ? 0 : numbers.count / (texts.length - numbers.missing),
    whole: numbers.count === 0 ? 0 : numbers.whole / numbers.count,
    min: numbers.min,
    max: numbers.max,
    lists: texts.length === 0 ? 0 : lists.length / texts.length,
    objects: texts.length === 0 ? 0 : values.filter(holdsObject).length / texts.length,
    vectors: share(isVector),
    splits: share(isSplitWord),
    length: texts.length === 0 ? 0 : texts.reduce((sum, text) => sum + text.length, 0) / texts.length,
  };
}

function foundShare(texts: readonly string[], find: PictureFinder): number {
  const step = Math.max(1, Math.floor(texts.length / sampleFinds));
  const looked = texts.filter((text, i) => i % step === 0 && text.length < 4096);
  const found = looked.filter((text) => firstNames(text).some((one) => find(one).kind === 'found'));
  return looked.length === 0 ? 0 : found.length / looked.length;
}

function numbersOf(
  counts: ReadonlyMap<string, number>,
  delimiter: string,
): {
  readonly count: number;
  readonly missing: number;
  readonly whole: number;
  readonly min: number;
  readonly max: number;
} {
  const numbers = { count: 0, missing: 0, whole: 0, min: Infinity, max: -Infinity };
  for (const [text, count] of counts) {
    if (isMissingNumber(text)) numbers.missing += count;
    const number = parseNumber(text, delimiter);
    if (Number.isNaN(number)) continue;
    numbers.count += count;
    if (Number.isInteger(number)) numbers.whole += count;
    numbers.min = Math.min(numbers.min, number);
    numbers.max = Math.max(numbers.max, number);
  }
  return numbers;
}

function holdsObject(value: unknown): boolean {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' ? /^\s*\[?\s*\{/.test(one) : typeof one === 'object' && one !== null;
}

function isVector(text: string): boolean {
  return /^[\s[(]*[+-]?[\d.]+(?:e[+-]?\d+)?(?:(?:\s*[;,]\s*|\s+)[+-]?[\d.]+(?:e[+-]?\d+)?){2,}[\s\])]*$/i.test(text);
}

function isPolarity(text: string, { byForm, concepts }: Lexicon): boolean {
  const concept = byForm.get(normaliseForm(text));
  return concept === 'neutral' || ['polarity', 'mood'].includes(concepts.get(concept ?? '')?.kind ?? '');
}

/** Whether a text begins as a list or an object does. */
function opens(text: string): boolean {
  const code = text.charCodeAt(0);
  return code === openRound || code === openList || code === openObject;
}

const [openRound, openList, openObject] = [40, 91, 123];

/** A name, and the first one of a list of them. */
function firstNames(text: string): readonly string[] {
  if (!opens(text)) return [text];
  const inner = /^\s*[[(]\s*["']?([^"',\])]+)/.exec(text)?.[1];
  return inner === undefined ? [text] : [inner, text];
}

function emotionsIn(text: string): readonly string[] {
  if (!opens(text)) return [text];
  // What the objects of a list say stands in columns of its own.
  if (/^\s*\[\s*\{/.test(text)) return [];
  if (!/^\s*[[(]/.test(text)) return [text];
  return text.split(/["',[\]()]+/).filter((word) => word.trim() !== '');
}
