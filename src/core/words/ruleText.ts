import * as l10n from '@vscode/l10n';
import type { RuleId } from '../evaluation/outcome.ts';

/** The rule of the answer reader that decided, as a person would say it. */
export function ruleText(rule: RuleId): string {
  switch (rule) {
    case 'reasoning':
      return l10n.t('the reasoning was never closed');
    case 'refusalField':
      return l10n.t('the server marked it as refused');
    case 'json':
      return l10n.t('a JSON field');
    case 'answerLine':
      return l10n.t('the last ANSWER line');
    case 'equals':
      return l10n.t('the reply is the label');
    case 'letter':
      return l10n.t('an option letter');
    case 'lexicon':
      return l10n.t('the only label named');
    case 'conclusion':
      return l10n.t('the concluding clause');
    case 'number':
      return l10n.t('a number');
    case 'refusalWords':
      return l10n.t('words of refusal, no label');
    case 'outOfSet':
      return l10n.t('an emotion that is not among the options');
    case 'truncated':
      return l10n.t('the reply was cut off');
    case 'unparsed':
      return l10n.t('no rule could read it');
    case 'extracted':
      return l10n.t('a second model, since no rule could read it');
  }
}
