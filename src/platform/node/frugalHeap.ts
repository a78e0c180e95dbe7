import { setFlagsFromString } from 'node:v8';

/**
 * Runs work that makes much garbage at once, such as opening a large folder, while the engine collects early instead of
 * letting the heap grow to several times what is alive; that costs time, so it goes back to its own ways afterwards. For
 * processes of our own only: the flag is the whole process's.
 */
export async function withFrugalHeap<T>(work: () => Promise<T>): Promise<T> {
  setFlagsFromString('--optimize-for-size');
  try {
    return await work();
  } finally {
    setFlagsFromString('--no-optimize-for-size');
  }
}
