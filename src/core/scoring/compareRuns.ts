import type { Items } from '../benchmark/item.ts';
import { itemsOfRun } from '../evaluation/itemsOfRun.ts';
import type { ProtocolError } from '../evaluation/resolveProtocol.ts';
import { ok } from '../result.ts';
import type { Result } from '../result.ts';
import { sortIntoCells } from './compareCells.ts';
import type { Cell, ComparedRun, CompareError } from './compareCells.ts';
import { compareStage } from './compareStage.ts';
import type { StageComparison } from './compareStage.ts';
import { defaultResampling } from './resampling.ts';
import type { Resampling } from './resampling.ts';
import { stagesOf } from './recordedStages.ts';

/** How runs are compared. */
export interface CompareOptions {
  /** The strategy that the others are compared with: by default `plain`, or the first where no model that reads was asked with it. */
  readonly reference?: string;
  readonly resampling?: Resampling;
}

/**
 * Strategies by models, over the items that all of them have: computed from outcomes, never stored. The tests are ours; no
 * paper's method is followed.
 */
export interface Comparison {
  readonly protocol: string;
  readonly strategies: readonly string[];
  /** One of `strategies`. */
  readonly reference: string;
  readonly models: readonly string[];
  readonly runs: readonly Cell[];
  /** Runs left out because a newer one has the same strategy and model. */
  readonly replaced: readonly string[];
  /** What was not asked in the same way in all runs: names of parameters, `reader`, `lexicon`, `extractor`, `where`. */
  readonly differing: readonly string[];
  /** How the bootstrap intervals were drawn. */
  readonly resampling: Resampling;
  /** The stages that have a truth. */
  readonly stages: readonly StageComparison[];
}

/**
 * Compares runs that asked the same protocol; `items` are all of the benchmark. Where options came in several orders, the
 * first order counts. The error case means that they cannot stand in one table.
 */
export function compareRuns(
  runs: readonly ComparedRun[],
  items: Items,
  options: CompareOptions = {},
): Result<Comparison, CompareError | { readonly kind: 'protocol'; readonly error: ProtocolError }> {
  const sorted = sortIntoCells(runs);
  if (!sorted.ok) return sorted;
  const { cells, models, strategies, replaced, differing } = sorted.value;
  const resampling = options.resampling ?? defaultResampling;
  const reference = strategies.find((strategy) => strategy === options.reference) ?? strategies[0] ?? '';
  const record = cells[0]?.record;
  const stages = record === undefined ? undefined : stagesOf(record);
  if (record === undefined || stages === undefined) return { ok: false, error: { kind: 'tooFewRuns' } };
  if (!stages.ok) return { ok: false, error: { kind: 'protocol', error: stages.error } };
  const asked = itemsAskedBy(cells, items);
  return ok({
    protocol: record.protocol.id,
    strategies: [reference, ...strategies.filter((strategy) => strategy !== reference)],
    reference,
    models,
    runs: cells.map(({ run, strategy, model, modelKind }) => ({ run, strategy, model, modelKind })),
    replaced,
    differing,
    resampling,
    stages: stages.value.flatMap(
      (stage) => compareStage({ stage, cells, items: asked, polarity: record.polarity, reference, resampling }) ?? [],
    ),
  });
}

/** The items that any of the runs is about, in the benchmark's order. */
function itemsAskedBy(cells: readonly ComparedRun[], items: Items): Items {
  const asked = new Set<string>();
  for (const { record, outcomes } of cells) {
    const about = itemsOfRun(record, { items });
    for (const id of about.ok ? about.value.map((item) => item.id) : outcomes.keys()) asked.add(id);
  }
  return items.filter(({ id }) => asked.has(id));
}
