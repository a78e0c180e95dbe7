import { compareNatural } from '../core/benchmark/naturalOrder.ts';
import { isResumable, listRuns, readRunRecord, runPaths } from '../core/evaluation/runStore.ts';
import type { RunRecord } from '../core/evaluation/runRecord.ts';
import type { ReadableFolder } from '../core/ports.ts';
import { fileErrorText } from '../core/words/fileErrorText.ts';
import { toolOfRun } from '../core/predictions/foreignRunId.ts';
import { foreignRunText } from '../core/words/predictionText.ts';
import { evaluateErrorText } from '../core/words/runText.ts';
import type { EvaluateOptions } from './evaluateOptions.ts';
import type { CliHost } from './host.ts';

/** What to go on with: one run, or the runs of a comparison in the order in which they are asked. */
export interface FoundRuns {
  readonly records: readonly RunRecord[];
  /** The comparison's id. */
  readonly comparison?: string;
}

/** Runs by what people go on with: a comparison is one thing, a run that belongs to none another; oldest first. */
export function groupedRuns(records: readonly RunRecord[]): FoundRuns[] {
  const groups = new Map<string, FoundRuns>();
  for (const record of records) {
    const { comparison, run } = record;
    const key = JSON.stringify([comparison, comparison === undefined ? run : '']);
    const before = groups.get(key)?.records ?? [];
    const inOrder = [...before, record].sort((a, b) => compareNatural(a.run, b.run));
    groups.set(key, { records: inOrder, ...(comparison === undefined ? {} : { comparison }) });
  }
  return [...groups.values()];
}

/**
 * What `--resume` and `--retry-failed` mean; `undefined` for a new run; a sentence when there is none. Without an id
 * it is the latest that was interrupted (of the models and strategies, when they are named), else the latest, whose pictures
 * may have changed. A run without a single outcome is meant only where no other is. Where a folder has no run at all, `--resume` begins
 * one when a model is named: a run that was killed before anything was on disk goes on with the same words. Any other is refused.
 */
export async function findRuns(
  given: EvaluateOptions,
  store: ReadableFolder,
  host: CliHost,
): Promise<FoundRuns | string | undefined> {
  if (given.resume === undefined && given.retryFailed !== true) return undefined;
  const listed = await listRuns(store);
  if (!listed.ok) return fileErrorText(listed.error);
  const groups = groupedRuns(listed.value.runs);
  const id = typeof given.resume === 'string' ? given.resume : given.run;
  if (id !== undefined) return groups.find(({ comparison }) => comparison === id) ?? byId(id, given, store, host);
  for (const { run, detail } of listed.value.bad) host.note(`run ${run} cannot be read and is left alone: ${detail}`);
  const wanted = groups.filter((group) => isAsked(group, given));
  const isOpen = ({ records }: FoundRuns): boolean => given.retryFailed === true || records.some(isResumable);
  const begun = await withOutcomes(wanted, store);
  return begun.findLast(isOpen) ?? wanted.findLast(isOpen) ?? wanted.at(-1) ?? none(given, groups.length > 0, host);
}

/** Whether a group is what the options name: the same models, and, where several are named, the same strategies. */
function isAsked({ records, comparison }: FoundRuns, { model, strategy }: EvaluateOptions): boolean {
  const isComparison = (model?.length ?? 0) > 1 || (strategy?.length ?? 0) > 1;
  if (isComparison && comparison === undefined) return false;
  const isModel = (one: RunRecord, name: string): boolean => name === one.model || name === one.connection;
  const hasModels =
    model === undefined ||
    (records.every((one) => model.some((name) => isModel(one, name))) &&
      model.every((name) => records.some((one) => isModel(one, name))));
  const hasStrategies =
    strategy === undefined || !isComparison || strategy.every((id) => records.some((one) => one.strategy === id));
  return hasModels && hasStrategies;
}

async function byId(
  id: string,
  given: EvaluateOptions,
  store: ReadableFolder,
  host: CliHost,
): Promise<FoundRuns | string | undefined> {
  const tool = toolOfRun(id);
  if (tool !== undefined) return foreignRunText(id, tool);
  const record = await readRunRecord(store, id);
  if (record.ok) return { records: [record.value] };
  const { error } = record;
  if (error.kind === 'noSuchRun' && typeof given.resume !== 'string') return none(given, false, host);
  return error.kind === 'noSuchRun' || error.kind === 'badRun' ? evaluateErrorText(error) : fileErrorText(error);
}

async function withOutcomes(groups: readonly FoundRuns[], store: ReadableFolder): Promise<readonly FoundRuns[]> {
  const begun: FoundRuns[] = [];
  for (const group of groups) {
    for (const { run } of group.records) {
      const stat = await store.stat(runPaths(run).outcomes);
      if (!stat.ok || stat.value.size === 0) continue;
      begun.push(group);
      break;
    }
  }
  return begun;
}

function none(given: EvaluateOptions, hasOthers: boolean, host: CliHost): string | undefined {
  if (given.retryFailed === true && given.resume === undefined)
    return 'there is no run whose failed ones can be asked again; nothing is asked';
  if (hasOthers) return 'there is no run of this model to resume; nothing is asked. Leave --resume out to begin one';
  if (given.model === undefined) return 'there is no run to resume; begin one with --model';
  host.note('there is no run to resume: a new one is begun');
  return undefined;
}
