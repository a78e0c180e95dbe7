import * as z from 'zod';
import type { EventTable, RequestTable } from './messages.ts';
import { boardView, runScoresView, scoresInfo, scoresTopic, tableView } from './scoreViews.ts';

const nothing = z.null();
/** Most runs that one page may have scored or written out at once. */
const mostRuns = 100;
const shown = z.object({ runs: z.array(z.string()).max(mostRuns) });

/** What the scores page may ask of the host. */
export const scoreRequests = {
  info: { params: nothing, result: scoresInfo },
  /** Scores of one run, computed when they are asked for; `null` when the run is gone. */
  scores: { params: z.object({ run: z.string() }), result: runScoresView.nullable(), slow: true },
  /** How people saw the generators; `null` where the benchmark does not say who made what on which prompt. */
  board: { params: nothing, result: boardView.nullable(), slow: true },
  /** Runs held against each other, with paired tests: those that asked one protocol together; `why` says why some cannot be. */
  compare: { params: shown, result: z.object({ tables: z.array(tableView), why: z.array(z.string()) }), slow: true },
  /** Puts the scores of runs, and their comparison, on the clipboard. */
  copy: { params: shown.extend({ format: z.enum(['markdown', 'latex', 'csv']) }), result: nothing, slow: true },
  /** Opens the same as a Markdown document. */
  openDocument: { params: shown, result: nothing, slow: true },
  /** Shows the portraits behind a cell of a confusion matrix: a truth, and a label answered or what came instead of one. */
  openCell: {
    params: z.object({
      run: z.string(),
      stage: z.string(),
      truth: z.string(),
      answer: z.union([z.object({ label: z.string() }), z.object({ other: z.string() })]),
    }),
    result: nothing,
  },
  /** Shows the portraits of a generator, or those on which it was asked for one emotion. */
  openGenerator: { params: z.object({ generator: z.string(), prompted: z.string().optional() }), result: nothing },
  /** Asks what to evaluate, and starts: for a benchmark that has no run yet. */
  evaluate: { params: nothing, result: z.object({ started: z.boolean() }), interactive: true },
} satisfies RequestTable;

/** What the host tells the scores page. */
export const scoreEvents = {
  /** Runs, outcomes or the benchmark changed: fetch again what is shown. */
  changed: z.object({ revision: z.number().int() }),
  /** Show this. */
  show: scoresTopic,
} satisfies EventTable;
