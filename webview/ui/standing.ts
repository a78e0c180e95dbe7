import * as l10n from '@vscode/l10n';
import type { Standing } from '../../src/protocol/views.ts';

/** How an outcome is shown: a codicon, a word, and a tone that the style sheets colour. Never the colour alone. */
export interface StandingFace {
  readonly glyph: string;
  readonly word: string;
  readonly tone: 'good' | 'bad' | 'odd' | 'quiet';
}

/** The face of a standing, the same on every page. */
export function standingFace(standing: Standing): StandingFace {
  switch (standing) {
    case 'right':
      return { glyph: 'check', word: l10n.t('right'), tone: 'good' };
    case 'wrong':
      return { glyph: 'close', word: l10n.t('wrong'), tone: 'bad' };
    case 'answered':
      return { glyph: 'comment', word: l10n.t('answered'), tone: 'quiet' };
    case 'refused':
      return { glyph: 'circle-slash', word: l10n.t('refused'), tone: 'odd' };
    case 'unparsed':
      return { glyph: 'question', word: l10n.t('unread'), tone: 'odd' };
    case 'ambiguous':
      return { glyph: 'split-horizontal', word: l10n.t('ambiguous'), tone: 'odd' };
    case 'outOfSet':
      return { glyph: 'symbol-misc', word: l10n.t('out of set'), tone: 'odd' };
    case 'truncated':
      return { glyph: 'ellipsis', word: l10n.t('cut off'), tone: 'odd' };
    case 'failed':
      return { glyph: 'warning', word: l10n.t('failed'), tone: 'odd' };
    case 'skipped':
      return { glyph: 'debug-step-over', word: l10n.t('skipped'), tone: 'quiet' };
    case 'asking':
      return { glyph: 'loading', word: l10n.t('asking'), tone: 'quiet' };
    case 'notAsked':
      return { glyph: 'dash', word: l10n.t('not asked'), tone: 'quiet' };
  }
}

/** What a line about an outcome says: the answer where there is one, otherwise the standing's word. */
export function answerText(standing: Standing, answer: string | undefined): string {
  const { word } = standingFace(standing);
  if (answer === undefined) return word;
  return standing === 'right' || standing === 'wrong' || standing === 'answered' ? answer : `${word}: ${answer}`;
}
