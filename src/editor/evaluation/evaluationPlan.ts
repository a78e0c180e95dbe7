import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { polarityTable } from '../../core/affect/polarity.ts';
import type { Items } from '../../core/benchmark/item.ts';
import { framePlanFor, framePlanOf, holdsVideos } from '../../core/evaluation/frames.ts';
import type { FramePlan } from '../../core/evaluation/frames.ts';
import type { CropMaker, EvaluatePlan } from '../../core/evaluation/plan.ts';
import type { Protocol } from '../../core/evaluation/protocol.ts';
import { builtInStrategies } from '../../core/evaluation/strategies.ts';
import type { Price } from '../../core/models/connection.ts';
import type { Model } from '../../core/models/model.ts';
import { numberText } from '../../core/words/findingText.ts';
import type { ModelChoice } from '../connections/connections.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { setting } from '../settings.ts';
import type { Note } from './confirmSetup.ts';
import { budgetsFor } from '../../core/evaluation/jobSpending.ts';
import { parametersOf, type RunSetup } from './runSetup.ts';

/** What was chosen for an evaluation. */
export interface Chosen {
  readonly items: Items;
  readonly choice: ModelChoice;
  readonly model: Model;
  readonly protocol: Protocol;
  /** The query that found the items; absent where they were picked by hand. */
  readonly where: string | undefined;
}

/** Requests in flight where a connection does not say. */
const defaultConcurrency = 8;
/** The network computes in one worker; a second picture is decoded meanwhile. A model of the editor is shared with others. */
const sparingConcurrency = 2;

/** A plan from what was chosen and how it is to be asked; a connection's own settings win. `version` is EmoLens' own. */
export function planFor(
  session: BenchmarkSession,
  { items, choice, model, protocol, where }: Chosen,
  wanted: RunSetup,
  { version, crop }: { readonly version: string; readonly crop: CropMaker },
): EvaluatePlan {
  const { benchmark, root } = session;
  const setup = choice.kind === 'baseline' ? asBaseline(wanted) : wanted;
  const connection = choice.kind === 'connection' ? choice.connection : undefined;
  const { strategy, extractor, lexicon } = setup;
  return {
    benchmark,
    items,
    protocol,
    model,
    parameters: {
      temperature: connection?.temperature,
      maxTokens: connection?.maxTokens,
      seed: connection?.seed,
      timeoutSeconds: connection?.timeoutSeconds,
      maxSide: connection?.maxSide ?? (setting('maxImageSide', root) || undefined),
      frames: holdsVideos(benchmark) ? framesOf(root, model.kind) : undefined,
      cropVersion: strategy.crops?.length ? crop.version : undefined,
      ...parametersOf(setup),
    },
    strategy,
    polarity: polarityTable(benchmark.labels, benchmark.descriptor.polarity),
    limits: {
      concurrency: connection === undefined ? sparingConcurrency : (connection.concurrency ?? defaultConcurrency),
      requestsPerMinute: connection?.requestsPerMinute,
      tokensPerMinute: connection?.tokensPerMinute,
    },
    budgets: budgetsFor(setup.budgets, model),
    price: connection?.price,
    pictureTokens: connection?.profile?.pictureTokens,
    latencyMs: connection?.profile?.latencyMs,
    lexicon,
    ...(extractor === undefined ? {} : { extractor: { model: extractor.model, price: extractor.price } }),
    where: where ?? '',
    picked: where === undefined,
    connection: connection?.name,
    emolensVersion: version,
  };
}

/** How videos are sampled: as the settings say. */
function framesOf(root: vscode.Uri, modelKind: string): FramePlan {
  const [count, fps] = [setting('videoFrames', root), setting('videoFramesPerSecond', root)];
  return framePlanFor(modelKind, framePlanOf({ count, fps, most: setting('maxVideoFrames', root) }));
}

/** The price of a choice's tokens; `undefined` where none is known. */
export function priceOf(choice: ModelChoice): Price | undefined {
  return choice.kind === 'connection' ? choice.connection.price : undefined;
}

/** The expression baseline reads no question: how one is put changes nothing, and must not look as if it did. */
function asBaseline({ extractor: _none, ...setup }: RunSetup): RunSetup {
  return { ...setup, strategy: builtInStrategies[0]!, orders: 'fixed', conversation: 'separate' };
}

/** A scale that was read from the data decides what is asked, and another part of the data would give another one. */
export function scaleNote({ benchmark, protocol }: EvaluatePlan): readonly Note[] {
  const { degree } = benchmark.scales;
  const asks = protocol.stages.some(({ answer }) => answer.kind === 'number' && answer.scale === 'degree');
  if (!asks || degree?.source !== 'data') return [];
  const [min, max] = [numberText(degree.min), numberText(degree.max)];
  const text = l10n.t('Degree is asked from {0} to {1}, as read from the data', min, max);
  return [{ icon: 'info', text, detail: l10n.t('Its true scale can be set in .emolens/benchmark.json.') }];
}
