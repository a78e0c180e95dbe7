/**
 * Runs `work` over all inputs, at most `limit` at a time, and returns the results in the order of the inputs. Stops taking
 * new ones when the signal aborts; what was not done is `undefined` then.
 */
export async function mapBounded<A, B>(
  inputs: readonly A[],
  limit: number,
  work: (input: A, index: number) => Promise<B>,
  signal?: AbortSignal,
): Promise<(B | undefined)[]> {
  const results = new Array<B | undefined>(inputs.length);
  let next = 0;
  const worker = async () => {
    while (next < inputs.length && signal?.aborted !== true) {
      const index = next++;
      results[index] = await work(inputs[index]!, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, inputs.length) }, worker));
  return results;
}
