import type { Item } from '../benchmark/item.ts';
import { imageSize } from '../images/sniff.ts';
import type { ImageSize } from '../images/sniff.ts';
import { extractUsageCost } from '../models/usageCost.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import type { EvaluateError, EvaluatePlan, EvaluatePorts } from './plan.ts';
import { resolveProtocol } from './resolveProtocol.ts';
import type { LeftOutStage } from './resolveProtocol.ts';
import type { ResolvedStage } from './protocol.ts';
import { readKnown } from './runner/knownOutcomes.ts';
import { inLanes } from './runner/lanes.ts';
import { stageQuestion } from './runner/stageQuestion.ts';
import { whatIsLacking } from './runner/whatIsLacking.ts';
import { runPaths } from './runStore.ts';

/** What a run would take. Everything but `items`, `requests`, `already` and `imageBytes` is an estimate, see {@link dryRun}. */
export interface DryRun {
  readonly items: number;
  /** Questions to put, at most: gates may close some, failures may repeat some. */
  readonly requests: number;
  /** Questions that have an outcome on disk, when a run is resumed. */
  readonly already: number;
  /** Bytes of the pictures' files, each counted once for each request that carries it. */
  readonly imageBytes: number;
  /** Absent for models that count no tokens. */
  readonly tokens?: { readonly input: number; readonly output: number };
  /** USD; absent where no price is known. */
  readonly costUsd?: number;
  /** How long it would take at the plan's concurrency, ms. */
  readonly ms: number;
  /** Pictures that are not there or cannot be read. */
  readonly unreadable: number;
  readonly leftOut: readonly LeftOutStage[];
}

/** Pictures whose size is looked at to estimate tokens. */
const sampleSize = 24;
const statLanes = 16;
/** English text in the tokenisers of today: about four characters a token. An assumption of ours. */
const charactersPerToken = 4;
/** An answer takes this long, ms: an assumption of ours for servers; the baseline looks at one picture at a time. */
const assumedMs = { openai: 2000, baseline: 15 };
/** A bare label, or a page of reasoning before it. An assumption of ours. */
const answerTokens = { plain: 10, reasoned: 300 };

/**
 * Refuses what the run would refuse, else counts what it would ask and estimates what it would take, without asking
 * anything. Tokens assume four characters a token, a picture counted by {@link pictureTokens} (the mean of up to 24 of them), 10 tokens for an answer to a plain
 * question and 300 for any other strategy, or the token limit where that is lower; time assumes 2 s an answer. Servers
 * count differently and are differently fast.
 */
export async function dryRun(
  plan: EvaluatePlan,
  ports: Pick<EvaluatePorts, 'images' | 'store' | 'codec' | 'crop'>,
  signal: AbortSignal = new AbortController().signal,
): Promise<Result<DryRun, EvaluateError>> {
  const lacking = whatIsLacking(plan, ports, plan.parameters.maxSide, plan.strategy);
  if (lacking !== undefined) return err(lacking);
  if (plan.resume === undefined && plan.run !== undefined) {
    const there = await ports.store.stat(runPaths(plan.run).record);
    if (there.ok) return err({ kind: 'runExists', run: plan.run });
  }
  const resolved = resolveProtocol(plan.protocol, plan.benchmark, plan.polarity);
  if (!resolved.ok) return err({ kind: 'protocol', error: resolved.error });
  const { stages, leftOut } = resolved.value;
  const open = await openQuestions(plan, stages, ports);

  let imageBytes = 0;
  let unreadable = 0;
  await inLanes(open.items, statLanes, signal, async ({ item, questions }) => {
    const found = await ports.images.stat(item.path);
    if (found.ok && found.value.kind === 'file') imageBytes += found.value.size * questions;
    else unreadable++;
  });
  const tokens = plan.model.kind === 'baseline' ? undefined : await tokensFor(plan, stages, open, ports);
  const costUsd = extractUsageCost(tokens && { ...tokens, cached: 0 }, plan.price);
  return ok({
    items: open.items.length,
    requests: open.questions,
    already: open.already,
    imageBytes,
    ms: timeFor(plan, open),
    unreadable,
    leftOut,
    ...(tokens && { tokens }),
    ...(costUsd === undefined ? {} : { costUsd }),
  });
}

