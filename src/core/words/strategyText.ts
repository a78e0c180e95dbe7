import * as l10n from '@vscode/l10n';
import { builtInProtocols } from '../evaluation/builtInProtocols.ts';
import type { Protocol } from '../evaluation/protocol.ts';
import { builtInStrategies, type Strategy } from '../evaluation/strategies.ts';

/** What a strategy is called, and how it puts a question. */
export type StrategyText = Pick<Strategy, 'title' | 'description'>;

/**
 * Title and description of a strategy for people. Those that ship inside are translated here and not where they are made:
 * runs record them, and a record is the same in every language. A user's own stand as written, also under a built-in id.
 */
export function strategyText(strategy: Strategy): StrategyText {
  return (builtInStrategies.includes(strategy) ? builtInText(strategy.id) : undefined) ?? strategy;
}

/** Whose a protocol or strategy is that can be picked; empty for one that ships inside. */
export function originText(one: Protocol | Strategy): string {
  const shipped: readonly (Protocol | Strategy)[] = 'template' in one ? builtInStrategies : builtInProtocols;
  if (shipped.includes(one)) return '';
  return shipped.some(({ id }) => id === one.id) ? l10n.t('yours, in place of the built-in one') : l10n.t('yours');
}

function builtInText(id: string): StrategyText | undefined {
  switch (id) {
    case 'plain':
      return { title: l10n.t('Plain'), description: l10n.t('The question alone.') };
    case 'reasoned':
      return { title: l10n.t('Reasoned'), description: l10n.t('Think first, then a last line with the answer.') };
    case 'emoprompt':
      return {
        title: l10n.t('EmoPrompt (ours)'),
        description: l10n.t(
          'Ours, after the aim of EmoPrompt in arXiv 2406.16442, whose wording is not published: cues of face, gaze, posture and scene, what a person showing them would feel and why, the two nearest options weighed, then the answer.',
        ),
      };
    case 'multi-perspective':
      return {
        title: l10n.t('Multi-perspective (ours)'),
        description: l10n.t(
          'Ours, after the aim of the Multi-perspective Visual Projection in arXiv 2406.16442, which works inside a model: the whole picture with crops of face, eyes and mouth, and the relation of the person to the scene.',
        ),
      };
    case 'emoprompt+multi-perspective':
      return {
        title: l10n.t('EmoPrompt and multi-perspective (ours)'),
        description: l10n.t('Both strategies of ours in one question.'),
      };
    default:
      return undefined;
  }
}
