import { err, ok } from '../../result.ts';
import type { Result } from '../../result.ts';
import { stagesOf } from '../../scoring/recordedStages.ts';
import type { RunRecord } from '../runRecord.ts';
import { readRunRecord, runPaths } from '../runStore.ts';
import { findFlips } from './findFlips.ts';
import { readLines } from './readLines.ts';
import type { ReadLines } from './readLines.ts';
import type { Reread, RereadError, RereadOptions, RereadPorts } from './reread.ts';

/** A run read again, with what writing it needs. */
export interface RereadRun {
  readonly reread: Reread;
  readonly record: RunRecord;
  readonly bytes: Uint8Array;
  readonly lines: ReadLines;
}

/** Reads a run's stored replies again, offline, and says what would flip. Nothing is written. */
export async function rereadRun(
  run: string,
  options: RereadOptions,
  ports: RereadPorts,
): Promise<Result<Reread, RereadError>> {
  const read = await readRunAgain(run, options, ports);
  return read.ok ? ok(read.value.reread) : read;
}

/** {@link rereadRun}, with the file as it was read. */
export async function readRunAgain(
  run: string,
  options: RereadOptions,
  ports: RereadPorts,
): Promise<Result<RereadRun, RereadError>> {
  const found = await readRunRecord(ports.store, run);
  if (!found.ok) return found;
  const record = found.value;
  const stages = stagesOf(record);
  if (!stages.ok) return err({ kind: 'protocol', run, error: stages.error });
  const file = await ports.store.read(runPaths(run).outcomes);
  if (!file.ok && file.error.kind !== 'notFound') return file;
  const bytes = file.ok ? file.value : new Uint8Array();
  const lines = await readLines(bytes, stages.value, options, ports);
  if (lines === undefined) return err({ kind: 'cancelled', run });
  return ok({ reread: findFlips(record, stages.value, lines, options), record, bytes, lines });
}
