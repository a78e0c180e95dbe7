import { type PlacedRecords, Places } from './placedRecords.ts';
import { rememberSame } from './sameRecords.ts';
import { countWhile, sameFromEnd, sameFromStart } from './sameText.ts';
import type { BadRow } from './table.ts';

/** Room for the records that are new, in numbers. */
const room = 1024;

/**
 * Cutting a text into records, from its beginning or from what an earlier state of it has in common with it. Both are cut by the same reader with the
 * same delimiter; what a record is depends on nothing before the line that it begins on but the width of the first one.
 */
export class RecordCut {
  readonly places: Places;
  readonly badRows: BadRow[] = [];
  readonly farRows: number[] = [];
  width = 0;
  count = 0;
  /** Where the next record may begin, and on which line. */
  at = 0;
  line = 1;
  readonly #text: string;
  readonly #before: PlacedRecords | undefined;
  readonly #head: number = 0;
  #tail = 0;
  /** From here on the texts are the same, and so far apart. */
  readonly #until: number = Infinity;
  readonly #shift: number = 0;

  /** `size`: about how many numbers the places of all records are. */
  constructor(text: string, size: number, before?: PlacedRecords) {
    this.#text = text;
    this.#before = before;
    this.places = new Places(before === undefined ? size : before.count * before.stride + room);
    if (before === undefined) return;
    const same = before.text === text ? text.length : sameFromStart(before.text, text);
    const sure = Math.min(same, before.farRows[0] ?? Infinity);
    this.#head = countWhile(before.count, (record) => before.until(record) < sure);
    this.#until = text.length - sameFromEnd(before.text, text);
    this.#shift = text.length - before.text.length;
    if (this.#head > 0) this.#begin(before, this.#head);
  }

  #begin(before: PlacedRecords, head: number): void {
    this.places.take(before, 0, head);
    this.width = before.width;
    this.count = head;
    this.at = before.until(head - 1) + 1;
    this.line = before.line(head - 1) + linesIn(before, head - 1);
    for (const bad of before.badRows) if (bad.line < this.line) this.badRows.push(bad);
  }

  /** Whether anything is left to cut; all that follows and is as it was is taken over at once. */
  get isOpen(): boolean {
    if (this.at >= this.#until) this.#rejoin(this.#before!);
    return this.at < this.#text.length;
  }

  /** Goes on behind a line end; `lines`: how many lines were passed. */
  goOn(lineEnd: number, lines = 1): void {
    this.at = lineEnd + 1;
    this.line += lines;
  }

  #rejoin(before: PlacedRecords): void {
    const old = this.at - this.#shift;
    const record = countWhile(before.count, (one) => before.from(one) < old);
    if (record === before.count || before.from(record) !== old || before.width !== this.width) return;
    const lines = this.line - before.line(record);
    const first = before.line(record);
    this.#tail = before.count - record;
    this.places.take(before, record, before.count, this.#shift, lines);
    this.count += this.#tail;
    for (const bad of before.badRows) if (bad.line > first) this.badRows.push({ ...bad, line: bad.line + lines });
    for (const far of before.farRows) if (far > old) this.farRows.push(far + this.#shift);
    this.at = this.#text.length;
  }

  /** Notes that records that were cut share some with the earlier state. */
  finish(records: PlacedRecords): PlacedRecords {
    if (this.#before) rememberSame(this.#before, records, { head: this.#head, tail: this.#tail });
    return records;
  }
}

function linesIn({ text, from, until }: PlacedRecords, record: number): number {
  const end = until(record);
  let lines = 1;
  for (let at = text.indexOf('\n', from(record)); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}
