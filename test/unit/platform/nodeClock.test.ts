import { expect, test, vi } from 'vitest';
import { nodeClock } from '../../../src/platform/node/nodeClock.ts';
import { nodeHasher } from '../../../src/platform/node/nodeHasher.ts';

test('a wait longer than one timer can hold is kept, and is not over at once', async () => {
  vi.useFakeTimers();
  try {
    const month = 31 * 86_400_000;
    let isOver = false;
    const waiting = nodeClock.sleep(month).then(() => (isOver = true));
    await vi.advanceTimersByTimeAsync(month - 1);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await waiting;
    expect(isOver).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test('a wait ends at once when the signal aborts, before or during', async () => {
  const ending = new AbortController();
  const waiting = nodeClock.sleep(3_600_000, ending.signal);
  ending.abort();
  await waiting;
  await nodeClock.sleep(3_600_000, ending.signal);
  await nodeClock.sleep(0);
  await nodeClock.sleep(-5);
});

test('hashes as FIPS 180-2 says', async () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(await nodeHasher.sha256(new TextEncoder().encode('abc'))).toBe(abc);
});
