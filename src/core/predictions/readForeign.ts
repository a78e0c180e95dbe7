import { foldLabel } from '../affect/foldLabel.ts';
import type { Lexicon } from '../affect/lexicon.ts';
import type { PolarityTable } from '../affect/polarity.ts';
import type { Benchmark } from '../benchmark/benchmark.ts';
import { optionsIn, readAnswer as readWritten, type AnswerOptions } from '../benchmark/formats/answerOptions.ts';
import { taskOf } from '../benchmark/formats/questionTask.ts';
import { readAnswer } from '../evaluation/answerReader.ts';
import { builtInProtocols } from '../evaluation/builtInProtocols.ts';
import type { ShownOptions } from '../evaluation/options.ts';
import type { Outcome } from '../evaluation/outcome.ts';
import { foreignProtocolId, type ResolvedAnswer, type Stage } from '../evaluation/protocol.ts';
import { resolveProtocol } from '../evaluation/resolveProtocol.ts';
import type { ForeignOptions, ForeignReply } from './foreignReply.ts';

/** What replies are read against. */
export interface ReadingSide {
  readonly labels: readonly string[];
  readonly scales: Benchmark['scales'];
  readonly polarity: PolarityTable;
  readonly lexicon: Lexicon;
}

/** A reply with what our reader made of it. */
export interface ReadReply {
  /** The stage, with the way in which a protocol says its answer. */
  readonly stage: Omit<Stage, 'question'>;
  /** Labels beyond those of the benchmark that were to choose from. */
  readonly options: readonly string[];
  readonly outcome: Pick<
    Outcome,
    'kind' | 'label' | 'labels' | 'value' | 'rule' | 'span' | 'entry' | 'reasoning' | 'options' | 'theirs' | 'differs'
  >;
}

const emotionStage = 'emotion';
/** A question whose options are no labels of the benchmark: it is shown and not scored. */
const otherStage = 'question';

/** Reads a reply of another tool by our own rules, with the options that its file shows, else the benchmark's labels, and holds the tool's reading against it. */
export function readForeign(reply: ForeignReply, side: ReadingSide, truth: string | undefined): ReadReply {
  const shown = shownOptions(reply, side);
  const { stage, answer } = stageOf(reply, shown, side);
  const ours = ourReading(reply, stage.id, answer, shown, side.lexicon);
  const theirs = theirReading(reply, shown, side);
  const target = labelOf(reply.target, shown, side) ?? truth;
  const options = shown?.order.filter((label) => !side.labels.includes(label)) ?? [];
  const differs = theirs !== undefined && isOther(ours, theirs, target);
  return {
    stage,
    options,
    outcome: { ...ours, ...(shown && { options: shown }), ...(theirs && { theirs }), ...(differs && { differs }) },
  };
}

/** The right answer as the file has it, as a label of the benchmark; `undefined` where it is none. */
export function targetLabel(reply: ForeignReply, side: ReadingSide): string | undefined {
  const label = labelOf(reply.target, shownOptions(reply, side), side);
  return label !== undefined && side.labels.includes(label) ? label : undefined;
}

function ourReading(
  { failure, reply: said = '', finish, refusal, reasoning }: ForeignReply,
  id: string,
  answer: ResolvedAnswer,
  options: ShownOptions | undefined,
  lexicon: Lexicon,
): ReadReply['outcome'] {
  if (failure !== undefined) return { kind: 'failed', ...(reasoning !== undefined && { reasoning }) };
  const { trace: _trace, ...reading } = readAnswer(
    {
      reply: said,
      answer,
      stage: id,
      ...(options && { options }),
      ...(finish !== undefined && { finish }),
      ...(refusal !== undefined && { refusal }),
      ...(reasoning !== undefined && { reasoning }),
    },
    lexicon,
  );
  return reading;
}

/** The options as labels: those of the file, else those that stand in the question, where they are known or have letters. */
function shownOptions(reply: ForeignReply, side: ReadingSide): ShownOptions | undefined {
  const inWords = reply.options === undefined ? optionsInWords(reply.question) : undefined;
  const given = reply.options ?? inWords;
  if (given === undefined) return undefined;
  const order = given.texts.map((text) => foldLabel(text, side.lexicon, side.labels) ?? text.trim());
  if (new Set(order).size !== order.length) return undefined;
  // A list that stands in words may be of anything; one with letters is what letters stand for.
  if (inWords?.style === 'words' && !order.every((label) => side.labels.includes(label))) return undefined;
  return { style: given.style, order };
}

const longestQuestion = 20_000;

function optionsInWords(question: string | undefined): ForeignOptions | undefined {
  if (question === undefined || question.length > longestQuestion) return undefined;
  const found = optionsIn(question);
  if (found === undefined || found.options.length < 2) return undefined;
  const texts = found.options.map(({ text }) => text);
  const first = texts[0]!.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const hasLetters = new RegExp(`(?<![A-Za-z])\\(?A[).:、]\\s*${first}`).test(question);
  return { style: hasLetters ? 'letters' : 'words', texts };
}

