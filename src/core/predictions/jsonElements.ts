import type { FileError, ReadableFolder } from '../ports.ts';
import { fileChunks, jsonValueOf } from './fileLines.ts';

/** One value of a JSON file: where it stands (keys joined by dots, `[]` for an element of a list), its line, and itself. `undefined` as value: it is no JSON. */
export interface JsonElement {
  readonly path: string;
  /** Physical line on which it begins. */
  readonly line: number;
  readonly value: unknown;
}

/** The last element when a file ends before its JSON does. */
export const tornPath = 'torn';

const [quote, backslash, comma, colon, newline] = [0x22, 0x5c, 0x2c, 0x3a, 0x0a];
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];
const mostElementBytes = 128 * 1024 * 1024;
const mostKeyBytes = 1024;
const deepest = 64;

interface Level {
  readonly isList: boolean;
  key: string;
}

/**
 * Hands out the values at the wanted paths (`results.results.[]`) of a JSON file one at a time, so that neither its text nor its values
 * are ever held as a whole. A file that is torn gives what stands before the tear, then an element with the path {@link tornPath}.
 */
export async function* jsonElements(
  folder: ReadableFolder,
  path: string,
  wanted: (path: string) => boolean,
  onError: (error: FileError) => void,
): AsyncGenerator<JsonElement> {
  const scanner = new ElementScanner(wanted);
  let failed = false;
  const told = (error: FileError): void => {
    failed = true;
    onError(error);
  };
  for await (const chunk of fileChunks(folder, path, told)) yield* scanner.take(chunk);
  if (!failed) yield* scanner.end();
}

class ElementScanner {
  readonly #wanted: (path: string) => boolean;
  readonly #levels: Level[] = [];
  /** Depth of brackets, those inside a value that is being kept included. */
  #depth = 0;
  #line = 1;
  #inString = false;
  #isEscaped = false;
  /** The bytes of the string that may be a key, while one is read outside kept values. */
  #key: number[] | undefined;
  #lastKey = '';
  #kept:
    { path: string; line: number; depth: number; isScalar: boolean; parts: Uint8Array[]; size: number } | undefined;
  #started = false;
  #tooDeep = false;

  constructor(wanted: (path: string) => boolean) {
    this.#wanted = wanted;
  }

  *take(chunk: Uint8Array): Generator<JsonElement> {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte === newline) this.#line++;
      if (this.#inString) {
        if (this.#insideString(byte) && this.#kept?.isScalar === true && this.#depth === this.#kept.depth) {
          yield* this.#finish(chunk.subarray(from, at + 1));
        }
        continue;
      }
      if (byte <= 0x20 || (byte >= 0x80 && !this.#started)) {
        if (this.#kept?.isScalar === true && byte <= 0x20) yield* this.#finish(chunk.subarray(from, at));
        continue;
      }
      this.#started = true;
      if (this.#kept?.isScalar === true && (byte === comma || byte === closeList || byte === closeObject)) {
        yield* this.#finish(chunk.subarray(from, at));
      }
      const isKeeping = this.#kept !== undefined;
      const began = this.#sign(byte);
      if (!isKeeping && began) from = at;
      if (this.#kept !== undefined && !this.#kept.isScalar && this.#depth === this.#kept.depth) {
        yield* this.#finish(chunk.subarray(from, at + 1));
      }
    }
    if (this.#kept !== undefined) this.#keep(chunk.subarray(from));
  }

  *end(): Generator<JsonElement> {
    if (this.#kept?.isScalar === true && !this.#inString) yield* this.#finish(new Uint8Array());
    if (this.#depth > 0 || this.#inString) yield { path: tornPath, line: this.#line, value: undefined };
  }

  /** True when the string has ended with this byte. */
  #insideString(byte: number): boolean {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === backslash) this.#isEscaped = true;
    else if (byte === quote) {
      this.#inString = false;
      if (this.#key !== undefined) this.#lastKey = textOfKey(this.#key);
      this.#key = undefined;
      return true;
    }
    if (this.#key !== undefined && this.#key.length < mostKeyBytes) this.#key.push(byte);
    return false;
  }

  /** Takes one byte outside strings; true when a value that is kept begins with it. */
  #sign(byte: number): boolean {
    switch (byte) {
      case quote:
        return this.#string();
      case openList:
      case openObject:
        return this.#open(byte === openList);
      case closeList:
      case closeObject:
        this.#depth = Math.max(0, this.#depth - 1);
        if (this.#kept === undefined && this.#levels.length > this.#depth) this.#levels.pop();
        return false;
      case colon: {
        const level = this.#levels.at(-1);
        if (this.#kept === undefined && level !== undefined) level.key = this.#lastKey === '' ? ' ' : this.#lastKey;
        return false;
      }
      case comma: {
        const level = this.#levels.at(-1);
        if (this.#kept === undefined && level?.isList === false) level.key = '';
        return false;
      }
      default:
        return this.#begin(true);
    }
  }

  #string(): boolean {
    const level = this.#levels.at(-1);
    this.#inString = true;
    if (this.#kept !== undefined) return false;
    if (level?.isList === false && level.key === '') {
      this.#key = [];
      return false;
    }
    return this.#begin(true);
  }

  #open(isList: boolean): boolean {
    const began = this.#begin(false);
    this.#depth++;
    if (this.#kept === undefined) {
      if (this.#levels.length < deepest) this.#levels.push({ isList, key: '' });
      else this.#tooDeep = true;
    }
    return began;
  }

  #begin(isScalar: boolean): boolean {
    if (this.#kept !== undefined || this.#tooDeep) return false;
    const path = this.#levels.map(({ isList, key }) => (isList ? '[]' : key)).join('.');
    if (!this.#wanted(path)) return false;
    this.#kept = { path, line: this.#line, depth: this.#depth, isScalar, parts: [], size: 0 };
    return true;
  }

  #keep(bytes: Uint8Array): void {
    const kept = this.#kept!;
    kept.size += bytes.length;
    if (kept.size <= mostElementBytes) kept.parts.push(bytes);
    else kept.parts = [];
  }

  *#finish(last: Uint8Array): Generator<JsonElement> {
    this.#keep(last);
    const { path, line, parts, size } = this.#kept!;
    this.#kept = undefined;
    const decoder = new TextDecoder();
    const text = parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
    yield { path, line, value: size > mostElementBytes ? undefined : jsonValueOf(text) };
  }
}

function textOfKey(bytes: readonly number[]): string {
  const written = new TextDecoder().decode(Uint8Array.from(bytes));
  const key = written.includes('\\') ? jsonValueOf(`"${written}"`) : written;
  return typeof key === 'string' ? key : written;
}
