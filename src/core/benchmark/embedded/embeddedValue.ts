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

/** The text that stands for bytes in a row of a binary table. */
export function bytesMark(extension: string): string {
  return `embedded@row.${extension}`;
}

/** Reads a value that stands for a picture; `undefined` for any other. A data URL's head may stand before it. */
export function embeddedValue(value: unknown): EmbeddedValue | undefined {
  if (typeof value !== 'string' || !value.includes('embedded@')) return undefined;
  const row = rowMark.exec(value);
  if (row) return { extension: row[1]! };
  const match = mark.exec(value.trim());
  return match ? { start: Number(match[1]), length: Number(match[2]), extension: match[3]! } : undefined;
}
