import * as l10n from '@vscode/l10n';
import { groupFieldText } from './groupText.ts';
import type { PolarityTable } from '../affect/polarity.ts';
import type { TruthSource } from '../evaluation/protocol.ts';
import type { NotALabel } from '../scoring/confusion.ts';
import type { LabelsSince } from '../scoring/labelsSince.ts';
import type { Resampling } from '../scoring/resampling.ts';
import type { SliceField } from '../scoring/slices.ts';
import { outcomeWord } from './outcomeText.ts';

/** The word for an outcome that is none of the labels, for the heading of a column. */
export function notALabelWord(kind: NotALabel): string {
  return kind === 'otherLabel' ? l10n.t('another label') : outcomeWord(kind);
}

/** The word for what items are grouped by. */
export function sliceFieldWord(field: SliceField): string {
  switch (field) {
    case 'generator':
      return l10n.t('Generator');
    case 'label':
      return l10n.t('Label');
    case 'prompted':
      return l10n.t('Prompted emotion');
    case 'prompt':
      return l10n.t('Prompt');
    case 'seed':
      return l10n.t('Seed');
    case 'polarity':
      return l10n.t('Polarity');
    default:
      return groupFieldText(field.replace(/^(field|task)\./, ''));
  }
}

/** What the answers of a stage were compared with. */
export function truthText(truth: TruthSource | null): string {
  switch (truth) {
    case null:
      return l10n.t('The benchmark holds nothing to compare these answers with: they are counted, not scored.');
    case 'label':
      return l10n.t('Truth: the label that people gave.');
    case 'polarity':
      return l10n.t('Truth: the polarity of the label that people gave, by the table below.');
    case 'degree':
      return l10n.t('Truth: the degree that people gave.');
    case 'quality':
      return l10n.t('Truth: the quality that people gave.');
    case 'prompted':
      return l10n.t('Truth: the emotion that the generator was asked for.');
  }
}

/** The polarity table in force, and whose it is. */
export function polarityText(table: PolarityTable): string {
  const entries = Object.entries(table).map(([label, polarity]) =>
    polarity === 'none' ? l10n.t('{0} none (left out)', label) : `${label} ${polarity}`,
  );
  return l10n.t(
    'Polarity table in force, a setting of this benchmark and not published by any paper: {0}.',
    entries.join(', '),
  );
}

/** How the scores of labels are to be read: denominators, range, direction, intervals. */
export function classNotes({ resamples, seed }: Resampling): readonly string[] {
  return [
    l10n.t(
      'Scores are 0 to 1, higher is better. n: questions asked that have a truth. Strict: right of n; a refusal, an unread reply and a failed request count as not right. Answered only: right of those answered. Coverage: answered of n. What an earlier answer kept from being asked is in none of them.',
    ),
    l10n.t(
      'Macro-F1: plain mean over the labels that occur as truth or answer. Balanced accuracy: plain mean of the recalls over the labels that occur as truth.',
    ),
    l10n.t(
      'In brackets: 95 % intervals, by Wilson for shares, by bootstrap percentiles ({0} resamples of portraits, seed {1}) for means.',
      resamples,
      seed,
    ),
  ];
}

/** How the scores of numbers are to be read: scale, mapping, direction, intervals. */
export function numberNotes(
  scale: { readonly min: number; readonly max: number },
  { resamples, seed }: Resampling,
): readonly string[] {
  return [
    l10n.t(
      'Scale {0} to {1}, that of the benchmark; answers in another form (percent, 7/10) were mapped onto it linearly. n: answered numbers that have a true one. Coverage: n of all that were asked and have one.',
      scale.min,
      scale.max,
    ),
    l10n.t(
      'SRCC (Spearman), PLCC (Pearson, no curve fitted first) and KRCC (Kendall, tau-b) are -1 to 1, higher is better; RMSE and MAE are in units of the scale, lower is better.',
    ),
    l10n.t(
      'A model that says one number for each label has a high correlation over all portraits and none within labels: read both.',
    ),
    l10n.t(
      'In brackets: 95 % intervals, by bootstrap percentiles ({0} resamples of portraits, seed {1}); by Wilson for coverage.',
      resamples,
      seed,
    ),
  ];
}

