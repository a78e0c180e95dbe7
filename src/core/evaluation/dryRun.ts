import type { Benchmark } from '../benchmark/benchmark.ts';
import type { Item } from '../benchmark/item.ts';
import type { Problem } from '../benchmark/problem.ts';
import { fitWithin } from '../images/resample.ts';
import { imageSize } from '../images/sniff.ts';
import type { ImageSize } from '../images/sniff.ts';
import { extractUsageCost } from '../models/usageCost.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import { cautionsOf } from './cautions.ts';
import type { Cautions } from './cautions.ts';
import { cropRects } from './crops.ts';
import type { EvaluateError, EvaluatePlan, EvaluatePorts } from './plan.ts';
import { resolveProtocol } from './resolveProtocol.ts';
import type { LeftOutStage } from './resolveProtocol.ts';
import { readKnown } from './runner/knownOutcomes.ts';
import { inLanes } from './runner/lanes.ts';
import { stageQuestion } from './runner/stageQuestion.ts';
import { whatIsLacking } from './runner/whatIsLacking.ts';
import { runPaths } from './runStore.ts';
import { videosToSend } from './videoEstimate.ts';
import type { VideosToSend } from './videoEstimate.ts';
import { questionsOf } from './stagesToAsk.ts';
import type { StageToAsk } from './stagesToAsk.ts';
import { expectedAnswerTokens, pictureTokens, textTokens } from './tokenEstimate.ts';

/** What a run would take. Everything but `items`, `requests`, `already` and `imageBytes` is an estimate, see {@link dryRun}. */
export interface DryRun {
  readonly items: number;
  /** Questions to put, at most: gates may close some, failures may repeat some. */
  readonly requests: number;
  /** Questions that have an outcome on disk, when a run is resumed. */
  readonly already: number;
  /** Bytes of the pictures' files, each counted once for each request that carries it. */
  readonly imageBytes: number;
  /** Frames of videos to send, each counted once for each request that carries it; absent where no video is asked about. */
  readonly frames?: number;
  /** Videos that cannot be asked about for want of a decoder. */
  readonly undecodable?: number;
  /** Absent for models that count no tokens. */
  readonly tokens?: { readonly input: number; readonly output: number };
  /** USD; absent where no price is known. */
  readonly costUsd?: number;
  /** How long it would take at the plan's concurrency, ms. */
  readonly ms: number;
  /** What the estimates rest on; absent for models that count no tokens. */
  readonly basis?: EstimateBasis;
  /** Pictures that are not there, cannot be read, or are empty or damaged: they become outcomes without being sent. */
  readonly unreadable: number;
  readonly leftOut: readonly LeftOutStage[];
  /** Absent where there is nothing to know. */
  readonly cautions?: Cautions;
}

/** What estimates rest on: what a probe of the connection measured, or what we assume of servers. */
export interface EstimateBasis {
  readonly pictures: 'measured' | 'assumed';
  readonly latency: 'measured' | 'assumed';
  /** How long one answer is taken to take, ms. */
  readonly latencyMs: number;
}

/** Pictures whose size is looked at to estimate tokens. */
const sampleSize = 24;
const statLanes = 16;
/** An answer takes this long, ms: an assumption of ours for servers; the baseline looks at one picture at a time. */
const assumedMs = { server: 2000, baseline: 15 };

/**
 * Refuses what the run would refuse, else counts what it would ask and estimates what it would take, without asking
 * anything. Tokens assume four characters a token; a picture as it is sent, scaled and with the strategy's crops, counted by
 * {@link pictureTokens} (the mean of up to 24 items); 10 tokens for an answer to a plain question and 300 for any other
 * strategy, or the token limit where that is lower. Time assumes the plan's latency, or 2 s an answer. Servers that were
 * not probed count differently and are differently fast. `isFaulty` says which pictures would not be sent: by default those of which
 * the benchmark has such a problem, which is all of them once its pictures have been examined.
 */
export async function dryRun(
  plan: EvaluatePlan,
  ports: Pick<EvaluatePorts, 'images' | 'store' | 'codec' | 'crop' | 'video'>,
  signal: AbortSignal = new AbortController().signal,
  isFaulty: (item: Item) => Promise<boolean> | boolean = knownFaults(plan.benchmark),
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
  const cautions = cautionsOf(plan);
  const questions = questionsOf(stages, plan.parameters.orders);
  const open = await openQuestions(plan, questions, ports);

  let imageBytes = 0;
  let unreadable = 0;
  await inLanes(open.items, statLanes, signal, async ({ item, questions }) => {
    const found = await ports.images.stat(item.path);
    // Of videos frames are sent, and not their files.
    const isThere = found.ok && found.value.kind === 'file';
    if (isThere) imageBytes += item.media === 'video' ? 0 : found.value.size * questions;
    if (!isThere || (await isFaulty(item))) unreadable++;
  });
  const videos = await videosToSend(plan, open, ports.video);
  const tokens = plan.model.kind === 'baseline' ? undefined : await tokensFor(plan, questions, open, ports, videos);
  const costUsd = extractUsageCost(tokens && { ...tokens, cached: 0 }, plan.price);
  return ok({
    items: open.items.length,
    requests: open.questions,
    already: open.already,
    imageBytes,
    ms: timeFor(plan, open),
    unreadable,
    leftOut,
    ...(cautions && { cautions }),
    ...(videos && { frames: Math.round(videos.framesEach * videos.questions) }),
    ...(videos?.isDecodable === false && { undecodable: videos.count }),
    ...(tokens && { tokens, basis: basisOf(plan) }),
    ...(costUsd === undefined ? {} : { costUsd }),
  });
}

