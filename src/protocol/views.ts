import * as z from 'zod';

/** How an outcome, or a portrait as a whole, stands; the glyph and the word for each are the same on every screen. */
export const standing = z.enum([
  'right',
  'wrong',
  'answered',
  'refused',
  'unparsed',
  'ambiguous',
  'outOfSet',
  'truncated',
  'failed',
  'skipped',
  'asking',
  'notAsked',
]);

/** See {@link standing}. */
export type Standing = z.infer<typeof standing>;

const verdict = z.enum(['modelWrong', 'labelWrong', 'ambiguous', 'badImage']);

/** A person's word, as pages name it. */
export type Verdict = z.infer<typeof verdict>;

/** What one run says of one portrait, in one line: the headline stage's answer. */
const predictionLine = z.object({
  run: z.string(),
  model: z.string(),
  stage: z.string(),
  standing,
  /** The label or number answered, when there is one. Untrusted text. */
  answer: z.string().optional(),
  /** The verdict on this outcome, when a person gave one. */
  verdict: verdict.optional(),
});

/** See {@link predictionLine}. */
export type PredictionLine = z.infer<typeof predictionLine>;

/** A portrait as the gallery's grid shows it. `degree` and `quality` are on the benchmark's own scales. */
export const card = z.object({
  id: z.string(),
  name: z.string(),
  /** Address that the page may load, made by the host. */
  src: z.string(),
  /** Grids ask for a small picture of it and do not load `src`. */
  small: z.boolean().optional(),
  media: z.literal('video').optional(),
  /** Why there is nothing to show, in words; then `src` leads nowhere. */
  fault: z.string().optional(),
  label: z.string().optional(),
  degree: z.number().optional(),
  quality: z.number().optional(),
  generator: z.string().optional(),
  prompted: z.string().optional(),
  predictions: z.array(predictionLine),
  standing,
  /** The verdict on the portrait itself, or else the first one on an outcome of it. */
  verdict: verdict.optional(),
  /** Wrong, refused or unread, and no verdict yet. */
  open: z.boolean(),
});

/** See {@link card}. */
export type Card = z.infer<typeof card>;

/** One stage of one run, with all that is needed to argue about it. Texts are untrusted. */
const stageView = z.object({
  stage: z.string(),
  standing,
  answer: z.string().optional(),
  /** What would have been right; absent where the benchmark does not say. */
  truth: z.string().optional(),
  question: z.string().optional(),
  options: z.array(z.string()).optional(),
  reply: z.string().optional(),
  /** Start and end in `reply` of what the answer reader used. */
  span: z.tuple([z.number(), z.number()]).optional(),
  /** Of another tool's run: what that tool made of the reply, and whether the two readings differ. */
  theirs: z.object({ tool: z.string(), text: z.string(), differs: z.boolean() }).optional(),
  /** The rule that read the reply, in words. */
  rule: z.string().optional(),
  entry: z.string().optional(),
  reasoning: z.string().optional(),
  failure: z.string().optional(),
  latencyMs: z.number().optional(),
  tokens: z.object({ input: z.number(), output: z.number() }).optional(),
  at: z.string().optional(),
  verdict: verdict.optional(),
});

/** See {@link stageView}. */
export type StageView = z.infer<typeof stageView>;

/** One run's outcomes for a portrait. */
const runView = z.object({
  run: z.string(),
  model: z.string(),
  protocol: z.string(),
  strategy: z.string(),
  /** The stage whose answer is the run's word on the label; verdicts on the model are about this one. */
  headline: z.string(),
  standing,
  stages: z.array(stageView),
});

/** See {@link runView}. */
export type RunView = z.infer<typeof runView>;

/** Everything about one portrait, and its place in the list that is being gone through. */
export const portraitView = z.object({
  card,
  path: z.string(),
  labelAsWritten: z.string().optional(),
  prompt: z.string().optional(),
  degreeScale: z.object({ min: z.number(), max: z.number() }).optional(),
  qualityScale: z.object({ min: z.number(), max: z.number() }).optional(),
  row: z.object({ file: z.string(), line: z.number().int() }).optional(),
  problems: z.array(z.string()),
  runs: z.array(runView),
  /** The benchmark's label set in its order, which decides the colours of labels beyond the canonical ones. */
  labels: z.array(z.string()).optional(),
  reviews: z.array(
    z.object({ verdict, author: z.string(), at: z.string(), run: z.string().optional(), stage: z.string().optional() }),
  ),
  /** Place in the list, counted from 0, and its length. */
  index: z.number().int(),
  total: z.number().int(),
});

