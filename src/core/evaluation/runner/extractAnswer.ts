import { builtInLexicon } from '../../affect/lexicon.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import type { Hasher } from '../../ports.ts';
import { readAnswer } from '../answerReader.ts';
import type { Outcome } from '../outcome.ts';
import type { EvaluatePlan, EvaluatePorts, Extractor } from '../plan.ts';
import type { ResolvedStage } from '../protocol.ts';
import { askModel } from './askModel.ts';
import type { AskTools } from './askModel.ts';
import { extractionPrompt, labelsOf, noAnswerWord, textToExtract } from './extractionPrompt.ts';
import { awaitsExtraction } from './knownOutcomes.ts';
import { AdaptiveLimiter } from './limiter.ts';
import type { LaneSignals } from './runControl.ts';

/** What asking the second model needs. */
export interface ExtractTools {
  readonly ask: AskTools;
  readonly hasher: Hasher;
  readonly lexicon: Lexicon;
}

/** Makes the {@link ExtractTools} of a plan. A server of its own has limits of its own: what slows one down need not slow the other. */
export function extractTools(
  plan: Pick<EvaluatePlan, 'limits' | 'lexicon' | 'model'> & { readonly extractor: Extractor },
  ports: Pick<EvaluatePorts, 'clock' | 'hasher'>,
  { price: _ofTheModel, ...ask }: AskTools,
): ExtractTools {
  const { model, price } = plan.extractor;
  const limiter = model.endpoint === plan.model.endpoint ? ask.limiter : new AdaptiveLimiter(plan.limits, ports.clock);
  return {
    ask: { ...ask, model, limiter, ...(price === undefined ? {} : { price }) },
    hasher: ports.hasher,
    lexicon: plan.lexicon ?? builtInLexicon,
  };
}

/** An answer is a word or a number; some models think before they say it. */
const parameters = { temperature: 0, maxTokens: 2048 };

/**
 * The reader's tenth rule: puts a reply that no rule could read to a second model, without the picture, and reads what that
 * one says with our own reader. The outcome comes back answered by the rule `extracted`, or still `unparsed` with the
 * attempt recorded, and unchanged where there was nothing to ask or the run is being stopped: then it can be asked later.
 */
export async function extractAnswer(
  outcome: Outcome,
  stage: ResolvedStage,
  tools: ExtractTools,
  signals: LaneSignals,
): Promise<Outcome> {
  if (!awaitsExtraction(outcome, true)) return outcome;
  const reply = outcome.reply ?? '';
  const hash = await tools.hasher.sha256(new TextEncoder().encode(reply));
  const text = extractionPrompt(stage, outcome.options, textToExtract(reply), hash.slice(0, 24));
  const request = { messages: [{ role: 'user', parts: [{ type: 'text', text }] }], parameters, stage } as const;
  const asked = await askModel(request, tools.ask, signals);
  if (asked.kind === 'stopped') return outcome;
  const { usage, costUsd } = asked;
  const paid = { ...(usage && { usage }), ...(costUsd === undefined ? {} : { costUsd }) };
  const extraction = { model: tools.ask.model.id, ...paid };
  if (asked.kind === 'failed') return { ...outcome, extraction };
  return {
    ...outcome,
    ...readExtracted(asked.answer, stage, tools.lexicon),
    extraction: { ...extraction, reply: asked.answer.reply },
  };
}

/** What a second model's words come to, read by our own reader: fields of an answered outcome, or none where it found no answer. */
export function readExtracted(
  { reply, finish, refusal }: { readonly reply: string; readonly finish?: string; readonly refusal?: string },
  stage: ResolvedStage,
  lexicon: Lexicon,
): Partial<Outcome> {
  if (saysNone(reply, noAnswerWord(labelsOf(stage)))) return {};
  const input = { reply, answer: stage.answer, stage: stage.id };
  const { kind, label, labels, value } = readAnswer(
    { ...input, ...(finish === undefined ? {} : { finish }), ...(refusal === undefined ? {} : { refusal }) },
    lexicon,
  );
  if (kind !== 'answered') return {};
  return {
    kind,
    rule: 'extracted',
    ...(label === undefined ? {} : { label }),
    ...(labels === undefined ? {} : { labels }),
    ...(value === undefined ? {} : { value }),
  };
}

function saysNone(reply: string, none: string): boolean {
  const said = textToExtract(reply).replace(/[^\p{L}\p{N} ]/gu, '');
  return said.trim().toUpperCase() === none;
}
