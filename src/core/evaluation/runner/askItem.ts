import { builtInLexicon } from '../../affect/lexicon.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import type { Item } from '../../benchmark/item.ts';
import type { Price } from '../../models/connection.ts';
import type { Failure } from '../../models/failure.ts';
import type { ModelRequest } from '../../models/model.ts';
import type { Result } from '../../result.ts';
import { readAnswer } from '../answerReader.ts';
import type { Outcome } from '../outcome.ts';
import type { EvaluatePorts } from '../plan.ts';
import type { ResolvedStage } from '../protocol.ts';
import { earlierOf, questionsOf } from '../stagesToAsk.ts';
import type { StageToAsk } from '../stagesToAsk.ts';
import { askModel } from './askModel.ts';
import type { Asked, AskTools } from './askModel.ts';
import { extractAnswer } from './extractAnswer.ts';
import type { ExtractTools } from './extractAnswer.ts';
import { judgeStage } from './judgeStage.ts';
import type { RunTerms, StageJudgement } from './judgeStage.ts';
import type { KnownOutcome } from './knownOutcomes.ts';
import { picturesToSend, readPicture } from './preparePicture.ts';
import type { Picture, PreparedPictures } from './preparePicture.ts';
import type { LaneSignals } from './runControl.ts';
import type { EarlierStage } from './stageQuestion.ts';

/** What asking one item needs. */
export interface ItemTools {
  readonly terms: RunTerms;
  readonly ports: EvaluatePorts;
  readonly ask: AskTools;
  readonly price?: Price;
  readonly lexicon?: Lexicon;
  /** Asks a second model what no rule could read; none where absent. */
  readonly extract?: ExtractTools;
  /** Puts an outcome on disk, then tells it; false when that failed and the run is being stopped. */
  settle(outcome: Outcome, replaced: KnownOutcome | undefined, how: SettledHow): Promise<boolean>;
}

/** `asked`: by a request in this sitting; `noted`: without one; `readAgain`: the reply on disk, read by a second model. */
export type SettledHow = 'asked' | 'noted' | 'readAgain';

/** Asks the questions of an item that have no outcome yet, in order, and settles each before the next. */
export async function askItem(
  item: Item,
  known: ReadonlyMap<string, KnownOutcome> | undefined,
  tools: ItemTools,
): Promise<void> {
  const signals = tools.ask.control.lane();
  try {
    await askStages(item, known, tools, signals);
  } finally {
    signals.leave();
  }
}

async function askStages(
  item: Item,
  known: ReadonlyMap<string, KnownOutcome> | undefined,
  tools: ItemTools,
  signals: LaneSignals,
): Promise<void> {
  const picture = await readPicture(item, tools.ports);
  const settled = new Map<string, EarlierStage>();
  let pictures: Result<PreparedPictures, Failure> | undefined;
  const toSend = async (whole: Picture & { readonly ok: true }): Promise<Result<PreparedPictures, Failure>> =>
    (pictures ??= await picturesToSend(
      whole,
      tools.terms.parameters,
      tools.terms.strategy,
      tools.ports,
      signals.noMore,
    ));

  const { stages, parameters } = tools.terms;
  for (const question of questionsOf(stages, parameters.orders)) {
    if (signals.noMore.aborted) return;
    const { stage, key } = question;
    const before = known?.get(key);
    const earlier = earlierOf(question, stages, settled);
    const judged = await judgeStage(item, question, picture, earlier, before, tools.terms, tools.ports.hasher);
    const made =
      judged.kind === 'keep'
        ? await readAgain(judged.known, stage, tools, signals)
        : await outcomeOf(item, question, picture, judged, toSend, tools, signals);
    if (made === undefined) return;
    if (made.how !== 'kept' && !(await tools.settle(made.outcome, before, made.how))) return;
    settled.set(key, { stage, outcome: made.outcome });
  }
}

type MadeOutcome =
  { readonly outcome: Outcome; readonly how: SettledHow } | { readonly outcome: KnownOutcome; readonly how: 'kept' };

/** An outcome on disk that no rule could read, and no second model was asked about yet, is read without asking anew. */
async function readAgain(
  known: KnownOutcome,
  stage: ResolvedStage,
  tools: ItemTools,
  signals: LaneSignals,
): Promise<MadeOutcome> {
  const kept = { outcome: known, how: 'kept' } as const;
  if (known.unread === undefined || tools.extract === undefined) return kept;
  const outcome = await extractAnswer(known.unread, stage, tools.extract, signals);
  return outcome === known.unread ? kept : { outcome, how: 'readAgain' };
}

