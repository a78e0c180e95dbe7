import type { EvaluatePlan, Extractor } from '../core/evaluation/plan.ts';
import type { RunRecord } from '../core/evaluation/runRecord.ts';
import { isResumable, isRunId, newRunId } from '../core/evaluation/runStore.ts';
import { builtInStrategies } from '../core/evaluation/strategies.ts';
import type { Strategy } from '../core/evaluation/strategies.ts';
import { expressionBaselineId } from '../core/models/expressionBaseline.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { labelsSince } from '../core/scoring/labelsSince.ts';
import { evaluateErrorText } from '../core/words/runText.ts';
import { labelsWhenResumedText } from '../core/words/scoreText.ts';
import { problemText } from '../core/words/problemText.ts';
import type { ChosenModel } from './chooseModel.ts';
import { connectionTo } from './chooseModel.ts';
import type { EvaluateOptions } from './evaluateOptions.ts';
import type { FoundRuns } from './findRuns.ts';
import type { CliHost } from './host.ts';
import type { ModelShelf } from './modelShelf.ts';
import type { OpenedFolder } from './openFolder.ts';
import { knownProtocols, knownStrategies, lexiconInForce, named, noteFaults } from './ownFiles.ts';
import { newPlan, resumedPlan, selectedItems } from './planEvaluation.ts';
import type { CommonPlan } from './planEvaluation.ts';

/** One run of a job. */
export interface JobCell {
  readonly plan: EvaluatePlan;
  readonly strategy: string;
  readonly model: string;
  /** What is asked of it already; absent for a new run. */
  readonly record?: RunRecord;
}

/** The runs that a command makes, one after the other. */
export interface Job {
  readonly cells: readonly JobCell[];
  /** The comparison's id; absent for one run on its own. */
  readonly comparison?: string;
}

/** Makes the plans of what the options ask for; the error is a sentence that says what is not there. */
export async function planJob(
  given: EvaluateOptions,
  opened: OpenedFolder,
  found: FoundRuns | undefined,
  shelf: ModelShelf,
  host: CliHost,
): Promise<Result<Job, string>> {
  const nothing = opened.benchmark.problems.find((problem) => problem.kind === 'nothing-found');
  if (nothing !== undefined) return err(problemText(nothing));
  const lexicon = await lexiconInForce(opened.store);
  if (!lexicon.ok) return lexicon;
  if (given.orders !== undefined && given.orders > 1 && given.order === 'fixed')
    return err(`--orders ${given.orders}: several orders are shuffled ones, and --order fixed forbids them`);
  const extractor = await extractorOf(given, found, shelf, host);
  if (!extractor.ok) return extractor;
  const common = {
    given,
    opened,
    lexicon: lexicon.value,
    ...(extractor.value === undefined ? {} : { extractor: extractor.value }),
  };
  return found === undefined ? newJob(common, shelf, host) : resumedJob(common, found, shelf, host);
}

async function newJob(common: CommonPlan, shelf: ModelShelf, host: CliHost): Promise<Result<Job, string>> {
  const { given, opened } = common;
  const models = [...new Set(given.model ?? [])];
  if (models.length === 0) return err('say which model to ask with --model');
  const protocols = await knownProtocols(opened.store);
  const protocol = named(given.protocol ?? 'memo-progressive', protocols, '--protocol');
  if (!protocol.ok) return protocol;
  noteFaults(protocols, host);
  const strategies = await askedStrategies(given, opened, host);
  if (!strategies.ok) return strategies;
  const items = await selectedItems(given, opened, host);
  if (typeof items === 'string') return err(items);
  const pairs: { strategy: Strategy; chosen: ChosenModel }[] = [];
  for (const id of models) {
    const chosen = await shelf.get({ id, ...baseUrlFor(id, given), ...timeoutOf(given) });
    if (!chosen.ok) return chosen;
    for (const strategy of strategiesFor(id, strategies.value, host)) pairs.push({ strategy, chosen: chosen.value });
  }
  const asked = { protocol: protocol.value, items };
  const [only, ...more] = pairs;
  if (only === undefined || more.length === 0) {
    const run = given.run === undefined ? {} : { run: given.run };
    return ok({ cells: pairs.map((pair) => cellOf(newPlan(common, { ...asked, ...pair, ...run }))) });
  }
  const comparison = given.run ?? newRunId(Date.now(), Math.random());
  if (!isRunId(`${comparison}-${pairs.length}`)) return err(evaluateErrorText({ kind: 'badRunId', run: comparison }));
  const cells = pairs.map((pair, place) =>
    cellOf(newPlan(common, { ...asked, ...pair, run: `${comparison}-${place + 1}`, comparison })),
  );
  return ok({ cells, comparison });
}

async function askedStrategies(
  given: EvaluateOptions,
  { store }: OpenedFolder,
  host: CliHost,
): Promise<Result<readonly Strategy[], string>> {
  const strategies = await knownStrategies(store);
  const found: Strategy[] = [];
  for (const id of new Set(given.strategy ?? ['plain'])) {
    const strategy = named(id, strategies, '--strategy');
    if (!strategy.ok) return strategy;
    found.push(strategy.value);
  }
  noteFaults(strategies, host);
  return ok(found);
}

/** The expression baseline reads no question: asked in several ways it would say the same, and look as if it had been. */
function strategiesFor(model: string, strategies: readonly Strategy[], host: CliHost): readonly Strategy[] {
  const plain = builtInStrategies.slice(0, 1);
  if (model !== expressionBaselineId || (strategies.length === 1 && strategies[0]?.id === 'plain')) return strategies;
  host.note(`${model} reads no question: it is asked once, as plain`);
  return plain;
}

