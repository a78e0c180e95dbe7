import type { Items } from '../../benchmark/item.ts';
import type { FileError, FileLock } from '../../ports.ts';
import { err, ok } from '../../result.ts';
import type { Result } from '../../result.ts';
import { toolOfRun } from '../../predictions/foreignRunId.ts';
import { readerVersion } from '../answerReader.ts';
import type { EvaluateError, EvaluatePlan, EvaluatePorts } from '../plan.ts';
import { recordedLexicon } from '../recordedLexicon.ts';
import { isRunId, newRunId, readRunRecord, runPaths, saveRunRecord } from '../runStore.ts';
import type { RunRecord } from '../runRecord.ts';
import { findStrategy } from '../strategies.ts';
import type { Strategy } from '../strategies.ts';

/** A run that this process holds, with its record on disk. */
export interface Sitting {
  readonly record: RunRecord;
  readonly strategy: Strategy;
  readonly lock: FileLock;
}

/** Makes a new run, or takes up one that is on disk; either way this process holds its lock afterwards. */
export async function openSitting(plan: EvaluatePlan, ports: EvaluatePorts): Promise<Result<Sitting, EvaluateError>> {
  const random = ports.random ?? Math.random;
  const run = plan.resume?.run ?? plan.run ?? newRunId(ports.clock.now(), random());
  if (!isRunId(run)) return err({ kind: 'badRunId', run });
  const tool = toolOfRun(run);
  if (tool !== undefined) return err({ kind: 'foreignRun', run, tool });
  if (plan.resume !== undefined) {
    // Looked for before the lock is taken, because taking it makes the folder.
    const found = await existingRecord(plan, ports, run);
    if (!found.ok) return found;
  }
  const locked = await ports.store.lock(runPaths(run).lock);
  if (!locked.ok) {
    return err(
      locked.error.kind === 'locked'
        ? { kind: 'locked', run, heldBy: locked.error.heldBy }
        : { kind: 'store', error: locked.error },
    );
  }
  const record = plan.resume === undefined ? await newRecord(plan, ports, run) : await takenUp(plan, ports, run);
  if (!record.ok) {
    await locked.value.release();
    return record;
  }
  const strategy = record.value.strategyInFull ?? findStrategy(record.value.strategy) ?? plan.strategy;
  return ok({ record: record.value, strategy, lock: locked.value });
}

async function existingRecord(
  plan: EvaluatePlan,
  ports: EvaluatePorts,
  run: string,
): Promise<Result<RunRecord, EvaluateError>> {
  const record = await readRunRecord(ports.store, run);
  if (!record.ok) {
    return err(
      record.error.kind === 'noSuchRun' || record.error.kind === 'badRun'
        ? record.error
        : { kind: 'store', error: record.error },
    );
  }
  const { model, extractor, parameters } = record.value;
  if (model !== plan.model.id) return err({ kind: 'otherModel', run, model, asked: plan.model.id });
  const asked = plan.extractor?.model.id;
  if (extractor !== undefined && asked !== undefined && asked !== extractor.model) {
    return err({ kind: 'otherModel', run, model: extractor.model, asked });
  }
  // Crops of another version under the recorded one would be another question that claims to be the same.
  const { cropVersion } = parameters;
  const isOther = cropVersion !== undefined && ports.crop !== undefined && ports.crop.version !== cropVersion;
  return isOther ? err({ kind: 'otherCrops', run }) : record;
}

async function takenUp(
  plan: EvaluatePlan,
  ports: EvaluatePorts,
  run: string,
): Promise<Result<RunRecord, EvaluateError>> {
  const found = await existingRecord(plan, ports, run);
  if (!found.ok) return found;
  const { endedAt: _ended, stopped: _stopped, ...before } = found.value;
  const record = plan.resume?.add === true ? withItems(before, plan.items) : before;
  return saved(record, await saveRunRecord(ports.store, record));
}

function withItems(record: RunRecord, items: Items): RunRecord {
  if (record.picked === undefined) return record;
  const picked = [...new Set([...record.picked, ...items.map(({ id }) => id)])];
  return { ...record, picked, items: picked.length };
}

/** Writes the record of a new run: all that is needed to begin it, now or later. */
export async function newRecord(
  plan: EvaluatePlan,
  ports: EvaluatePorts,
  run: string,
): Promise<Result<RunRecord, EvaluateError>> {
  const there = await ports.store.stat(runPaths(run).record);
  if (there.ok) return err({ kind: 'runExists', run });
  const { model, strategy, protocol, benchmark } = plan;
  const prompts = new TextEncoder().encode(JSON.stringify([protocol, strategy]));
  const record: RunRecord = {
    version: 1,
    run,
    model: model.id,
    modelKind: model.kind,
    ...(plan.connection === undefined ? {} : { connection: plan.connection }),
    ...(model.endpoint === undefined ? {} : { endpoint: model.endpoint }),
    ...(plan.extractor && {
      extractor: {
        model: plan.extractor.model.id,
        ...(plan.extractor.model.endpoint === undefined ? {} : { endpoint: plan.extractor.model.endpoint }),
      },
    }),
    parameters: {
      ...plan.parameters,
      ...((plan.parameters.orders ?? 1) > 1 ? { order: 'shuffled' as const } : {}),
      ...(strategy.crops?.length && ports.crop ? { cropVersion: ports.crop.version } : {}),
    },
    strategy: strategy.id,
    strategyInFull: strategy,
    protocol,
    promptsSha256: await ports.hasher.sha256(prompts),
    labels: [...benchmark.labels],
    polarity: { ...plan.polarity },
    scales: Object.fromEntries(
      Object.entries(benchmark.scales).map(([name, { min, max }]) => [name, { min, max }] as const),
    ),
    benchmark: { name: benchmark.name, fingerprint: benchmark.fingerprint },
    where: plan.where,
    items: plan.items.length,
    ...(plan.limit === undefined ? {} : { limit: plan.limit }),
    ...(plan.comparison === undefined ? {} : { comparison: plan.comparison }),
    ...(plan.picked === true ? { picked: plan.items.map((item) => item.id) } : {}),
    readerVersion,
    ...recordedLexicon(plan.lexicon),
    emolensVersion: plan.emolensVersion,
    startedAt: new Date(ports.clock.now()).toISOString(),
  };
  return saved(record, await saveRunRecord(ports.store, record));
}

function saved(record: RunRecord, written: Result<void, FileError>): Result<RunRecord, EvaluateError> {
  return written.ok ? ok(record) : err({ kind: 'store', error: written.error });
}