function timeFor(plan: EvaluatePlan, open: OpenQuestions): number {
  if (plan.model.kind === 'baseline') return open.items.length * assumedMs.baseline;
  const { concurrency, requestsPerMinute = Infinity } = plan.limits;
  return Math.round(open.questions * Math.max(assumedMs.openai / concurrency, 60_000 / requestsPerMinute));
}

interface OpenQuestions {
  readonly items: readonly { readonly item: Item; readonly questions: number }[];
  readonly questions: number;
  readonly already: number;
}

async function openQuestions(
  plan: EvaluatePlan,
  stages: readonly ResolvedStage[],
  ports: Pick<EvaluatePorts, 'store'>,
): Promise<OpenQuestions> {
  const known = plan.resume === undefined ? undefined : await readKnown(ports.store, plan.resume.run);
  const byItem = known?.ok === true ? known.value.byItem : new Map<string, never>();
  const isSettled = (item: Item, stage: ResolvedStage): boolean => {
    const outcome = byItem.get(item.id)?.get(stage.id);
    return outcome !== undefined && !(plan.resume?.retryFailed === true && outcome.kind === 'failed');
  };
  const items = plan.items
    .map((item) => ({ item, questions: stages.filter((stage) => !isSettled(item, stage)).length }))
    .filter(({ questions }) => questions > 0);
  const questions = items.reduce((sum, one) => sum + one.questions, 0);
  return { items, questions, already: plan.items.length * stages.length - questions };
}

async function tokensFor(
  plan: EvaluatePlan,
  stages: readonly ResolvedStage[],
  open: OpenQuestions,
  ports: Pick<EvaluatePorts, 'images'>,
): Promise<{ input: number; output: number }> {
  const first = open.items[0]?.item;
  if (first === undefined) return { input: 0, output: 0 };
  const texts = stages.map((stage) => stageQuestion(first, stage, [], plan.parameters, plan.strategy).text);
  const text = texts.reduce((sum, one) => sum + one.length / charactersPerToken, 0) / texts.length;
  const picture = await meanPictureTokens(plan, open, ports);
  const written = plan.strategy.id === 'plain' ? answerTokens.plain : answerTokens.reasoned;
  const output = Math.min(written, plan.parameters.maxTokens ?? Infinity);
  return { input: Math.round(open.questions * (text + picture)), output: Math.round(open.questions * output) };
}

async function meanPictureTokens(
  plan: EvaluatePlan,
  open: OpenQuestions,
  ports: Pick<EvaluatePorts, 'images'>,
): Promise<number> {
  const step = Math.max(1, Math.floor(open.items.length / sampleSize));
  const counts: number[] = [];
  for (let at = 0; at < open.items.length && counts.length < sampleSize; at += step) {
    const path = open.items[at]?.item.path;
    const head = path === undefined ? undefined : await ports.images.readHead(path, 64 * 1024);
    const size = head?.ok === true ? imageSize(head.value) : undefined;
    if (size !== undefined) counts.push(pictureTokens(size, plan.parameters.maxSide));
  }
  const crops = 1 + (plan.strategy.crops?.length ?? 0);
  return counts.length === 0 ? 0 : (crops * counts.reduce((sum, one) => sum + one, 0)) / counts.length;
}

/**
 * Tokens of a picture in high detail: fitted into 2048 x 2048, its shorter side brought down to 768, then 85 and 170 for
 * each tile of 512 x 512 (OpenAI, "Images and vision", calculating costs). Other servers count in other ways.
 */
export function pictureTokens(size: ImageSize, maxSide = Infinity): number {
  const longer = Math.max(size.width, size.height);
  const fitted = Math.min(1, 2048 / longer, maxSide / longer);
  const shorter = Math.min(size.width, size.height) * fitted;
  const scale = fitted * Math.min(1, 768 / shorter);
  const tiles = Math.ceil((size.width * scale) / 512) * Math.ceil((size.height * scale) / 512);
  return 85 + 170 * tiles;
}
