import * as l10n from '@vscode/l10n';
import type { QueryError } from '../query/language/query.ts';
import { shortened } from './failureText.ts';

/** The sentence that tells a person what is wrong with a query, where (counted from 1), and what would be right. */
export function queryErrorText(error: QueryError): string {
  return l10n.t('At character {0}: {1}', String(error.at + 1), sentenceOf(error));
}

function sentenceOf({ kind, facts }: QueryError): string {
  const fact = (name: string) => shortened(facts[name] ?? '');
  switch (kind) {
    case 'unknownField':
      return facts['suggestion'] === undefined
        ? l10n.t('there is no field "{0}". Fields: {1}.', fact('field'), fact('known'))
        : l10n.t(
            'there is no field "{0}". Did you mean "{1}"? Fields: {2}.',
            fact('field'),
            fact('suggestion'),
            fact('known'),
          );
    case 'unknownSort':
      return facts['suggestion'] === undefined
        ? l10n.t('there is no order by "{0}". Orders: {1}.', fact('value'), fact('known'))
        : l10n.t(
            'there is no order by "{0}". Did you mean "{1}"? Orders: {2}.',
            fact('value'),
            fact('suggestion'),
            fact('known'),
          );
    case 'misplacedSort':
      return l10n.t('an order stands beside all conditions, not inside "not", "or" or parentheses.');
    case 'unknownValue':
      if (facts['suggestion'] !== undefined) {
        return l10n.t(
          '"{0}" cannot be {1}. Did you mean "{2}"? Values: {3}.',
          fact('field'),
          fact('value'),
          fact('suggestion'),
          fact('known'),
        );
      }
      return l10n.t('"{0}" cannot be {1}. Values: {2}.', fact('field'), fact('value'), fact('known'));
    case 'missingValue':
      return l10n.t('a value is missing after "{0}".', fact('field'));
    case 'notANumber':
      return l10n.t('"{0}" needs a number, and "{1}" is none.', fact('field'), fact('value'));
    case 'badOperator':
      return l10n.t('"{0}" cannot be used with "{1}".', fact('operator'), fact('field'));
    case 'unclosedQuote':
      return l10n.t('this quote is never closed.');
    case 'looseSign':
      return l10n.t(
        '"{0}" stands alone: conditions are written without spaces, as in degree>3, "and" and "or" as words, and a text with signs in quotes.',
        fact('sign'),
      );
    case 'furtherSign':
      return l10n.t(
        '"{0}" is one sign too many after "{1}": a value that begins with it stands in quotes.',
        fact('sign'),
        fact('field'),
      );
    case 'unclosedParenthesis':
      return l10n.t('this parenthesis is never closed.');
    case 'missingTerm':
      return l10n.t('a condition is missing after "{0}".', fact('after'));
    case 'unexpected':
      return l10n.t('"{0}" does not belong here.', fact('text'));
    case 'tooDeep':
      return l10n.t('there are more than {0} parentheses inside each other.', fact('most'));
  }
}
