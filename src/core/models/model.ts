import type { ShownOptions } from '../evaluation/options.ts';
import type { ResolvedStage } from '../evaluation/protocol.ts';
import type { Failure } from './failure.ts';

/** A picture as it is sent: true type sniffed from the bytes, hash of the file that it was made from. */
export interface SentImage {
  readonly bytes: Uint8Array;
  readonly mime: string;
  /** SHA-256 of the bytes sent. */
  readonly sha256: string;
  /** Of a frame of a video: when it was taken, in seconds from the start. */
  readonly at?: number;
}

/** One part of a message. */
export type MessagePart =
  { readonly type: 'text'; readonly text: string } | { readonly type: 'image'; readonly image: SentImage };

/** One turn of a conversation. */
export interface Message {
  readonly role: 'user' | 'assistant';
  readonly parts: readonly MessagePart[];
}

/** Sampling parameters; what is left out is left to the server. */
export interface SamplingParameters {
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly seed?: number;
}

/** One question to a model. `stage` and `options` are for models that do not read text (the expression baseline). */
export interface ModelRequest {
  readonly messages: readonly Message[];
  readonly parameters: SamplingParameters;
  readonly stage: ResolvedStage;
  readonly options?: ShownOptions;
}

/** Tokens as the server counted them. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cached: number;
}

/** The text of an answer with what the server said about it. */
export interface ModelAnswer {
  readonly reply: string;
  /** The server's finish reason, unchanged (`stop`, `length`, `content_filter`, ...). */
  readonly finish?: string;
  readonly refusal?: string;
  /** Reasoning that the server returned in a field of its own. */
  readonly reasoning?: string;
  readonly usage?: Usage;
  readonly httpStatus?: number;
  readonly requestId?: string;
  /** Share of the quota that is left, 0 to 1, from rate-limit headers. */
  readonly quotaLeft?: number;
}

/** What became of one request: an answer or a failure, never an exception. `cancelled` only when the signal aborted. */
export type ModelResult =
  | { readonly ok: true; readonly answer: ModelAnswer }
  | { readonly ok: false; readonly failure: Failure }
  | { readonly ok: false; readonly cancelled: true };

/** Anything that answers a question about a picture. One request is one call: no retries inside. */
export interface Model {
  /** Name shown and recorded, such as `local/expression-baseline` or `gpt-4o`. */
  readonly id: string;
  /** `editor`: a language model that the editor offers. */
  readonly kind: 'openai' | 'baseline' | 'editor';
  /** Where requests go, without secrets; recorded in the run. */
  readonly endpoint?: string;
  ask(request: ModelRequest, signal: AbortSignal): Promise<ModelResult>;
}
