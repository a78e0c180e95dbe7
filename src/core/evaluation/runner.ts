import { builtInLexicon } from '../affect/lexicon.ts';
import type { Lexicon } from '../affect/lexicon.ts';
import type { Items } from '../benchmark/item.ts';
import type { LineAppender } from '../ports.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import type { EvaluateError, EvaluatePlan, EvaluatePorts, Extractor, RunEvents, RunSummary } from './plan.ts';
import { lexiconOfRun } from './recordedLexicon.ts';
import { resolveProtocol } from './resolveProtocol.ts';
import type { ResolvedProtocol } from './resolveProtocol.ts';
import { askItem } from './runner/askItem.ts';
import type { ItemTools } from './runner/askItem.ts';
import { extractTools } from './runner/extractAnswer.ts';
import { checkItem } from './runner/checkItem.ts';
import type { RunTerms } from './runner/judgeStage.ts';
import { dropVoidLines, keepLastLines, readKnown } from './runner/knownOutcomes.ts';
import type { KnownOutcomes } from './runner/knownOutcomes.ts';
import { inLanes } from './runner/lanes.ts';
import { AdaptiveLimiter } from './runner/limiter.ts';
import type { Limiter } from './runner/limiter.ts';
import { openSitting } from './runner/openSitting.ts';
import type { Sitting } from './runner/openSitting.ts';
import { pauseOf } from './runner/pause.ts';
import type { Pause } from './runner/pause.ts';
import { progressTeller } from './runner/progressTeller.ts';
import type { ProgressTeller } from './runner/progressTeller.ts';
import { RunControl } from './runner/runControl.ts';
import { newTally } from './runner/tally.ts';
import type { Tally } from './runner/tally.ts';
import { whatIsLacking } from './runner/whatIsLacking.ts';
import { runPaths, saveRunRecord } from './runStore.ts';
import { spendsOf } from './spend.ts';
import { questionsOf } from './stagesToAsk.ts';

/** Pictures that are compared with what is on disk at the same time, before anything is asked. */
const checkLanes = 8;

/**
 * Asks a protocol of a model over a set of items and writes every outcome to the run's file before telling it. Ends with a
 * summary whether it was finished, stopped or cancelled; the error case means that nothing was asked.
 */
export async function evaluate(
  plan: EvaluatePlan,
  ports: EvaluatePorts,
  events: RunEvents,
  signal: AbortSignal,
): Promise<Result<RunSummary, EvaluateError>> {
  const lacking = whatIsLacking(plan, ports, plan.parameters.maxSide, plan.strategy);
  if (lacking !== undefined) return err(lacking);
  const sitting = await openSitting(plan, ports);
  if (!sitting.ok) return sitting;
  const control = new RunControl(plan.budgets ?? {}, ports.clock, signal);
  try {
    const lexicon = lexiconOf(plan, sitting.value);
    return await sit({ ...plan, lexicon }, ports, events, sitting.value, control);
  } finally {
    control.dispose();
    await sitting.value.lock.release();
  }
}

/** A run is read with one set of words from its first answer to its last, whatever has been added since: reading again changes them all. */
function lexiconOf({ lexicon = builtInLexicon }: EvaluatePlan, { record }: Sitting): Lexicon {
  return lexicon.version === record.lexiconVersion ? lexicon : lexiconOfRun(record);
}

