import * as l10n from '@vscode/l10n';
import type { FileError } from '../ports.ts';

/** A failed file operation in one sentence: what happened, to which file, and what to do next. */
export function fileErrorText(error: FileError): string {
  switch (error.kind) {
    case 'notFound':
      return l10n.t('{0} is not there.', error.path);
    case 'notPermitted':
      return l10n.t('{0} may not be read or written. Change its permissions.', error.path);
    case 'outsideRoot':
      return l10n.t('{0} leads out of the benchmark folder and was not touched.', error.path);
    case 'notAFile':
      return l10n.t('{0} is not a file.', error.path);
    case 'diskFull':
      return l10n.t('The disk is full: {0} was not written. Make room and try again.', error.path);
    case 'io':
      return l10n.t('{0} could not be read or written: {1}', error.path, error.detail);
  }
}
