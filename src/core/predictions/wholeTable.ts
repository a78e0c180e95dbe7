import { decodeText, tooLongFile } from '../benchmark/tables/decodeText.ts';
import { type DelimitedTable, readDelimited } from '../benchmark/tables/table.ts';
import type { FileError } from '../ports.ts';
import type { Result } from '../result.ts';
import type { ReplySink, ReplySource } from './foreignReply.ts';

/** A delimited table that is read whole; `undefined` where it was not read or is too long for a text, which the sink is told. */
export function wholeTable(
  bytes: Result<Uint8Array, FileError>,
  { path }: Pick<ReplySource, 'path'>,
  sink: Pick<ReplySink, 'failed'>,
): DelimitedTable | undefined {
  if (!bytes.ok) {
    sink.failed(bytes.error);
    return undefined;
  }
  try {
    return readDelimited(decodeText(bytes.value));
  } catch (thrown) {
    sink.failed(tooLongFile(thrown, path));
    return undefined;
  }
}

/** Tells the sink of the rows of a table that are no replies. One with bytes that are no letters is one. */
export function noteBadRows({ badRows }: DelimitedTable, sink: Pick<ReplySink, 'bad'>): void {
  for (const { line, reason } of badRows) if (reason !== 'letters') sink.bad({ line, detail: reason });
}