async function sit(
  plan: EvaluatePlan,
  ports: EvaluatePorts,
  events: RunEvents,
  sitting: Sitting,
  control: RunControl,
): Promise<Result<RunSummary, EvaluateError>> {
  const { record } = sitting;
  const lacking = whatIsLacking(plan, ports, record.parameters.maxSide, sitting.strategy);
  if (lacking !== undefined) return err(lacking);
  const begun = ports.clock.monotonic();
  const resolved = resolvedAsRecorded(sitting);
  if (!resolved.ok) return resolved;
  const terms: RunTerms = { ...record, stages: resolved.value.stages, strategy: sitting.strategy };
  events.onStart?.(record);

  const repaired = await repair(ports, record.run);
  if (!repaired.ok) return repaired;
  const known = await readKnown(ports.store, record.run, {
    replies: terms.parameters.conversation === 'one',
    unread: !mayExtract(plan, sitting) ? 'none' : plan.resume?.retryFailed === true ? 'failedToo' : 'unasked',
  });
  if (!known.ok) return err({ kind: 'store', error: known.error });
  const tally = newTally();
  const limiter = new AdaptiveLimiter(plan.limits, ports.clock);
  const pause = pauseOf(ports.hold, ports.clock);
  const total = plan.items.length * questionsOf(terms.stages, terms.parameters.orders).length;
  const tell = progressTeller(record.run, total, tally, limiter, ports.clock, pause, events);
  const todo = await check(plan, ports, known.value, terms, control, tell.checked);
  // Portraits that are added to a run one by one are each an evaluation of their own, with a cap of their own.
  const countsBefore = plan.resume?.add !== true;
  for (const stages of known.value.byItem.values()) {
    for (const outcome of stages.values()) {
      tally.add(outcome);
      if (countsBefore) for (const took of spendsOf(outcome)) control.pay(took);
    }
  }
  const kept = tally.count;

  const dropped = await dropVoidLines(ports.store, record.run, known.value.voidLines);
  if (!dropped.ok) return err({ kind: 'store', error: dropped.error });
  const lines = await ports.store.openLines(runPaths(record.run).outcomes);
  if (!lines.ok) return err({ kind: 'store', error: lines.error });
  const counts: Counts = { requested: 0, replaced: 0, readAgain: 0 };
  const settle = settler(lines.value, tally, counts, control, events, tell);
  const main = toolsFor(plan, ports, terms, limiter, control, pause, settle);
  const tools = mayExtract(plan, sitting) ? { ...main, extract: extractTools(plan, ports, main.ask) } : main;
  tell.begin();
  try {
    await inLanes(todo, Math.min(plan.limits.concurrency, todo.length), control.noMore, (item) =>
      askItem(item, known.value.byItem.get(item.id), tools),
    );
  } finally {
    tell.end();
    await lines.value.close();
  }
  if (counts.replaced + counts.readAgain > 0) await keepLastLines(ports.store, record.run);
  await close(ports, sitting, control);
  return ok({
    run: record.run,
    requested: counts.requested,
    resumed: kept - counts.replaced,
    ...totalsOf(tally, control),
    ms: Math.round(ports.clock.monotonic() - begun),
    repairedBytes: repaired.value,
    badLines: known.value.badLines,
    leftOut: resolved.value.leftOut,
    ...(record.extractor && !plan.extractor ? { withoutExtractor: record.extractor.model } : {}),
  });
}

interface Counts {
  requested: number;
  /** Outcomes on disk that a newer one has replaced in this sitting. */
  replaced: number;
  /** Outcomes on disk whose reply a second model has read in this sitting. */
  readAgain: number;
}

/** Whether a second model may be asked: the run says so from its start on, and one is at hand. */
function mayExtract(plan: EvaluatePlan, { record }: Sitting): plan is EvaluatePlan & { extractor: Extractor } {
  return plan.extractor !== undefined && record.extractor !== undefined;
}

function settler(
  lines: LineAppender,
  tally: Tally,
  counts: Counts,
  control: RunControl,
  events: RunEvents,
  tell: ProgressTeller,
): ItemTools['settle'] {
  return async (outcome, replaced, how) => {
    if (!(await append(lines, JSON.stringify(outcome), control))) return false;
    if (replaced !== undefined && how === 'readAgain') {
      tally.takeBack(replaced);
      counts.readAgain++;
    } else if (replaced !== undefined) {
      tally.replace(replaced);
      counts.replaced++;
    }
    tally.add(outcome);
    if (how === 'asked') counts.requested++;
    control.settled(outcome.kind === 'failed');
    events.onOutcome?.(outcome);
    tell.settled();
    return true;
  };
}

