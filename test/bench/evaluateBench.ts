import { join } from 'node:path';
import { makeBenchFolder } from './benchFolder.ts';
import type { Taken } from './contender.ts';
import { withContest } from './contest.ts';
import type { Counted } from './contest.ts';
import { interleaved, median, ratioOf, rounded } from './figures.ts';

/** A case of evaluating: how long the server takes, how many are asked at once, and how large the pictures are. */
export interface EvaluateCase {
  readonly items: number;
  readonly repeats: number;
  /** Time to an answer, ms. */
  readonly delayMs: number;
  readonly concurrency: number;
  /** Side of the pictures in pixels; they are noise, so that 64 makes about 12 kB and 590 about 1 MB. */
  readonly side: number;
}

/** Evaluating over a loop that reads, hashes and sends the same bodies with `fetch` to the same server. */
export function benchEvaluate(given: EvaluateCase): Promise<unknown> {
  const { items, repeats, delayMs, concurrency, side } = given;
  return withContest([delayMs], async ({ scratch, run }) => {
    const folder = await makeBenchFolder(join(scratch, 'folder'), items, side);
    const [ours = [], bare = []] = await interleaved(repeats, [
      () => run('ours', folder.root, concurrency),
      () => run('bare', folder.root, concurrency),
    ]);
    const of = (list: readonly Counted[], what: keyof Taken): number[] => list.map((taken) => taken[what]);
    const perRequest = (list: readonly Counted[]): number => rounded(median(of(list, 'cpuMs')) / items);
    const idealMs = (items * delayMs) / concurrency;
    const ideal = ours.map(() => idealMs);
    return {
      how: `evaluate() with the openai client, the answer reader and outcomes on disk, over a loop that reads, hashes and sends the same bodies with fetch; ${items} pictures of about ${Math.round(folder.pictureBytes / items / 1000)} kB, one question each, answers after ${delayMs} ms from a server in a process of its own on the same machine, ${concurrency} in flight. Each contender is bundled as in the product and is a process of its own, ours with the bounds that the command line sets itself; ${repeats} interleaved repeats. Opening the folder is not in the times; peak memory is the whole process's.`,
      items,
      requests: [ours, bare].map((list) => list[0]?.count.requests),
      sameBodyBytes: new Set([...ours, ...bare].map(({ count }) => count.bodyBytes)).size === 1,
      wall: ratioOf(of(ours, 'wallMs'), of(bare, 'wallMs')),
      cpu: ratioOf(of(ours, 'cpuMs'), of(bare, 'cpuMs')),
      wallOverIdeal: { ours: ratioOf(of(ours, 'wallMs'), ideal), bare: ratioOf(of(bare, 'wallMs'), ideal) },
      cpuMsPerRequest: { ours: perRequest(ours), bare: perRequest(bare) },
      peakMb: { ours: Math.round(median(of(ours, 'peakMb'))), bare: Math.round(median(of(bare, 'peakMb'))) },
      pictureBytes: Math.round(folder.pictureBytes / items),
      mostPicturesAtOnce: Math.max(...of(ours, 'picturesAtOnce')),
      picturesOverConcurrency: rounded(Math.max(...of(ours, 'picturesAtOnce')) / concurrency),
    };
  });
}

/** Peak memory and bytes written at a large number of items over those at a small one. */
export function benchMemory(large: number, small = 1000): Promise<unknown> {
  return withContest([0], async ({ scratch, run }) => {
    const taken: Counted[] = [];
    for (const items of [small, large]) {
      const folder = await makeBenchFolder(join(scratch, String(items)), items, 8);
      taken.push(await run('ours', folder.root, 64));
    }
    const [first, last] = taken;
    const perOutcome = [(first?.bytesWritten ?? NaN) / small, (last?.bytesWritten ?? NaN) / large];
    return {
      how: `evaluate() as in the command line over ${small} and over ${large} tiny pictures, one question each, 64 in flight, answers at once; peak memory is the whole process's, opening the folder in a worker and looking at the beginning of each picture included.`,
      items: [small, large],
      peakMb: taken.map(({ peakMb }) => Math.round(peakMb)),
      peakRatio: rounded((last?.peakMb ?? NaN) / (first?.peakMb ?? NaN)),
      bytesPerOutcome: perOutcome.map((bytes) => rounded(bytes, 1)),
      bytesRatio: rounded((perOutcome[1] ?? NaN) / (perOutcome[0] ?? NaN)),
    };
  });
}

/**
 * What comes through of what a server grants a second, by the size of its bucket and by what it asks to wait; with `only` for
 * a bucket of that size alone, or, with `second`, for a server that counts the newest second.
 */
export async function benchLimiter(perSecond: number, seconds: number, only?: string): Promise<unknown> {
  const cases: Record<string, unknown> = {};
  const bursts = only === undefined ? [Math.max(1, Math.round(perSecond / 10)), perSecond] : [only];
  for (const burst of bursts) {
    for (const retryAfter of [undefined, 1]) {
      const wait = retryAfter === undefined ? [] : [retryAfter];
      const items = perSecond * seconds;
      const taken = await withContest([100, perSecond, burst, ...wait], async ({ scratch, run }) => {
        const folder = await makeBenchFolder(join(scratch, 'folder'), items, 8);
        return run('ours', folder.root, 64);
      });
      const { requests, refused } = taken.count;
      cases[`burst ${burst}, Retry-After ${retryAfter ?? 'none'}`] = {
        throughput: rounded(items / (taken.wallMs / 1000) / perSecond),
        refused: rounded(refused / requests),
      };
    }
  }
  return {
    how: `evaluate() over ${perSecond * seconds} pictures against a server that grants ${perSecond} requests a second from a bucket and answers 429 beyond that; throughput is what was answered a second over what is granted, from the first request to the last.`,
    perSecond,
    cases,
  };
}