const sendingFaults: ReadonlySet<Problem['kind']> = new Set<Problem['kind']>([
  'corrupt-image',
  'empty-image',
  'over-large',
  'unreadable',
  'outside-root',
]);

function knownFaults({ problems }: Pick<Benchmark, 'problems'>): (item: Item) => boolean {
  const faulty = new Set(problems.flatMap(({ kind, item }) => (sendingFaults.has(kind) ? (item ?? []) : [])));
  return ({ id }) => faulty.has(id);
}

function basisOf({ pictureTokens: measured, latencyMs }: EvaluatePlan): EstimateBasis {
  return {
    pictures: measured === undefined ? 'assumed' : 'measured',
    latency: latencyMs === undefined ? 'assumed' : 'measured',
    latencyMs: latencyMs ?? assumedMs.server,
  };
}

function timeFor(plan: EvaluatePlan, open: OpenQuestions): number {
  if (plan.model.kind === 'baseline') return open.items.length * assumedMs.baseline;
  const { concurrency, requestsPerMinute = Infinity } = plan.limits;
  return Math.round(open.questions * Math.max(basisOf(plan).latencyMs / concurrency, 60_000 / requestsPerMinute));
}

/** The items that have something left to ask, and how many questions that is. */
export interface OpenQuestions {
  readonly items: readonly { readonly item: Item; readonly questions: number }[];
  readonly questions: number;
  readonly already: number;
}

async function openQuestions(
  plan: EvaluatePlan,
  asked: readonly StageToAsk[],
  ports: Pick<EvaluatePorts, 'store'>,
): Promise<OpenQuestions> {
  const known = plan.resume === undefined ? undefined : await readKnown(ports.store, plan.resume.run);
  const byItem = known?.ok === true ? known.value.byItem : new Map<string, never>();
  const isSettled = (item: Item, { key }: StageToAsk): boolean => {
    const outcome = byItem.get(item.id)?.get(key);
    return outcome !== undefined && !(plan.resume?.retryFailed === true && outcome.kind === 'failed');
  };
  const items = plan.items
    .map((item) => ({ item, questions: asked.filter((one) => !isSettled(item, one)).length }))
    .filter(({ questions }) => questions > 0);
  const questions = items.reduce((sum, one) => sum + one.questions, 0);
  return { items, questions, already: plan.items.length * asked.length - questions };
}

async function tokensFor(
  plan: EvaluatePlan,
  asked: readonly StageToAsk[],
  open: OpenQuestions,
  ports: Pick<EvaluatePorts, 'images'>,
  videos: VideosToSend | undefined,
): Promise<{ input: number; output: number }> {
  const first = open.items[0]?.item;
  if (first === undefined) return { input: 0, output: 0 };
  const { parameters, strategy } = plan;
  const output = expectedAnswerTokens(strategy.id === 'plain', parameters.maxTokens);
  const texts = asked.map(({ stage, repeat }) =>
    textTokens(stageQuestion(first, stage, [], parameters, strategy, repeat).text),
  );
  const text = mean(texts) + (parameters.conversation === 'one' ? repeatedTurns(texts, asked, output) : 0);
  const picture = await meanPictureTokens(plan, open, ports);
  const ofPictures =
    (open.questions - (videos?.questions ?? 0)) * picture + (videos?.tokensEach ?? 0) * (videos?.questions ?? 0);
  return { input: Math.round(open.questions * text + ofPictures), output: Math.round(open.questions * output) };
}

/** Tokens a question that a conversation says again: the turns before it, which are those of the same order. */
function repeatedTurns(texts: readonly number[], asked: readonly StageToAsk[], output: number): number {
  let repeated = 0;
  asked.forEach(({ repeat }, at) => {
    for (let earlier = 0; earlier < at; earlier++) {
      if (asked[earlier]?.repeat === repeat) repeated += (texts[earlier] ?? 0) + output;
    }
  });
  return repeated / asked.length;
}

/** Tokens of all pictures of a question, over a sample of the items. */
async function meanPictureTokens(
  plan: EvaluatePlan,
  open: OpenQuestions,
  ports: Pick<EvaluatePorts, 'images'>,
): Promise<number> {
  const step = Math.max(1, Math.floor(open.items.length / sampleSize));
  const counts: number[] = [];
  for (let at = 0; at < open.items.length && counts.length < sampleSize; at += step) {
    const item = open.items[at]?.item;
    const path = item?.media === 'video' ? undefined : item?.path;
    const head = path === undefined ? undefined : await ports.images.readHead(path, 64 * 1024);
    const size = head?.ok === true ? imageSize(head.value) : undefined;
    if (size === undefined) continue;
    const sent = sizesSent(size, plan).map((one) => pictureTokens(one, plan.pictureTokens));
    counts.push(sent.reduce((sum, one) => sum + one, 0));
  }
  return counts.length === 0 ? 0 : mean(counts);
}

/** The sizes of the pictures that one item sends: the whole one, scaled where the run says so, and the crops, as large as they are without a face. */
function sizesSent(size: ImageSize, { parameters, strategy }: EvaluatePlan): readonly ImageSize[] {
  const { width, height } = size;
  const { maxSide } = parameters;
  const all = [size, ...cropRects(width, height, strategy.crops ?? [])];
  return maxSide === undefined ? all : all.map((one) => fitWithin(one.width, one.height, maxSide));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}
