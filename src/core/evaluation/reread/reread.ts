import type { Lexicon } from '../../affect/lexicon.ts';
import type { Item } from '../../benchmark/item.ts';
import type { Clock, WritableFolder } from '../../ports.ts';
import type { Outcome } from '../outcome.ts';
import type { ProtocolError } from '../resolveProtocol.ts';
import type { RunRecord } from '../runRecord.ts';
import type { RunError } from '../runStore.ts';

/** How a stored reply was or is read. */
export type StoredReading = Pick<Outcome, 'kind' | 'label' | 'labels' | 'value' | 'rule'>;

/** A stored answer that is read otherwise now: another kind, label or number. */
export interface Flip {
  readonly item: string;
  readonly stage: string;
  /** Which of several orders of the options, from 1; absent for the first. */
  readonly repeat?: number;
  /** Its line in `outcomes.jsonl`, counted from 1. */
  readonly line: number;
  readonly before: StoredReading;
  readonly after: StoredReading;
  /** The beginning of the reply that decides now, at most 300 UTF-16 units; untrusted text. */
  readonly reply: string;
}

/** How a stage stands before and after, counting the first order of the options only. */
export interface RereadStage {
  readonly stage: string;
  /** Stored answers of the stage, all orders. */
  readonly answers: number;
  readonly flips: number;
  /** Outcomes that are right or wrong, refused and failed ones included: the denominator of strict accuracy. 0 without the items. */
  readonly scored: number;
  readonly rightBefore: number;
  readonly rightAfter: number;
}

/** What reading a run's stored replies again gives. */
export interface Reread {
  readonly record: RunRecord;
  /** Versions that the replies are read with now. */
  readonly readerVersion: string;
  readonly lexiconVersion: string;
  /** Stored replies that were read again; lines that a later one has replaced are left out. */
  readonly answers: number;
  /** In the order of the file. */
  readonly flips: readonly Flip[];
  /** Answers that stay what they were but are found by another rule or word. */
  readonly retraced: number;
  /** In the order of the protocol. */
  readonly stages: readonly RereadStage[];
  /** Questions of later stages that were not asked and are to be asked now: resuming asks them. */
  readonly opened: number;
  /** Answered questions of later stages that would not be asked any more: resuming marks them as not asked. */
  readonly closed: number;
  /** Answered questions of later stages whose text holds an answer that has changed: resuming asks them anew. */
  readonly changed: number;
  /** Lines that are no outcome; they stay as they are. */
  readonly badLines: number;
  /** Whether the run's files say so already. */
  readonly applied: boolean;
}

/** Why replies could not be read again; nothing was written. */
export type RereadError =
  | RunError
  | { readonly kind: 'locked'; readonly run: string; readonly heldBy: string }
  | { readonly kind: 'protocol'; readonly run: string; readonly error: ProtocolError }
  | { readonly kind: 'cancelled'; readonly run: string };

/** With what replies are read again. */
export interface RereadOptions {
  readonly lexicon: Lexicon;
  /** The benchmark's items by id: without them nothing is said of right and wrong, and gates on a right answer stay as they are. */
  readonly items?: ReadonlyMap<string, Item>;
  readonly signal?: AbortSignal;
  /** Called now and then with bytes done and bytes in all. */
  onProgress?(done: number, total: number): void;
}

/** What reading again needs from outside; the clock lets others in between. */
export interface RereadPorts {
  readonly store: WritableFolder;
  readonly clock: Clock;
}
