import type { PolarityTable } from '../affect/polarity.ts';
import type { Items } from '../benchmark/item.ts';
import { itemsOfRun } from '../evaluation/itemsOfRun.ts';
import { stageKey } from '../evaluation/outcome.ts';
import type { ResolvedStage } from '../evaluation/protocol.ts';
import type { ProtocolError } from '../evaluation/resolveProtocol.ts';
import type { RunRecord } from '../evaluation/runRecord.ts';
import type { RunData } from '../evaluation/runStore.ts';
import { questionsOf, showsOptions } from '../evaluation/stagesToAsk.ts';
import type { StageToAsk } from '../evaluation/stagesToAsk.ts';
import { ok } from '../result.ts';
import type { Result } from '../result.ts';
import { defaultResampling } from './resampling.ts';
import type { Resampling } from './resampling.ts';
import { labelsSince } from './labelsSince.ts';
import type { LabelsSince } from './labelsSince.ts';
import { stagesOf } from './recordedStages.ts';
import { slicesOf } from './slices.ts';
import type { SliceField, SliceKey } from './slices.ts';
import { stageScores } from './stageScores.ts';
import type { StageOutcome, StageScores } from './stageScores.ts';

/** What a run is scored from. */
export interface ScoreInput {
  readonly record: RunRecord;
  /** The outcomes that count: by item id, then `stageKey`. */
  readonly outcomes: RunData['outcomes'];
  /** All items of the benchmark as it is now: they hold the truth. */
  readonly items: Items;
  /** The labels of the benchmark as it is now; what has changed of them since the run began is told where they are given. */
  readonly labels?: readonly string[];
  /** Groups of items to score as well. */
  readonly by?: readonly SliceField[];
  readonly resampling?: Resampling;
}

/** A group of items with its scores. */
export interface SliceScores {
  readonly key: SliceKey;
  readonly stages: readonly StageScores[];
}

/** The scores of a run: computed from its outcomes and the benchmark's truth, never stored. */
export interface RunScores {
  readonly run: string;
  readonly model: string;
  readonly modelKind: RunRecord['modelKind'];
  readonly strategy: string;
  readonly protocol: string;
  /** Where a run of another tool comes from. */
  readonly source?: RunRecord['source'];
  readonly startedAt: string;
  /** The polarity table in force: that of the run. */
  readonly polarity: PolarityTable;
  readonly scales: RunRecord['scales'];
  /** Items that the run is about and the benchmark holds. */
  readonly items: number;
  /** Questions (item x stage, and x order of the options) of these items that have no outcome yet: the run was stopped, or goes on still. They are in no score. */
  readonly pending: number;
  /** Outcomes about items that the benchmark does not hold any more, which are in no score. */
  readonly withoutItem: number;
  /** What has changed of the benchmark's labels since the run began; absent for nothing. */
  readonly labelsSince?: LabelsSince;
  /** How the bootstrap intervals were drawn. */
  readonly resampling: Resampling;
  readonly stages: readonly StageScores[];
  /** Present when groups were asked for. */
  readonly slices?: readonly SliceScores[];
}

/** Scores a run; the error case means that its protocol cannot be understood. */
export function scoreRun(input: ScoreInput): Result<RunScores, ProtocolError> {
  const { record, outcomes, items } = input;
  const stages = stagesOf(record);
  if (!stages.ok) return stages;
  const about = itemsOfRun(record, { items });
  const asked: Items = about.ok ? about.value : items.filter(({ id }) => outcomes.has(id));
  const questions = questionsOf(stages.value, record.parameters.orders);
  const settled = asked.reduce((total, { id }) => total + countOf(questions, outcomes.get(id)), 0);
  const known = new Set(items.map(({ id }) => id));
  const gone = [...outcomes].filter(([id]) => !known.has(id));
  const changed = input.labels && labelsSince(record, asked, input.labels);
  return ok({
    run: record.run,
    model: record.model,
    modelKind: record.modelKind,
    strategy: record.strategy,
    protocol: record.protocol.id,
    ...(record.source && { source: record.source }),
    startedAt: record.startedAt,
    polarity: record.polarity,
    scales: record.scales,
    items: asked.length,
    pending: asked.length * questions.length - settled,
    withoutItem: gone.reduce((total, [, ofItem]) => total + countOf(questions, ofItem), 0),
    ...(changed && { labelsSince: changed }),
    resampling: input.resampling ?? defaultResampling,
    stages: scoresOf(stages.value, items, input),
    ...(input.by === undefined || input.by.length === 0 ? {} : { slices: slices(stages.value, input.by, input) }),
  });
}

function outcomesOf(
  stage: ResolvedStage,
  items: Items,
  { record, outcomes }: Pick<ScoreInput, 'record' | 'outcomes'>,
): StageOutcome[] {
  const orders = showsOptions(stage) ? (record.parameters.orders ?? 1) : 1;
  return items.flatMap((item) => {
    const ofItem = outcomes.get(item.id);
    const outcome = ofItem?.get(stage.id);
    if (outcome === undefined) return [];
    if (orders === 1) return [{ item, outcome }];
    const repeats = Array.from({ length: orders - 1 }, (_none, place) => place + 1);
    return [{ item, outcome, further: repeats.map((repeat) => ofItem?.get(stageKey({ stage: stage.id, repeat }))) }];
  });
}

function countOf(questions: readonly StageToAsk[], ofItem: ReadonlyMap<string, unknown> | undefined): number {
  return questions.filter(({ key }) => ofItem?.has(key)).length;
}

function scoresOf(stages: readonly ResolvedStage[], items: Items, input: ScoreInput): StageScores[] {
  const { record, resampling = defaultResampling } = input;
  return stages.map((stage) =>
    stageScores(stage, outcomesOf(stage, items, input), record.polarity, record.labels, resampling),
  );
}

function slices(stages: readonly ResolvedStage[], by: readonly SliceField[], input: ScoreInput): SliceScores[] {
  const touched = input.items.filter(({ id }) => input.outcomes.has(id));
  return slicesOf(touched, by, input.record.polarity).map(({ key, items }) => ({
    key,
    stages: scoresOf(stages, items, input),
  }));
}
