import { isSplitWord } from '../columnNames.ts';

/** A name cut at its separators; `separators[i]` stands between `tokens[i]` and `tokens[i + 1]`. */
export interface CutName {
  readonly tokens: readonly string[];
  readonly separators: readonly string[];
}

/** One part of the pattern to be: `values` has one entry for each name. */
export interface Column {
  readonly kind: 'number' | 'text';
  readonly prefix: string;
  readonly values: readonly string[];
  part: string;
}

/** Words that cameras, tools and people put before a number; they name no generator. */
const generic =
  /^(img|image|images|face|faces|portrait|portraits|photo|pic|picture|dsc|dscn|frame|sample|gen|output|out|file|test|train|val)$/i;
/** More numbers than this after one word are prompts, not generators. */
const mostNumbered = 40;
const numberPrefix = /^(p|prompt|s|seed|n|no|nr|id|idx|img|image)$/i;
/** Words that say what the number behind them is. */
const numberWord = /^(?:prompt|seed)/i;

/** Some of the tokens of a name. */
export interface Stretch {
  readonly name: CutName;
  readonly from: number;
  readonly to: number;
}

/** All tokens of a name. */
export function wholeOf(name: CutName): Stretch {
  return { name, from: 0, to: name.tokens.length };
}

/** `prompt_003` and `seed_42` are one part each. */
export function withNumberWords(name: CutName): CutName {
  if (!name.tokens.some((token) => numberWord.test(token))) return name;
  const tokens: string[] = [];
  const separators: string[] = [];
  for (const [i, token] of name.tokens.entries()) {
    const separator = name.separators[i - 1] ?? '';
    const isBehindWord = /^(?:prompt|seed)$/i.test(tokens.at(-1) ?? '') && hasDigitsAlone(token, 0);
    if (isBehindWord) tokens.push(tokens.pop()! + separator + token);
    else {
      if (i > 0) separators.push(separator);
      tokens.push(token);
    }
  }
  return { tokens, separators };
}

/** Whether a part of a name says nothing of what a picture shows: a number, a word that cameras put before one, or nothing at all. */
export function saysNothing(token: string): boolean {
  const word = token.replace(/\d+$/, '');
  return word === '' || generic.test(word) || numberPrefix.test(word);
}

/** Whether a word in the names says of some of their numbers what they are, and nothing else differs between them. */
export function areToldNumbers(columns: readonly Column[]): boolean {
  const isTold = columns.some(({ kind, prefix }) => kind === 'number' && numberWord.test(prefix));
  return isTold && columns.every(({ kind, values }) => kind === 'number' || new Set(values).size === 1);
}

/** Cuts columns of numbers off both ends; what is left between them is one column of text. */
export function columnsOf(names: readonly Stretch[]): readonly Column[] {
  const left: Column[] = [];
  const right: Column[] = [];
  for (;;) {
    const cutOff = left.length + right.length;
    if (names.some(({ from, to }) => to - from <= cutOff)) return [...left, ...right.reverse()];
    const last = numberColumn(names.map(({ name, to }) => name.tokens[to - 1 - right.length]!));
    const first = last ? undefined : numberColumn(names.map(({ name, from }) => name.tokens[from + left.length]!));
    if (last) right.push(last);
    else if (first) left.push(first);
    else break;
  }
  const values = names.map((stretch) => joined(stretch, left.length, right.length));
  return [...left, { kind: 'text', prefix: '', values, part: '*' }, ...right.reverse()];
}

/** `atelier-1`, `atelier-2`, ...: one word and a few numbers after it are names of generators, not prompts. */
export function numberedText(columns: readonly Column[]): readonly Column[] {
  const at = columns.findIndex((column) => column.kind === 'text');
  const [text, number] = [columns[at], columns[at + 1]];
  if (text === undefined || number?.kind !== 'number' || number.prefix !== '') return columns;
  const words = new Set(text.values);
  if (
    words.size > 1 ||
    !hasLetter(text.values[0]!) ||
    generic.test(text.values[0] ?? '') ||
    new Set(number.values).size > mostNumbered
  )
    return columns;
  const values = number.values.map((value) => `${text.values[0]} ${value}`);
  return columns.toSpliced(at, 2, { ...text, values });
}

