import { otherFiles } from '../files/filesByKind.ts';
import { foldLabel } from '../../affect/foldLabel.ts';
import { normaliseForm } from '../../affect/foldText.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import { isEmotionWord } from '../labelFolding.ts';
import type { ListedFile, Listing } from '../files/listing.ts';
import type { Hasher } from '../../ports.ts';
import type { FileHeads } from './fileHeads.ts';
import type { ReadTableFile } from './format.ts';
import { codeOf, type CodeBook } from './tableJoins.ts';

/** What people write beside data says which number stands for which emotion. */
interface WrittenCodes {
  readonly book: CodeBook;
  /** The file that says so. */
  readonly path: string;
  /** Its text as far as it was read. */
  readonly text: string;
}

/** Looked into, the nearest to the root first. */
const mostFiles = 12;
/** Characters between one code of a list and the next one. */
const farthest = 160;
/** Fewer codes than this in a row may be anything. */
const fewest = 3;
/** Share of the rows that may have no code of a list: more are no faults. */
const mostFaults = 0.1;
const bareCode = /^\d{1,3}$/;

const proseName =
  /^(?:about|info|description|dataset_?infos?|meta(?:data)?|(?:(?:emotion|expression|class|label|category)[ _-]?)?(?:labels?|classes|names|categories|list|map|mapping|codes?))$|(?<![a-z])read_?me(?![a-z])/i;
const proseExtensions = new Set(['md', 'txt', 'rst', 'json', '']);
const listExtensions = new Set(['yaml', 'yml', 'names']);

/**
 * What read-me files, configurations and descriptions beside the data say numbers stand for (`0: Angry`, `sadness (4)`, `names: [angry, happy]`): numbers
 * from 0 or 1 on without a gap, each with another word, most of them emotions. Two lists may differ.
 */
async function writtenCodes(listing: Listing, heads: FileHeads, lexicon: Lexicon): Promise<readonly WrittenCodes[]> {
  const found: WrittenCodes[] = [];
  for (const file of codeFiles(listing)) {
    const text = await heads(file.path);
    for (const book of booksIn(text, file, lexicon)) found.push({ book, path: file.path, text });
  }
  return found;
}

/** Files that may say what codes stand for, by their names. */
export function codeFiles(listing: Listing): readonly ListedFile[] {
  const depth = (file: ListedFile) => file.path.split('/').length;
  return otherFiles(listing.files)
    .filter(
      ({ stem, extension }) =>
        listExtensions.has(extension) || (proseExtensions.has(extension) && proseName.test(stem)),
    )
    .sort((a, b) => depth(a) - depth(b))
    .slice(0, mostFiles);
}

/** Looks for the meaning of numbers in what people wrote, once numbers are there whose meaning no table says. */
export class ProseCodes {
  readonly #read: () => Promise<readonly WrittenCodes[]>;
  #known: Promise<readonly WrittenCodes[]> | undefined;
  readonly #used = new Map<string, string>();

  readonly #lexicon: Lexicon;

  constructor(listing: Listing, heads: FileHeads, lexicon: Lexicon) {
    this.#lexicon = lexicon;
    this.#read = () => writtenCodes(listing, heads, lexicon);
  }

