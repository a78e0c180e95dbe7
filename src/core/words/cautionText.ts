import * as l10n from '@vscode/l10n';
import type { UnreadFiles } from '../benchmark/benchmark.ts';
import type { Cautions } from '../evaluation/cautions.ts';

/** Something to know before a run, and what to do about it. */
export interface CautionText {
  readonly text: string;
  readonly detail: string;
}

/** Labels that are named one by one. */
const mostNamed = 4;

/** What to know about what is asked before it is paid for. */
export function cautionTexts(cautions: Cautions | undefined): readonly CautionText[] {
  if (cautions === undefined) return [];
  const { unscored, isScored, numberLabels, neverAsked } = cautions;
  const unscoredText = isScored
    ? l10n.t('The benchmark holds nothing to compare the answers of {0} with', unscored.join(', '))
    : l10n.t('Nothing in the benchmark can be compared with the answers');
  return [
    ...(unscored.length === 0 ? [] : [{ text: unscoredText, detail: l10n.t('They are counted, not scored.') }]),
    ...(numberLabels.length === 0 ? [] : [numberLabelsText(numberLabels)]),
    ...(neverAsked.length === 0 ? [] : [neverAskedText(neverAsked)]),
  ];
}

function neverAskedText(stages: readonly string[]): CautionText {
  return {
    text: l10n.t('{0} will never be asked', stages.join(', ')),
    detail: l10n.t('What "is" waits for is not among the labels of this benchmark.'),
  };
}

/** That labels are numbers of which nothing says what they stand for; `numbers`: at least one. */
export function numberLabelsText(numbers: readonly string[]): CautionText {
  const named = [...numbers.slice(0, mostNamed), ...(numbers.length > mostNamed ? ['…'] : [])].join(', ');
  const example = JSON.stringify({ foldings: { [numbers[0] ?? '0']: 'neutral' } });
  return {
    text: l10n.t('The labels are numbers, and nothing says what they stand for'),
    detail: l10n.t(
      'Models are asked for {0} as they are. Name them in .emolens/benchmark.json, for example: {1}',
      named,
      example,
    ),
  };
}

/** The same in one line. */
export function cautionLine({ text, detail }: CautionText): string {
  return l10n.t('{0}. {1}', text, detail);
}

/** That files which say more of the pictures were left out. */
export function unreadText({ files, count }: UnreadFiles): string {
  return l10n.t(
    '{0} files that say more of one picture each ({1}) were not read: the emotions are known without them.',
    count,
    files,
  );
}
