import { describe, expect, it } from 'vitest';
import type { Turns } from '../../../src/core/turns.ts';
import { LatestWork } from '../../../src/editor/pages/latestWork.ts';

/** Work that goes on until it is told to end, and says how often it had a turn. */
function endless(): { turns: () => number; end: () => void; work: Turns<string> } {
  let [turns, isOver] = [0, false];
  return {
    turns: () => turns,
    end: () => (isOver = true),
    work: (function* (): Turns<string> {
      while (!isOver) {
        turns++;
        yield;
      }
      return 'done';
    })(),
  };
}

describe('what is worked at in turns', () => {
  it('is the same for all who ask for the same, and remembered', async () => {
    const latest = new LatestWork<string>();
    const { work, end } = endless();
    let made = 0;
    const ask = (): Promise<string> =>
      latest.get('a', '1', (isWanted) => {
        made++;
        return latest.work(work, isWanted);
      });
    const [first, second] = [ask(), ask()];
    setImmediate(end);
    expect(await Promise.all([first, second])).toEqual(['done', 'done']);
    expect(await ask()).toBe('done');
    expect(made).toBe(1);
  });

  it('is given up as soon as something else is asked for', async () => {
    const latest = new LatestWork<string>();
    const old = endless();
    const given = latest.get('a', '1', (isWanted) => latest.work(old.work, isWanted));
    expect(await latest.get('b', '1', () => Promise.resolve('other'))).toBe('other');
    await expect(given).rejects.toThrow('something else was asked for');
    const { turns } = old;
    const before = turns();
    await new Promise((resolve) => setImmediate(resolve));
    expect(turns()).toBe(before);
  });

  it('over a newer state waits for the older one, which is not given up', async () => {
    const latest = new LatestWork<string>();
    const { work, end } = endless();
    const order: string[] = [];
    const first = latest.get('a', '1', async (isWanted) => {
      const done = await latest.work(work, isWanted);
      order.push('first');
      return done;
    });
    const second = latest.get('a', '2', () => {
      order.push('second');
      return Promise.resolve('newer');
    });
    setImmediate(end);
    expect(await Promise.all([first, second])).toEqual(['done', 'newer']);
    expect(order).toEqual(['first', 'second']);
  });
});
