import type { RunRecord } from '../evaluation/runRecord.ts';
import type { RunData } from '../evaluation/runStore.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';

/** A run as it is compared: its record, and by item and stage the outcomes that count. */
export type ComparedRun = Pick<RunData, 'record' | 'outcomes'>;

/** Where a run stands in a table of strategies by models. */
export interface Cell {
  readonly run: string;
  readonly strategy: string;
  /** The model's name; with its connection or address behind it where two models of one name are compared. */
  readonly model: string;
  readonly modelKind: RunRecord['modelKind'];
}

/** Why runs cannot stand in one table: `run` was asked or is judged by another protocol, label set, polarity table or scale than the first. */
export type CompareError =
  | { readonly kind: 'tooFewRuns' }
  | { readonly kind: 'notComparable'; readonly run: string; readonly first: string; readonly what: NotTheSame };

/** See {@link CompareError}. */
export type NotTheSame = 'protocol' | 'labels' | 'polarity' | 'scales';

/** Runs sorted into cells, in the order of strategies and then models. */
export interface SortedRuns {
  readonly cells: readonly (Cell & ComparedRun)[];
  /** The one that the others are compared with first: `plain` where models that read were asked with it. */
  readonly strategies: readonly string[];
  readonly models: readonly string[];
  /** Runs that stand in no cell, because a newer one of the same strategy and model does. */
  readonly replaced: readonly string[];
  /** What was not asked in the same way in all runs of models that read questions, which may be the reason of a difference: names of parameters, `reader`, `lexicon`. */
  readonly differing: readonly string[];
}

/** The strategy that others are compared with, where it was asked. */
const usualReference = 'plain';

/** Sorts runs into the cells of a table; runs about different questions or judged by different truths are refused. */
export function sortIntoCells(runs: readonly ComparedRun[]): Result<SortedRuns, CompareError> {
  const [first] = runs;
  if (first === undefined) return err({ kind: 'tooFewRuns' });
  for (const { record } of runs) {
    const what = notTheSame(first.record, record);
    if (what !== undefined) return err({ kind: 'notComparable', run: record.run, first: first.record.run, what });
  }
  const nameOf = modelNames(runs.map(({ record }) => record));
  const byCell = new Map<string, Cell & ComparedRun>();
  const replaced: string[] = [];
  const inTime = [...runs].sort((a, b) => (a.record.startedAt < b.record.startedAt ? -1 : 1));
  for (const { record, outcomes } of inTime) {
    const { run, strategy, modelKind } = record;
    const model = nameOf(record);
    const key = JSON.stringify([strategy, model]);
    const older = byCell.get(key);
    if (older !== undefined) replaced.push(older.run);
    byCell.set(key, { run, strategy, model, modelKind, record, outcomes });
  }
  if (byCell.size < 2) return err({ kind: 'tooFewRuns' });
  const strategies = strategiesInOrder(runs.map(({ record }) => record));
  const models = distinct(runs.map(({ record }) => nameOf(record)));
  const cells = strategies.flatMap((strategy) =>
    models.flatMap((model) => byCell.get(JSON.stringify([strategy, model])) ?? []),
  );
  return ok({ cells, strategies, models, replaced, differing: differing(cells.map(({ record }) => record)) });
}

/** The expression baseline reads no question: its `plain` is no reference for models that were not asked plainly. */
function strategiesInOrder(records: readonly RunRecord[]): string[] {
  const read = distinct(records.flatMap(({ modelKind, strategy }) => (modelKind === 'baseline' ? [] : [strategy])));
  const first = read.includes(usualReference) || read.length === 0 ? usualReference : read[0];
  const all = distinct([...read, ...records.map(({ strategy }) => strategy)]);
  return [...all].sort((a, b) => Number(b === first) - Number(a === first));
}

function notTheSame(a: RunRecord, b: RunRecord): NotTheSame | undefined {
  const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
  if (a.source !== undefined || b.source !== undefined) return answersOf(a) === answersOf(b) ? undefined : 'protocol';
  if (a.protocol.id !== b.protocol.id || !isSame(a.protocol.stages, b.protocol.stages)) return 'protocol';
  if (!isSame([...a.labels].sort(), [...b.labels].sort())) return 'labels';
  if (!isSame(sortedEntries(a.polarity), sortedEntries(b.polarity))) return 'polarity';
  return isSame(sortedEntries(a.scales), sortedEntries(b.scales)) ? undefined : 'scales';
}

/**
 * What a run's answers are: their stages, and the labels and scales to answer with. Another tool words its questions as it will, so that these decide whether its run
 * can stand beside one of ours; its strategy says that the questions were its own.
 */
export function answersOf({ protocol, labels, polarity, scales }: RunRecord): string {
  const stages = protocol.stages.map(({ id, answer }) => [id, answer.kind, Object.entries(answer).sort()]);
  const hasPolarity = protocol.stages.some(
    ({ answer }) => answer.truth === 'polarity' || (answer.kind === 'choice' && answer.labels === 'polarities'),
  );
  const hasScale = protocol.stages.some(({ answer }) => answer.kind === 'number');
  return JSON.stringify([
    stages,
    [...labels].sort(),
    hasPolarity ? sortedEntries(polarity) : [],
    hasScale ? sortedEntries(scales) : [],
  ]);
}

function sortedEntries(record: Readonly<Record<string, unknown>>): unknown[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Two servers may call different models by one name: then where they are is part of the name. */
function modelNames(records: readonly RunRecord[]): (record: RunRecord) => string {
  const placeOf = (record: RunRecord): string => record.connection ?? record.endpoint ?? '';
  const places = new Map<string, Set<string>>();
  for (const record of records) {
    places.set(record.model, (places.get(record.model) ?? new Set()).add(placeOf(record)));
  }
  return (record) =>
    (places.get(record.model)?.size ?? 0) > 1 ? `${record.model} (${placeOf(record)})` : record.model;
}

/** Parameters that belong to a strategy or a machine, or that a model is known by, are no difference in how it was asked. */
const expected: ReadonlySet<string> = new Set(['cropVersion', 'timeoutSeconds']);

function differing(records: readonly RunRecord[]): string[] {
  const asked = records
    .filter(({ modelKind }) => modelKind !== 'baseline')
    .map(({ parameters, readerVersion, lexiconVersion, extractor, where }) => ({
      ...parameters,
      reader: readerVersion,
      lexicon: lexiconVersion,
      extractor: extractor?.model,
      where,
    }));
  const names = distinct(asked.flatMap((one) => Object.keys(one))).filter((name) => !expected.has(name));
  return names.filter((name) => {
    const values = asked.map((one) => JSON.stringify((one as Readonly<Record<string, unknown>>)[name]) ?? '');
    return new Set(values).size > 1;
  });
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