/** See {@link portraitView}. */
export type PortraitView = z.infer<typeof portraitView>;

/** A small picture as the host made it: its address, or in words why there is none. */
export const thumbnail = z.object({ id: z.string(), src: z.string().optional(), fault: z.string().optional() });

/** See {@link thumbnail}. */
export type Thumbnail = z.infer<typeof thumbnail>;

/** What the gallery shows: facets are "any of" within and "all of" between; empty means no restriction. */
export const galleryFilter = z.object({
  emotions: z.array(z.string()),
  generators: z.array(z.string()),
  outcomes: z.array(z.string()),
  /** `open`: only portraits with an open error; `reviewed`: only those with a verdict. */
  review: z.enum(['all', 'open', 'reviewed']),
  /** A query in EmoLens' query language; empty for none. */
  query: z.string().max(2000),
});

/** See {@link galleryFilter}. */
export type GalleryFilter = z.infer<typeof galleryFilter>;

/** Order of the gallery. `errors` puts open errors first. */
export const gallerySort = z.enum(['name', 'label', 'generator', 'degree', 'quality', 'errors', 'disagreement']);

/** See {@link gallerySort}. */
export type GallerySort = z.infer<typeof gallerySort>;

/** A running evaluation, or none. Counts are of requests (item and stage). */
export const evaluationView = z.object({
  running: z.boolean(),
  /** A person has paused it: nothing new is asked. */
  held: z.boolean().optional(),
  model: z.string().optional(),
  done: z.number().int(),
  total: z.number().int(),
  failed: z.number().int(),
  /** Outcomes a second; absent while there is nothing to measure. */
  perSecond: z.number().optional(),
  /** Spent so far in the run under way, USD; absent without a price. */
  costUsd: z.number().optional(),
  /** One line for people, already localised. */
  text: z.string(),
});

/** See {@link evaluationView}. */
export type EvaluationView = z.infer<typeof evaluationView>;

/** A field by which portraits can be grouped, with its name for people and how many values it has. */
const groupChoice = z.object({ field: z.string(), text: z.string(), groups: z.number().int() });

/** See {@link groupChoice}. */
export type GroupChoice = z.infer<typeof groupChoice>;

/** What the gallery needs to draw itself before any card is there. */
export const galleryInfo = z.object({
  /** Address of the benchmark's folder; the page keeps it in its state, so that a reloaded window knows what to open. */
  root: z.string(),
  name: z.string(),
  format: z.string(),
  total: z.number().int(),
  labels: z.array(z.string()),
  generators: z.array(z.string()),
  runs: z.array(z.object({ run: z.string(), model: z.string(), protocol: z.string() })),
  /** The benchmark's own scales, for what is said of a rating on hover. */
  degreeScale: z.object({ min: z.number(), max: z.number() }).optional(),
  qualityScale: z.object({ min: z.number(), max: z.number() }).optional(),
  /** What went wrong at open, one sentence each; at most 100. */
  problems: z.array(z.string()),
  problemCount: z.number().int(),
  /** By what portraits can be grouped, and how the tree groups them now. */
  groups: z.array(groupChoice),
  treeGroup: z.array(z.string()),
  evaluation: evaluationView,
  /** There is a run that ended before all was asked. */
  resumable: z.boolean().optional(),
});

/** See {@link galleryInfo}. */
export type GalleryInfo = z.infer<typeof galleryInfo>;

/** A value of a facet with the number of portraits it would show under the other facets in force. */
export const facetValue = z.object({ value: z.string(), count: z.number().int(), text: z.string() });

/** See {@link facetValue}. */
export type FacetValue = z.infer<typeof facetValue>;

/** A header of a grouped listing: the values of its levels in words, and how many portraits stand under it. Untrusted text. */
export const gallerySection = z.object({ words: z.array(z.string()), count: z.number().int() });

/** See {@link gallerySection}. */
export type GallerySection = z.infer<typeof gallerySection>;

/** What could stand at a place of a query: each option replaces the text from `from` to `to` (UTF-16 units). */
export const queryCompletion = z.object({
  from: z.number().int(),
  to: z.number().int(),
  options: z.array(
    z.object({
      insert: z.string(),
      label: z.string(),
      kind: z.enum(['field', 'value', 'word', 'order']),
      count: z.number().int().optional(),
    }),
  ),
});

/** See {@link queryCompletion}. */
export type QueryCompletionView = z.infer<typeof queryCompletion>;
