import type { Lexicon } from '../affect/lexicon.ts';
import { parseNumber } from './columns.ts';
import { embeddedValues } from './embedded/embeddedPictures.ts';
import { isEmotionWord } from './labelFolding.ts';
import { looksLikePicture, type PictureFinder } from './pictureFinder.ts';
import { valueText, type RecordTable } from './recordTable.ts';
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
  readonly numbers: number;
  readonly whole: number;
  readonly min: number;
  readonly max: number;
  readonly lists: number;
  readonly splits: number;
  /** Mean length of the values as text. */
  readonly length: number;
}

const sampleRows = 400;
/** Looking for pictures costs more than looking at words. */
const sampleFinds = 60;

/** Looks at each column of a table. */
export function profileColumns(table: RecordTable, find: PictureFinder, lexicon: Lexicon): readonly ColumnProfile[] {
  const step = Math.max(1, Math.floor(table.rows.length / sampleRows));
  const rows = table.rows.filter((_, i) => i % step === 0);
  return table.columns.map((name, at) =>
    profile(
      at,
      name,
      rows.map((row) => row.values[at]),
      { find, lexicon, delimiter: table.delimiter },
    ),
  );
}

interface Context {
  readonly find: PictureFinder;
  readonly lexicon: Lexicon;
  readonly delimiter: string;
}

function profile(at: number, name: string, values: readonly unknown[], context: Context): ColumnProfile {
  const embedded = values.some((value) => embeddedValues(value).length > 0);
  const lists = values.filter(
    (value) => Array.isArray(value) || (typeof value === 'string' && /^\s*[[({]/.test(value)),
  );
  const texts = values.map((value) => valueText(value).trim()).filter((text) => text !== '');
  const numbers = texts.map((text) => parseNumber(text, context.delimiter)).filter((value) => !Number.isNaN(value));
  const share = (list: readonly string[], test: (text: string) => boolean) =>
    list.length === 0 ? 0 : list.filter(test).length / list.length;
  const step = Math.max(1, Math.floor(texts.length / sampleFinds));
  const looked = texts.filter((text, i) => i % step === 0 && text.length < 4096);
  return {
    at,
    name,
    embedded,
    filled: texts.length,
    distinct: new Set(texts),
    found: embedded ? 0 : share(looked, (text) => firstNames(text).some((one) => context.find(one).kind === 'found')),
    pictureLike: share(texts, (text) => firstNames(text).some(looksLikePicture)),
    emotions: share(texts, (text) => emotionsIn(text).some((word) => isEmotionWord(word, context.lexicon))),
    numbers: texts.length === 0 ? 0 : numbers.length / texts.length,
    whole: numbers.length === 0 ? 0 : numbers.filter((value) => Number.isInteger(value)).length / numbers.length,
    min: numbers.reduce((least, value) => Math.min(least, value), Infinity),
    max: numbers.reduce((most, value) => Math.max(most, value), -Infinity),
    lists: texts.length === 0 ? 0 : lists.length / texts.length,
    splits: share(texts, isSplitWord),
    length: texts.length === 0 ? 0 : texts.reduce((sum, text) => sum + text.length, 0) / texts.length,
  };
}

/** A name, and the first one of a list of them. */
function firstNames(text: string): readonly string[] {
  const inner = /^\s*[[(]\s*["']?([^"',\])]+)/.exec(text)?.[1];
  return inner === undefined ? [text] : [inner, text];
}

function emotionsIn(text: string): readonly string[] {
  if (!/^\s*[[(]/.test(text)) return [text];
  return text.split(/["',[\]()]+/).filter((word) => word.trim() !== '');
}
