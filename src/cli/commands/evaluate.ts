import type { Command } from 'commander';
import { dryRun } from '../../core/evaluation/dryRun.ts';
import type { EvaluatePlan, EvaluatePorts, RunSummary } from '../../core/evaluation/plan.ts';
import { evaluate } from '../../core/evaluation/runner.ts';
import { dryRunText, evaluateErrorText, progressText, summaryText } from '../../core/words/runText.ts';
import { createImageCodec } from '../../platform/node/imageCodec.ts';
import { nodeClock } from '../../platform/node/nodeClock.ts';
import { nodeHasher } from '../../platform/node/nodeHasher.ts';
import { chooseModel } from '../chooseModel.ts';
import { declareEvaluateOptions } from '../evaluateOptions.ts';
import type { EvaluateOptions } from '../evaluateOptions.ts';
import { exitStatus, refuse } from '../host.ts';
import type { CliHost, ExitStatus } from '../host.ts';
import { openFolder } from '../openFolder.ts';
import type { OpenedFolder } from '../openFolder.ts';
import { planEvaluation } from '../planEvaluation.ts';
import { findRun } from '../findRun.ts';

/** `emolens evaluate FOLDER --model ID`: runs a protocol. */
export function addEvaluate(program: Command, host: CliHost, ends: (status: ExitStatus) => void): void {
  declareEvaluateOptions(
    program
      .command('evaluate')
      .description('ask a model about the portraits of a benchmark')
      .argument('[folder]', 'the benchmark folder'),
  ).action(async (folder: string | undefined, given: EvaluateOptions) => {
    // `--resume FOLDER`: the option has taken the folder for a run's id.
    const isTaken = folder === undefined && typeof given.resume === 'string';
    const path = isTaken ? (given.resume as string) : folder;
    if (path === undefined) return ends(refuse(host, 'evaluate: name the benchmark folder (emolens evaluate --help)'));
    ends(await run(path, isTaken ? { ...given, resume: true } : given, host));
  });
}

async function run(folder: string, given: EvaluateOptions, host: CliHost): Promise<ExitStatus> {
  const opened = await openFolder(folder, host, { deep: false });
  if (typeof opened === 'number') return opened;
  const found = await findRun(given, opened.store, host);
  if (typeof found === 'string') return refuse(host, `${folder}: ${found}`);
  const wished = given.model ?? found?.record.connection ?? found?.record.model;
  if (wished === undefined) return refuse(host, 'evaluate: say which model to ask with --model');
  const recordedUrl = found?.record.connection === undefined ? found?.record.endpoint : undefined;
  const baseUrl =
    given.baseUrl ?? (given.model === undefined || given.model === found?.record.model ? recordedUrl : undefined);
  const chosen = await chooseModel(
    {
      id: wished,
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(given.timeout === undefined ? {} : { timeoutSeconds: given.timeout }),
    },
    host,
  );
  if (!chosen.ok) return refuse(host, chosen.error);
  const codec = createImageCodec();
  try {
    const plan = await planEvaluation(given, opened, chosen.value, found, host);
    if (typeof plan === 'string') return refuse(host, `${folder}: ${plan}`);
    const ports = { images: opened.images, store: opened.store, clock: nodeClock, hasher: nodeHasher, codec };
    return given.dryRun === true
      ? await tellDryRun(plan, ports, given, host)
      : await ask(folder, plan, ports, given, opened, host);
  } finally {
    await Promise.all([codec.dispose(), chosen.value.dispose()]);
  }
}

async function tellDryRun(
  plan: EvaluatePlan,
  ports: EvaluatePorts,
  given: EvaluateOptions,
  host: CliHost,
): Promise<ExitStatus> {
  const dry = await dryRun(plan, ports, host.signal);
  if (host.signal.aborted) return exitStatus.interrupted;
  if (!dry.ok) return refuse(host, evaluateErrorText(dry.error));
  host.out(given.json === true ? JSON.stringify({ dryRun: true, ...dry.value }, undefined, 2) : dryRunText(dry.value));
  return exitStatus.done;
}

async function ask(
  folder: string,
  plan: EvaluatePlan,
  ports: EvaluatePorts,
  given: EvaluateOptions,
  opened: OpenedFolder,
  host: CliHost,
): Promise<ExitStatus> {
  const ended = await evaluate(
    plan,
    ports,
    {
      onStart: ({ run, model }) =>
        host.note(`run ${run}: ${plan.items.length} items of ${opened.benchmark.name}, asked of ${model}`),
      onProgress: (progress) => host.passing(progressText(progress)),
    },
    host.signal,
  );
  if (!ended.ok) return refuse(host, `${folder}: ${evaluateErrorText(ended.error)}`);
  const summary = ended.value;
  // The line of progress is replaced by what came of it.
  host.note(summaryText(summary));
  if (given.json === true) host.out(documentOf(summary));
  else for (const line of textOf(summary)) host.out(line);
  if (summary.stopped !== undefined)
    host.note(`resume with: emolens evaluate ${quoted(folder)} --resume ${summary.run}`);
  return statusOf(summary);
}

/** An unknown cost is `null`, which no script takes for zero. */
function documentOf(summary: RunSummary): string {
  return JSON.stringify({ ...summary, costUsd: summary.costUsd ?? null }, undefined, 2);
}

function statusOf(summary: RunSummary): ExitStatus {
  if (summary.stopped === 'cancelled') return exitStatus.interrupted;
  if (summary.stopped !== undefined) return exitStatus.stopped;
  return summary.kinds.failed === undefined ? exitStatus.done : exitStatus.someFailed;
}

/** One `name value` a line, for people and for `cut`. */
function textOf(summary: RunSummary): string[] {
  return [
    `run ${summary.run}`,
    `requested ${summary.requested}`,
    `resumed ${summary.resumed}`,
    ...Object.entries(summary.kinds).map(([kind, count]) => `${kind} ${count}`),
    ...Object.entries(summary.failures).map(([kind, count]) => `failed:${kind} ${count}`),
    `tokens ${summary.usage.input} in, ${summary.usage.output} out`,
    ...(summary.costUsd === undefined ? [] : [`costUsd ${summary.costUsd}`]),
    ...(summary.stopped === undefined ? [] : [`stopped ${summary.stopped}`]),
  ];
}

/** A path as a POSIX shell takes it back. */
function quoted(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
