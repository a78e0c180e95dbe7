import * as l10n from '@vscode/l10n';
import type { ProblemKind } from '../benchmark/problem.ts';

/** A kind of problem as the heading of all its faults. */
export function problemKindText(kind: ProblemKind): string {
  switch (kind) {
    case 'missing-image':
      return l10n.t('Rows without their picture');
    case 'image-without-row':
      return l10n.t('Pictures without a row');
    case 'duplicate-id':
      return l10n.t('Rows for the same picture');
    case 'duplicate-image':
      return l10n.t('Pictures with the same bytes');
    case 'corrupt-image':
      return l10n.t('Damaged pictures');
    case 'empty-image':
      return l10n.t('Empty pictures');
    case 'wrong-extension':
      return l10n.t('Pictures of another type than their name says');
    case 'unreadable':
      return l10n.t('Files that cannot be read');
    case 'over-large':
      return l10n.t('Pictures that are too large');
    case 'outside-root':
      return l10n.t('Paths that lead out of the benchmark');
    case 'unknown-label':
      return l10n.t('Words that are no label');
    case 'number-out-of-range':
      return l10n.t('Numbers out of range');
    case 'conflicting-label':
      return l10n.t('Rows that contradict each other');
    case 'bad-row':
      return l10n.t('Lines that are no row');
    case 'missing-column':
      return l10n.t('Columns that are not there');
    case 'bad-descriptor':
      return l10n.t('Faults in benchmark.json');
    case 'nothing-found':
      return l10n.t('Nothing to look at');
    default:
      return kind;
  }
}
