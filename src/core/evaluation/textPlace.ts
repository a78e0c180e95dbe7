/** A stretch of a text. `line` and `column` are counted from 1; `column` and `length` in UTF-16 units. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
  /** Never beyond the end of the line. */
  readonly length: number;
}

/** The place between two offsets in UTF-16 units, cut at the end of its first line. Lines end as CRLF, LF or CR. */
export function placeAt(text: string, start: number, end: number): TextPlace {
  const before = text.slice(0, start).split(/\r\n|\n|\r/);
  const column = (before.at(-1)?.length ?? 0) + 1;
  const firstLine = text.slice(start, Math.max(start, end)).split(/[\r\n]/, 1)[0] ?? '';
  return { line: before.length, column, length: firstLine.length };
}
