import { describe, expect, test, vi } from 'vitest';
import { PageCache } from '../../../webview/gallery/pageCache.ts';

interface Answer {
  readonly total: number;
  readonly cards: readonly string[];
}

/** A host whose answers are given by hand. */
function host(total = 100_000) {
  const asked: { start: number; end: number; answer(prefix?: string): void; fail(message: string): void }[] = [];
  const onAnswer = vi.fn<(answer: Answer) => void>();
  const onError = vi.fn<(error: Error) => void>();
  const cache = new PageCache<string, Answer>({
    fetch: (start, end) =>
      new Promise((resolve, reject) => {
        const answer = (prefix = 'row'): void => {
          const length = Math.max(0, Math.min(end, total) - start);
          resolve({ total, cards: Array.from({ length }, (_, place) => `${prefix} ${start + place}`) });
        };
        asked.push({ start, end, answer, fail: (message) => reject(new Error(message)) });
      }),
    onAnswer,
    onError,
  });
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const answerAll = async (prefix?: string): Promise<void> => {
    for (let done = 0; done < asked.length; done++) {
      asked[done]?.answer(prefix);
      await settle();
    }
  };
  return { cache, asked, onAnswer, onError, settle, answerAll, starts: () => asked.map(({ start }) => start) };
}

describe('page cache', () => {
  test('asks for the pages in view, once, and gives their rows', async () => {
    const { cache, starts, onAnswer, answerAll } = host();
    cache.want(90, 210);
    expect(cache.row(90)).toBeUndefined();
    await answerAll();
    expect(starts()).toEqual([0, 100, 200]);
    expect([cache.row(90), cache.row(209)]).toEqual(['row 90', 'row 209']);
    cache.want(0, 250);
    expect(starts()).toHaveLength(3);
    expect(onAnswer).toHaveBeenCalledTimes(3);
  });

  test('has two requests on the way at most, and forgets what an earlier view wanted', async () => {
    const { cache, asked, starts, settle } = host();
    cache.want(0, 1000);
    expect(starts()).toEqual([0, 100]);
    cache.want(5000, 5100);
    expect(starts()).toEqual([0, 100]);
    asked[0]?.answer();
    await settle();
    expect(starts()).toEqual([0, 100, 5000]);
  });

  test('an answer to an earlier listing changes nothing', async () => {
    const { cache, asked, onAnswer, settle } = host();
    cache.want(0, 10);
    cache.invalidate(true);
    cache.want(0, 10);
    asked[0]?.answer('old');
    await settle();
    expect(cache.row(0)).toBeUndefined();
    expect(onAnswer).not.toHaveBeenCalled();
    asked[1]?.answer('new');
    await settle();
    expect(cache.row(0)).toBe('new 0');
  });

  test('after a change, rows stay readable until newer ones replace them', async () => {
    const { cache, asked, settle, answerAll } = host();
    cache.want(0, 10);
    await answerAll('first');
    cache.invalidate(false);
    cache.want(0, 10);
    expect(cache.row(3)).toBe('first 3');
    asked[1]?.answer('second');
    await settle();
    expect(cache.row(3)).toBe('second 3');
  });

  test('keeps the pages used last and lets the others go', async () => {
    const { cache, answerAll, starts } = host();
    for (let page = 0; page < 61; page++) {
      cache.want(page * 100, page * 100 + 1);
      await answerAll();
      cache.want(0, 1);
    }
    expect(cache.row(0)).toBe('row 0');
    expect(cache.row(100)).toBeUndefined();
    expect(cache.row(200)).toBe('row 200');
    expect(starts().filter((start) => start === 0)).toHaveLength(1);
  });

  test('rows beyond a listing that shrank are gone', async () => {
    let total = 500;
    const cache = new PageCache<string, Answer>({
      fetch: async (start) => ({ total, cards: start < total ? [`row ${start}`] : [] }),
      onAnswer: () => undefined,
      onError: () => undefined,
    });
    await cache.rows(300, 301);
    total = 50;
    cache.invalidate(false);
    await cache.rows(0, 1);
    expect(cache.row(300)).toBeUndefined();
  });

  test('an error is told once and stops the asking until the listing is asked for anew', async () => {
    const { cache, asked, onError, settle } = host();
    cache.want(0, 500);
    asked[0]?.fail('no host');
    await settle();
    asked[1]?.answer();
    await settle();
    cache.want(0, 500);
    expect(asked).toHaveLength(2);
    expect(onError).toHaveBeenCalledExactlyOnceWith(new Error('no host'));
    cache.invalidate(false);
    cache.want(0, 10);
    expect(asked).toHaveLength(3);
  });

  test('gives a range of rows across pages, cut where the listing ends', async () => {
    const { cache, asked, settle, starts } = host(150);
    const range = cache.rows(98, 160);
    asked[0]?.answer();
    await settle();
    asked[1]?.answer();
    expect(await range).toEqual(Array.from({ length: 52 }, (_, place) => `row ${98 + place}`));
    expect(starts()).toEqual([0, 100]);
    const failing = cache.rows(0, 1);
    expect(await failing).toEqual(['row 0']);
  });

  test('a range that cannot be had rejects', async () => {
    const { cache, asked } = host();
    const range = cache.rows(0, 5);
    asked[0]?.fail('no host');
    await expect(range).rejects.toThrow('no host');
  });

  test('patches the rows that are here', async () => {
    const { cache, answerAll } = host();
    cache.want(0, 10);
    await answerAll();
    cache.patch((row) => (row === 'row 4' ? 'changed' : undefined));
    expect([cache.row(3), cache.row(4)]).toEqual(['row 3', 'changed']);
  });
});
