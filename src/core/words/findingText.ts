import * as l10n from '@vscode/l10n';
import type { Item } from '../benchmark/item.ts';
import type { Outcome } from '../evaluation/outcome.ts';
import type { StageFinding } from '../review/dossier.ts';
import { standingText } from './standingText.ts';

/** The answer of an outcome as it is shown: the label, the labels best first, or the number; nothing when there is none. */
export function answerText(outcome: Pick<Outcome, 'label' | 'labels' | 'value'>): string | undefined {
  if (outcome.label !== undefined) return outcome.label;
  if (outcome.labels !== undefined) return outcome.labels.join(', ');
  return outcome.value === undefined ? undefined : numberText(outcome.value);
}

/** A rating with at most two decimals. */
export function numberText(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Label and degree in one breath: `angry 3.8`; the words for "no label" when there is none. */
export function labelText(item: Item): string {
  const label = item.label ?? l10n.t('no label');
  return item.degree === undefined ? label : `${label} ${numberText(item.degree)}`;
}

/** Sign and answer, `✗ worry`, or sign and word where there is no answer, `⊘ refused`. */
export function findingText(finding: Pick<StageFinding, 'standing' | 'outcome'>): string {
  const { sign, word } = standingText(finding.standing);
  const answer = finding.outcome.kind === 'answered' ? answerText(finding.outcome) : undefined;
  return `${sign} ${answer ?? word}`;
}

/** One sentence for the Problems panel: who said what of which label. Texts in it are untrusted. */
export function errorSentence(finding: StageFinding): string {
  const model = finding.run.model;
  const truth = finding.truth === undefined ? undefined : String(finding.truth);
  const answer = answerText(finding.outcome);
  if (truth === undefined) return l10n.t('{0}: {1}.', model, standingText(finding.standing).word);
  switch (finding.standing) {
    case 'wrong':
      return l10n.t('{0} says {1}, the label is {2}.', model, answer ?? '?', truth);
    case 'refused':
      return l10n.t('{0} refused to answer; the label is {1}.', model, truth);
    case 'ambiguous':
      return l10n.t('{0} gave more than one answer; the label is {1}.', model, truth);
    case 'outOfSet':
      return l10n.t('{0} named something that is not among the options; the label is {1}.', model, truth);
    case 'truncated':
      return l10n.t('The answer of {0} was cut off; the label is {1}.', model, truth);
    default:
      return l10n.t('The answer of {0} could not be read; the label is {1}.', model, truth);
  }
}
