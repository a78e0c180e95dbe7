import { z } from 'zod';
import type { Benchmark } from '../benchmark/benchmark.ts';

/** How videos are sampled for models that take images: so many frames, or so many a second, and never more than `most`. */
export const framePlanSchema = z.union([
  z.strictObject({ count: z.number().int().min(1), most: z.number().int().min(1) }),
  z.strictObject({ fps: z.number().positive(), most: z.number().int().min(1) }),
]);

/** See {@link framePlanSchema}. */
export type FramePlan = z.infer<typeof framePlanSchema>;

/** What is sampled where nothing is said, and the cap: choices of ours. */
const frameDefaults = { count: 8, most: 32 } as const;

/** What a person says about frames, made a plan; 0 or nothing leaves the default. Frames a second win over a number. */
export function framePlanOf(wish: {
  readonly count?: number | undefined;
  readonly fps?: number | undefined;
  readonly most?: number | undefined;
}): FramePlan {
  const most = wish.most || frameDefaults.most;
  if (wish.fps) return { fps: wish.fps, most };
  return { count: Math.min(wish.count || frameDefaults.count, most), most };
}

/** The plan for a model: the expression baseline looks at one picture, which is the one in the middle. */
export function framePlanFor(modelKind: string, plan: FramePlan): FramePlan {
  return modelKind === 'baseline' ? { count: 1, most: 1 } : plan;
}

/** Whether a benchmark holds videos: only then the sampling is part of a run. */
export function holdsVideos({ items }: Pick<Benchmark, 'items'>): boolean {
  return items.column('media') !== undefined;
}

/** How many frames a video of so many seconds gives. */
export function frameCount(seconds: number, plan: FramePlan): number {
  const wanted = 'fps' in plan ? Math.round(seconds * plan.fps) : plan.count;
  return Math.max(1, Math.min(plan.most, wanted));
}

/** The times of the frames in seconds, to the millisecond: the middles of as many equal parts of the video. */
export function frameTimes(seconds: number, plan: FramePlan): readonly number[] {
  const count = frameCount(seconds, plan);
  return Array.from({ length: count }, (_, i) => Math.round(((i + 0.5) / count) * seconds * 1000) / 1000);
}

/** What tells a model that its pictures are frames of a video: how many, in which order, and when they were taken. */
export function framesText(times: readonly number[]): string {
  const seconds = times.map((time) => `${Number(time.toFixed(2))} s`).join(', ');
  return times.length === 1
    ? `The picture is 1 frame of a video, taken at ${seconds}.`
    : `The first ${times.length} pictures are ${times.length} frames of one video, in order, taken at ${seconds}.`;
}
