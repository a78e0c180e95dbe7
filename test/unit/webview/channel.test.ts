import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  answerRequests,
  eventMessage,
  type Handlers,
  pageChannel,
  requestTimeoutMs,
} from '../../../src/protocol/channel.ts';
import type { EventTable, RequestTable } from '../../../src/protocol/messages.ts';

const requests = {
  double: { params: z.object({ n: z.number() }), result: z.number() },
  choose: { params: z.null(), result: z.string(), interactive: true },
} satisfies RequestTable;
const events = { changed: z.object({ revision: z.number().int() }) } satisfies EventTable;

/** A page and a host joined by a wire that copies what it carries, as the editor's does. */
function joined(handlers: Partial<Handlers<typeof requests>>) {
  const page = pageChannel(requests, events, (message) => void answer(structuredClone(message)));
  const full: Handlers<typeof requests> = { double: async ({ n }) => n * 2, choose: async () => 'a', ...handlers };
  const toPage = vi.fn((message: unknown) => page.receive(structuredClone(message)));
  const answer = answerRequests(requests, full, toPage);
  return { page, answer, toPage };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('requests', () => {
  test('each gets its own answer, whatever order they come in', async () => {
    const open: (() => void)[] = [];
    const { page } = joined({ double: ({ n }) => new Promise((resolve) => open.push(() => resolve(n * 2))) });
    const asked = [page.ask('double', { n: 1 }), page.ask('double', { n: 2 })];
    for (const answer of open.reverse()) answer();
    expect(await Promise.all(asked)).toEqual([2, 4]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a host that fails says why', async () => {
    const { page } = joined({ double: () => Promise.reject(new Error('the disk is full')) });
    await expect(page.ask('double', { n: 1 })).rejects.toThrow('the disk is full');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('parameters of another form never reach the handler', async () => {
    const double = vi.fn(async () => 1);
    const { page } = joined({ double });
    await expect(page.ask('double', { n: 'two' as unknown as number })).rejects.toThrow(/double: .*number/s);
    expect(double).not.toHaveBeenCalled();
  });

  test('a request that is not in the table is refused, even one that every object has', async () => {
    const { answer, toPage } = joined({});
    for (const name of ['constructor', '__proto__', 'launch'])
      await answer({ type: 'request', id: 9, name, params: null });
    expect(toPage.mock.calls.map(([message]) => message)).toEqual(
      ['constructor', '__proto__', 'launch'].map((name) => ({
        type: 'error',
        id: 9,
        message: `unknown request ${name}`,
      })),
    );
  });

  test('a malformed answer is an error', async () => {
    const { page } = joined({ double: async () => 'four' as unknown as number });
    await expect(page.ask('double', { n: 2 })).rejects.toThrow('malformed answer to double');
  });

  test('a host that hangs is an error after the time-out, and its late answer is dropped', async () => {
    let late: (value: number) => void = () => undefined;
    const { page, toPage } = joined({ double: () => new Promise((resolve) => (late = resolve)) });
    const refused = expect(page.ask('double', { n: 1 })).rejects.toThrow('no answer to double');
    await vi.advanceTimersByTimeAsync(requestTimeoutMs - 1);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await refused;
    late(2);
    await vi.advanceTimersByTimeAsync(0);
    expect(toPage).toHaveBeenCalledTimes(1);
  });

  test('a request that waits for a person has no time-out', async () => {
    let chosen: (value: string) => void = () => undefined;
    const { page } = joined({ choose: () => new Promise((resolve) => (chosen = resolve)) });
    const asked = page.ask('choose', null);
    await vi.advanceTimersByTimeAsync(requestTimeoutMs * 20);
    chosen('b');
    expect(await asked).toBe('b');
  });

  test('what is no request is left alone by the host', async () => {
    const { answer, toPage } = joined({});
    for (const message of [
      undefined,
      null,
      7,
      'request',
      [],
      {},
      { type: 'request', id: 'x', name: 'double' },
      { type: 'ok', id: 1, result: 1 },
    ])
      await answer(message);
    expect(toPage).not.toHaveBeenCalled();
  });
});

describe('events', () => {
  test('reach every listener of their name', () => {
    const { page } = joined({});
    const [first, second] = [vi.fn(), vi.fn()];
    page.on('changed', first);
    page.on('changed', second);
    page.receive(eventMessage<typeof events, 'changed'>('changed', { revision: 3 }));
    expect(first).toHaveBeenCalledExactlyOnceWith({ revision: 3 });
    expect(second).toHaveBeenCalledTimes(1);
  });

  test('of another form, or unknown, are dropped', () => {
    const { page } = joined({});
    const listener = vi.fn();
    page.on('changed', listener);
    page.receive({ type: 'event', name: 'changed', params: { revision: 'new' } });
    page.receive({ type: 'event', name: 'toString', params: {} });
    page.receive({ type: 'webpack' });
    page.receive(undefined);
    expect(listener).not.toHaveBeenCalled();
  });
});
