import * as l10n from '@vscode/l10n';
import type { OpenProgress } from '../benchmark/openBenchmark.ts';

/** How far opening a folder is, or looking at its pictures, in a few words. */
export function openProgressText({ what, done, total }: OpenProgress): string {
  switch (what) {
    case 'listing':
      return l10n.t('Listing files: {0}', done);
    case 'tables':
      return l10n.t('Reading tables');
    case 'pictures':
      return l10n.t('Looking at pictures: {0} of {1}', done, total ?? done);
    case 'bytes':
      return l10n.t('Reading pictures whole: {0} of {1}', done, total ?? done);
  }
}
