import type { Reread } from './reread.ts';

/** What `--json` prints of a run that was read again; field names stay as they are from version to version. */
export interface RereadJson extends Omit<Reread, 'record' | 'readerVersion' | 'lexiconVersion'> {
  readonly run: string;
  readonly model: string;
  /** Versions on record before, and those that the replies were read with now. */
  readonly before: { readonly readerVersion: string; readonly lexiconVersion: string };
  readonly now: { readonly readerVersion: string; readonly lexiconVersion: string };
  readonly flipped: number;
}

/** A run that was read again, as one JSON value. */
export function rereadJson(reread: Reread): RereadJson {
  const { record, readerVersion, lexiconVersion, flips, ...rest } = reread;
  return {
    run: record.run,
    model: record.model,
    before: { readerVersion: record.readerVersion, lexiconVersion: record.lexiconVersion },
    now: { readerVersion, lexiconVersion },
    ...rest,
    flipped: flips.length,
    flips,
  };
}
