import * as l10n from '@vscode/l10n';
import type { OutcomeKind } from '../evaluation/outcome.ts';

/** The word for an outcome, for labels and tables. */
export function outcomeWord(kind: OutcomeKind): string {
  switch (kind) {
    case 'answered':
      return l10n.t('answered');
    case 'outOfSet':
      return l10n.t('out of set');
    case 'ambiguous':
      return l10n.t('ambiguous');
    case 'refused':
      return l10n.t('refused');
    case 'unparsed':
      return l10n.t('unread');
    case 'truncated':
      return l10n.t('cut off');
    case 'failed':
      return l10n.t('failed');
    case 'skipped':
      return l10n.t('not asked');
  }
}

/** What an outcome means, in one sentence. */
export function outcomeText(kind: OutcomeKind): string {
  switch (kind) {
    case 'answered':
      return l10n.t('The reply names one answer.');
    case 'outOfSet':
      return l10n.t('The reply names an answer that is not among the options.');
    case 'ambiguous':
      return l10n.t('The reply names several answers and settles on none.');
    case 'refused':
      return l10n.t('The model declined to answer.');
    case 'unparsed':
      return l10n.t('No rule found an answer in the reply.');
    case 'truncated':
      return l10n.t('The reply was cut off before it came to an answer.');
    case 'failed':
      return l10n.t('The request brought no reply.');
    case 'skipped':
      return l10n.t('Not asked, because of the answer to an earlier question.');
  }
}
