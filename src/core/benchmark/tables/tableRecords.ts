import { isBlank } from './plainRecords.ts';
import type { BadRow } from './table.ts';

/** Text of one whole record, without its line end, and the physical line on which it starts. */
export interface TableRecord {
  readonly line: number;
  readonly text: string;
}

/** Where one record ends, or why it does not. */
type Scan =
  | { readonly kind: 'record'; readonly end: number; readonly fields: number; readonly lines: number }
  | { readonly kind: 'unclosedQuote' | 'strayQuote' };

/**
 * Cuts a text with `\n` line ends into records of equally many fields. The CSV library alone would let one unclosed quote
 * swallow all that follows; here a fault costs its own line and reading goes on at the next. Empty lines are passed over.
 */
export function splitRecords(
  text: string,
  delimiter: string,
): { readonly records: readonly TableRecord[]; readonly badRows: readonly BadRow[] } {
  const records: TableRecord[] = [];
  const badRows: BadRow[] = [];
  let expected: number | undefined;
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const lineEnd = endOfLine(text, at);
    const own = text.slice(at, lineEnd);
    if (isBlank(own, delimiter)) {
      at = lineEnd + 1;
      line++;
      continue;
    }
    const scan = scanRecord(text, at, delimiter);
    expected ??= scan.kind === 'record' ? scan.fields : undefined;
    if (scan.kind === 'record' && scan.fields === expected) {
      records.push({ line, text: text.slice(at, scan.end) });
      at = scan.end + 1;
      line += scan.lines;
    } else {
      const fields = own.split(delimiter).map((field) => field.replaceAll('"', ''));
      const reason = scan.kind === 'record' ? 'fieldCount' : scan.kind;
      badRows.push({ line, reason, fields, expected: expected ?? fields.length });
      at = lineEnd + 1;
      line++;
    }
  }
  return { records, badRows };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

function scanRecord(text: string, start: number, delimiter: string): Scan {
  let fields = 1;
  let lines = 1;
  let at = start;
  for (;;) {
    if (text[at] === '"') {
      const field = scanQuoted(text, at, delimiter);
      if (field.kind !== 'field') return { kind: field.kind };
      at = field.end;
      lines += field.newlines;
    } else {
      while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at++;
    }
    if (at >= text.length || text[at] === '\n') return { kind: 'record', end: at, fields, lines };
    fields++;
    at++;
  }
}

type QuotedScan =
  | { readonly kind: 'field'; readonly end: number; readonly newlines: number }
  | { readonly kind: 'unclosedQuote' | 'strayQuote' };

/** From an opening quote to the delimiter or line end behind its closing one; spaces between the two are forgiven. */
function scanQuoted(text: string, start: number, delimiter: string): QuotedScan {
  let newlines = 0;
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) return { kind: 'unclosedQuote' };
    for (let i = text.indexOf('\n', from); i !== -1 && i < quote; i = text.indexOf('\n', i + 1)) newlines++;
    if (text[quote + 1] === '"') {
      from = quote + 2;
      continue;
    }
    let end = quote + 1;
    while (delimiter !== ' ' && text[end] === ' ') end++;
    if (end >= text.length || text[end] === delimiter || text[end] === '\n') return { kind: 'field', end, newlines };
    // A quote that closes nothing on a later line means that the one on this line was never closed.
    return { kind: newlines > 0 ? 'unclosedQuote' : 'strayQuote' };
  }
}
