import * as z from 'zod';

/** Lower and upper end of a 95 % interval; `null` where there is too little to compute one from. */
const interval = z.tuple([z.number(), z.number()]).nullable();

/** A figure with its interval; `null` where it is undefined. */
const figureView = z.object({ value: z.number().nullable(), interval });

/** See {@link figureView}. */
export type FigureView = z.infer<typeof figureView>;

/** A table that the host has put together, its numbers already written out. Texts are untrusted. */
export const tableView = z.object({
  title: z.string(),
  columns: z.array(z.object({ name: z.string(), align: z.enum(['left', 'right']) })),
  rows: z.array(z.array(z.string())),
  notes: z.array(z.string()),
});

/** See {@link tableView}. */
export type TableView = z.infer<typeof tableView>;

/** How far a run has come. `unfinished`: it was cut off, or its window was closed. */
const runState = z.enum(['complete', 'running', 'stopped', 'unfinished']);

/** A run of the benchmark, before it is scored. */
const runEntry = z.object({
  run: z.string(),
  model: z.string(),
  /** The embedded baseline is no MLLM, and every table says so. */
  isBaseline: z.boolean(),
  strategy: z.string(),
  protocol: z.string(),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  /** Portraits with an outcome, and those that the run is about. */
  done: z.number().int(),
  items: z.number().int(),
  state: runState,
  /** Why it stopped, for people. */
  stopped: z.string().optional(),
  comparison: z.string().optional(),
});

/** See {@link runEntry}. */
export type RunEntry = z.infer<typeof runEntry>;

/** Counts and shares of answers that name a label; proportions are 0 to 1. */
const classView = z.object({
  /** Asked questions with a known truth: the denominator of `accuracyStrict` and `coverage`. */
  n: z.number().int(),
  /** The denominator of `accuracyAnswered`. */
  answered: z.number().int(),
  right: z.number().int(),
  accuracyStrict: figureView,
  accuracyAnswered: figureView,
  coverage: figureView,
  macroF1: figureView,
  balancedAccuracy: figureView,
});

/** See {@link classView}. */
export type ClassView = z.infer<typeof classView>;

/** Comparisons of numbers; correlations are -1 to 1, the others in units of the scale. */
const numberView = z.object({
  n: z.number().int(),
  srcc: figureView,
  plcc: figureView,
  krcc: figureView,
  rmse: figureView,
  mae: figureView,
});

/** See {@link numberView}. */
export type NumberView = z.infer<typeof numberView>;

/** Truth (rows) by outcome (columns): one column for each label, then one for each of `others`. */
const confusionView = z.object({
  labels: z.array(z.string()),
  others: z.array(z.object({ kind: z.string(), word: z.string() })),
  rows: z.array(z.array(z.number().int())),
});

/** See {@link confusionView}. */
export type ConfusionView = z.infer<typeof confusionView>;

const stageHead = z.object({
  stage: z.string(),
  /** What the answers were compared with, in a sentence. */
  truth: z.string(),
  /** False: the benchmark holds nothing to compare with, so that the answers are counted and not scored. */
  scored: z.boolean(),
  /** All outcomes by kind, in a fixed order; those that a gate skipped are among them. */
  kinds: z.array(z.object({ kind: z.string(), word: z.string(), count: z.number().int() })),
  /** Questions that were asked: the denominator of the refusal rate. */
  asked: z.number().int(),
  refusals: figureView,
  withoutTruth: z.number().int(),
  /** The polarity table in force, and whose it is: only where the truth depends on it. */
  mapping: z.string().optional(),
  /** How the figures are to be read: scale, direction, denominators, intervals. */
  notes: z.array(z.string()),
  /** What else there is to say of this stage. */
  tables: z.array(tableView),
});

/** The scores of one stage of one run. */
const stageScoresView = z.discriminatedUnion('kind', [
  stageHead.extend({
    kind: z.literal('class'),
    figures: classView,
    /** Polarity stages: the second figure, with labels that have no polarity as a class of their own. */
    noneAsClass: classView.optional(),
    perLabel: z.array(
      z.object({
        label: z.string(),
        precision: z.number(),
        recall: z.number(),
        f1: z.number(),
        support: z.number().int(),
      }),
    ),
    confusion: confusionView,
  }),
  stageHead.extend({
    kind: z.literal('number'),
    scale: z.object({ min: z.number(), max: z.number() }),
    /** Questions with a known truth, and the share of them that was answered with a number. */
    withTruth: z.number().int(),
    coverage: figureView,
    pooled: numberView,
    meanWithinLabel: numberView,
    withinLabel: z.array(z.object({ label: z.string(), figures: numberView })),
  }),
]);

/** See {@link stageScoresView}. */
export type StageScoresView = z.infer<typeof stageScoresView>;

/** The scores of a run. */
export const runScoresView = z.object({
  run: z.string(),
  /** What the scores leave out, one sentence each. */
  gaps: z.array(z.string()),
  stages: z.array(stageScoresView),
});

/** See {@link runScoresView}. */
export type RunScoresView = z.infer<typeof runScoresView>;

const boardCell = z.object({
  n: z.number().int(),
  hits: z.number().int(),
  hitRate: z.number().nullable(),
  interval,
  meanDegree: z.number().nullable(),
  meanQuality: z.number().nullable(),
});

/** Generators against the emotions that were asked of them, by what people saw. */
export const boardView = z.object({
  emotions: z.array(z.string()),
  rows: z.array(boardCell.extend({ generator: z.string(), cells: z.array(boardCell) })),
  degreeScale: z.object({ min: z.number(), max: z.number() }).optional(),
  qualityScale: z.object({ min: z.number(), max: z.number() }).optional(),
  notes: z.array(z.string()),
});

/** See {@link boardView}. */
export type BoardView = z.infer<typeof boardView>;

/** What the scores page needs before any score is there. */
export const scoresInfo = z.object({
  /** Address of the benchmark's folder; the page keeps it in its state, so that a reloaded window knows what to open. */
  root: z.string(),
  name: z.string(),
  portraits: z.number().int(),
  labels: z.array(z.string()),
  /** Newest first. */
  runs: z.array(runEntry),
});

/** See {@link scoresInfo}. */
export type ScoresInfo = z.infer<typeof scoresInfo>;

/** What to show: runs side by side, or all runs of a comparison of strategies and models. */
export const scoresTopic = z.object({ runs: z.array(z.string()).optional(), comparison: z.string().optional() });

/** See {@link scoresTopic}. */
export type ScoresTopic = z.infer<typeof scoresTopic>;
