/** Works through `items` with at most `count` at a time, in order; takes no further one once the signal aborts. Rejects when `work` does, after all lanes have ended. */
export async function inLanes<T>(
  items: Iterable<T>,
  count: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const source = items[Symbol.iterator]();
  const lane = async (): Promise<void> => {
    while (!signal.aborted) {
      const next = source.next();
      if (next.done === true) return;
      await work(next.value);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.max(1, Math.floor(count)) }, lane));
  const broken = ended.find((one) => one.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
}
