import { type JsonRecord, recordLayout, type RecordSpan, visitJsonRecords } from './jsonRecords.ts';

/** Where the records of a JSON text stand in it: of another state of the text only those need to be read that are not the same. */
export interface JsonPlaces {
  readonly text: string;
  readonly layout: 'lines' | 'list';
  /** Where each begins and ends in the text, UTF-16 units. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** The physical line on which each begins, counted from 1. */
  readonly lines: Uint32Array;
  /** Physical lines that are no JSON. */
  readonly badLines: readonly number[];
}

/** The records of a text with their places, where these are of use: where each is an object of its own, on a line or in a list without faults. */
export interface PlacedRecords {
  readonly records: readonly JsonRecord[];
  readonly badLines: readonly number[];
  readonly places?: JsonPlaces;
}

const closes = /^[\s,]*\]\s*$/;

/** Reads the records of a text, as `readJsonRecords` does. */
export function placedRecords(text: string, hasLines: boolean): PlacedRecords {
  const records: JsonRecord[] = [];
  const badLines: number[] = [];
  const spans = new PlacedObjects();
  visitJsonRecords(text, hasLines, {
    record: (value, line, key, span) => {
      records.push(key === undefined ? { line, value } : { line, key, value });
      spans.add(value, line, span);
    },
    bad: (line) => badLines.push(line),
  });
  const layout = recordLayout(text, hasLines);
  if (records.length === 0 || !spans.areObjects || layout === 'object') return { records, badLines };
  // What stands behind the bracket that closes a list may be records once the first one is another, which tells what records are like.
  const isEven =
    layout === 'lines' ? !text.includes('\r') : badLines.length === 0 && closes.test(text.slice(spans.ends.at(-1)));
  if (!isEven) return { records, badLines };
  const [starts, ends, lines] = [spans.starts, spans.ends, spans.lines].map((each) => Uint32Array.from(each));
  const places: JsonPlaces = { text, layout, starts: starts!, ends: ends!, lines: lines!, badLines };
  return { records, badLines, places };
}

/** Collects where records stand, and whether all of them are objects that stand somewhere. */
export class PlacedObjects {
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly lines: number[] = [];
  areObjects = true;

  add(value: unknown, line: number, span: RecordSpan | undefined): void {
    if (span === undefined || typeof value !== 'object' || value === null || Array.isArray(value))
      this.areObjects = false;
    this.starts.push(span?.start ?? 0);
    this.ends.push(span?.end ?? 0);
    this.lines.push(line);
  }
}
