import type { Lexicon } from '../../affect/lexicon.ts';
import { readAnswer } from '../answerReader.ts';
import type { Outcome } from '../outcome.ts';
import type { ResolvedStage } from '../protocol.ts';
import { readExtracted } from '../runner/extractAnswer.ts';

/** What reading gives of an outcome; the rest is what was asked, said and paid, and stays. */
export type Reading = Pick<Outcome, 'kind' | 'rule' | 'label' | 'labels' | 'value' | 'span' | 'entry'>;

/**
 * Reads a stored reply again: the model's own words first, and where no rule can read them what a second model once made of
 * them. `undefined` where there is no reply.
 */
export function readAgain(outcome: Outcome, stage: ResolvedStage, lexicon: Lexicon): Reading | undefined {
  const { reply, kind, finish, refusal, options, extraction } = outcome;
  if (reply === undefined || kind === 'failed' || kind === 'skipped') return undefined;
  const own = readAnswer(
    {
      reply,
      answer: stage.answer,
      stage: stage.id,
      ...(options && { options }),
      ...(finish === undefined ? {} : { finish }),
      ...(refusal === undefined ? {} : { refusal }),
    },
    lexicon,
  );
  const reading: Reading = pickReading(own);
  if (own.rule !== 'unparsed' || extraction?.reply === undefined) return reading;
  const extracted = readExtracted({ reply: extraction.reply }, stage, lexicon);
  return { ...reading, ...extracted };
}

/** The fields of a reading, in the order in which outcomes hold them; those without a value are left out. */
export function pickReading({ kind, rule, label, labels, value, span, entry }: Reading): Reading {
  return {
    kind,
    ...(rule === undefined ? {} : { rule }),
    ...(label === undefined ? {} : { label }),
    ...(labels === undefined ? {} : { labels }),
    ...(value === undefined ? {} : { value }),
    ...(span === undefined ? {} : { span }),
    ...(entry === undefined ? {} : { entry }),
  };
}

/** Whether two readings come to the same answer, whatever the way. */
export function isSameAnswer(a: Reading, b: Reading): boolean {
  return a.kind === b.kind && a.label === b.label && a.value === b.value && isSameList(a.labels, b.labels);
}

/** Whether two readings are the same in every field. */
export function isSameReading(a: Reading, b: Reading): boolean {
  return isSameAnswer(a, b) && a.rule === b.rule && a.entry === b.entry && isSameList(a.span, b.span);
}

function isSameList(a: readonly unknown[] | undefined, b: readonly unknown[] | undefined): boolean {
  return a === b || (a?.length === b?.length && a?.every((one, i) => one === b?.[i]) === true);
}
