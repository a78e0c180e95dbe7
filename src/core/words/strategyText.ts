import * as l10n from '@vscode/l10n';
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

/**
 * Where a protocol or strategy that can be picked comes from; empty for one that ships inside. `isReplacing`: it has the id of a built-in one,
 * which it takes the place of.
 */
export function originText(origin: { readonly isOwn: boolean; readonly isReplacing: boolean }): string {
  if (!origin.isOwn) return '';
  return origin.isReplacing ? l10n.t('yours, in place of the built-in one') : l10n.t('yours');
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