/** What a run's scores do not cover; nothing where they cover all. */
export function coverageNotes(
  run: string,
  counts: { readonly pending: number; readonly withoutItem: number; readonly labelsSince?: LabelsSince },
): readonly string[] {
  return [
    ...(counts.labelsSince === undefined ? [] : [labelsSinceText(run, counts.labelsSince)]),
    ...(counts.pending > 0
      ? [l10n.t('Run {0} is not complete: {1} questions have no outcome yet and are in no score.', run, counts.pending)]
      : []),
    ...(counts.withoutItem > 0
      ? [
          l10n.t(
            'Run {0}: {1} outcomes are about portraits that the benchmark does not hold any more; they are in no score.',
            run,
            counts.withoutItem,
          ),
        ]
      : []),
  ];
}

/** What the labels that have changed since a run began do to its scores. */
export function labelsSinceText(run: string, since: LabelsSince): string {
  return [l10n.t("Run {0}: the benchmark's labels have changed since it began.", run), ...changesText(since)].join(' ');
}

/** That a run goes on with the labels that it began with, though the benchmark has others now. */
export function labelsWhenResumedText(run: string, since: LabelsSince): string {
  return [
    l10n.t("Run {0} goes on with the labels that it began with; the benchmark's have changed since.", run),
    ...changesText(since),
    l10n.t('A new run asks with the labels of today.'),
  ].join(' ');
}

function changesText({ neverOffered, gone }: LabelsSince): readonly string[] {
  const named = neverOffered.map(({ label, items }) => `${label} (${items})`);
  return [
    ...(neverOffered.length === 0
      ? []
      : [l10n.t('Never offered as an answer, so that none of their portraits can be right: {0}.', named.join(', '))]),
    ...(gone.length === 0 ? [] : [l10n.t('Offered, and no label any more: {0}.', gone.join(', '))]),
  ];
}

/** How the board of generators is to be read. */
export function boardNotes(): readonly string[] {
  return [
    l10n.t(
      'Hit rate: share of the portraits in which people saw the emotion that the generator was asked for, 0 to 1, higher is better; the generator and the prompted emotion are read from the file names. No model was asked for this table.',
    ),
    l10n.t('Degree and quality: plain means on the scales of the benchmark.'),
  ];
}

/** How the scores over several orders of the options are to be read. */
export function orderNotes({ resamples, seed }: Resampling): readonly string[] {
  return [
    l10n.t(
      'The same question in several orders of its options, which place each option equally often. Flip rate: share of the portraits with answers in at least two orders whose answers are not all the same; pairs that differ: mean over them of the share of pairs of orders whose answers differ. Both 0 to 1, lower is better.',
    ),
    l10n.t(
      'Right in every order: share of the n portraits with a truth and an outcome in every order that were answered right in all of them, 0 to 1, higher is better. Strict, each order: from the first order on. All other tables are of the first order alone.',
    ),
    l10n.t(
      'In brackets: 95 % intervals, by Wilson for shares of portraits, by bootstrap percentiles ({0} resamples of portraits, seed {1}) for the mean.',
      resamples,
      seed,
    ),
  ];
}

/** How the table of places is to be read. */
export function placeNotes(): readonly string[] {
  return [
    l10n.t(
      'Share of all answers that chose the option at each place as it was shown; without a preference all are alike. p: chi-square test of that. An answer that no order moves comes from every place equally often, so the test is slow to find a preference.',
    ),
  ];
}

/** How scores with a second model's answers are to be read. */
export function extractorNote(): string {
  return l10n.t(
    'A second model was asked which answer the replies give that no rule could read. All other tables count these answers as not read; this one counts them as answered.',
  );
}
