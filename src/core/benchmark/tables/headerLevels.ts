import { looksLikePicture } from '../files/pictureFinder.ts';

/** More lines of names than this below the first one nobody writes. */
const mostLevels = 2;
const sampled = 8;
const number = /^[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d+)?$/i;

/**
 * Columns of several levels, as pandas writes them (`,score,score`, `,mean,std`, `image,,`): their names put together, and how many lines of names stand below the
 * first one. A line is one of names where some names above are empty or alike, none of its texts is a value, and rows below have values in the same places.
 * Exports of Qualtrics have the words of the questions and `{"ImportId":"QID1"}` below their names.
 */
export function headerLevels(
  header: readonly string[],
  count: number,
  fieldAt: (row: number, column: number) => string | undefined,
): { readonly columns: readonly string[]; readonly lines: number } {
  const survey = surveyLines(header, count, fieldAt);
  if (survey > 0) return { columns: header, lines: survey };
  let columns = header;
  let lines = 0;
  for (; lines < mostLevels && lines + 1 < count && areUnclear(columns); lines++) {
    const names = columns.map((_, at) => fieldAt(lines, at)?.trim() ?? '');
    const filled = names.flatMap((name, at) => (name === '' ? [] : [at]));
    if (filled.length === 0 || names.some(isValue)) break;
    const below = Array.from({ length: Math.min(sampled, count - lines - 1) }, (_, i) => lines + 1 + i);
    const hasValues = (at: number) =>
      below.filter((row) => isValue(fieldAt(row, at)?.trim() ?? '')).length * 2 > below.length;
    if (!filled.some(hasValues)) break;
    columns = columns.map((name, at) => [name, names[at]!].filter((part) => part !== '').join('.'));
  }
  return { columns, lines };
}

function surveyLines(
  header: readonly string[],
  count: number,
  fieldAt: (row: number, column: number) => string | undefined,
): number {
  for (let row = 0; row < Math.min(mostLevels, count); row++) {
    const filled = header.map((_, at) => fieldAt(row, at)?.trim() ?? '').filter((text) => text !== '');
    const ids = filled.filter((text) => /^\{\s*['"]ImportId['"]\s*:/.test(text));
    if (ids.length * 2 > filled.length) return row + 1;
  }
  return 0;
}

function areUnclear(columns: readonly string[]): boolean {
  return columns.length > 1 && (columns.includes('') || new Set(columns).size < columns.length);
}

function isValue(text: string): boolean {
  return number.test(text) || looksLikePicture(text);
}