  /** The list that has all of some numbers, or a `share` of them; `undefined` where none has, or where two that have differ in one of them. */
  async bookFor(codes: Iterable<string>, share = 1): Promise<CodeBook | undefined> {
    const wanted = [...new Set([...codes].map(codeOf))];
    if (wanted.length < 2 || !wanted.every((one) => bareCode.test(one))) return undefined;
    const written = await (this.#known ??= this.#read());
    const fitting = written.filter(({ book }) => wanted.filter((one) => book.has(one)).length >= wanted.length * share);
    const first = fitting[0];
    const isSame = ({ book }: WrittenCodes) =>
      wanted.every((one) => this.#key(book.get(one) ?? '') === this.#key(first!.book.get(one) ?? ''));
    if (first === undefined || !fitting.every(isSame)) return undefined;
    this.#used.set(first.path, first.text);
    return first.book;
  }

  /**
   * The same for codes of rows, by how often each comes. A few rows with something else are faults; where these are numbers, the first and the last code of
   * the list have to come, so that it is not one that counts from another number.
   */
  async bookForRows(counts: ReadonlyMap<string, number>): Promise<CodeBook | undefined> {
    const whole = await this.bookFor(counts.keys());
    if (whole !== undefined) return whole;
    const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const numbered = [...counts].reduce((sum, [one, count]) => sum + (bareCode.test(one) ? count : 0), 0);
    const fewestListed = rows - Math.max(1, rows * mostFaults);
    // Lists hold numbers alone: where most rows have words, none of them is looked for.
    if (numbered === 0 || numbered < fewestListed) return undefined;
    for (const { book } of await (this.#known ??= this.#read())) {
      const codes = [...counts.keys()].filter((one) => book.has(one));
      const numbers = [...book.keys()].map(Number);
      const areWords = [...counts.keys()].every((one) => book.has(one) || !/^\d/.test(one));
      const usesAll = [Math.min(...numbers), Math.max(...numbers)].every((one) => counts.has(String(one)));
      const listed = codes.reduce((sum, one) => sum + counts.get(one)!, 0);
      if (!(usesAll || areWords) || listed < fewestListed) continue;
      const same = await this.bookFor(codes);
      if (same !== undefined) return same;
    }
    return undefined;
  }

  /** The files that said what some numbers stand for, with the SHA-256 of what was read of them. */
  files(hasher: Hasher): Promise<readonly ReadTableFile[]> {
    const files = [...this.#used].map(async ([path, text]) => ({
      path,
      sha256: await hasher.sha256(new TextEncoder().encode(text)),
    }));
    return Promise.all(files);
  }

  #key(name: string): string {
    return foldLabel(name, this.#lexicon) ?? normaliseForm(name);
  }
}

function booksIn(text: string, { stem, extension }: ListedFile, lexicon: Lexicon): readonly CodeBook[] {
  const isList =
    extension === 'names' || (extension === 'txt' && /^(?:classes|labels|names|class_?names)$/i.test(stem));
  const lists = isList ? [text.split('\n')] : namedLists(text);
  const books = [
    ...lists.map((names) =>
      bookOf(
        names.map((name, i) => [i, bare(name)] as const).filter(([, name]) => name !== ''),
        lexicon,
      ),
    ),
    ...pairRuns(text, codeFirst, lexicon),
    ...pairRuns(text, wordFirst, lexicon),
  ];
  return books.filter((book) => book !== undefined);
}

function bare(name: string): string {
  return name
    .trim()
    .replace(/^["']|["']$/g, '')
    .trim();
}

/** `names: ['a', 'b']`, `"names": ["a", "b"]` and `names:` above `- a` lines. */
function namedLists(text: string): readonly (readonly string[])[] {
  const onOne = [
    ...text.matchAll(
      /(?:^|[\s"'_{,])(?:names|classes|class_names|label_names|labels)["']?\s*:\s*\[([^\]]{1,4000})\]/gi,
    ),
  ];
  const onMore = [
    ...text.matchAll(
      /^[ \t-]*(?:names|classes|class_names|label_names|labels)[ \t]*:[ \t]*\r?\n((?:[ \t]*-[ \t]+[^\r\n]+\r?\n?){2,200})/gim,
    ),
  ];
  return [
    ...onOne.map(([, inner]) => inner!.split(',')),
    ...onMore.map(([, inner]) =>
      inner!
        .trim()
        .split(/\r?\n/)
        .map((line) => line.replace(/^\s*-\s+/, '')),
    ),
  ];
}

const word = `(?<word>\\p{L}[\\p{L}\\p{M} /'-]{0,30})`;
const code = `(?<![\\d.,])(?<code>\\d{1,3})(?![\\d]|[.,]\\d)`;
/** `0: angry`, `"0" "angry"`, `[0] Angry`, `| 0 | angry |`, `0 = angry`, `0 -> angry`; nothing with a comma or a line between. */
const codeFirst = new RegExp(
  `${code}(?:["'\`*\\])]{0,3}[ \\t]*(?::|=>?|->|→|[-–—|.)])[ \\t]*|["'\\])][ \\t]+|(?<=^["'([]?\\d{1,3})[ \\t]+)["'\`*_[(]{0,3}${word}`,
  'gmu',
);
/** `angry: 0`, `angry (0)`, `| angry | 0 |`, `angry = 0`. */
const wordFirst = new RegExp(`${word}["'\`*\\])]{0,3}[ \\t]*(?::|=>?|->|→|[-–—|([])[ \\t]*["'\`*]{0,2}${code}`, 'gmu');

interface Pair {
  readonly code: number;
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** Each place where numbers count up from 0 or 1, with a word each. */
function pairRuns(text: string, pattern: RegExp, lexicon: Lexicon): readonly (CodeBook | undefined)[] {
  const pairs = [...text.matchAll(pattern)].map((match): Pair => ({
    code: Number(match.groups!['code']),
    word: trimmed(match.groups!['word']!),
    start: match.index,
    end: match.index + match[0].length,
  }));
  const books: (CodeBook | undefined)[] = [];
  for (const [i, first] of pairs.entries()) {
    if (first.code > 1 || (first.code === 1 && followsZero(pairs, i))) continue;
    const run = [first];
    for (let next = i + 1; next < pairs.length; next++) {
      const pair = pairs[next]!;
      const last = run.at(-1)!;
      if (pair.start - last.end > farthest) break;
      if (pair.code === last.code + 1) run.push(pair);
      // Another list begins.
      else if (pair.code <= 1 && pair.code < last.code) break;
    }
    books.push(
      bookOf(
        run.map((pair) => [pair.code, pair.word]),
        lexicon,
      ),
    );
  }
  return books;
}

function followsZero(pairs: readonly Pair[], i: number): boolean {
  const before = pairs[i - 1];
  return before?.code === 0 && pairs[i]!.start - before.end <= farthest;
}

function trimmed(text: string): string {
  return text.replace(/[\s/'-]+$/u, '').trim();
}

/** The list as a book where it is long enough, names each word once, and most are emotions or all are polarities. */
function bookOf(entries: readonly (readonly [number, string])[], lexicon: Lexicon): CodeBook | undefined {
  const emotions = entries.filter(([, name]) => emotionIn(name, lexicon) !== undefined).length;
  const distinct = new Set(entries.map(([, name]) => normaliseForm(name)));
  const isLong = entries.length >= fewest || (entries.length === 2 && emotions === 2);
  const arePolarities = entries.every(([, name]) => isPolarity(name, lexicon));
  if (!isLong || distinct.size < entries.length) return undefined;
  if (emotions * 3 < entries.length * 2 && !arePolarities) return undefined;
  return new Map(entries.map(([number, name]) => [String(number), emotionIn(name, lexicon) ?? name]));
}

function isPolarity(name: string, lexicon: Lexicon): boolean {
  const concept = lexicon.byForm.get(normaliseForm(name)) ?? '';
  return concept === 'neutral' || lexicon.concepts.get(concept)?.kind === 'polarity';
}

/** A name that is an emotion, or that begins or ends with one: `Happy` of `happy faces`, `sad` of `the other one is sad`. */
function emotionIn(name: string, lexicon: Lexicon): string | undefined {
  if (isEmotionWord(name, lexicon)) return name;
  const words = name.split(/\s+/);
  return [words[0]!, words.slice(-2).join(' '), words.at(-1)!].find((part) => isEmotionWord(part, lexicon));
}
