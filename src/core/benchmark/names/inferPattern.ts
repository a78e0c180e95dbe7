import type { Lexicon } from '../../affect/lexicon.ts';
import { nameOrCopyReader, withoutCopyMarks } from './copiesOfNames.ts';
import type { ListedFile } from '../files/listing.ts';
import { isEmotionWord } from '../labelFolding.ts';
import {
  areToldNumbers,
  columnsOf,
  isDigit,
  majority,
  nameColumns,
  numberedText,
  saysNothing,
  wholeOf,
  withNumberWords,
  writeColumns,
  type Column,
  type CutName,
} from './nameColumns.ts';

/** A pattern with the share of the names that it reads, 0 to 1. */
export interface InferredPattern {
  readonly pattern: string;
  readonly confidence: number;
}

/** A file by its name without its extension. */
type Named = Pick<ListedFile, 'stem'>;

/** Enough to tell parts by; looking at more of them is what following an event would wait for. */
const sampleSize = 1000;
/** What stands between the parts of names, brackets too: `img1(happy)`, `happy (2)`. */
const anySeparator = /([_\-\s.+()[\]（）【】]+)/;
/** Brackets come in pairs, of which only one may stand beside the emotion. */
const brackets = ['()', '[]', '（）', '【】'];
const closing = /[)\]）】]/g;
/** A position counts as that of the emotion when so many of the names have one there. */
const enough = 0.6;
/** So many are enough where all other names say nothing. */
const enoughAmongNumbers = 0.1;

/**
 * Infers from the names of files which part is the generator, the prompted emotion, the prompt number and the seed:
 * the emotion is the place where most names that say anything have an emotion word, numbers are prompt and seed, and a text with few distinct
 * values is the generator, whatever separators it holds itself. A heuristic of ours; `undefined` where nothing is found.
 */
export function inferPattern(
  files: readonly Named[],
  isEmotion: (text: string) => boolean,
): InferredPattern | undefined {
  if (files.length === 0) return undefined;
  return patternOf(sampled(files), remembered(isEmotion));
}

interface Inferred {
  readonly sample: readonly string[];
  readonly words: Lexicon;
  readonly found: InferredPattern | undefined;
}

/** The names that were asked about last: a folder is recognised by its names before they are read. */
let last: Inferred | undefined;

/** The same where emotions are the words of a lexicon; asked about the same names once more, it remembers. */
export function inferPatternByWords(files: readonly Named[], words: Lexicon): InferredPattern | undefined {
  if (files.length === 0) return undefined;
  const sample = sampled(files);
  const isSame =
    last?.words === words && last.sample.length === sample.length && last.sample.every((name, i) => name === sample[i]);
  if (last === undefined || !isSame) {
    const found = patternOf(
      sample,
      remembered((text) => isEmotionWord(text, words)),
    );
    last = { sample, words, found };
  }
  return last.found;
}

function patternOf(names: readonly string[], known: (text: string) => boolean): InferredPattern | undefined {
  const sample = withoutCopyMarks(names);
  const named = withEmotion(sample, known) === undefined ? namedAmongNumbers(sample, known) : sample;
  const pattern = withEmotion(named, known) ?? withoutEmotion(sample);
  if (pattern === undefined) return undefined;
  const read = nameOrCopyReader(pattern, known);
  const fits = sample.filter((name) => {
    const parts = read(name);
    return parts !== undefined && (parts.prompted !== undefined || !pattern.includes('{prompted}'));
  });
  const ofNames = pattern.includes('{prompted}') ? named : sample;
  return fits.length >= ofNames.length * enough ? { pattern, confidence: fits.length / sample.length } : undefined;
}

/**
 * The names with an emotion, where these and all others have nothing but numbers beside (`happy_1`, `IMG_2`). Where other names have words of their own, a word
 * for an emotion in a few may be one of these.
 */
function namedAmongNumbers(sample: readonly string[], isEmotion: (text: string) => boolean): readonly string[] {
  const named: string[] = [];
  for (const name of sample) {
    const { tokens } = splitGlued(cut(name, anySeparator), isEmotion);
    const others = tokens.filter((token) => !isEmotion(token));
    if (others.length < tokens.length - 1 || !others.every(saysNothing)) return [];
    if (others.length < tokens.length) named.push(name);
  }
  return named.length >= sample.length * enoughAmongNumbers ? named : [];
}

function sampled(files: readonly Named[]): readonly string[] {
  if (files.length <= sampleSize) return files.map(({ stem }) => stem);
  const step = files.length / sampleSize;
  return Array.from({ length: sampleSize }, (_, i) => files[Math.floor(i * step)]!.stem);
}

function remembered(isEmotion: (text: string) => boolean): (text: string) => boolean {
  const answers = new Map<string, boolean>();
  return (text) => {
    const before = answers.get(text);
    if (before !== undefined) return before;
    const answer = !/^\d*$/.test(text) && isEmotion(text);
    answers.set(text, answer);
    return answer;
  };
}

