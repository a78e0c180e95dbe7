import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SavedView } from '../../../src/core/query/viewsFile.ts';
import type { BenchmarkSession } from '../../../src/editor/session/session.ts';
import { ViewCounts } from '../../../src/editor/views/viewCounts.ts';

/** A session of which only queries are asked: each finds as many portraits as its text is long. */
function session(): BenchmarkSession & { revision: number; asked: string[] } {
  const asked: string[] = [];
  return {
    revision: 1,
    asked,
    select: (query: string) => {
      asked.push(query);
      return Promise.resolve(query === '(' ? { ok: false } : { ok: true, value: { length: query.length } });
    },
  } as unknown as BenchmarkSession & { revision: number; asked: string[] };
}

const view = (query: string): SavedView => ({ name: query, query });
const views = ['a', 'bb', '('].map(view);

beforeEach(() => {
  vi.useFakeTimers();
  return () => void vi.useRealTimers();
});

describe('how many portraits views find', () => {
  it('is counted after it is asked for, and told together', async () => {
    let told = 0;
    const counts = new ViewCounts(() => told++);
    const open = session();
    const seen = (): unknown[] => views.map((one) => counts.of(open, one));
    expect(seen()).toEqual(['counting', 'counting', 'counting']);
    await vi.advanceTimersByTimeAsync(1);
    expect([seen(), told]).toEqual([[1, 2, undefined], 1]);
  });

  it('stays as it was until it is counted anew, which waits while much happens', async () => {
    const counts = new ViewCounts(() => undefined);
    const open = session();
    for (const one of views) counts.of(open, one);
    await vi.advanceTimersByTimeAsync(1);
    for (let i = 0; i < 5; i++) {
      open.revision++;
      expect(counts.of(open, views[1]!)).toBe(2);
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(open.asked).toEqual(['a', 'bb', '(']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(open.asked).toEqual(['a', 'bb', '(', 'bb']);
    counts.dispose();
    open.revision++;
    counts.of(open, views[0]!);
    await vi.advanceTimersByTimeAsync(5000);
    expect(open.asked.length).toBe(4);
  });
});
