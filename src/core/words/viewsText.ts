import * as l10n from '@vscode/l10n';
import type { ViewsFault } from '../query/viewsFile.ts';
import { shortened } from './failureText.ts';

/** What is wrong in the file of saved views, and what follows; line and file stand beside it. */
export function viewsFaultText({ kind, detail }: ViewsFault): string {
  const said = shortened(detail);
  switch (kind) {
    case 'notJson':
      return l10n.t('This is no JSON: the views of this file are not shown until it is put right.');
    case 'badFile':
      return l10n.t('This file of views is not as it should be ({0}).', said);
    case 'badView':
      return l10n.t('This view is left out: {0}.', said);
    case 'duplicateName':
      return l10n.t('There is another view called "{0}"; this one is left out.', said);
    case 'badQuery':
      return l10n.t('The query of this view is not understood. {0}', said);
  }
}
