import { polarityTable } from '../core/affect/polarity.ts';
import type { Item } from '../core/benchmark/item.ts';
import { selectItems } from '../core/benchmark/query.ts';
import { builtInProtocols, findProtocol } from '../core/evaluation/builtInProtocols.ts';
import { itemsOfRun } from '../core/evaluation/itemsOfRun.ts';
import { loadProtocols } from '../core/evaluation/loadProtocols.ts';
import type { EvaluatePlan } from '../core/evaluation/plan.ts';
import type { RunRecord } from '../core/evaluation/runRecord.ts';
import { builtInStrategies, findStrategy } from '../core/evaluation/strategies.ts';
import { problemText } from '../core/words/problemText.ts';
import { queryErrorText } from '../core/words/queryText.ts';
import type { ChosenModel } from './chooseModel.ts';
import type { EvaluateOptions } from './evaluateOptions.ts';
import type { FoundRun } from './findRun.ts';
import type { CliHost } from './host.ts';
import type { OpenedFolder } from './openFolder.ts';
import { querySubjects } from './querySubjects.ts';
import { emolensVersion } from './version.ts';

const defaultConcurrency = 16;

/** Makes the plan of what the options ask for; a sentence when they ask for what is not there. */
export async function planEvaluation(
  given: EvaluateOptions,
  opened: OpenedFolder,
  chosen: ChosenModel,
  found: FoundRun | undefined,
  host: CliHost,
): Promise<EvaluatePlan | string> {
  const nothing = opened.benchmark.problems.find((problem) => problem.kind === 'nothing-found');
  if (nothing !== undefined) return problemText(nothing);
  const common = commonPart(given, opened, chosen);
  if (found === undefined) return newPlan(given, opened, chosen, common, host);
  return resumedPlan(given, opened, common, found.record);
}

type CommonPart = Pick<
  EvaluatePlan,
  'benchmark' | 'model' | 'limits' | 'budgets' | 'price' | 'connection' | 'emolensVersion'
>;

function commonPart(given: EvaluateOptions, { benchmark }: OpenedFolder, chosen: ChosenModel): CommonPart {
  const { maxRequests, maxCost, maxFailures } = given;
  const { requestsPerMinute, tokensPerMinute, concurrency } = chosen.settings;
  return {
    benchmark,
    model: chosen.model,
    limits: {
      concurrency: given.concurrency ?? concurrency ?? defaultConcurrency,
      ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
      ...(tokensPerMinute === undefined ? {} : { tokensPerMinute }),
    },
    budgets: {
      ...(maxRequests === undefined ? {} : { maxRequests }),
      ...(maxCost === undefined ? {} : { maxCostUsd: maxCost }),
      ...(maxFailures &&
        ('count' in maxFailures ? { maxFailures: maxFailures.count } : { maxFailureShare: maxFailures.share })),
    },
    ...(chosen.price === undefined ? {} : { price: chosen.price }),
    ...(chosen.connection === undefined ? {} : { connection: chosen.connection }),
    emolensVersion,
  };
}

async function newPlan(
  given: EvaluateOptions,
  opened: OpenedFolder,
  chosen: ChosenModel,
  common: CommonPart,
  host: CliHost,
): Promise<EvaluatePlan | string> {
  const { benchmark, store } = opened;
  const own = await loadProtocols(store);
  for (const { file, path, detail } of own.errors) host.note(`${file}: ${path}: ${detail}: left out`);
  const protocol = findProtocol(given.protocol ?? 'memo-progressive', own.protocols);
  if (protocol === undefined) {
    const known = [...own.protocols, ...builtInProtocols].map((one) => one.id).join(', ');
    return `--protocol ${given.protocol}: there is none of this name, only ${known}`;
  }
  const strategy = findStrategy(given.strategy ?? 'plain');
  if (strategy === undefined) {
    const known = builtInStrategies.map((one) => one.id).join(', ');
    return `--strategy ${given.strategy}: there is none of this name, only ${known}`;
  }
  const where = given.where ?? '';
  const items = await selected(where, opened);
  if (typeof items === 'string') return items;
  return {
    ...common,
    items: given.limit === undefined ? items : items.slice(0, given.limit),
    protocol,
    strategy,
    polarity: polarityTable(benchmark.labels, benchmark.descriptor.polarity),
    parameters: parametersOf(given, chosen),
    where,
    ...(given.limit === undefined ? {} : { limit: given.limit }),
    // A query may ask for outcomes, which change while the run goes on, and the first N are others once a picture is gone.
    ...(where.trim() === '' && given.limit === undefined ? {} : { picked: true }),
    ...(given.run === undefined ? {} : { run: given.run }),
  };
}

function parametersOf(given: EvaluateOptions, { settings }: ChosenModel): RunRecord['parameters'] {
  const values = {
    temperature: given.temperature ?? settings.temperature,
    maxTokens: given.maxTokens ?? settings.maxTokens,
    seed: given.seed ?? settings.seed,
    maxSide: given.maxSide ?? settings.maxSide,
    timeoutSeconds: given.timeout,
    order: given.order,
  };
  return {
    ...(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as typeof values),
    conversation: given.conversation ?? 'separate',
    options: given.options ?? 'words',
  };
}

async function selected(where: string, { benchmark, store }: OpenedFolder): Promise<readonly Item[] | string> {
  const subjects = where.trim() === '' ? undefined : await querySubjects(benchmark, store);
  const found = selectItems(benchmark, where, subjects);
  if (!found.ok) return `--where: ${queryErrorText(found.error)}`;
  // A benchmark without portraits is told by the run: no query is at fault then.
  return found.value.length === 0 && where.trim() !== '' ? `--where ${where}: no item is found` : found.value;
}

/** What a run asks is in its record: an option that says otherwise is refused rather than quietly left out. */
async function resumedPlan(
  given: EvaluateOptions,
  opened: OpenedFolder,
  common: CommonPart,
  record: RunRecord,
): Promise<EvaluatePlan | string> {
  const strategy = record.strategyInFull ?? findStrategy(record.strategy);
  if (strategy === undefined) return `run ${record.run}: its strategy ${record.strategy} is not known here`;
  const { parameters } = record;
  const recorded: [name: string, given: unknown, recorded: unknown][] = [
    ['--protocol', given.protocol, record.protocol.id],
    ['--strategy', given.strategy, record.strategy],
    ['--where', given.where, record.where],
    ['--limit', given.limit, record.limit],
    ['--temperature', given.temperature, parameters.temperature],
    ['--max-tokens', given.maxTokens, parameters.maxTokens],
    ['--seed', given.seed, parameters.seed],
    ['--max-side', given.maxSide, parameters.maxSide],
    ['--conversation', given.conversation, parameters.conversation],
    ['--options', given.options, parameters.options],
    ['--order', given.order, parameters.order],
  ];
  const other = recorded.find(([, now, then]) => now !== undefined && now !== then);
  if (other !== undefined) {
    const [name, now, then] = other;
    return `${name} ${String(now)}: run ${record.run} was made with ${then === undefined ? 'none' : String(then)}; begin a new run instead`;
  }
  const items = itemsOfRun(record, opened.benchmark);
  if (!items.ok) return `run ${record.run}: ${queryErrorText(items.error)}`;
  if (items.value.length === 0) return `run ${record.run}: none of its items is in the benchmark any more`;
  return {
    ...common,
    items: items.value,
    protocol: record.protocol,
    strategy,
    polarity: record.polarity,
    parameters,
    where: record.where,
    resume: { run: record.run, retryFailed: given.retryFailed === true },
  };
}