function toolsFor(
  plan: EvaluatePlan,
  ports: EvaluatePorts,
  terms: RunTerms,
  limiter: Limiter,
  control: RunControl,
  pause: Pause,
  settle: ItemTools['settle'],
): ItemTools {
  const { maxAttempts } = plan.limits;
  return {
    terms,
    ports,
    settle,
    ask: {
      model: plan.model,
      limiter,
      control,
      clock: ports.clock,
      random: ports.random ?? Math.random,
      pause,
      ...(plan.pictureTokens === undefined ? {} : { pictureTokens: plan.pictureTokens }),
      ...(maxAttempts === undefined ? {} : { maxAttempts }),
      ...(plan.price === undefined ? {} : { price: plan.price }),
    },
    ...(plan.price === undefined ? {} : { price: plan.price }),
    ...(plan.lexicon === undefined ? {} : { lexicon: plan.lexicon }),
  };
}

function totalsOf(
  tally: Tally,
  control: RunControl,
): Pick<
  RunSummary,
  'kinds' | 'failures' | 'usage' | 'costUsd' | 'estimated' | 'second' | 'requestsSent' | 'stopped' | 'stoppedDetail'
> {
  const { kinds, failures, usage, costUsd, estimated, second } = tally;
  const { stopped } = control;
  return {
    kinds,
    failures,
    usage,
    ...(costUsd === undefined ? {} : { costUsd }),
    ...(estimated === 0 ? {} : { estimated }),
    ...(second.given === 0 ? {} : { second }),
    requestsSent: control.sent,
    ...(stopped && { stopped: stopped.reason }),
    ...(stopped?.detail === undefined ? {} : { stoppedDetail: stopped.detail }),
  };
}

/** The questions as they were when the run was made, even where the benchmark has changed since. */
function resolvedAsRecorded({ record }: Sitting): Result<ResolvedProtocol, EvaluateError> {
  const { degree, quality } = record.scales;
  const scales = {
    ...(degree && { degree: { ...degree, source: 'data' as const } }),
    ...(quality && { quality: { ...quality, source: 'data' as const } }),
  };
  const resolved = resolveProtocol(record.protocol, { labels: record.labels, scales }, record.polarity);
  return resolved.ok ? resolved : err({ kind: 'protocol', error: resolved.error });
}

/** Cuts a torn last line off; the answer is its length in bytes. */
async function repair(ports: EvaluatePorts, run: string): Promise<Result<number, EvaluateError>> {
  const opened = await ports.store.openLines(runPaths(run).outcomes);
  if (!opened.ok) return err({ kind: 'store', error: opened.error });
  await opened.value.close();
  return ok(opened.value.repairedBytes);
}

/** Compares what is on disk with the pictures as they are, and finds the items of which something is left to ask. */
async function check(
  plan: EvaluatePlan,
  ports: EvaluatePorts,
  known: KnownOutcomes,
  terms: RunTerms,
  control: RunControl,
  onChecked: (count: number) => void,
): Promise<Items> {
  if (known.byItem.size === 0) return plan.items;
  const complete = new Set<string>();
  let checked = 0;
  const retryFailed = plan.resume?.retryFailed === true;
  await inLanes(plan.items, checkLanes, control.noMore, async (item) => {
    const { isComplete } = await checkItem(item, known, terms, retryFailed, plan.extractor !== undefined, ports);
    if (isComplete) complete.add(item.id);
    onChecked(++checked);
  });
  return plan.items.filter((item) => !complete.has(item.id));
}

async function append(lines: LineAppender, line: string, control: RunControl): Promise<boolean> {
  const written = await lines.append(line);
  if (!written.ok) control.stop(written.error.kind === 'diskFull' ? 'diskFull' : 'storeFailed', written.error.detail);
  return written.ok;
}

/** Notes in the record how the run ended. Where the disk is full the record stays as it is, which reads as interrupted. */
async function close(ports: EvaluatePorts, { record }: Sitting, control: RunControl): Promise<void> {
  await saveRunRecord(ports.store, {
    ...record,
    endedAt: new Date(ports.clock.now()).toISOString(),
    ...(control.stopped && { stopped: control.stopped.reason }),
  });
}
