import { builtInLexicon } from '../../affect/lexicon.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import type { Item } from '../../benchmark/item.ts';
import type { Price } from '../../models/connection.ts';
import type { Failure } from '../../models/failure.ts';
import type { ModelRequest, SentImage } from '../../models/model.ts';
import type { Result } from '../../result.ts';
import { readAnswer } from '../answerReader.ts';
import type { Outcome } from '../outcome.ts';
import type { EvaluatePorts } from '../plan.ts';
import type { ResolvedStage } from '../protocol.ts';
import { askModel } from './askModel.ts';
import type { Asked, AskTools } from './askModel.ts';
import { judgeStage } from './judgeStage.ts';
import type { RunTerms, StageJudgement } from './judgeStage.ts';
import type { KnownOutcome } from './knownOutcomes.ts';
import { picturesToSend, readPicture } from './preparePicture.ts';
import type { Picture } from './preparePicture.ts';
import type { LaneSignals } from './runControl.ts';
import type { EarlierStage } from './stageQuestion.ts';

/** What asking one item needs. */
export interface ItemTools {
  readonly terms: RunTerms;
  readonly ports: EvaluatePorts;
  readonly ask: AskTools;
  readonly price?: Price;
  readonly lexicon?: Lexicon;
  /** Puts an outcome on disk, then tells it; false when that failed and the run is being stopped. */
  settle(outcome: Outcome, replaced: KnownOutcome | undefined, wasAsked: boolean): Promise<boolean>;
}

/** Asks the stages of an item that have no outcome yet, in order, and settles each before the next. */
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
  const earlier: EarlierStage[] = [];
  let pictures: Result<readonly SentImage[], Failure> | undefined;
  const toSend = async (whole: Picture & { readonly ok: true }): Promise<Result<readonly SentImage[], Failure>> =>
    (pictures ??= await picturesToSend(whole, tools.terms.parameters.maxSide, tools.terms.strategy, tools.ports));

  for (const stage of tools.terms.stages) {
    if (signals.noMore.aborted) return;
    const before = known?.get(stage.id);
    const judged = await judgeStage(item, stage, picture, earlier, before, tools.terms, tools.ports.hasher);
    if (judged.kind === 'keep') {
      earlier.push({ stage, outcome: judged.known });
      continue;
    }
    const made = await outcomeOf(item, stage, picture, judged, toSend, tools, signals);
    if (made === undefined) return;
    if (!(await tools.settle(made.outcome, before, made.wasAsked))) return;
    earlier.push({ stage, outcome: made.outcome });
  }
}

interface MadeOutcome {
  readonly outcome: Outcome;
  readonly wasAsked: boolean;
}

/** `undefined`: the run is being stopped and there is nothing to record. */
async function outcomeOf(
  item: Item,
  stage: ResolvedStage,
  picture: Picture,
  judged: Exclude<StageJudgement, { readonly kind: 'keep' }>,
  toSend: (picture: Picture & { readonly ok: true }) => Promise<Result<readonly SentImage[], Failure>>,
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
  } as const;
  if (judged.kind === 'skip') return { outcome: { ...base, kind: 'skipped', at: now() }, wasAsked: false };
  if (!picture.ok || judged.kind === 'fail') {
    const failure = picture.ok ? undefined : picture.failure;
    return { outcome: { ...base, kind: 'failed', ...(failure && { failure }), at: now() }, wasAsked: false };
  }
  const { question, request } = judged;
  const asked = { ...base, request, question: question.text, ...(question.options && { options: question.options }) };
  const images = await toSend(picture);
  if (!images.ok) return { outcome: { ...asked, kind: 'failed', failure: images.error, at: now() }, wasAsked: false };
  const answer = await askModel(requestOf(stage, question.messages(images.value), judged, tools), tools.ask, signals);
  const became = whatBecame(answer, stage, judged, tools);
  return became && { outcome: { ...asked, ...became, at: now() }, wasAsked: true };
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
