import { placeOfName, type PictureFinder } from '../files/pictureFinder.ts';
import type { PlacedRecords } from '../tables/placedRecords.ts';
import { isInk } from './jsonValues.ts';

/** A column of a delimited table. */
export interface PlacedColumn {
  readonly records: PlacedRecords;
  /** The record that is the first row. */
  readonly first: number;
  readonly at: number;
}

/** What cells are looked up with. */
export type NamedLookup = Pick<PictureFinder, 'surelyAt' | 'namedAt'>;

/** The place of the file that a cell surely names. */
export function placeOfCell(value: unknown, { surelyAt, namedAt }: NamedLookup): number {
  if (typeof value !== 'string') return -1;
  return isBare(value, 0, value.length) ? namedAt(value, 0, value.length) : placeOfName(value, surelyAt);
}

/** By row the place of the file that a column surely names. */
export function placedPlace(
  { records, first, at }: PlacedColumn,
  { surelyAt, namedAt }: NamedLookup,
): (row: number) => number {
  const { text } = records;
  return (row) => {
    const [start, end] = [records.start(row + first, at), records.end(row + first, at)];
    const isRaw = isBare(text, start, end) && !(records.hasQuotes && holdsQuote(text, start, end));
    return isRaw ? namedAt(text, start, end) : placeOfName(records.field(row + first, at) ?? '', surelyAt);
  };
}

/** What a lookup finds for a field as it is meant. */
export function placeIn(records: PlacedRecords, record: number, at: number, placeAt: PictureFinder['placeAt']): number {
  const { text } = records;
  const [start, end] = [records.start(record, at), records.end(record, at)];
  if (!records.hasQuotes || !holdsQuote(text, start, end)) return placeAt(text, start, end);
  const field = records.field(record, at) ?? '';
  return placeAt(field, 0, field.length);
}

/** Whether a quote stands in a field: in one that is quoted it stands twice for one. */
function holdsQuote(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === quote) return true;
  return false;
}

const quote = 34;

/** The same for a name that stands in its field with nothing around it; -1 for any other one. */
export function bareFile(
  records: PlacedRecords,
  record: number,
  at: number,
  placeAt: PictureFinder['placeAt'],
): number {
  const [start, end] = [records.start(record, at), records.end(record, at)];
  return isBare(records.text, start, end) ? placeIn(records, record, at, placeAt) : -1;
}

/** Whether a name stands in a text with nothing around it that is to be cut off. */
function isBare(text: string, start: number, end: number): boolean {
  return end > start && isInk(text.charCodeAt(start)) && isInk(text.charCodeAt(end - 1));
}
