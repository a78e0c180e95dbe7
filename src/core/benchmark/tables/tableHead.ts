import { nameFit } from '../columnNames.ts';
import { looksLikePicture } from '../files/pictureFinder.ts';
import { quotedRecords } from './quotedRecords.ts';

/** Lines at the beginning of a table that are looked at. */
const mostLines = 60;

interface Line {
  readonly start: number;
  readonly text: string;
}

/**
 * A text with `\n` line ends without what stands above its table: `# comment` lines, and titles, which have one filled field above a line that names
 * the columns. They become empty lines, so that the others keep their numbers. A last comment that names the columns, where no line below it does, is the header.
 */
export function withoutPreamble(text: string, delimiters: readonly string[]): string {
  const lines = beginning(text, mostLines).filter((line) => line.text.trim() !== '');
  const from = lines.findIndex((line) => !line.text.trimStart().startsWith('#'));
  const first = lines[from];
  if (first === undefined) return text;
  const comments = lines.slice(0, from);
  const row = comments.find((line) => delimiters.some((delimiter) => isRowAbove(line, first, delimiter)));
  if (row) return blanked(text, row.start);
  const last = comments.at(-1);
  const header = last && delimiters.map((delimiter) => headerIn(last, first, delimiter)).find(Boolean);
  if (last && header !== undefined) {
    return lineEnds(text, last.start) + header + text.slice(last.start + last.text.length);
  }
  return blanked(text, lines[from + titles(lines.slice(from), delimiters)]!.start);
}

function beginning(text: string, most: number): readonly Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length && lines.length < most;) {
    const end = text.indexOf('\n', start);
    lines.push({ start, text: text.slice(start, end === -1 ? text.length : end) });
    start = end === -1 ? text.length : end + 1;
  }
  return lines;
}

function blanked(text: string, until: number): string {
  return until === 0 ? text : lineEnds(text, until) + text.slice(until);
}

/** The line ends alone of what stands before a place. */
function lineEnds(text: string, until: number): string {
  return '\n'.repeat(text.slice(0, until).split('\n').length - 1);
}

/** `#` may also be the name of a column of numbers, or the first letter of the name of a picture. */
function isRowAbove({ text }: Line, below: Line, delimiter: string): boolean {
  const fields = text.split(delimiter);
  if (fields.length !== below.text.split(delimiter).length) return false;
  const begin = fields[0]!.trim();
  return (begin === '#' && fields.length > 1) || (!/\s/.test(begin) && fields.some(looksLikePicture));
}

function headerIn({ text }: Line, below: Line, delimiter: string): string | undefined {
  const bare = text.replace(/^\s*#+\s*/, '');
  const [names, others] = [bare.split(delimiter), below.text.split(delimiter)];
  const isHeader = names.length > 1 && names.length === others.length && namesPictures(names);
  return isHeader && !namesPictures(others) ? bare : undefined;
}

function namesPictures(fields: readonly string[]): boolean {
  return fields.map((field) => field.replaceAll('"', '')).some((name) => isNamed(name, 'image') || isNamed(name, 'id'));
}

/** By its whole name: the last word of a sentence may be any. */
function isNamed(name: string, role: 'image' | 'id'): boolean {
  return nameFit(name, role) >= 0.6;
}

/** How many of the first lines are titles of the table below. */
function titles(lines: readonly Line[], delimiters: readonly string[]): number {
  const namesAt = (at: number, delimiter: string) => lines[at]?.text.split(delimiter) ?? [];
  // What names columns itself is no title.
  if (delimiters.some((delimiter) => namesAt(0, delimiter).length > 1 && namesPictures(namesAt(0, delimiter))))
    return 0;
  for (const delimiter of delimiters) {
    const at = lines.findIndex(({ text }) => filledFields(text, delimiter) > 1);
    const names = namesAt(at, delimiter);
    if (at > 0 && namesPictures(names) && namesAt(at + 1, delimiter).length === names.length) return at;
  }
  return 0;
}

function filledFields(line: string, delimiter: string): number {
  return line.split(delimiter).filter((field) => field.trim() !== '').length;
}

/**
 * A text whose header is one field shorter than all the rows of its beginning, as R writes names of rows, or as a spreadsheet leaves it where rows end with a delimiter: the
 * header gets the field that it lacks, so that no row is a bad one for it.
 */
export function withWholeHeader(text: string, delimiter: string): string {
  const lines = beginning(text, mostLines);
  const rowsBelow = (header: string) => {
    const below = lines.filter(({ start }) => start > first!.start).map((line) => line.text);
    return quotedRecords([header, ...below].join('\n'), delimiter).count - 1;
  };
  const first = lines.find((line) => line.text.trim() !== '');
  if (first === undefined || !first.text.includes(delimiter)) return text;
  const rows = rowsBelow(first.text);
  const isAtEnd = lines.every((line) => line === first || line.text.trim() === '' || line.text.endsWith(delimiter));
  const whole = isAtEnd ? first.text + delimiter : delimiter + first.text;
  const more = rows * 4 < lines.length ? rowsBelow(whole) : 0;
  if (more < 2 || more < rows * 4) return text;
  return text.slice(0, first.start) + whole + text.slice(first.start + first.text.length);
}
