import type { Lexicon } from '../affect/lexicon.ts';
import type { ShownOptions } from './options.ts';
import type { OutcomeKind, RuleId } from './outcome.ts';
import type { ResolvedAnswer } from './protocol.ts';
import { readChoice } from './reader/readChoice.ts';
import type { Finding } from './reader/finding.ts';
import { readNumber } from './reader/readNumber.ts';
import { readRanked } from './reader/readRanked.ts';
import { cutReasoning } from './reader/reasoning.ts';
import { isCut, isFiltered } from './reader/refusal.ts';

/** Version of the rules; changes whenever a rule does, and is recorded with each run. */
export const readerVersion = '5';

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

function decide(body: string, input: ReadInput, lexicon: Lexicon, trace: string[]): Finding {
  switch (input.answer.kind) {
    case 'number':
      return readNumber(body, input.answer.scale, input.stage, trace);
    case 'ranked':
      return readRanked(body, input.answer, input, lexicon, trace);
    default:
      return readChoice(body, input.answer, input, lexicon, trace);
  }
}

function finish(finding: Finding, offset: number, reasoning: string | undefined, trace: string[]): Reading {
  const { kind, rule, label, labels, value, span, entry } = finding;
  trace.push(`${rule}: ${kind}`);
  return {
    kind,
    rule,
    ...(label === undefined ? {} : { label }),
    ...(labels === undefined ? {} : { labels: [...labels] }),
    ...(value === undefined ? {} : { value }),
    ...(span === undefined ? {} : { span: [span[0] + offset, span[1] + offset] }),
    ...(entry === undefined ? {} : { entry }),
    ...(reasoning === undefined ? {} : { reasoning }),
    trace,
  };
}

/**
 * Reads a reply: a deterministic decision by the first rule that decides, never a guess, never an exception. The rules, in
 * order: reasoning is cut out; refusal field; JSON; the last `ANSWER:` line; a label standing alone; an option letter; whole
 * words of the lexicon; refusal wording; a known word outside the set; and, when nothing decides, `unparsed`. Linear in the
 * length of the reply.
 */
export function readAnswer(input: ReadInput, lexicon: Lexicon): Reading {
  const trace: string[] = [];
  const cut = cutReasoning(input.reply);
  const inner = [input.reasoning?.trim(), cut.reasoning].filter((part) => part !== undefined && part !== '').join('\n');
  const reasoning = inner === '' ? undefined : inner;
  if (cut.unclosed) return finish({ kind: 'truncated', rule: 'reasoning' }, 0, reasoning, trace);
  const refusal = input.refusal?.trim() ?? '';
  if (refusal !== '' || isFiltered(input.finish)) {
    return finish({ kind: 'refused', rule: 'refusalField' }, 0, reasoning, trace);
  }
  const body = cut.visible.trim();
  const offset = body === '' ? 0 : cut.visible.length - cut.visible.trimStart().length;
  const finding = decide(body, input, lexicon, trace);
  if (
    isCut(input.finish) &&
    !(finding.complete === true && (finding.kind === 'answered' || finding.kind === 'outOfSet'))
  ) {
    trace.push(`${finding.rule}: ${finding.kind}, but the token limit cut the reply`);
    return finish({ kind: 'truncated', rule: 'truncated' }, 0, reasoning, trace);
  }
  return finish(finding, offset, reasoning, trace);
}
