import * as l10n from '@vscode/l10n';
import type { Flip, Reread, RereadError, RereadStage, StoredReading } from '../evaluation/reread/reread.ts';
import { shortened } from './failureText.ts';
import { fileErrorText } from './fileErrorText.ts';
import { answerText } from './findingText.ts';
import { outcomeWord } from './outcomeText.ts';
import { ruleText } from './ruleText.ts';
import { evaluateErrorText } from './runText.ts';

/** A reading in a few words: the answer, or what became of it (`ambiguous: sad, worry`). Labels are untrusted text. */
export function readingText(reading: StoredReading): string {
  const answer = answerText(reading);
  if (reading.kind === 'answered') return answer ?? outcomeWord(reading.kind);
  return answer === undefined ? outcomeWord(reading.kind) : `${outcomeWord(reading.kind)}: ${answer}`;
}

/** One line for a flip: item and stage, before and after, the rule that decides now. Names and labels are untrusted text. */
export function flipText(flip: Flip): string {
  const stage = flip.repeat === undefined ? flip.stage : `${flip.stage} #${flip.repeat + 1}`;
  const rule = flip.after.rule === undefined ? '' : ` (${ruleText(flip.after.rule)})`;
  return `${flip.item} · ${stage}: ${readingText(flip.before)} → ${readingText(flip.after)}${rule}`;
}

/** What reading a run again gives, a line for each thing to know; the first says how many answers flip. */
export function rereadText(reread: Reread): string {
  const { answers, flips, retraced, stages, opened, closed, changed, badLines } = reread;
  const lines = [
    flips.length === 0
      ? l10n.t('None of {0} answers is read otherwise.', answers)
      : l10n.t('{0} of {1} answers are read otherwise.', flips.length, answers),
    ...stages.filter((stage) => stage.flips > 0 && stage.scored > 0).map(stageText),
  ];
  if (retraced > 0)
    lines.push(l10n.t('{0} answers stay what they are and are found by another word or rule.', retraced));
  if (opened > 0) lines.push(l10n.t('{0} later questions are to be asked now: resuming the run asks them.', opened));
  if (closed > 0)
    lines.push(l10n.t('{0} later questions would not be asked now: resuming the run gives their answers up.', closed));
  if (changed > 0)
    lines.push(l10n.t('{0} later questions hold an answer that flips: resuming the run asks them anew.', changed));
  if (badLines > 0) lines.push(l10n.t('{0} lines are no outcome and stay as they are.', badLines));
  return lines.join('\n');
}

function stageText({ stage, scored, rightBefore, rightAfter }: RereadStage): string {
  return l10n.t(
    '{0}: {1} of {2} right before ({3}), {4} after ({5}); strict accuracy.',
    stage,
    rightBefore,
    scored,
    share(rightBefore, scored),
    rightAfter,
    share(rightAfter, scored),
  );
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

/** Why replies were not read again, in one sentence. */
export function rereadErrorText(error: RereadError): string {
  switch (error.kind) {
    case 'locked':
    case 'noSuchRun':
    case 'badRun':
      return evaluateErrorText(error);
    case 'protocol':
      return evaluateErrorText({ kind: 'protocol', error: error.error });
    case 'cancelled':
      return l10n.t('Run {0} was not read to its end; nothing was changed.', error.run);
    default:
      return fileErrorText({ ...error, detail: shortened(error.detail) });
  }
}
