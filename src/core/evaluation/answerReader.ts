import { foldLabel } from '../affect/foldLabel.ts';
import type { Lexicon } from '../affect/lexicon.ts';
import type { ShownOptions } from './options.ts';
import type { OutcomeKind, RuleId } from './outcome.ts';
import type { ResolvedAnswer } from './protocol.ts';

/** Version of the rules; changes whenever a rule does, and is recorded with each run. */
export const readerVersion = '1';

/** What the reader is given: what the model said, and how it was asked. */
export interface ReadInput {
  readonly reply: string;
  readonly answer: ResolvedAnswer;
  /** The stage's id: one more key under which a JSON reply may hold its answer. */
  readonly stage?: string;
  /** The options as they were shown; without them, no letters were. */
  readonly options?: ShownOptions;
  /** The server's finish reason, unchanged. */
  readonly finish?: string;
  /** The server's refusal field; anything but blank is a refusal. */
  readonly refusal?: string | null;
  /** Reasoning that the server returned in a field of its own; kept, never read for an answer. */
  readonly reasoning?: string;
}

/** What became of a reply, with the rule that decided and where. */
export interface Reading {
  readonly kind: Exclude<OutcomeKind, 'failed' | 'skipped'>;
  readonly label?: string;
  /** For ranked answers, best first; for ambiguous ones, the labels between which it is. */
  readonly labels?: string[];
  readonly value?: number;
  readonly rule: RuleId;
  /** Start and end (exclusive) in the reply as it came, in UTF-16 units. */
  readonly span?: [number, number];
  /** The lexicon entry that matched, as `concept:form`. */
  readonly entry?: string;
  readonly reasoning?: string;
  /** What was considered and why it was kept or dropped, one step a line, in order. */
  readonly trace?: string[];
}

/** Reads a reply: a deterministic decision by the first rule that decides, never a guess, never an exception. */
export function readAnswer(input: ReadInput, lexicon: Lexicon): Reading {
  const { reply, answer } = input;
  const labels = 'labels' in answer ? answer.labels : [];
  const label = foldLabel(reply, lexicon, labels);
  if (label !== undefined) return { kind: 'answered', label, rule: 'equals', span: [0, reply.length] };
  return { kind: 'unparsed', rule: 'unparsed' };
}
