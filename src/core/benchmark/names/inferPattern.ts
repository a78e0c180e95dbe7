import type { Lexicon } from '../../affect/lexicon.ts';
import { nameReader } from './fileNamePattern.ts';
import { isEmotionWord } from '../labelFolding.ts';
import {
  columnsOf,
  isDigit,
  majority,
  nameColumns,
  numberedText,
  wholeOf,
  writeColumns,
  type Column,
  type CutName,
} from './nameColumns.ts';

/** A pattern with the share of the names that it reads, 0 to 1. */
export interface InferredPattern {
  readonly pattern: string;
  readonly confidence: number;
}

const sampleSize = 2000;
/** A position counts as that of the emotion when so many of the names have one there. */
const enough = 0.6;
/**
 * Infers from names (without extension) which part is the generator, the prompted emotion, the prompt number and the seed:
 * the emotion is the place where most names have an emotion word, numbers are prompt and seed, and a text with few distinct
 * values is the generator, whatever separators it holds itself. A heuristic of ours; `undefined` where nothing is found.
 */
export function inferPattern(
  names: readonly string[],
  isEmotion: (text: string) => boolean,
): InferredPattern | undefined {
  if (names.length === 0) return undefined;
  return patternOf(sampled(names), remembered(isEmotion));
}

interface Inferred {
  readonly sample: readonly string[];
  readonly words: Lexicon;
  readonly found: InferredPattern | undefined;
}

/** The names that were asked about last: a folder is recognised by its names before they are read. */
let last: Inferred | undefined;

/** The same where emotions are the words of a lexicon; asked about the same names once more, it remembers. */
export function inferPatternByWords(names: readonly string[], words: Lexicon): InferredPattern | undefined {
  if (names.length === 0) return undefined;
  const sample = sampled(names);
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

function patternOf(sample: readonly string[], known: (text: string) => boolean): InferredPattern | undefined {
  const pattern = withEmotion(sample, known) ?? withoutEmotion(sample);
  if (pattern === undefined) return undefined;
  const read = nameReader(pattern, known);
  const fits = sample.filter((name) => {
    const parts = read(name);
    return parts !== undefined && (parts.prompted !== undefined || !pattern.includes('{prompted}'));
  });
  const confidence = fits.length / sample.length;
  return confidence >= enough ? { pattern, confidence } : undefined;
}

function sampled(names: readonly string[]): readonly string[] {
  if (names.length <= sampleSize) return names;
  const step = names.length / sampleSize;
  return Array.from({ length: sampleSize }, (_, i) => names[Math.floor(i * step)]!);
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
  const all = names.map((name) => splitGlued(cut(name, /([_\-\s.+]+)/), isEmotion));
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
    if (cuts.some(({ to }) => to < 2)) continue;
    const columns = columnsOf(cuts);
    nameColumns(columns, names.length, 2);
    const parts = columns.map((column) => column.part);
    if (parts.includes('generator') && parts.includes('prompt')) return writeColumns(columns, cuts);
  }
  return undefined;
}

function cut(name: string, separator: RegExp): CutName {
  const pieces = name.split(separator);
  const tokens: string[] = [];
  const separators: string[] = [];
  for (let i = 0; i < pieces.length; i++) (i % 2 === 0 ? tokens : separators).push(pieces[i]!);
  return { tokens, separators };
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
    for (let side = at - 1; side <= at; side++) {
      const separator = name.separators[side] ?? '';
      for (const char of separator.length > 1 ? new Set(separator) : separator) {
        counts.set(char, (counts.get(char) ?? 0) + 1);
      }
    }
  }
  const chars = [...counts]
    .filter(([, count]) => count > names.length / 4)
    .map(([char]) => `\\u{${char.codePointAt(0)!.toString(16)}}`);
  return chars.length === 0 ? /([_\-\s.+]+)/ : new RegExp(`([${chars.join('')}]+)`, 'u');
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