/** The tokens between those that were cut off, with what stands between them. */
function joined({ name, from, to }: Stretch, left: number, right: number): string {
  const last = to - right - 1;
  let text = '';
  for (let i = from + left; i <= last; i++) text += name.tokens[i]! + (i < last ? name.separators[i]! : '');
  return text;
}

/** What stands behind a token, counted from the first one of a stretch or, below zero, from the last separator; nothing at its end. */
function separatorAt({ name, from, to }: Stretch, i: number): string {
  const end = Math.max(from, to - 1);
  const at = i < 0 ? end + i : from + i;
  return at >= from && at < end ? name.separators[at]! : '';
}

function numberColumn(tokens: readonly string[]): Column | undefined {
  const [, prefix = '', word = ''] = /^((\p{L}*)[_\-\s.+]*)\d+$/u.exec(tokens[0] ?? '') ?? [];
  if (prefix !== '' && !numberPrefix.test(word)) return undefined;
  const values: string[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.startsWith(prefix) && hasDigitsAlone(token, prefix.length)) values.push(token.slice(prefix.length));
    // One name in twenty may be an outsider; more, and it is no column of numbers.
    else if (values.length + tokens.length - i - 1 < tokens.length * 0.95) return undefined;
  }
  return { kind: 'number', prefix, values, part: '*' };
}

function hasLetter(text: string): boolean {
  return /\p{L}/u.test(text);
}

/** Whether a text goes on with digits to its end, with at least one. */
function hasDigitsAlone(text: string, from: number): boolean {
  for (let at = from; at < text.length; at++) if (!isDigit(text.charCodeAt(at))) return false;
  return from < text.length;
}

/** Says which columns are prompt, seed and generator; so many values at least must a generator have. */
export function nameColumns(columns: readonly Column[], names: number, fewestGenerators: number): void {
  const numbers = columns.filter((column) => column.kind === 'number');
  const seed = numbers.find(isSeed) ?? (numbers.length > 1 ? numbers[1] : undefined);
  if (seed) seed.part = 'seed';
  const prompt = numbers.find((column) => column !== seed);
  if (prompt) prompt.part = 'prompt';
  const texts = columns.filter((column) => column.kind === 'text' && isGenerator(column, names, fewestGenerators));
  const generator = texts.sort((a, b) => new Set(b.values).size - new Set(a.values).size)[0];
  if (generator) generator.part = 'generator';
}

function isSeed(column: Column): boolean {
  if (/^s/i.test(column.prefix)) return true;
  return column.prefix === '' && column.values.filter((value) => value.length > 5).length > column.values.length / 2;
}

function isGenerator(column: Column, names: number, fewest: number): boolean {
  const distinct = new Set(column.values);
  // Numbers and marks alone, such as the `2.1` of a copy, name none either, and no more do parts of the data (`PublicTest_7`).
  const namesNone = (value: string) => generic.test(value) || isSplitWord(value) || !hasLetter(value);
  if (distinct.size < fewest || [...distinct].every(namesNone)) return false;
  return distinct.size * 2 <= names || (names < 24 && fewest < 2);
}

/** The columns as a pattern. */
export function writeColumns(columns: readonly Column[], names: readonly Stretch[]): string {
  const textAt = columns.findIndex((column) => column.kind === 'text');
  return columns
    .map((column, i) => {
      const constant = column.part === '*' && new Set(column.values).size === 1;
      const part = constant ? column.values[0]! : `{${column.part}}`;
      if (i === columns.length - 1) return column.prefix + part;
      const fromLeft = textAt === -1 || i < textAt;
      const separator = majority(names.map((name) => separatorAt(name, fromLeft ? i : i - columns.length + 1)));
      return column.prefix + part + separator;
    })
    .join('');
}

/** The value that most have; of several the first one. */
export function majority(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** Whether a UTF-16 unit is a digit of ASCII. */
export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
