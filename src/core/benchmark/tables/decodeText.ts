import type { FileError } from '../../ports.ts';

/** How a table's bytes were turned into text. */
export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'windows-1252';

/** A text with the encoding that was found; a byte order mark is not part of the text. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncodingName;
}

/** Says that a text is longer than any text can be. */
export class TextTooLong extends Error {
  constructor(cause: unknown) {
    super('the text is longer than can be held at once', { cause });
  }
}

/** The error of a file whose text is too long; throws on whatever else was thrown. */
export function tooLongFile(thrown: unknown, path: string): FileError {
  if (!(thrown instanceof TextTooLong)) throw thrown;
  return { kind: 'io', path, detail: thrown.message };
}

/**
 * Turns the bytes of a table into text. Order: byte order mark; zero bytes at every second place (UTF-16 without a mark);
 * valid UTF-8; GB18030 when its characters are common Chinese ones; else Latin-1, in its superset Windows-1252 as the WHATWG
 * Encoding Standard reads it. A wrong guess gives odd letters, not an error; only a text that is too long for the engine (half a billion signs) is thrown as {@link TextTooLong}.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const { text, encoding } = decodeWhole(bytes);
  // DOS programs write Ctrl-Z behind the last line.
  return { text: text.endsWith('\u001a') ? text.slice(0, -1) : text, encoding };
}

function decodeWhole(bytes: Uint8Array): DecodedText {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return { text: decodedAnyhow(wide, bytes), encoding: wide };
  const text = decodedStrictly('utf-8', bytes);
  if (text !== undefined) return { text, encoding: 'utf-8' };
  const chinese = looksChinese(bytes) ? decodedStrictly('gb18030', bytes) : undefined;
  if (chinese !== undefined) return { text: chinese, encoding: 'gb18030' };
  return { text: decodedAnyhow('windows-1252', bytes), encoding: 'windows-1252' };
}

/** Which UTF-16 bytes are in, were they only the beginning of a text; `undefined` where they are in another encoding. */
export function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return zeroPlaces(bytes);
}

/** ASCII in UTF-16 has a zero in each pair, always on the same side; now and then another character (开, U+5F00) has one on the other. */
function zeroPlaces(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const pairs = Math.min(bytes.length >> 1, 512);
  if (pairs === 0) return undefined;
  let first = 0;
  let second = 0;
  for (let i = 0; i < pairs; i++) {
    if (bytes[2 * i] === 0) first++;
    if (bytes[2 * i + 1] === 0) second++;
  }
  if (second > pairs / 2 && first * 10 < second) return 'utf-16le';
  return first > pairs / 2 && second * 10 < first ? 'utf-16be' : undefined;
}

/** With odd letters for bytes that the encoding does not have. */
function decodedAnyhow(encoding: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch (thrown) {
    throw new TextTooLong(thrown);
  }
}

/** `undefined` for bytes that the encoding does not have. */
function decodedStrictly(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Latin-1 text can be valid GB18030 by chance (`é` and the letter after it make a pair), but then the second byte is an ASCII
 * letter. The common characters (GB 2312) have both bytes from 0xA1 up.
 */
function looksChinese(bytes: Uint8Array): boolean {
  let common = 0;
  let rare = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! < 0x80) continue;
    if (bytes[i]! >= 0xa1 && bytes[i + 1]! >= 0xa1) common++;
    else rare++;
    i++;
  }
  return common > rare;
}
