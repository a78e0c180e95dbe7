import * as l10n from '@vscode/l10n';
import { polarityTable } from '../../core/affect/polarity.ts';
import type { Item } from '../../core/benchmark/item.ts';
import type { EvaluatePlan } from '../../core/evaluation/plan.ts';
import type { Protocol } from '../../core/evaluation/protocol.ts';
import { builtInStrategies, findStrategy } from '../../core/evaluation/strategies.ts';
import type { Model } from '../../core/models/model.ts';
import { numberText } from '../../core/words/findingText.ts';
import type { BenchmarkSession } from '../session.ts';
import { setting } from '../settings.ts';
import type { ModelChoice } from '../connections/connections.ts';

/** What was chosen for an evaluation. */
export interface Chosen {
  readonly items: readonly Item[];
  readonly choice: ModelChoice;
  readonly model: Model;
  readonly protocol: Protocol;
  /** The query that found the items; absent where they were picked by hand. */
  readonly where: string | undefined;
  /** EmoLens' version, recorded in the run. */
  readonly version: string;
}

/** Requests in flight where a connection does not say. */
const defaultConcurrency = 8;
/** The network computes in one worker; a second picture is decoded meanwhile. */
const baselineConcurrency = 2;

/** A plan from what was chosen and what the settings say; a connection's own settings win. */
export function planFor(session: BenchmarkSession, chosen: Chosen): EvaluatePlan {
  const { benchmark, root } = session;
  const { items, choice, model, protocol, where, version } = chosen;
  const connection = choice.kind === 'connection' ? choice.connection : undefined;
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
      conversation: setting('conversation', root),
      options: setting('answerOptions', root),
    },
    strategy: findStrategy(setting('strategy', root)) ?? builtInStrategies[0]!,
    polarity: polarityTable(benchmark.labels, benchmark.descriptor.polarity),
    limits: {
      concurrency: connection === undefined ? baselineConcurrency : (connection.concurrency ?? defaultConcurrency),
      requestsPerMinute: connection?.requestsPerMinute,
    },
    price: connection?.price,
    where: where ?? '',
    picked: where === undefined,
    connection: connection?.name,
    emolensVersion: version,
  };
}

/** A scale that was read from the data decides what is asked, and another part of the data would give another one. */
export function scaleNote({ benchmark, protocol }: EvaluatePlan): readonly string[] {
  const { degree } = benchmark.scales;
  const asks = protocol.stages.some(({ answer }) => answer.kind === 'number' && answer.scale === 'degree');
  if (!asks || degree?.source !== 'data') return [];
  const [min, max] = [numberText(degree.min), numberText(degree.max)];
  return [
    l10n.t(
      'Degree is asked from {0} to {1}, as read from the data; its true scale can be set in .emolens/benchmark.json.',
      min,
      max,
    ),
  ];
}
