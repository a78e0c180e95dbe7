import { polarityTable } from '../core/affect/polarity.ts';
import type { Lexicon } from '../core/affect/lexicon.ts';
import type { Items } from '../core/benchmark/item.ts';
import { idleTerms, parseQuery } from '../core/query/language/query.ts';
import { queryTokens } from '../core/query/language/queryTokens.ts';
import { selectItems } from '../core/query/selectItems.ts';
import { vocabularyOf } from '../core/query/vocabularyOf.ts';
import { budgetsFor } from '../core/evaluation/jobSpending.ts';
import { itemsOfRun } from '../core/evaluation/itemsOfRun.ts';
import { framePlanFor, framePlanOf, holdsVideos } from '../core/evaluation/frames.ts';
import type { FramePlan } from '../core/evaluation/frames.ts';
import type { EvaluatePlan, Extractor, RunBudgets } from '../core/evaluation/plan.ts';
import type { Protocol } from '../core/evaluation/protocol.ts';
import { lexiconOfRun } from '../core/evaluation/recordedLexicon.ts';
import type { RunRecord } from '../core/evaluation/runRecord.ts';
import { findStrategy } from '../core/evaluation/strategies.ts';
import type { Strategy } from '../core/evaluation/strategies.ts';
import { queryErrorText } from '../core/words/queryText.ts';
import type { ChosenModel } from './chooseModel.ts';
import type { EvaluateOptions } from './evaluateOptions.ts';
import type { OpenedFolder } from './openFolder.ts';
import type { ForeignRun } from '../core/predictions/foreignRun.ts';
import { foreignRuns } from './foreignRuns.ts';
import type { CliHost } from './host.ts';
import { queryColumns } from './queryColumns.ts';
import { emolensVersion } from './version.ts';

const defaultConcurrency = 16;

/** What all runs of a command have in common: what is asked, of which items, and how replies are read. */
export interface CommonPlan {
  readonly given: EvaluateOptions;
  readonly opened: OpenedFolder;
  readonly lexicon: Lexicon;
  readonly extractor?: Extractor;
}

/** What a new run asks. */
export interface NewRun {
  readonly protocol: Protocol;
  readonly strategy: Strategy;
  readonly items: Items;
  readonly chosen: ChosenModel;
  readonly run?: string;
  readonly comparison?: string;
}

/** The budget that the options set: for all runs of the command together. */
export function budgetsOf({ maxRequests, maxCost, maxTokensTotal, maxFailures }: EvaluateOptions): RunBudgets {
  return {
    ...(maxRequests === undefined ? {} : { maxRequests }),
    ...(maxCost === undefined ? {} : { maxCostUsd: maxCost }),
    ...(maxTokensTotal === undefined ? {} : { maxTokens: maxTokensTotal }),
    ...(maxFailures &&
      ('count' in maxFailures ? { maxFailures: maxFailures.count } : { maxFailureShare: maxFailures.share })),
  };
}

/** The plan of a new run. */
export function newPlan(common: CommonPlan, { chosen, run, comparison, ...asked }: NewRun): EvaluatePlan {
  const { given, opened } = common;
  const { benchmark } = opened;
  const where = given.where ?? '';
  return {
    ...modelPart(common, chosen),
    ...asked,
    lexicon: common.lexicon,
    polarity: polarityTable(benchmark.labels, benchmark.descriptor.polarity),
    parameters: {
      ...parametersOf(given, chosen),
      ...(holdsVideos(benchmark) ? { frames: framesOf(given, chosen.model.kind) } : {}),
    },
    where,
    ...(given.limit === undefined ? {} : { limit: given.limit }),
    // A query may ask for outcomes, which change while the run goes on, and the first N are others once a picture is gone.
    ...(where.trim() === '' && given.limit === undefined ? {} : { picked: true }),
    ...(run === undefined ? {} : { run }),
    ...(comparison === undefined ? {} : { comparison }),
  };
}

type ModelPart = Pick<
  EvaluatePlan,
  | 'benchmark'
  | 'model'
  | 'limits'
  | 'budgets'
  | 'price'
  | 'pictureTokens'
  | 'latencyMs'
  | 'extractor'
  | 'connection'
  | 'emolensVersion'
>;

function modelPart({ given, opened, extractor }: CommonPlan, chosen: ChosenModel): ModelPart {
  const { requestsPerMinute, tokensPerMinute, concurrency, profile } = chosen.settings;
  return {
    benchmark: opened.benchmark,
    model: chosen.model,
    limits: {
      concurrency: given.concurrency ?? concurrency ?? defaultConcurrency,
      ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
      ...(tokensPerMinute === undefined ? {} : { tokensPerMinute }),
    },
    budgets: budgetsFor(budgetsOf(given), chosen.model),
    ...(chosen.price === undefined ? {} : { price: chosen.price }),
    ...(profile?.pictureTokens === undefined ? {} : { pictureTokens: profile.pictureTokens }),
    ...(profile?.latencyMs === undefined ? {} : { latencyMs: profile.latencyMs }),
    ...(extractor === undefined ? {} : { extractor }),
    ...(chosen.connection === undefined ? {} : { connection: chosen.connection }),
    emolensVersion,
  };
}

function parametersOf(given: EvaluateOptions, { settings, model }: ChosenModel): RunRecord['parameters'] {
  const values = {
    temperature: given.temperature ?? settings.temperature,
    maxTokens: given.maxTokens ?? settings.maxTokens,
    seed: given.seed ?? settings.seed,
    maxSide: given.maxSide ?? settings.maxSide,
    timeoutSeconds: given.timeout,
    order: given.order,
    // The baseline reads no options: in another order they would be the same question again.
    orders: given.orders === 1 || model.kind === 'baseline' ? undefined : given.orders,
  };
  return {
    ...(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as typeof values),
    conversation: given.conversation ?? 'separate',
    options: given.options ?? 'words',
  };
}

