import { isBlank, type PlacedRecords, type Places } from './placedRecords.ts';
import { RecordCut } from './recordCut.ts';

const [newline, space, quote, lastAscii] = [10, 32, 34, 126];

/** What a record turned out to be: whole, or why it is none. */
type Scan = 'record' | 'unclosedQuote' | 'strayQuote';

/**
 * Cuts a text with `\n` line ends into records of equally many fields. A CSV library alone would let one unclosed quote
 * swallow all that follows; here a fault costs its own line and reading goes on at the next. Empty lines are passed over. `before`: an earlier state of
 * the text that was cut likewise; what they have in common is not cut again.
 */
export function quotedRecords(text: string, delimiter: string, before?: PlacedRecords): PlacedRecords {
  const cut = new RecordCut(text, text.length >> 3, before);
  const scanner = new RecordScanner(text, delimiter, cut.places);
  while (cut.isOpen) {
    const { at } = cut;
    const lineEnd = endOfLine(text, at);
    if (scanner.isFilled(at, lineEnd)) cutRecord(cut, scanner, { text, delimiter, lineEnd });
    else cut.goOn(lineEnd);
  }
  return cut.finish(placedRecords(text, cut));
}

function cutRecord(
  cut: RecordCut,
  scanner: RecordScanner,
  { text, delimiter, lineEnd }: { readonly text: string; readonly delimiter: string; readonly lineEnd: number },
): void {
  const { at, line, width, places } = cut;
  const before = places.length;
  places.push(line, at);
  const scan = scanner.scan(at, lineEnd);
  const fields = (places.length - before) / 2 - 1;
  if (scan === 'record' && (width === 0 || fields === width)) {
    places.push1(scanner.at);
    cut.width = fields;
    cut.count++;
    cut.goOn(scanner.at, scanner.lines);
    return;
  }
  places.length = before;
  const own = text.slice(at, lineEnd).split(delimiter);
  const reason = scan === 'record' ? 'fieldCount' : scan;
  const bare = own.map((field) => field.replaceAll('"', ''));
  cut.badRows.push({ line, reason, fields: bare, expected: width === 0 ? own.length : width });
  if (scanner.seen > lineEnd) cut.farRows.push(at);
  cut.goOn(lineEnd);
}

/** Of each record: its line, where it begins, where each field begins and ends, and where it ends itself. */
function placedRecords(text: string, { places, width, count, badRows, farRows }: RecordCut): PlacedRecords {
  const { values } = places;
  const stride = 2 * width + 3;
  const start = (record: number, at: number) => values[record * stride + 2 * at + 2]!;
  const end = (record: number, at: number) => values[record * stride + 2 * at + 3]!;
  const from = (record: number) => values[record * stride + 1]!;
  const field = (record: number, at: number) => {
    if (at < 0 || at >= width) return undefined;
    const first = start(record, at);
    const written = text.slice(first, end(record, at));
    const isQuoted = first > from(record) && text.charCodeAt(first - 1) === quote;
    return isQuoted && written.includes('""') ? written.replaceAll('""', '"') : written;
  };
  return {
    count,
    line: (record) => values[record * stride]!,
    field,
    text,
    start,
    end,
    hasQuotes: true,
    from,
    until: (record) => values[record * stride + stride - 1]!,
    fields: (record) => Array.from({ length: width }, (_, at) => field(record, at)!),
    badRows,
    farRows,
    width,
    places: values,
    stride,
  };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** Finds where the fields of a record begin and end. */
class RecordScanner {
  readonly #places: Places;
  /** Where the last record ended, and over how many lines it stretched. */
  at = 0;
  lines = 1;
  /** The furthest place that what the last record is depends on. */
  seen = 0;
  /** The end of the line that has been reached: looked for once, because from each quote on that would take for ever in a long line. */
  #lineEnd = -1;
  readonly #text: string;
  readonly #delimiter: string;
  readonly #separator: number;

  constructor(text: string, delimiter: string, places: Places) {
    this.#places = places;
    this.#text = text;
    this.#delimiter = delimiter;
    this.#separator = delimiter.charCodeAt(0);
  }

  /** Whether a line has anything in it but delimiters. */
  isFilled(from: number, until: number): boolean {
    for (let at = from; at < until; at++) {
      const code = this.#text.charCodeAt(at);
      if (code > space && code <= lastAscii && code !== this.#separator) return true;
    }
    return !isBlank(this.#text.slice(from, until), this.#delimiter);
  }

  /** Adds the places of the fields of the record that begins here, in a line that ends there. */
  scan(start: number, lineEnd: number): Scan {
    const text = this.#text;
    const { length } = text;
    this.at = start;
    this.lines = 1;
    this.#lineEnd = lineEnd;
    for (;;) {
      if (text.charCodeAt(this.at) === quote) {
        const fault = this.#scanQuoted();
        if (fault !== undefined) return fault;
      } else {
        const first = this.at;
        let end = first;
        for (; end < length; end++) {
          const code = text.charCodeAt(end);
          if (code === this.#separator || code === newline) break;
        }
        this.#places.push(first, end);
        this.at = end;
      }
      if (this.at >= length || text.charCodeAt(this.at) === newline) {
        this.seen = this.at;
        return 'record';
      }
      this.at++;
    }
  }

  /** From an opening quote to the delimiter or line end behind its closing one; spaces between the two are forgiven. */
  #scanQuoted(): Scan | undefined {
    const text = this.#text;
    const first = this.at + 1;
    let newlines = 0;
    let from = first;
    for (;;) {
      const closing = text.indexOf('"', from);
      if (closing === -1) {
        this.seen = Infinity;
        return 'unclosedQuote';
      }
      for (; this.#lineEnd < closing; this.#lineEnd = endOfLine(text, this.#lineEnd + 1)) newlines++;
      if (text.charCodeAt(closing + 1) === quote) {
        from = closing + 2;
        continue;
      }
      let end = closing + 1;
      while (this.#separator !== space && text.charCodeAt(end) === space) end++;
      const code = text.charCodeAt(end);
      // A quote that closes nothing on a later line means that the one on this line was never closed.
      if (end < text.length && code !== this.#separator && code !== newline) {
        this.seen = end;
        return newlines > 0 ? 'unclosedQuote' : 'strayQuote';
      }
      this.#places.push(first, closing);
      this.lines += newlines;
      this.at = end;
      return undefined;
    }
  }
}
