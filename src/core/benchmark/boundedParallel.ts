import type { Stop } from '../ports.ts';

/**
 * Runs `work` over all inputs, at most `limit` at a time, and returns the results in the order of the inputs. Stops taking
 * new ones when the signal aborts; what was not done is `undefined` then.
 */
export async function mapBounded<A, B>(
  inputs: readonly A[],
  limit: number,
  work: (input: A, index: number) => Promise<B>,
  signal?: Stop,
): Promise<(B | undefined)[]> {
  const results = new Array<B | undefined>(inputs.length);
  await eachBounded(
    inputs.length,
    limit,
    async (index) => {
      results[index] = await work(inputs[index]!, index);
    },
    signal,
  );
  return results;
}

/** Runs `work` for each place from 0 up to `length`, at most `limit` at a time; takes no further one when the signal aborts. Keeps nothing. */
export async function eachBounded(
  length: number,
  limit: number,
  work: (index: number) => Promise<void>,
  signal?: Stop,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < length && signal?.aborted !== true) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(limit, length) }, lane));
}
