import type { FileError } from '../../ports.ts';

/** How a table's bytes were turned into text. */
export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'windows-1252';

/** A text with the encoding that was found; a byte order mark is not part of the text. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncodingName;
  /** Where some bytes are none of the encoding: {@link noLetter} stands in their place. */
  readonly isDamaged?: true;
}

/** What stands in a text for bytes that are no letter. */
export const noLetter = '\ufffd';

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
 * valid UTF-8, or nearly all of it; GB18030, or nearly all of it, when its characters are common Chinese ones; else Latin-1, in its superset Windows-1252 as the WHATWG
 * Encoding Standard reads it. A wrong guess gives odd letters, not an error; only a text that is too long for the engine (half a billion signs) is thrown as {@link TextTooLong}.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const decoded = decodeWhole(bytes);
  // DOS programs write Ctrl-Z behind the last line.
  return decoded.text.endsWith('\u001a') ? { ...decoded, text: decoded.text.slice(0, -1) } : decoded;
}

function decodeWhole(bytes: Uint8Array): DecodedText {
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return { text: decodedAnyhow(wide, bytes), encoding: wide };
  const text = decodedStrictly('utf-8', bytes);
  if (text !== undefined) return { text, encoding: 'utf-8' };
  if (isNearlyUtf8(bytes)) return { text: decodedAnyhow('utf-8', bytes), encoding: 'utf-8', isDamaged: true };
  const common = commonChinese(bytes);
  const chinese = common > 0 ? decodedStrictly('gb18030', bytes) : undefined;
  if (chinese !== undefined) return { text: chinese, encoding: 'gb18030' };
  const damaged = common >= wholeForBroken.gb18030 ? decodedAnyhow('gb18030', bytes) : '';
  const isNearly = damaged !== '' && (damaged.split(noLetter).length - 1) * wholeForBroken.gb18030 <= common;
  if (isNearly) return { text: damaged, encoding: 'gb18030', isDamaged: true };
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

/** So many characters must be whole for each that is broken. Cyrillic of one byte a letter has some five pairs that look Chinese for each that does not. */
const wholeForBroken = { utf8: 4, gb18030: 8 } as const;
/** Broken characters from which on the rest is not looked at where those before are mostly broken. */
const enoughBroken = 16;

/** In Latin-1 hardly any letters stand together in such a way that they are UTF-8 by chance. */
function isNearlyUtf8(bytes: Uint8Array): boolean {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return true;
  let [whole, broken] = [0, 0];
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! < 0x80) continue;
    const more = moreBytes(bytes[i]!);
    let seen = 0;
    while (seen < more && (bytes[i + 1 + seen]! & 0xc0) === 0x80) seen++;
    if (more > 0 && seen === more) whole++;
    else broken++;
    if (broken > enoughBroken && broken * wholeForBroken.utf8 > whole) return false;
    i += seen;
  }
  return whole > 0 && broken * wholeForBroken.utf8 <= whole;
}

/** How many bytes follow the first one of a character in UTF-8; 0 where it is no first one. */
function moreBytes(first: number): number {
  if (first < 0xc2 || first > 0xf4) return 0;
  return first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
}

/**
 * How many common Chinese characters there are; 0 where most are others. Latin-1 text can be valid GB18030 by chance (`é` and the letter after it make a pair), but then the second byte is an ASCII
 * letter. The common characters (GB 2312) have both bytes from 0xA1 up.
 */
function commonChinese(bytes: Uint8Array): number {
  let common = 0;
  let rare = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i]! < 0x80) continue;
    if (bytes[i]! >= 0xa1 && bytes[i + 1]! >= 0xa1) common++;
    else rare++;
    i++;
  }
  return common > rare ? common : 0;
}
