import { isDeep } from './jsonDepth.ts';
import { endOfString } from './jsonSpans.ts';

/** Pieces in a row that were no values: then the list is not written evenly. */
const mostMisses = 8;
/** Longer keys are no names of fields. */
const longestKey = 100;

/**
 * Reads the elements of a list that a program wrote: between any two of them stands the same text, `},\n  {"id"`. A piece up to the next such text that is
 * JSON is an element, because nothing but an element begins there and is JSON to its end; so no bracket needs to be counted. Any other piece says nothing.
 */
export class JsonPieces {
  readonly #text: string;
  #between: string | undefined;
  /** Where {@link #between} stands next; kept, so that the text is searched through once. */
  #next = -1;
  #misses = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The element that begins at `at`; `undefined` where that is not known without counting brackets. */
  at(at: number): { readonly value: unknown; readonly end: number } | undefined {
    if (this.#between === undefined || this.#misses >= mostMisses) return undefined;
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
    this.#between = text.slice(end - 1, from === -1 || from > at + longestKey ? at + 1 : from);
  }
}

function valueOf(piece: string): unknown {
  try {
    const value = JSON.parse(piece) as unknown;
    return isDeep(value, piece) ? undefined : value;
  } catch {
    return undefined;
  }
}
