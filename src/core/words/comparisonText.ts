import * as l10n from '@vscode/l10n';
import type { CompareError, NotTheSame } from '../scoring/compareCells.ts';
import type { Comparison } from '../scoring/compareRuns.ts';
import type { StageComparison } from '../scoring/compareStage.ts';

/** Why runs cannot be compared, in one sentence. */
export function compareErrorText(error: CompareError): string {
  if (error.kind === 'tooFewRuns')
    return l10n.t('A comparison needs runs of at least two strategies or two models over one protocol.');
  return l10n.t('Runs {0} and {1} cannot be compared: {2}.', error.first, error.run, notTheSameWord(error.what));
}

function notTheSameWord(what: NotTheSame): string {
  switch (what) {
    case 'protocol':
      return l10n.t('they asked different protocols');
    case 'labels':
      return l10n.t('they were made with different labels');
    case 'polarity':
      return l10n.t('they were made with different polarity tables');
    case 'scales':
      return l10n.t('they were made with different scales');
  }
}

/** What concerns all stages of a comparison: what it left out, and what else differs than strategy and model. */
export function comparisonNotes({ differing, replaced }: Comparison): readonly string[] {
  return [
    ...(differing.length > 0
      ? [l10n.t('Not the same in all runs, so that it may be the reason of a difference: {0}.', differing.join(', '))]
      : []),
    ...(replaced.length > 0
      ? [l10n.t('Left out, because a newer run has the same strategy and model: {0}.', replaced.join(', '))]
      : []),
  ];
}

/** Over which portraits a stage is compared, and which are left out. */
export function commonItemsNotes({ n, leftOut, empty, cells }: StageComparison): readonly string[] {
  const { withoutTruth, pending, skipped } = leftOut;
  const reasons = [
    ...(pending > 0 ? [l10n.t('{0} that some run has not asked yet', pending)] : []),
    ...(skipped > 0 ? [l10n.t('{0} that an earlier answer of some run kept from being asked', skipped)] : []),
    ...(withoutTruth > 0 ? [l10n.t('{0} without a truth', withoutTruth)] : []),
  ];
  return [
    reasons.length === 0
      ? l10n.t('Over the {0} portraits that all these runs were asked about; none is left out.', n)
      : l10n.t('Over the {0} portraits that all these runs were asked about. Left out: {1}.', n, reasons.join(', ')),
    ...flipNotes(cells),
    ...(empty.length > 0 ? [l10n.t('Without any outcome yet, and left out: {0}.', empty.join(', '))] : []),
  ];
}

function flipNotes(cells: StageComparison['cells']): readonly string[] {
  const orders = [...new Set(cells.flatMap(({ flips }) => flips?.orders ?? []))];
  if (orders.length === 0) return [];
  return [
    l10n.t(
      'Asked in {0} orders of the options; all but the flip rate is of the first. Flip rate: share of the portraits answered in at least two orders whose answers are not all the same, lower is better.',
      orders.join(', '),
    ),
  ];
}

/** How the differences and tests of a stage are to be read. */
export function pairedNotes(
  stage: StageComparison,
  { reference, resampling: { resamples, seed } }: Comparison,
): readonly string[] {
  const bootstrap = l10n.t(
    'In brackets after differences: 95 % intervals by a paired bootstrap ({0} resamples of portraits, seed {1}).',
    resamples,
    seed,
  );
  const holm = l10n.t(
    "p (Holm): corrected for the {0} tests of this stage, those over models among them. The tests are our choice and no paper's method.",
    stage.tests,
  );
  if (stage.answer === 'number') {
    return [
      l10n.t(
        'MAE: mean absolute error of the answered numbers on the scale {0} to {1}, lower is better. Difference: less {2} of the same model, over the n portraits that both answered; below 0 is better.',
        stage.scale?.min ?? '',
        stage.scale?.max ?? '',
        reference,
      ),
      bootstrap,
      l10n.t(
        "p: Wilcoxon's signed-rank test, two-sided; exact up to 25 untied differences, else the normal approximation corrected for ties and continuity.",
      ),
      holm,
    ];
  }
  return [
    l10n.t(
      'Strict: right of n, 0 to 1, higher is better, 95 % interval by Wilson; a refusal, an unread reply and a failed request count as not right. Difference: less {0} of the same model, on the same portraits; above 0 is better.',
      reference,
    ),
    bootstrap,
    l10n.t(
      "p: McNemar's exact test, two-sided, of the portraits that one of the two alone has right (only this, only {0}); mid-p is less strict and stands beside it.",
      reference,
    ),
    holm,
  ];
}

/** How the table over models is to be read. */
export function overModelsNotes(stage: StageComparison, reference: string): readonly string[] {
  return [
    l10n.t(
      'Does the strategy help on average over these models? Mean over the models of the difference to {0}, intervals by a bootstrap over portraits. The models are taken as they are: nothing is said about others.',
      reference,
    ),
    stage.answer === 'number'
      ? l10n.t(
          "p: Wilcoxon's signed-rank test of each portrait's mean difference, two-sided, over the n portraits that all these models answered both ways.",
        )
      : l10n.t(
          "p: exact sign-flip test of each portrait's sum of differences over the models, two-sided; for one model it is McNemar's.",
        ),
  ];
}
