import * as z from 'zod';
import type { EventTable, ParamsOf, RequestTable, ResultOf } from './messages.ts';

const envelope = z.discriminatedUnion('type', [
  z.object({ type: z.literal('request'), id: z.number().int(), name: z.string(), params: z.unknown() }),
  z.object({ type: z.literal('ok'), id: z.number().int(), result: z.unknown() }),
  z.object({ type: z.literal('error'), id: z.number().int(), message: z.string() }),
  z.object({ type: z.literal('event'), name: z.string(), params: z.unknown() }),
]);

type Envelope = z.infer<typeof envelope>;

/** Handlers for every request of a table. A rejection reaches the asker as an error message. */
export type Handlers<T extends RequestTable> = {
  readonly [K in keyof T]: (params: ParamsOf<T, K>) => Promise<ResultOf<T, K>>;
};

/** How long a page waits for an answer, in ms: a host that hangs must show as an error, not as an endless spinner. */
export const requestTimeoutMs = 30_000;

/** As {@link requestTimeoutMs}, for what is computed from all outcomes of a run. */
const slowTimeoutMs = 300_000;

/**
 * The host's end of a page's channel: answers each request with `ok` or `error`, and refuses what is not in the table or
 * not of its form.
 */
export function answerRequests<T extends RequestTable>(
  table: T,
  handlers: Handlers<T>,
  post: (message: unknown) => void,
): (message: unknown) => Promise<void> {
  return async (message) => {
    const parsed = envelope.safeParse(message);
    if (!parsed.success || parsed.data.type !== 'request') return;
    const { id, name, params } = parsed.data;
    const reply = (answer: Envelope): void => post(answer);
    const entry = Object.hasOwn(table, name) ? table[name] : undefined;
    if (entry === undefined) return reply({ type: 'error', id, message: `unknown request ${name}` });
    const checked = entry.params.safeParse(params);
    if (!checked.success) return reply({ type: 'error', id, message: `${name}: ${z.prettifyError(checked.error)}` });
    try {
      const handler = handlers[name] as (params: unknown) => Promise<unknown>;
      reply({ type: 'ok', id, result: await handler(checked.data) });
    } catch (error) {
      reply({ type: 'error', id, message: error instanceof Error ? error.message : String(error) });
    }
  };
}

/** The message that carries an event to a page. */
export function eventMessage<E extends EventTable, K extends keyof E & string>(
  name: K,
  params: z.infer<E[K]>,
): unknown {
  return { type: 'event', name, params } satisfies Envelope;
}

/** A page's end of the channel. */
export interface PageChannel<T extends RequestTable, E extends EventTable> {
  /** Asks the host; rejects with the host's message, on a malformed answer, or after {@link requestTimeoutMs} ({@link slowTimeoutMs} for slow ones). */
  ask<K extends keyof T & string>(name: K, params: ParamsOf<T, K>): Promise<ResultOf<T, K>>;
  /** Calls `listener` for each event of that name. */
  on<K extends keyof E & string>(name: K, listener: (params: z.infer<E[K]>) => void): void;
  /** To be called with the data of each message event of the window. */
  receive(message: unknown): void;
}

/** Makes a page's end of the channel over `post`. */
export function pageChannel<T extends RequestTable, E extends EventTable>(
  requests: T,
  events: E,
  post: (message: unknown) => void,
): PageChannel<T, E> {
  const waiting = new Map<number, { name: string; resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, ((params: unknown) => void)[]>();
  let lastId = 0;

  const settle = (message: Extract<Envelope, { type: 'ok' | 'error' }>): void => {
    const asker = waiting.get(message.id);
    if (asker === undefined) return;
    waiting.delete(message.id);
    if (message.type === 'error') return asker.reject(new Error(message.message));
    const checked = requests[asker.name]?.result.safeParse(message.result);
    if (checked?.success) asker.resolve(checked.data);
    else asker.reject(new Error(`malformed answer to ${asker.name}`));
  };

  return {
    ask(name, params) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        const giveUp = (): void => {
          waiting.delete(id);
          reject(new Error(`no answer to ${name}`));
        };
        const { interactive, slow } = requests[name] ?? {};
        const patience = slow === true ? slowTimeoutMs : requestTimeoutMs;
        const timer = interactive === true ? undefined : setTimeout(giveUp, patience);
        waiting.set(id, {
          name,
          resolve: (value) => (clearTimeout(timer), resolve(value as never)),
          reject: (error) => (clearTimeout(timer), reject(error)),
        });
        post({ type: 'request', id, name, params } satisfies Envelope);
      });
    },
    on(name, listener) {
      const all = listeners.get(name) ?? [];
      all.push(listener as (params: unknown) => void);
      listeners.set(name, all);
    },
    receive(message) {
      const parsed = envelope.safeParse(message);
      if (!parsed.success || parsed.data.type === 'request') return;
      if (parsed.data.type !== 'event') return settle(parsed.data);
      const checked = Object.hasOwn(events, parsed.data.name)
        ? events[parsed.data.name]?.safeParse(parsed.data.params)
        : undefined;
      if (checked?.success) for (const listener of listeners.get(parsed.data.name) ?? []) listener(checked.data);
    },
  };
}
