import * as l10n from '@vscode/l10n';
import { standingText, verdictText } from './standingText.ts';

/** What a field to group by is called. `runName` names a run by its id. */
export function groupFieldText(field: string, runName: (run: string) => string = (run) => run): string {
  const [kind, ...rest] = field.split(':');
  const name = rest.join(':');
  if (name !== '') return kind === 'outcome' ? l10n.t('Outcome of {0}', runName(name)) : name;
  switch (field) {
    case 'generator':
      return l10n.t('Generator');
    case 'label':
      return l10n.t('Emotion');
    case 'prompted':
      return l10n.t('Prompted emotion');
    case 'prompt':
      return l10n.t('Prompt');
    case 'seed':
      return l10n.t('Seed');
    case 'split':
      return l10n.t('Split');
    case 'media':
      return l10n.t('Images and videos');
    case 'folder':
      return l10n.t('Folder');
    case 'outcome':
      return l10n.t('Outcome');
    case 'review':
      return l10n.t('Review');
    case 'problem':
      return l10n.t('Problems of the data');
    default:
      return field;
  }
}

/** What a group is called: the value of its field, or that there is none. */
export function groupValueText(field: string, value: string | undefined): string {
  if (value === undefined) return missingText(field);
  if (field === 'outcome' || field.startsWith('outcome:')) return standingText(value).word;
  if (field === 'media') return l10n.t('videos');
  if (field === 'problem') return l10n.t('with a problem');
  if (field === 'folder' && value === '') return l10n.t('the benchmark folder itself');
  if (field === 'review') return value === 'open' ? l10n.t('open errors') : verdictText(value as 'modelWrong');
  return value;
}

function missingText(field: string): string {
  switch (field) {
    case 'generator':
      return l10n.t('no generator');
    case 'label':
      return l10n.t('no label');
    case 'prompted':
      return l10n.t('no prompted emotion');
    case 'prompt':
      return l10n.t('no prompt');
    case 'split':
      return l10n.t('no split');
    case 'media':
      return l10n.t('images');
    case 'problem':
      return l10n.t('without a problem');
    case 'review':
      return l10n.t('nothing to review');
    default:
      return field.startsWith('outcome') ? standingText('notAsked').word : l10n.t('no value');
  }
}
