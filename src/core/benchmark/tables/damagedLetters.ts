import { noLetter, type DecodedText } from './decodeText.ts';
import type { PlacedRecords } from './placedRecords.ts';
import type { BadRow } from './table.ts';

/** The bad rows of a table with one for each record in which bytes were no letters, in the order of their lines. */
export function damagedRows(placed: PlacedRecords): readonly BadRow[] {
  const { text, count, width, badRows } = placed;
  const damaged: BadRow[] = [];
  let record = 0;
  for (let at = text.indexOf(noLetter); at !== -1; at = text.indexOf(noLetter, at + 1)) {
    while (record < count && placed.until(record) <= at) record++;
    // What is in no record is a bad row already.
    if (record === count || placed.from(record) > at) continue;
    damaged.push({ line: placed.line(record), reason: 'letters', fields: placed.fields(record), expected: width });
    record++;
  }
  return [...badRows, ...damaged].sort((a, b) => a.line - b.line);
}

/** The physical lines of a text in which bytes were no letters. */
export function damagedLines({ text, isDamaged }: DecodedText): readonly number[] {
  if (!isDamaged) return [];
  return text.split(/\r\n?|\n/).flatMap((line, i) => (line.includes(noLetter) ? [i + 1] : []));
}