/** `undefined`: the run is being stopped and there is nothing to record. */
async function outcomeOf(
  item: Item,
  { stage, repeat }: StageToAsk,
  picture: Picture,
  judged: Exclude<StageJudgement, { readonly kind: 'keep' }>,
  toSend: (picture: Picture & { readonly ok: true }) => Promise<Result<PreparedPictures, Failure>>,
  tools: ItemTools,
  signals: LaneSignals,
): Promise<MadeOutcome | undefined> {
  const { clock } = tools.ports;
  const now = (): string => new Date(clock.now()).toISOString();
  const base = {
    version: 1,
    item: item.id,
    ...(picture.sha256 === undefined ? {} : { imageSha256: picture.sha256 }),
    run: tools.terms.run,
    stage: stage.id,
    ...(repeat === undefined ? {} : { repeat }),
  } as const;
  if (judged.kind === 'skip') return { outcome: { ...base, kind: 'skipped', at: now() }, how: 'noted' };
  if (!picture.ok || judged.kind === 'fail') {
    const failure = picture.ok ? undefined : picture.failure;
    return { outcome: { ...base, kind: 'failed', ...(failure && { failure }), at: now() }, how: 'noted' };
  }
  const { question, request } = judged;
  const asked = { ...base, request, question: question.text, ...(question.options && { options: question.options }) };
  const sent = await toSend(picture);
  // Frames that were given up half-way say nothing about the video.
  if (!sent.ok && signals.noMore.aborted) return undefined;
  if (!sent.ok) return { outcome: { ...asked, kind: 'failed', failure: sent.error, at: now() }, how: 'noted' };
  const { images, crops, sentAs, frames } = sent.value;
  const messages = question.messages(images);
  const answer = await askModel(requestOf(stage, messages, judged, tools), tools.ask, signals);
  const became = whatBecame(answer, stage, judged, tools);
  if (became === undefined) return undefined;
  const outcome = {
    ...asked,
    ...became,
    ...(frames && { frames, question: lastText(messages) }),
    ...(sentAs && { sentAs }),
    ...(crops && { crops }),
    at: now(),
  };
  // An answer that is paid for is kept even where the run stops before the second model has read it.
  return {
    outcome: tools.extract ? await extractAnswer(outcome, stage, tools.extract, signals) : outcome,
    how: 'asked',
  };
}

/** The question as it was put, with what it says of a video's frames. */
function lastText(messages: ModelRequest['messages']): string {
  const text = messages.at(-1)?.parts.findLast(({ type }) => type === 'text');
  return text?.type === 'text' ? text.text : '';
}

function requestOf(
  stage: ResolvedStage,
  messages: ModelRequest['messages'],
  judged: StageJudgement & { readonly kind: 'ask' },
  tools: ItemTools,
): ModelRequest {
  const { temperature, maxTokens, seed } = tools.terms.parameters;
  return {
    messages,
    stage,
    parameters: {
      ...(temperature === undefined ? {} : { temperature }),
      ...(maxTokens === undefined ? {} : { maxTokens }),
      ...(seed === undefined ? {} : { seed }),
    },
    ...(judged.question.options && { options: judged.question.options }),
  };
}

function whatBecame(
  asked: Asked,
  stage: ResolvedStage,
  judged: StageJudgement & { readonly kind: 'ask' },
  tools: ItemTools,
): Omit<Outcome, 'version' | 'item' | 'run' | 'stage' | 'at'> | undefined {
  if (asked.kind === 'stopped') return undefined;
  const { usage, costUsd, isEstimated, attempts } = asked;
  const effort = {
    ...defined({ usage, costUsd, isEstimated }),
    attempts,
    latencyMs: Math.round(asked.latencyMs * 10) / 10,
  };
  if (asked.kind === 'failed') {
    const { retryAfterMs: _wait, isBilled: _billed, usage: _counted, ...failure } = asked.failure;
    const { httpStatus, requestId } = failure;
    return { kind: 'failed', failure, ...defined({ httpStatus, requestId }), ...effort };
  }
  const { reply, finish, refusal, reasoning, httpStatus, requestId } = asked.answer;
  const { options } = judged.question;
  const { trace: _notKept, ...reading } = readAnswer(
    { reply, answer: stage.answer, stage: stage.id, ...defined({ options, finish, refusal, reasoning }) },
    tools.lexicon ?? builtInLexicon,
  );
  return {
    ...reading,
    reply,
    ...defined({ reasoning: reading.reasoning ?? reasoning, refusal, finish, httpStatus, requestId }),
    ...effort,
  };
}

/** The fields that have a value. */
function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
