import { isDeep, mostLevels } from './jsonDepth.ts';
import { endOfString } from './jsonSpans.ts';

/** Pieces in a row that were no values: then the list is not written evenly. */
const mostMisses = 8;
/** Longer keys are no names of fields. */
const longestKey = 100;
/** So many elements are parsed together, and not many more characters: each has to wait in memory until it is asked for. */
const mostTogether = 64;
const longestTogether = 64 * 1024;
const fewestTogether = 2;

/** An element with its end. */
export interface JsonPiece {
  readonly value: unknown;
  readonly end: number;
  /** Where the next element begins, where that is known. */
  readonly next?: number | undefined;
}

interface Piece extends JsonPiece {
  readonly start: number;
}

/**
 * Reads the elements of a list that a program wrote: between any two of them stands the same text, `},\n  {"id"`. A piece up to the next such text that is
 * JSON is an element, because nothing but an element begins there and is JSON to its end; so no bracket needs to be counted. Any other piece says nothing. Several pieces
 * are parsed at once, which takes less time than one by one.
 */
export class JsonPieces {
  readonly #text: string;
  #between: string | undefined;
  /** Where {@link #between} stands next; kept, so that the text is searched through once. */
  #next = -1;
  #misses = 0;
  /** The name that stands in {@link #between}; absent where none does. */
  #key: string | undefined;
  /** Elements that were parsed together with the one before, the last one first. */
  #waiting: Piece[] = [];
  /** Pieces that come before this place are parsed one by one. */
  #singlyUntil = 0;
  /** How often several pieces were no JSON together. */
  #broken = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The element that begins at `at`; `undefined` where that is not known without counting brackets. */
  at(at: number): JsonPiece | undefined {
    if (this.#between === undefined || this.#misses >= mostMisses) return undefined;
    if (this.#waiting.at(-1)?.start === at) return this.#waiting.pop();
    if (this.#key !== undefined && at >= this.#singlyUntil && this.#parseFrom(at)) return this.#waiting.pop();
    if (this.#next < at) this.#next = this.#text.indexOf(this.#between, at);
    if (this.#next === -1) {
      this.#misses = mostMisses;
      return undefined;
    }
    const end = this.#next + 1;
    const value = valueOf(this.#text.slice(at, end));
    this.#misses = value === undefined ? this.#misses + 1 : 0;
    return value === undefined ? undefined : { value, end };
  }

  /** Notes what stands between an element that ends at `end` and the next one, which begins at `at`. */
  learn(end: number, at: number): void {
    if (this.#between !== undefined) return;
    const text = this.#text;
    if (!/[[{]/.test(text[at] ?? '') || !/[\]}]/.test(text[end - 1] ?? '')) return;
    const [key] = /^\{\s*(?=")/.exec(text.slice(at, at + longestKey)) ?? [];
    const from = key === undefined ? -1 : endOfString(text, at + key.length);
    const isKeyed = from !== -1 && from <= at + longestKey;
    this.#between = text.slice(end - 1, isKeyed ? from : at + 1);
    if (isKeyed) this.#key = parsed(text.slice(at + key!.length, from)) as string | undefined;
  }

  /** Parses the pieces from `at` on together; false where they are not as many elements, or may be others. */
  #parseFrom(at: number): boolean {
    const ends = this.#endsFrom(at);
    const last = ends.at(-1);
    if (last === undefined || ends.length < fewestTogether) return false;
    const text = this.#text.slice(at, last);
    const values = parsed(`[${text}]`) as readonly unknown[] | undefined;
    if (values === undefined) {
      this.#singlyUntil = last;
      if (++this.#broken === mostMisses) this.#key = undefined;
      return false;
    }
    const toNext = this.#between!.indexOf('{') - 1;
    const pieces = values.map((value, i) => {
      const end = ends[i]!;
      return { value, start: i === 0 ? at : ends[i - 1]! + toNext, end, next: end + toNext };
    });
    const areElements =
      values.length === ends.length && !(text.includes('[') && values.some((value) => holdsBeside(value, this.#key!)));
    if (!areElements || pieces.some(({ value, start, end }) => isDeep(value, { length: end - start }))) {
      this.#key = undefined;
      return false;
    }
    this.#waiting = pieces.reverse();
    return true;
  }

  /** Where the pieces from `at` on end. */
  #endsFrom(at: number): readonly number[] {
    const ends: number[] = [];
    let next = this.#next < at ? this.#text.indexOf(this.#between!, at) : this.#next;
    while (next !== -1) {
      ends.push(next + 1);
      if (ends.length === mostTogether || next - at > longestTogether) break;
      next = this.#text.indexOf(this.#between!, next + 1);
    }
    return ends;
  }
}

/**
 * Whether an object with a member of that name stands behind another value in a list, were it deep inside: only there, and between two elements, can stand what is
 * between elements that begin with the name. In a string it cannot, because of the quotes around the name. What is nested too deeply to look may hold one.
 */
function holdsBeside(value: unknown, key: string, levels = mostLevels): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return listHolds(value, key, levels - 1);
  for (const name in value) {
    if (holdsBeside((value as Readonly<Record<string, unknown>>)[name], key, levels - 1)) return true;
  }
  return false;
}

function listHolds(list: readonly unknown[], key: string, levels: number): boolean {
  for (let i = 0; i < list.length; i++) {
    const one = list[i];
    if (typeof one !== 'object' || one === null) continue;
    if ((i > 0 && Object.hasOwn(one, key)) || holdsBeside(one, key, levels)) return true;
  }
  return false;
}

function valueOf(piece: string): unknown {
  const value = parsed(piece);
  return isDeep(value, piece) ? undefined : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
