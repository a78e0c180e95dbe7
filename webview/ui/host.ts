import { type PageChannel, pageChannel } from '../../src/protocol/channel.ts';
import type { EventTable, RequestTable } from '../../src/protocol/messages.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

/** A page's only way out: the channel to the host, and the state that outlives the page. */
export interface Host<T extends RequestTable, E extends EventTable> {
  readonly channel: PageChannel<T, E>;
  /** What was stored by this page before, of whatever version; to be checked. */
  stored(): unknown;
  store(state: unknown): void;
}

/** Connects the page. To be called once: the editor gives its API out a single time. */
export function connectHost<T extends RequestTable, E extends EventTable>(requests: T, events: E): Host<T, E> {
  const api = acquireVsCodeApi();
  const channel = pageChannel(requests, events, (message) => api.postMessage(message));
  window.addEventListener('message', (event: MessageEvent<unknown>) => channel.receive(event.data));
  return { channel, stored: () => api.getState(), store: (state) => api.setState(state) };
}
