import * as l10n from '@vscode/l10n';
import type { VerdictKind } from '../review/verdict.ts';

/** A standing as people read it: a word, and a sign for places without icons. The sign never stands alone. */
export interface StandingText {
  readonly word: string;
  readonly sign: string;
}

/** The word and the sign of a standing; an unknown one shows itself. */
export function standingText(standing: string): StandingText {
  switch (standing) {
    case 'right':
      return { word: l10n.t('right'), sign: '✓' };
    case 'wrong':
      return { word: l10n.t('wrong'), sign: '✗' };
    case 'answered':
      return { word: l10n.t('answered'), sign: '·' };
    case 'refused':
      return { word: l10n.t('refused'), sign: '⊘' };
    case 'unparsed':
      return { word: l10n.t('unread'), sign: '?' };
    case 'ambiguous':
      return { word: l10n.t('ambiguous'), sign: '±' };
    case 'outOfSet':
      return { word: l10n.t('out of set'), sign: '∉' };
    case 'truncated':
      return { word: l10n.t('cut off'), sign: '…' };
    case 'failed':
      return { word: l10n.t('failed'), sign: '!' };
    case 'skipped':
      return { word: l10n.t('skipped'), sign: '–' };
    case 'asking':
      return { word: l10n.t('asking'), sign: '⟳' };
    case 'notAsked':
      return { word: l10n.t('not asked'), sign: '–' };
    default:
      return { word: standing, sign: '?' };
  }
}

/** A verdict in words. */
export function verdictText(verdict: VerdictKind): string {
  switch (verdict) {
    case 'modelWrong':
      return l10n.t('Model is wrong');
    case 'labelWrong':
      return l10n.t('Label is wrong');
    case 'ambiguous':
      return l10n.t('Ambiguous');
    case 'badImage':
      return l10n.t('Bad image');
  }
}
