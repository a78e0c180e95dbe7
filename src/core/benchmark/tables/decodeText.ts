/** How a table's bytes were turned into text. */
export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'windows-1252';

/** A text with the encoding that was found; a byte order mark is not part of the text. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncodingName;
}

/**
 * Turns the bytes of a table into text. Order: byte order mark; zero bytes at every second place (UTF-16 without a mark);
 * valid UTF-8; GB18030 when its characters are common Chinese ones; else Latin-1, in its superset Windows-1252 as the WHATWG
 * Encoding Standard reads it. Never fails: a wrong guess gives odd letters, not an error.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const encoding = encodingOf(bytes);
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

function encodingOf(bytes: Uint8Array): TextEncodingName {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const zeros = zeroPlaces(bytes);
  if (zeros !== undefined) return zeros;
  if (decodes('utf-8', bytes)) return 'utf-8';
  return decodes('gb18030', bytes) && looksChinese(bytes) ? 'gb18030' : 'windows-1252';
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

function decodes(encoding: string, bytes: Uint8Array): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
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
