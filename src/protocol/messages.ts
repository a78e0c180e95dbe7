import * as z from 'zod';
import {
  card,
  thumbnail,
  evaluationView,
  facetValue,
  galleryFilter,
  galleryInfo,
  gallerySection,
  gallerySort,
  portraitView,
  queryCompletion,
} from './views.ts';

/** A closed list of requests: name, what goes in, what comes back; both are checked where they arrive. */
export type RequestTable = Readonly<
  Record<
    string,
    {
      readonly params: z.ZodType;
      readonly result: z.ZodType;
      /** The answer waits for a person to choose something in the editor, which takes as long as it takes: no time-out. */
      readonly interactive?: true;
      /** The answer is computed from all outcomes, which may take minutes for the largest runs. */
      readonly slow?: true;
    }
  >
>;

/** A closed list of events from the host; the newest of a kind replaces older ones. */
export type EventTable = Readonly<Record<string, z.ZodType>>;

/** What goes into a request of a table. */
export type ParamsOf<T extends RequestTable, K extends keyof T> = z.infer<T[K]['params']>;
/** What comes back from a request of a table. */
export type ResultOf<T extends RequestTable, K extends keyof T> = z.infer<T[K]['result']>;

const nothing = z.null();
const listing = z.object({
  filter: galleryFilter,
  sort: gallerySort,
  /** Fields that the portraits are put together by. */
  group: z.array(z.string()).max(2).optional(),
  /**
   * Keep order and members of the list as they were last made for this filter and sort, and make only its contents anew, so
   * that a verdict does not move the portrait it was given on. A host that no longer has that list makes it anew.
   */
  hold: z.boolean().optional(),
});
const verdictRequest = z.object({
  item: z.string(),
  /** Given for `modelWrong`: the outcome it is about. */
  run: z.string().optional(),
  stage: z.string().optional(),
  /** `null` takes the verdict back. */
  verdict: z.enum(['modelWrong', 'labelWrong', 'ambiguous', 'badImage']).nullable(),
});

/** What the gallery may ask of the host. */
export const galleryRequests = {
  info: { params: nothing, result: galleryInfo },
  /** Cards from `start` (included) to `end` (excluded), at most 500 at once. `queryError` says what is wrong with the query. */
  items: {
    params: listing.extend({ start: z.number().int().min(0), end: z.number().int().min(0) }),
    result: z.object({
      total: z.number().int(),
      cards: z.array(card),
      counts: z.object({
        wrong: z.number().int(),
        refused: z.number().int(),
        open: z.number().int(),
        reviewed: z.number().int(),
      }),
      /** `at` and `length` are the place in the query, in UTF-16 units. */
      queryError: z.object({ text: z.string(), at: z.number().int(), length: z.number().int() }).optional(),
      /** What a query that finds nothing may have got wrong. */
      queryHint: z.string().optional(),
      /** The query says in which order: the chosen sort does not count. */
      sortedByQuery: z.boolean().optional(),
      /** The list was held, and made anew it would be another one. */
      held: z.boolean().optional(),
    }),
  },
  /**
   * The small pictures that are in sight, most wanted first; what was asked for before and is not named any more is not made. Answers
   * with those that are there already, the others follow as events. `again` names those that did not load.
   */
  thumbnails: {
    params: z.object({ ids: z.array(z.string()).max(1000), again: z.array(z.string()).optional() }),
    result: z.object({ made: z.array(thumbnail) }),
  },
  /** The headers of a grouped listing, in order. */
  sections: { params: listing, result: z.array(gallerySection) },
  /** What could stand at a place of a query. */
  completeQuery: {
    params: z.object({ text: z.string().max(2000), caret: z.number().int().min(0) }),
    result: queryCompletion,
  },
  /** Keeps the query, order and groups as a view; the host asks for its name. */
  saveView: { params: listing, result: z.object({ saved: z.boolean() }), interactive: true },
  facets: {
    params: z.object({ filter: galleryFilter }),
    result: z.object({
      emotions: z.array(facetValue),
      generators: z.array(facetValue),
      outcomes: z.array(facetValue),
    }),
  },
  /** One portrait and its place in the listing; `null` when it is gone. */
  portrait: { params: listing.extend({ id: z.string() }), result: portraitView.nullable() },
  /** The id at a place of the listing; `null` beyond its ends. */
  idAt: { params: listing.extend({ index: z.number().int() }), result: z.string().nullable() },
  /** Tells the rest of the window which portraits are selected; the first one is the current one. */
  select: { params: z.object({ ids: z.array(z.string()) }), result: nothing },
  /** The host asks for connection and protocol, shows a dry run, and starts. */
  evaluate: {
    params: z.union([z.object({ ids: z.array(z.string()).min(1) }), listing]),
    result: z.object({ started: z.boolean() }),
    interactive: true,
  },
  /** Asks for strategies and models, shows a dry run, and makes one run for each pair. */
  compare: { params: nothing, result: z.object({ started: z.boolean() }), interactive: true },
  stop: { params: nothing, result: nothing },
  /** Opens the scores of this benchmark's runs. */
  showScores: { params: nothing, result: nothing },
  /** Asks nothing new until `goOn`. */
  pause: { params: nothing, result: nothing },
  goOn: { params: nothing, result: nothing },
  /** Goes on with a run that ended before all was asked; the host asks which where there are several. */
  resume: { params: nothing, result: z.object({ started: z.boolean() }), interactive: true },
  verdict: { params: verdictRequest, result: nothing },
  /** Opens the row of a portrait in its table. */
  openRow: { params: z.object({ id: z.string() }), result: nothing },
} satisfies RequestTable;

/** What the host tells the gallery. */
export const galleryEvents = {
  /** Items, outcomes or verdicts changed: fetch again what is shown. */
  changed: z.object({ revision: z.number().int() }),
  evaluation: evaluationView,
  /** Small pictures that were asked for. */
  thumbnails: z.object({ made: z.array(thumbnail) }),
  /** Files changed: what is known of small pictures may be old. */
  stale: z.object({}),
  /** Opens the detail of a portrait. */
  open: z.object({ id: z.string() }),
  /** The current portrait of the window changed elsewhere. */
  current: z.object({ id: z.string() }),
  filter: galleryFilter,
  /** Shows a listing as a saved view has it. */
  show: z.object({ filter: galleryFilter, sort: gallerySort.optional(), group: z.array(z.string()).max(2) }),
} satisfies EventTable;

/** What the Portrait view of the side bar may ask of the host. */
export const portraitRequests = {
  /** The current portrait; `null` when there is none. */
  current: { params: nothing, result: portraitView.nullable() },
  move: { params: z.object({ by: z.union([z.literal(1), z.literal(-1)]) }), result: nothing },
  evaluate: {
    params: z.object({ id: z.string() }),
    result: z.object({ started: z.boolean() }),
    interactive: true,
  },
  verdict: { params: verdictRequest, result: nothing },
  openRow: { params: z.object({ id: z.string() }), result: nothing },
  openDetail: { params: z.object({ id: z.string() }), result: nothing },
} satisfies RequestTable;

/** What the host tells the Portrait view. */
export const portraitEvents = {
  changed: z.object({ revision: z.number().int() }),
  evaluation: evaluationView,
} satisfies EventTable;
