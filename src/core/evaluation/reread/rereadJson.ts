import type { Flip, Reread, RereadStage } from './reread.ts';

/** What `--json` prints of a run that was read again; field names stay as they are from version to version. */
export interface RereadJson {
  readonly run: string;
  readonly model: string;
  /** Versions on record before, and those that the replies were read with now. */
  readonly before: { readonly readerVersion: string; readonly lexiconVersion: string };
  readonly now: { readonly readerVersion: string; readonly lexiconVersion: string };
  readonly answers: number;
  readonly flipped: number;
  readonly flips: readonly Flip[];
  readonly retraced: number;
  readonly stages: readonly RereadStage[];
  readonly opened: number;
  readonly closed: number;
  readonly changed: number;
  readonly badLines: number;
  readonly applied: boolean;
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