function stageOf(
  reply: ForeignReply,
  shown: ShownOptions | undefined,
  side: ReadingSide,
): { readonly stage: ReadReply['stage']; readonly answer: ResolvedAnswer } {
  const known = reply.stage === undefined ? undefined : knownStage(reply.stage, side);
  if (known !== undefined) return known;
  if (isRating(reply, shown, side)) return knownStage('degree', side)!;
  const id = reply.stage ?? emotionStage;
  const isOurs = shown === undefined || shown.order.every((label) => side.labels.includes(label));
  if (isOurs && side.labels.length >= 2) {
    const labels = shown?.order ?? side.labels;
    const stage = { id, answer: { kind: 'choice' as const, labels: 'labels' as const, truth: 'label' as const } };
    return { stage, answer: { kind: 'choice', labels, truth: 'label' } };
  }
  if (shown === undefined) {
    return { stage: { id, answer: { kind: 'open', truth: 'label' } }, answer: { kind: 'open', labels: side.labels } };
  }
  const options = { options: shown.order.map((text) => ({ key: text, text })), isClosed: true } satisfies AnswerOptions;
  const named = reply.stage ?? taskOf(reply.question ?? '', options) ?? otherStage;
  return {
    stage: { id: named === emotionStage ? otherStage : named, answer: { kind: 'choice', labels: [...shown.order] } },
    answer: { kind: 'choice', labels: shown.order },
  };
}

const stages = builtInProtocols.find(({ id }) => id === 'memo-progressive')!.stages;

/** A stage of the protocol that ships with EmoLens, by the name that our own requests carry. */
function knownStage(
  id: string,
  side: ReadingSide,
): { readonly stage: ReadReply['stage']; readonly answer: ResolvedAnswer } | undefined {
  const stage = stages.find((one) => one.id === id);
  if (stage === undefined || id === emotionStage) return undefined;
  const protocol = { version: 1 as const, id: foreignProtocolId, title: foreignProtocolId, stages: [stage] };
  const resolved = resolveProtocol(protocol, side, side.polarity);
  const answer = resolved.ok ? resolved.value.stages[0]?.answer : undefined;
  return answer && { stage: { id, answer: stage.answer }, answer };
}

/** A question without options whose right answer is a number on the scale of degrees. */
function isRating({ target, stage }: ForeignReply, shown: ShownOptions | undefined, { scales }: ReadingSide): boolean {
  if (shown !== undefined || stage !== undefined || target === undefined || scales.degree === undefined) return false;
  const value = /^\s*-?\d+(\.\d+)?\s*$/.test(target) ? Number(target) : Number.NaN;
  return value >= scales.degree.min && value <= scales.degree.max;
}

/** The label that an answer as written stands for: a letter of the options shown, or a word. */
function labelOf(written: string | undefined, shown: ShownOptions | undefined, side: ReadingSide): string | undefined {
  if (written === undefined) return undefined;
  const text = written.trim();
  const letter = /^\(?([A-Z])\)?[.:]?$/.exec(text)?.[1];
  if (letter !== undefined && shown?.style === 'letters') return shown.order[letter.charCodeAt(0) - 65];
  const among = shown?.order ?? side.labels;
  const folded = foldLabel(text, side.lexicon, among);
  if (folded !== undefined || shown === undefined) return folded;
  const options = shown.order.map((label, at) => ({ key: String.fromCharCode(65 + at), text: label }));
  const read = readWritten(text, { options, isClosed: true });
  return read.kind === 'label' ? read.text : undefined;
}

function theirReading(reply: ForeignReply, shown: ShownOptions | undefined, side: ReadingSide): Outcome['theirs'] {
  if (reply.theirs === undefined) return undefined;
  const { extracted, right, how } = reply.theirs;
  const label = labelOf(extracted, shown, side);
  return {
    ...(extracted !== undefined && { extracted: extracted.slice(0, longestQuestion) }),
    ...(label !== undefined && { label }),
    ...(right !== undefined && { right }),
    ...(how !== undefined && { how: how.slice(0, longestQuestion) }),
  };
}

/** Whether the two readings of one reply are not the same: another label, or the one counts as right what the other does not. */
function isOther(
  ours: ReadReply['outcome'],
  theirs: NonNullable<Outcome['theirs']>,
  target: string | undefined,
): boolean {
  const label = ours.kind === 'answered' ? ours.label : undefined;
  if (theirs.label !== undefined && theirs.label !== label) return true;
  if (theirs.right !== undefined && target !== undefined) return theirs.right !== (label === target);
  return (
    theirs.label === undefined && theirs.extracted !== undefined && theirs.right === undefined && label !== undefined
  );
}
