import type { FileError, ReadableFolder } from '../ports.ts';

/** A line of a text file, counted from 1, without its end. `tooLong`: longer than is read; the rest of it was passed over. */
export interface FileLine {
  readonly line: number;
  readonly text: string;
  readonly tooLong?: true;
}

/** A line of a file of JSON Lines. `fault`: why there is no value, where that is known. */
export interface JsonLine {
  readonly line: number;
  readonly value: unknown;
  readonly fault?: string;
}

const chunkBytes = 1024 * 1024;
/** A line with a picture of the size that servers take. */
const mostLineBytes = 64 * 1024 * 1024;

/**
 * The bytes of a file of text, piece by piece, so that the whole is never held: UTF-16 with its mark as UTF-8, and an LF for a lone CR, which JSON has only between values. Ends at a
 * fault, which `onError` is told.
 */
export async function* fileChunks(
  folder: ReadableFolder,
  path: string,
  onError: (error: FileError) => void,
): AsyncGenerator<Uint8Array> {
  let inUtf8: ((bytes: Uint8Array) => Uint8Array) | undefined;
  let held = new Uint8Array();
  for (let at = 0; ; at += chunkBytes) {
    const bytes = await folder.readRange(path, at, chunkBytes);
    if (!bytes.ok) return onError(bytes.error);
    if (at === 0) inUtf8 = recoderOf(bytes.value);
    const isLast = bytes.value.length < chunkBytes;
    const text = joined(held, inUtf8?.(bytes.value) ?? bytes.value);
    // Whether an LF follows stands in the next piece.
    const isOpen = !isLast && text.at(-1) === carriageReturn;
    held = isOpen ? Uint8Array.of(carriageReturn) : new Uint8Array();
    const piece = withLineFeeds(isOpen ? text.subarray(0, -1) : text);
    if (piece.length > 0) yield piece;
    if (isLast) return;
  }
}

const carriageReturn = 0x0d;
const lineFeed = 0x0a;

function joined(before: Uint8Array, bytes: Uint8Array): Uint8Array {
  if (before.length === 0) return bytes;
  const all = new Uint8Array(before.length + bytes.length);
  all.set(before);
  all.set(bytes, before.length);
  return all;
}

/** What makes UTF-8 of the pieces of a text whose mark says that it is UTF-16; `undefined` for any other. */
function recoderOf([first, second]: Uint8Array): ((bytes: Uint8Array) => Uint8Array) | undefined {
  const isLittle = first === 0xff && second === 0xfe;
  if (!isLittle && !(first === 0xfe && second === 0xff)) return undefined;
  const decoder = new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be');
  const encoder = new TextEncoder();
  return (bytes) => encoder.encode(decoder.decode(bytes, { stream: true }));
}

function withLineFeeds(bytes: Uint8Array): Uint8Array {
  let changed: Uint8Array | undefined;
  for (let at = bytes.indexOf(carriageReturn); at >= 0; at = bytes.indexOf(carriageReturn, at + 1))
    if (bytes[at + 1] !== lineFeed) (changed ??= bytes.slice())[at] = lineFeed;
  return changed ?? bytes;
}

/** The lines of a file of text (LF, CRLF or lone CR), one at a time, so that the whole is never held. */
export async function* fileLines(
  folder: ReadableFolder,
  path: string,
  onError: (error: FileError) => void,
): AsyncGenerator<FileLine> {
  let parts: Uint8Array[] = [];
  let held = 0;
  let isLong = false;
  let line = 1;
  const keep = (bytes: Uint8Array): void => {
    held += bytes.length;
    if (held > mostLineBytes) {
      isLong = true;
      parts = [];
    } else if (!isLong && bytes.length > 0) parts.push(bytes);
  };
  const taken = (): FileLine => {
    const made = isLong ? { line, text: '', tooLong: true as const } : { line, text: textOf(parts, line === 1) };
    parts = [];
    held = 0;
    isLong = false;
    line++;
    return made;
  };
  for await (const chunk of fileChunks(folder, path, onError)) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      keep(chunk.subarray(start, end));
      yield taken();
      start = end + 1;
    }
    keep(chunk.subarray(start));
  }
  if (held > 0) yield taken();
}

/** Pieces of UTF-8 as one text; a byte order mark and a carriage return at the end are left out. */
function textOf(parts: readonly Uint8Array[], isFirst: boolean): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: !isFirst });
  const text = parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

/** A JSON value, also with `NaN` and `Infinity`, which Python writes, as `null`; `undefined` for what is no JSON. */
export function jsonValueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (!/NaN|Infinity/.test(text)) return undefined;
  }
  try {
    return JSON.parse(text.replaceAll(/(?<=[:[,]\s*)(?:NaN|-?Infinity)(?=\s*[,\]}])/g, 'null')) as unknown;
  } catch {
    return undefined;
  }
}

/** The values of a file of JSON Lines, `undefined` for a line that is none; empty lines are passed over. */
export async function* jsonLines(
  folder: ReadableFolder,
  path: string,
  onError: (error: FileError) => void,
): AsyncGenerator<JsonLine> {
  for await (const { line, text, tooLong } of fileLines(folder, path, onError)) {
    if (tooLong === true) yield { line, value: undefined, fault: 'the line is too long' };
    else if (text.trim() !== '') yield { line, value: jsonValueOf(text) };
  }
}
