import type { FileError, ReadableFolder } from '../ports.ts';

/** A line of a text file, counted from 1, without its end. `tooLong`: longer than is read; the rest of it was passed over. */
export interface FileLine {
  readonly line: number;
  readonly text: string;
  readonly tooLong?: true;
}

const chunkBytes = 1024 * 1024;
/** A line with a picture of the size that servers take. */
const mostLineBytes = 64 * 1024 * 1024;

/** The bytes of a file, piece by piece, so that the whole is never held. Ends at a fault, which `onError` is told. */
export async function* fileChunks(
  folder: ReadableFolder,
  path: string,
  onError: (error: FileError) => void,
): AsyncGenerator<Uint8Array> {
  for (let at = 0; ; at += chunkBytes) {
    const bytes = await folder.readRange(path, at, chunkBytes);
    if (!bytes.ok) return onError(bytes.error);
    if (bytes.value.length > 0) yield bytes.value;
    if (bytes.value.length < chunkBytes) return;
  }
}

/** The lines of a UTF-8 file (LF or CRLF), one at a time, so that the whole is never held. */
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
export function parsedJson(text: string): unknown {
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
