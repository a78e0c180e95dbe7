import * as l10n from '@vscode/l10n';
import type { LexiconFileError } from '../evaluation/loadLexicon.ts';
import { shortened } from './failureText.ts';

/** A fault of a lexicon file, without its place. Words in it are untrusted text. */
export function lexiconFaultText(error: LexiconFileError): string {
  const { kind, value = '', detail } = error;
  switch (kind) {
    case 'unreadable':
      return l10n.t('It cannot be read: {0}', shortened(detail));
    case 'notJson':
      return l10n.t('This is not JSON.');
    case 'invalid':
      return l10n.t('This is not as the file should be: {0}.', shortened(detail));
    case 'contestedForm':
      return l10n.t('"{0}" is claimed by {1} as well: a word can mean one thing only.', value, detail);
    case 'emptyWord':
      return l10n.t('"{0}" holds no letter and is no word.', value);
    case 'conceptAsWord':
      return l10n.t(
        '"{0}" is a concept of its own. To have it read as {1} where it is no label itself, write an entry with "concept": "{0}" and "within": "{1}".',
        value,
        detail,
      );
    case 'wordAsConcept':
      return l10n.t(
        '"{0}" is a word for {1}. Write "{1}" as the concept to add to it, or say with "within" or "kind" that it is a concept of its own.',
        value,
        detail,
      );
    case 'unknownParent':
      return l10n.t('"{0}" is no concept that {1} can be within.', value, detail);
    case 'ownWord':
      return l10n.t('"{0}" is given to {1} and cannot be taken away from it.', value, detail);
  }
}

/** A fault of a lexicon file with its place, in one sentence. */
export function lexiconErrorText(error: LexiconFileError): string {
  return l10n.t('{0}, line {1}: {2}', error.file, error.line, lexiconFaultText(error));
}

/** Why nothing is asked or read again while the lexicon file is faulty: its first fault, and how many more there are. */
export function lexiconRefusalText(errors: readonly LexiconFileError[]): string {
  const [first] = errors;
  if (first === undefined) return '';
  const parts = [
    lexiconErrorText(first),
    ...(errors.length > 1 ? [l10n.t('Further faults in it: {0}.', errors.length - 1)] : []),
    l10n.t('Nothing was done: reading answers without your words would change scores unseen.'),
  ];
  return parts.join(' ');
}