async function resumedJob(
  common: CommonPlan,
  { records, comparison }: FoundRuns,
  shelf: ModelShelf,
  host: CliHost,
): Promise<Result<Job, string>> {
  const { given } = common;
  const others = otherCells(given, records, comparison);
  if (others !== undefined) return err(others);
  const open = records.filter((record) => given.retryFailed === true || isResumable(record));
  // Where all are done, pictures may have changed: then all are looked at.
  const isLeft = new Set(open.length === 0 ? records : open);
  const cells: JobCell[] = [];
  for (const record of records) {
    const wished = wishedModel(given, record);
    const chosen = await shelf.get({ ...wished, ...timeoutOf(given) });
    if (!chosen.ok) return chosen;
    const plan = resumedPlan(common, chosen.value, record);
    if (typeof plan === 'string') return err(plan);
    if (!isLeft.has(record)) continue;
    cells.push(cellOf(plan, record));
    const since = labelsSince(record, plan.items, plan.benchmark.labels);
    if (since !== undefined) host.note(labelsWhenResumedText(record.run, since));
  }
  const other = records.find((record) => record.lexiconVersion !== common.lexicon.version);
  if (other !== undefined)
    host.note(`run ${other.run} goes on with the words it began with; --reread reads its answers with those of today`);
  return ok({ cells, ...(comparison === undefined ? {} : { comparison }) });
}

/** Strategies and models that are named must be those on record: what is not would not be asked, and nobody told. */
function otherCells(
  { strategy = [], model = [] }: EvaluateOptions,
  records: readonly RunRecord[],
  comparison: string | undefined,
): string | undefined {
  const what = comparison === undefined ? `run ${records[0]?.run}` : `comparison ${comparison}`;
  const isMany = comparison !== undefined || strategy.length > 1 || model.length > 1;
  const made = (names: readonly string[]): string =>
    `${what} was made with ${[...new Set(names)].join(', ')}; begin a new one instead`;
  const strategies = records.map((record) => record.strategy);
  const strange = strategy.find((id) => !strategies.includes(id));
  if (strange !== undefined) return `--strategy ${strange}: ${made(strategies)}`;
  const models = records.flatMap((record) => [record.connection ?? [], record.model].flat());
  const stranger = isMany && model.find((id) => !models.includes(id));
  if (stranger) return `--model ${stranger}: ${made(records.map((record) => record.model))}`;
  if (comparison === undefined) return undefined;
  // The baseline is asked once, in a way that nobody named.
  const lacksStrategy = records.some((one) => one.modelKind !== 'baseline' && !strategy.includes(one.strategy));
  if (strategy.length > 0 && lacksStrategy) return `--strategy ${strategy.join(',')}: ${made(strategies)}`;
  const lacksModel = records.some((one) => !model.includes(one.model) && !model.includes(one.connection ?? ''));
  if (model.length > 0 && lacksModel) return `--model ${model.join(', ')}: ${made(records.map((one) => one.model))}`;
  return undefined;
}

function cellOf(plan: EvaluatePlan, record?: RunRecord): JobCell {
  return { plan, strategy: plan.strategy.id, model: plan.model.id, ...(record && { record }) };
}

/** The model as the option names it where it does, else as the record has it: its connection, or its address. */
function wishedModel(given: EvaluateOptions, record: RunRecord): { readonly id: string; readonly baseUrl?: string } {
  const recorded = record.connection ?? record.model;
  const id = given.model?.find((name) => name === record.model || name === record.connection) ?? given.model?.[0];
  const isRecorded = id === undefined || id === record.model;
  const recordedUrl = record.connection === undefined && isRecorded ? record.endpoint : undefined;
  const baseUrl = given.baseUrl ?? recordedUrl;
  return { id: id ?? recorded, ...(baseUrl === undefined ? {} : { baseUrl }) };
}

/** An address is for the models that need one: beside others the baseline runs where it always does. */
function baseUrlFor(id: string, { baseUrl, model }: EvaluateOptions): { readonly baseUrl?: string } {
  const isBesideOthers = id === expressionBaselineId && new Set(model).size > 1;
  return baseUrl === undefined || isBesideOthers ? {} : { baseUrl };
}

function timeoutOf({ timeout }: EvaluateOptions): { readonly timeoutSeconds?: number } {
  return timeout === undefined ? {} : { timeoutSeconds: timeout };
}

/** The second model: of the option, or the one that the run to go on with has on record, where a connection leads to it. */
async function extractorOf(
  given: EvaluateOptions,
  found: FoundRuns | undefined,
  shelf: ModelShelf,
  host: CliHost,
): Promise<Result<Extractor | undefined, string>> {
  const [first] = found?.records ?? [];
  if (given.extractor !== undefined && first !== undefined && first.extractor === undefined)
    return err(`--extractor ${given.extractor}: run ${first.run} was made with none; begin a new run instead`);
  const name = given.extractor ?? (first?.extractor && (await connectionTo(first.extractor, host)));
  if (name === undefined) return ok(undefined);
  const chosen = await shelf.get({ id: name, option: '--extractor', ...timeoutOf(given) });
  if (!chosen.ok) return chosen;
  const { model, price } = chosen.value;
  return ok({ model, connection: name, ...(price === undefined ? {} : { price }) });
}
