/** Values of the base64 alphabet (RFC 4648, sections 4 and 5: both alphabets) by character code; 255 for all others. */
const values = alphabet();

function alphabet(): Uint8Array {
  const table = new Uint8Array(256).fill(255);
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  for (let i = 0; i < letters.length; i++) table[letters.charCodeAt(i)] = i;
  table['-'.charCodeAt(0)] = 62;
  table['_'.charCodeAt(0)] = 63;
  return table;
}

/** Whether a byte may stand in base64, padding and the backslash that JSON may put before `/` included. */
export function isBase64Byte(byte: number): boolean {
  return values[byte] !== 255 || byte === 0x3d || byte === 0x5c;
}

/** Decodes base64 text, given as ASCII bytes; all other characters (line ends, escapes, padding) are passed over. */
export function decodeBase64(text: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (const char of text) {
    const value = values[char]!;
    if (value === 255) continue;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length++] = (held >> bits) & 255;
  }
  return bytes.subarray(0, length);
}

/** How the base64 of each type of picture begins, and how many characters the smallest one has. */
const beginnings: readonly (readonly [extension: string, begins: RegExp, fewest: number])[] = [
  ['png', /^iVBORw0KGgo/, 40],
  ['jpg', /^\/9j\//, 64],
  ['gif', /^R0lGOD[dl]/, 32],
  ['webp', /^UklGR/, 32],
  ['bmp', /^Qk.{6}AAAA/, 40],
  ['avif', /^AAAA..Z0eX/, 64],
  ['tif', /^(?:SUkqA|TU0AK)/, 40],
];

/** The usual extension of the picture that a base64 text encodes, by its first characters; `undefined` where it encodes none. */
export function base64Picture(text: string, length = text.length): string | undefined {
  const plain = text.replaceAll('\\', '');
  return beginnings.find(([, begins, fewest]) => length >= fewest && begins.test(plain))?.[0];
}

/**
 * Whether a text that stands where a picture should is content and no name: a data URL, or, where `isUsual` (others of its column are content), long base64. A
 * name may consist of the same letters, but hardly in all the ways of base64 at once.
 */
export function isContent(text: string, isUsual: boolean): boolean {
  if (/^\s*data:[^,]{0,100},/i.test(text)) return true;
  if (!isUsual || text.length < fewestLetters) return false;
  const plain = text.replaceAll(/[\s\\]/g, '');
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(plain) && [/[a-z]/, /[A-Z]/, /[0-9]/].every((kind) => kind.test(plain));
}

const fewestLetters = 64;
/** As much of it as tells a person which one it is. */
const mostShown = 60;

/** What a problem says of content that is no picture. */
export function noPicture(text: string): Readonly<Record<string, string>> {
  return { reason: 'base64', value: text.slice(0, mostShown) };
}

/** Any of these beginnings, with the backslashes that JSON may put between; one expression, because whole tables are searched through. */
const anyBeginning = new RegExp(
  [
    ...['iVBORw', '/9j/', 'R0lGOD', 'UklGR', 'Qk......AAAA', 'AAAA..Z0eX', 'SUkqA', 'TU0AK'].map((beginning) =>
      [...beginning].map((char) => (char === '.' ? '[^\\\\]' : char)).join('\\\\*'),
    ),
  ].join('|'),
);

/** Whether a picture may begin somewhere in bytes of text: false where {@link base64Picture} finds none in them. */
export function mayHoldPicture(bytes: Uint8Array): boolean {
  return anyBeginning.test(new TextDecoder('latin1').decode(bytes));
}