function withEmotion(names: readonly string[], isEmotion: (text: string) => boolean): string | undefined {
  const all = names.map((name) => splitGlued(cut(name, anySeparator), isEmotion));
  const separators = separatorsBeside(all, isEmotion);
  if (separators === undefined) return undefined;
  const cuts = names.map((name) => splitGlued(cut(name, separators), isEmotion));
  const place = emotionPlace(cuts, isEmotion);
  if (place === undefined) return undefined;
  const fitting = cuts.filter((name) => isEmotion(name.tokens.at(place) ?? ''));
  const at = (name: CutName) => (place < 0 ? name.tokens.length + place : place);
  const heads = fitting.map((name) => ({ name, from: 0, to: at(name) }));
  const tails = fitting.map((name) => ({ name, from: at(name) + 1, to: name.tokens.length }));
  const cutColumns = [columnsOf(heads), columnsOf(tails)] as const;
  const numbered = cutColumns.flat().filter((column) => column.kind === 'number').length > 1;
  const [before, after] = cutColumns.map((columns) => (numbered ? numberedText(columns) : columns)) as [
    Column[],
    Column[],
  ];
  nameColumns([...before, ...after], fitting.length, 1);
  const left = majority(fitting.map((name) => name.separators[at(name) - 1] ?? ''));
  const right = majority(fitting.map((name) => name.separators[at(name)] ?? ''));
  const head = before.length === 0 ? '' : writeColumns(before, heads) + left;
  const tail = after.length === 0 ? '' : right + writeColumns(after, tails);
  return `${head}{prompted}${tail}`;
}

function withoutEmotion(names: readonly string[]): string | undefined {
  for (const separator of ['_', ' ', '-', '+', '.']) {
    const cuts = names.map((text) => wholeOf(cut(text, new RegExp(`(\\${separator}+)`))));
    const columns = columnsOf(cuts);
    nameColumns(columns, names.length, 2);
    const parts = columns.map((column) => column.part);
    const areCut = cuts.every(({ to }) => to > 1) && parts.includes('generator') && parts.includes('prompt');
    if (areCut || areToldNumbers(columns)) return writeColumns(columns, cuts);
  }
  return undefined;
}

function cut(name: string, separator: RegExp): CutName {
  const pieces = name.split(separator);
  const tokens: string[] = [];
  const separators: string[] = [];
  for (let i = 0; i < pieces.length; i++) (i % 2 === 0 ? tokens : separators).push(pieces[i]!);
  return withNumberWords({ tokens, separators });
}

/** `angry012` and `012angry` hold two parts with nothing between them. */
function splitGlued(name: CutName, isEmotion: (text: string) => boolean): CutName {
  if (!name.tokens.some(mayBeGlued)) return name;
  const tokens: string[] = [];
  const separators: string[] = [];
  for (const [i, token] of name.tokens.entries()) {
    if (i > 0) separators.push(name.separators[i - 1]!);
    const glued = /^(?:(\p{L}+)(\d+)|(\d+)(\p{L}+))$/u.exec(token);
    if (glued && !isEmotion(token) && isEmotion(glued[1] ?? glued[4]!)) {
      tokens.push((glued[1] ?? glued[3])!, (glued[2] ?? glued[4])!);
      separators.push('');
    } else tokens.push(token);
  }
  return { tokens, separators };
}

/** Two parts with nothing between them have a digit at one end and none at the other. */
function mayBeGlued(token: string): boolean {
  return isDigit(token.charCodeAt(0)) !== isDigit(token.charCodeAt(token.length - 1));
}

/** The separators beside the emotions are those between the parts; others belong to a part, as in `atelier-3_angry_012`. */
function separatorsBeside(names: readonly CutName[], isEmotion: (text: string) => boolean): RegExp | undefined {
  const place = emotionPlace(names, isEmotion);
  if (place === undefined) return undefined;
  const counts = new Map<string, number>();
  for (const name of names) {
    const at = place < 0 ? name.tokens.length + place : place;
    if (!isEmotion(name.tokens[at] ?? '')) continue;
    // A bracket that is closed before the emotion belongs to what is before.
    const sides = [(name.separators[at - 1] ?? '').replaceAll(closing, ''), name.separators[at] ?? ''];
    for (const separator of sides) {
      for (const char of separator.length > 1 ? new Set(separator) : separator) {
        counts.set(char, (counts.get(char) ?? 0) + 1);
      }
    }
  }
  const chars = [...counts]
    .filter(([, count]) => count > names.length / 4)
    .flatMap(([char]) => [...(brackets.find((pair) => pair.includes(char)) ?? char)])
    .map((char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);
  return chars.length === 0 ? anySeparator : new RegExp(`([${chars.join('')}]+)`, 'u');
}

/** Index of the emotion in `tokens`, from the left (0, 1, ...) or from the right (-1, -2, ...), whichever most names share. */
function emotionPlace(names: readonly CutName[], isEmotion: (text: string) => boolean): number | undefined {
  const counts = new Map<number, number>();
  for (const { tokens } of names) {
    for (let i = 0; i < tokens.length; i++) {
      if (!isEmotion(tokens[i]!)) continue;
      counts.set(i, (counts.get(i) ?? 0) + 1);
      counts.set(i - tokens.length, (counts.get(i - tokens.length) ?? 0) + 1);
    }
  }
  const best = [...counts].sort((a, b) => b[1] - a[1])[0];
  return best && best[1] >= names.length * enough ? best[0] : undefined;
}
