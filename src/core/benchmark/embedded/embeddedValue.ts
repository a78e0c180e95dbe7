/** A picture that stood in a table, as the reader of tables leaves it in its place: the picture itself is not in memory. */
export interface EmbeddedValue {
  /** The usual extension for its type, lower case, without the dot. */
  readonly extension: string;
  /** Of base64: where the encoded value is in the file, in bytes. */
  readonly start?: number;
  readonly length?: number;
}

const mark = /^(?:data:[^,]{0,100},)?embedded@(\d+)\+(\d+)~[0-9a-f]+\.([a-z]+)$/;
const rowMark = /^embedded@row\.([a-z]+)$/;

/** The text that stands for base64 in a table. `hash`: of its bytes, so that another picture is another text. */
export function base64Mark(start: number, length: number, hash: number, extension: string): string {
  return `embedded@${start}+${length}~${(hash >>> 0).toString(16)}.${extension}`;
}

/** A text in which pictures are marked, without where they stand: the same for the same pictures. */
export function withoutPlaces(text: string): string {
  return text.replaceAll(/embedded@\d+\+/g, 'embedded@');
}

/** The text that stands for bytes in a row of a binary table. */
export function bytesMark(extension: string): string {
  return `embedded@row.${extension}`;
}

/** All pictures of a binary table are the same few values. */
const inRows = new Map<string, EmbeddedValue>();

function inRow(extension: string): EmbeddedValue {
  let known = inRows.get(extension);
  if (known === undefined) {
    known = { extension };
    if (inRows.size < mostExtensions) inRows.set(extension, known);
  }
  return known;
}

const mostExtensions = 100;

/** Reads a value that stands for a picture; `undefined` for any other. A data URL's head may stand before it. */
export function embeddedValue(value: unknown): EmbeddedValue | undefined {
  if (typeof value !== 'string' || !value.includes('embedded@')) return undefined;
  const row = rowMark.exec(value)?.[1];
  if (row !== undefined) return inRow(row);
  const match = mark.exec(value.trim());
  return match ? { start: Number(match[1]), length: Number(match[2]), extension: match[3]! } : undefined;
}