function framesOf({ frames, fps, maxFrames }: EvaluateOptions, modelKind: string): FramePlan {
  return framePlanFor(modelKind, framePlanOf({ count: frames, fps, most: maxFrames }));
}

/** Fields about what runs said, and those that may be. */
const runFields: ReadonlySet<string> = new Set('pred model run stage outcome text has standing'.split(' '));

/** The terms of a query before it is known which fields a benchmark has; none where it cannot be understood. */
function termsOf(where: string): readonly { readonly field: string; readonly value: string }[] {
  const tokens = queryTokens(where);
  if (!tokens.ok) return [];
  return tokens.value.flatMap((token) =>
    token.kind === 'term' ? [{ field: token.field.toLowerCase(), value: token.value.toLowerCase() }] : [],
  );
}

/** The runs of other tools, where a query is about what runs said: reading them takes time that others need not. */
async function foreignAskedFor(where: string, opened: OpenedFolder, host: CliHost): Promise<readonly ForeignRun[]> {
  const isAboutRuns = termsOf(where).some(({ field }) => runFields.has(field));
  return isAboutRuns ? (await foreignRuns(opened, host)).runs : [];
}

/**
 * What is looked at of the pictures where a query finds the items: one that asks for problems means those that `inspect` tells, so that
 * pictures are examined as it does it. `otherwise`: what any other query needs.
 */
export function picturesFor<T>(where: string | undefined, otherwise: T): T | 'auto' {
  const asksForProblems = termsOf(where ?? '').some(({ field, value }) => field === 'has' && value === 'problem');
  return asksForProblems ? 'auto' : otherwise;
}

/** The items that the options ask about; a sentence where the query finds none or cannot be understood. */
export async function selectedItems(
  { where = '', limit }: Pick<EvaluateOptions, 'where' | 'limit'>,
  opened: OpenedFolder,
  host: CliHost,
): Promise<Items | string> {
  // A benchmark without portraits is told by the run: no query is at fault then.
  const found = where.trim() === '' ? opened.benchmark.items : await foundItems(where, opened, host);
  return limit === undefined || typeof found === 'string' ? found : found.slice(0, limit);
}

async function foundItems(where: string, opened: OpenedFolder, host: CliHost): Promise<Items | string> {
  const { benchmark, store } = opened;
  const columns = await queryColumns(benchmark, store, await foreignAskedFor(where, opened, host));
  const found = selectItems(benchmark, where, columns);
  if (!found.ok) return `--where: ${queryErrorText(found.error)}`;
  if (found.value.length > 0) return found.value;
  const vocabulary = vocabularyOf(columns);
  const query = parseQuery(where, vocabulary);
  const [idle] = query.ok ? idleTerms(query.value, vocabulary) : [];
  return `--where ${where}: no item is found${idle === undefined ? '' : `. ${queryErrorText(idle)}`}`;
}

/** What a run asks is in its record: an option that says otherwise is refused rather than quietly left out. Its strategy has been looked at. */
export function resumedPlan(common: CommonPlan, chosen: ChosenModel, record: RunRecord): EvaluatePlan | string {
  const { given, opened } = common;
  const strategy = record.strategyInFull ?? findStrategy(record.strategy);
  if (strategy === undefined) return `run ${record.run}: its strategy ${record.strategy} is not known here`;
  const other = otherThanRecorded(given, record);
  if (other !== undefined) return other;
  const items = itemsOfRun(record, opened.benchmark);
  if (!items.ok) return `run ${record.run}: ${queryErrorText(items.error)}`;
  if (items.value.length === 0) return `run ${record.run}: none of its items is in the benchmark any more`;
  return {
    ...modelPart(common, chosen),
    items: items.value,
    protocol: record.protocol,
    strategy,
    polarity: record.polarity,
    parameters: record.parameters,
    // One run is read in one way; `--reread` changes it as a whole.
    lexicon: lexiconOfRun(record),
    where: record.where,
    resume: { run: record.run, retryFailed: given.retryFailed === true },
  };
}

function otherThanRecorded(given: EvaluateOptions, record: RunRecord): string | undefined {
  const { parameters } = record;
  const { frames } = parameters;
  const recorded: [name: string, given: unknown, recorded: unknown][] = [
    ['--protocol', given.protocol, record.protocol.id],
    ['--where', given.where, record.where],
    ['--limit', given.limit, record.limit],
    ['--temperature', given.temperature, parameters.temperature],
    ['--max-tokens', given.maxTokens, parameters.maxTokens],
    ['--seed', given.seed, parameters.seed],
    ['--max-side', given.maxSide, parameters.maxSide],
    ['--frames', given.frames, frames && 'count' in frames ? frames.count : undefined],
    ['--fps', given.fps, frames && 'fps' in frames ? frames.fps : undefined],
    ['--max-frames', given.maxFrames, frames?.most],
    ['--conversation', given.conversation, parameters.conversation],
    ['--options', given.options, parameters.options],
    ['--order', given.order, parameters.order],
    ['--orders', given.orders, parameters.orders ?? (given.orders === 1 ? 1 : undefined)],
  ];
  const other = recorded.find(([, now, then]) => now !== undefined && now !== then);
  if (other === undefined) return undefined;
  const [name, now, then] = other;
  return `${name} ${String(now)}: run ${record.run} was made with ${then === undefined || then === '' ? 'none' : String(then)}; begin a new run instead`;
}
