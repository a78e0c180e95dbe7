import * as l10n from '@vscode/l10n';
import type { RunBudgets } from '../../core/evaluation/plan.ts';
import { usd } from '../../core/words/runText.ts';
import type { RunSetup } from './runSetup.ts';

/** How the options of a question are shown. */
export function optionsText({ options, orders }: Pick<RunSetup, 'options' | 'orders'>): string {
  const style = options === 'words' ? l10n.t('words') : l10n.t('letters');
  if (orders === 'fixed') return l10n.t('{0}, in the order of the benchmark', style);
  if (orders === 1) return l10n.t('{0}, shuffled for each portrait', style);
  return l10n.t('{0}, in {1} orders', style, orders);
}

/** Whether the stages of a portrait are asked in one go. */
export function conversationText({ conversation }: Pick<RunSetup, 'conversation'>): string {
  return conversation === 'one' ? l10n.t('all of a portrait in one') : l10n.t('each question on its own');
}

/** The caps in force, in a few words. */
export function capText({ maxCostUsd, maxRequests, maxTokens, maxFailures }: RunBudgets): string {
  const parts = [
    ...(maxCostUsd === undefined ? [] : [usd(maxCostUsd)]),
    ...(maxRequests === undefined ? [] : [l10n.t('{0} requests', maxRequests)]),
    ...(maxTokens === undefined ? [] : [l10n.t('{0} tokens', maxTokens)]),
    ...(maxFailures === undefined ? [] : [l10n.t('{0} failures', maxFailures)]),
  ];
  return parts.length === 0 ? l10n.t('none') : parts.join(', ');
}

/** What a run of a comparison is called: its strategy and its connection. */
export function cellName(run: {
  readonly strategy: string;
  readonly model: string;
  readonly connection?: string | undefined;
}): string {
  return `${run.strategy} × ${run.connection ?? run.model}`;
}
