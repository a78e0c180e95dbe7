import * as l10n from '@vscode/l10n';
import type { OpenError } from '../benchmark/openBenchmark.ts';

/** Why a folder did not open, in one sentence that names it. */
export function openErrorText(error: OpenError): string {
  switch (error.kind) {
    case 'notFound':
      return l10n.t('{0}: there is no such folder.', error.path);
    case 'notPermitted':
      return l10n.t('{0}: this folder may not be read by you.', error.path);
    case 'notAFolder':
      return l10n.t('{0}: this is a file. Name the folder that it is in.', error.path);
    case 'outsideRoot':
      return l10n.t('{0}: this leads out of the benchmark and is not read.', error.path);
    case 'cancelled':
      return l10n.t('{0}: opening was cancelled.', error.path);
    case 'io':
      return l10n.t('{0}: the folder could not be read: {1}', error.path, error.detail);
  }
}
