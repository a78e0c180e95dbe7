import type { OpenError, OpenProgress } from '../../core/benchmark/openBenchmark.ts';
import type { Problem } from '../../core/benchmark/problem.ts';
import type { PlainBenchmark } from './openCached.ts';

/** What the open worker begins with. */
export interface OpenWorkerData {
  /** Of a `RaisedHand`. */
  readonly hand: SharedArrayBuffer;
}

/** What the open worker is asked: to open a folder, to look at the pictures of the one that it opened last, or to say when all is written that it keeps. */
export type OpenRequest =
  | {
      readonly do: 'open';
      readonly root: string;
      readonly store: string;
      readonly cache?: string | undefined;
      readonly version: string;
      /** What is read is kept, so that opening again costs little more than what changed. */
      readonly follow?: boolean;
      /** Paths below the root that something happened to since the last opening, as file events say; all may have changed where they are left out. */
      readonly changed?: readonly string[] | undefined;
      /** Stands in place of the descriptor in the store, as JSON: what would be. */
      readonly descriptor?: string | undefined;
    }
  | { readonly do: 'examine'; readonly deep: boolean | 'auto'; readonly pace: boolean }
  | { readonly do: 'settle' }
  /** Ends looking at pictures early, without waiting for its turn. */
  | { readonly do: 'interrupt' };

/** What the open worker says. Problems come some at a time, before what they belong to is done. */
export type OpenReply =
  | { readonly is: 'progress'; readonly progress: OpenProgress }
  | { readonly is: 'problems'; readonly problems: readonly Problem[] }
  | {
      readonly is: 'opened';
      /** Without its problems, which were sent before. */
      readonly benchmark: PlainBenchmark;
      readonly cached: boolean;
      /** What opening took in the worker, ms. */
      readonly ms: number;
    }
  /**
   * What was said last went by file events, and is not what is on the disk; it is to be opened again with what is said to have changed: all may have where that
   * is left out; nothing where tables are read now that pictures did not wait for.
   */
  | { readonly is: 'doubted'; readonly changed?: readonly string[] }
  | { readonly is: 'failed'; readonly error: OpenError }
  | {
      readonly is: 'examined';
      /** False when it was interrupted. */ readonly whole: boolean;
      readonly sizes: Float64Array;
    }
  | { readonly is: 'kept' };
