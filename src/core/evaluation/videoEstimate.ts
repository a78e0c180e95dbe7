import { fitWithin } from '../images/resample.ts';
import type { FrameSource, VideoFacts } from '../video/frameSource.ts';
import type { OpenQuestions } from './dryRun.ts';
import { frameCount, framePlanOf } from './frames.ts';
import type { EvaluatePlan } from './plan.ts';
import { pictureTokens } from './tokenEstimate.ts';

/** What asking about videos sends, by estimate. */
export interface VideosToSend {
  readonly count: number;
  /** Questions about videos. */
  readonly questions: number;
  /** Frames of one video, on average over the sample. */
  readonly framesEach: number;
  /** Tokens of the frames of one video. */
  readonly tokensEach: number;
  readonly isDecodable: boolean;
}

/** Videos that are looked into; each costs the start of a program. */
const sampleSize = 12;
/** A video that cannot be looked into is taken to be of this kind: an assumption of ours. */
const assumed: VideoFacts = { seconds: 10, width: 1280, height: 720 };

/** Counts the frames that the videos among the open items would send; `undefined` where there are none. */
export async function videosToSend(
  { parameters, pictureTokens: measured }: EvaluatePlan,
  { items }: OpenQuestions,
  source: FrameSource | undefined,
): Promise<VideosToSend | undefined> {
  const videos = items.filter(({ item }) => item.media === 'video');
  if (videos.length === 0) return undefined;
  const isDecodable = source !== undefined && (await source.isThere());
  const facts = isDecodable
    ? await sampled(
        source,
        videos.map(({ item }) => item.path),
      )
    : [assumed];
  const plan = parameters.frames ?? framePlanOf({});
  const frames = facts.map(({ seconds }) => frameCount(seconds, plan));
  const tokens = facts.map(({ width, height }, at) => {
    const size = parameters.maxSide === undefined ? { width, height } : fitWithin(width, height, parameters.maxSide);
    return (frames[at] ?? 0) * pictureTokens(size, measured);
  });
  return {
    count: videos.length,
    questions: videos.reduce((sum, { questions }) => sum + questions, 0),
    framesEach: mean(frames),
    tokensEach: mean(tokens),
    isDecodable,
  };
}

async function sampled(source: FrameSource, paths: readonly string[]): Promise<readonly VideoFacts[]> {
  const step = Math.max(1, Math.floor(paths.length / sampleSize));
  const facts: VideoFacts[] = [];
  for (let at = 0; at < paths.length && facts.length < sampleSize; at += step) {
    const found = await source.describe(paths[at] ?? '');
    if (found.ok) facts.push(found.value);
  }
  return facts.length === 0 ? [assumed] : facts;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}
