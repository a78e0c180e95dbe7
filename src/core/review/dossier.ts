import type { PolarityTable } from '../affect/polarity.ts';
import type { Item } from '../benchmark/item.ts';
import type { Outcome } from '../evaluation/outcome.ts';
import type { OutcomesByItem } from '../query/columns/outcomesByItem.ts';
import type { ResolvedStage } from '../evaluation/protocol.ts';
import { truthOf } from '../scoring/truth.ts';
import type { ReviewBook, Verdict } from './reviewBook.ts';
import { headlineStage } from './headlineStage.ts';
import { isError, type OutcomeStanding, standingOf, standings } from './standing.ts';

/** A run as reviewing needs it: its stages resolved with the labels it was made with, and its outcomes by item and `stageKey`: a stage's id finds the first order of its options. */
export interface ReviewedRun {
  readonly run: string;
  /** Runs with the same key asked the same questions of the same model in the same way: for a portrait the newest one counts. */
  readonly key: string;
  readonly model: string;
  readonly protocol: string;
  readonly strategy: string;
  readonly stages: readonly ResolvedStage[];
  readonly polarity: PolarityTable;
  readonly outcomes: OutcomesByItem;
}

/** One stage of one run for one portrait, held against the truth. */
export interface StageFinding {
  readonly run: ReviewedRun;
  readonly stage: ResolvedStage;
  readonly outcome: Outcome;
  readonly truth?: string | number;
  readonly standing: OutcomeStanding;
  readonly verdict?: Verdict;
}

/** What one run says of one portrait: its headline stage, and all its stages. */
export interface RunFinding {
  readonly run: ReviewedRun;
  readonly headline: StageFinding;
  readonly stages: readonly StageFinding[];
}

/** Everything known about one portrait: what runs said, and what people said of that. */
export interface Dossier {
  readonly item: Item;
  readonly runs: readonly RunFinding[];
  readonly verdicts: readonly Verdict[];
  /** The worst headline standing over the runs, by the order of {@link standings}; `notAsked` without any. */
  readonly standing: OutcomeStanding | 'notAsked';
  /** Some run's headline is an error that nobody has judged yet. */
  readonly open: boolean;
}

/** Puts together what is known about one portrait; `runs` are in the order they were made. */
export function dossierOf(item: Item, runs: readonly ReviewedRun[], book: ReviewBook): Dossier {
  const newest = new Map<string, RunFinding>();
  for (const run of runs) {
    const finding = findingOf(item, run, book);
    if (finding !== undefined) newest.set(run.key, finding);
  }
  const found = [...newest.values()];
  const headlines = found.map((finding) => finding.headline);
  return {
    item,
    runs: found,
    verdicts: book.of(item.id),
    standing: standings.find((kind) => headlines.some((one) => one.standing === kind)) ?? 'notAsked',
    open: headlines.some((one) => isError(one.standing) && one.verdict === undefined),
  };
}

function findingOf(item: Item, run: ReviewedRun, book: ReviewBook): RunFinding | undefined {
  const outcomes = run.outcomes.get(item.id);
  if (outcomes === undefined) return undefined;
  const stages = run.stages.flatMap((stage): StageFinding[] => {
    const outcome = outcomes.get(stage.id);
    if (outcome === undefined) return [];
    const truth = truthOf(item, stage.answer, run.polarity);
    const verdict = book.closing(item.id, run.run, stage.id);
    return [{ run, stage, outcome, truth, standing: standingOf(outcome, truth), verdict }];
  });
  const word = headlineStage(run.stages);
  const headline = stages.find((finding) => finding.stage === word) ?? stages[0];
  return headline === undefined ? undefined : { run, headline, stages };
}
