import { isResumable, listRuns, readRunRecord } from '../core/evaluation/runStore.ts';
import type { RunRecord } from '../core/evaluation/runRecord.ts';
import type { ReadableFolder } from '../core/ports.ts';
import { fileErrorText } from '../core/words/fileErrorText.ts';
import { evaluateErrorText } from '../core/words/runText.ts';
import type { EvaluateOptions } from './evaluateOptions.ts';
import type { CliHost } from './host.ts';

/** The run to go on with. */
export interface FoundRun {
  readonly record: RunRecord;
}

/**
 * The run that `--resume` and `--retry-failed` mean; `undefined` for a new one; a sentence when there is none. Without an id
 * it is the latest that was interrupted (of the model, when one is named), else the latest, whose pictures may have
 * changed. Where nothing was ever begun a new run is, so that a script can say `--resume` each time.
 */
export async function findRun(
  given: EvaluateOptions,
  store: ReadableFolder,
  host: CliHost,
): Promise<FoundRun | string | undefined> {
  if (given.resume === undefined && given.retryFailed !== true) return undefined;
  const id = typeof given.resume === 'string' ? given.resume : given.run;
  if (id !== undefined) return byId(id, given, store, host);
  const listed = await listRuns(store);
  if (!listed.ok) return fileErrorText(listed.error);
  for (const { run, detail } of listed.value.bad) host.note(`run ${run} cannot be read and is left alone: ${detail}`);
  const ofModel = listed.value.runs.filter(
    ({ model, connection }) => given.model === undefined || given.model === model || given.model === connection,
  );
  const latest = ofModel.findLast((record) => given.retryFailed === true || isResumable(record)) ?? ofModel.at(-1);
  return latest === undefined ? none(given, host) : { record: latest };
}

async function byId(
  id: string,
  given: EvaluateOptions,
  store: ReadableFolder,
  host: CliHost,
): Promise<FoundRun | string | undefined> {
  const record = await readRunRecord(store, id);
  if (record.ok) return { record: record.value };
  const { error } = record;
  if (error.kind === 'noSuchRun' && typeof given.resume !== 'string') return none(given, host);
  return error.kind === 'noSuchRun' || error.kind === 'badRun' ? evaluateErrorText(error) : fileErrorText(error);
}

function none(given: EvaluateOptions, host: CliHost): string | undefined {
  if (given.model === undefined) return 'there is no run to resume; begin one with --model';
  host.note('there is no run to resume: a new one is begun');
  return undefined;
}
