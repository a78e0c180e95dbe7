import * as l10n from '@vscode/l10n';
import type { StageFinding } from '../review/dossier.ts';
import { proportion, wilsonInterval } from '../scoring/intervals.ts';

/**
 * How the portraits of a run stand against the truth, in one sentence: strict accuracy, where whatever is not a right answer is
 * wrong, with its 95 % interval (Wilson). Nothing where the benchmark does not say what is right.
 */
export function runScoreSentence(findings: readonly Pick<StageFinding, 'standing' | 'truth'>[]): string | undefined {
  const judged = findings.filter(({ truth, standing }) => typeof truth === 'string' && standing !== 'skipped');
  const right = judged.filter(({ standing }) => standing === 'right').length;
  const share = proportion(right, judged.length);
  const interval = wilsonInterval(right, judged.length);
  if (share === null || interval === null) return undefined;
  const [low, high] = interval;
  return l10n.t(
    '{0} of {1} right: {2} % (95 % interval {3} to {4} %).',
    right,
    judged.length,
    percent(share),
    percent(low),
    percent(high),
  );
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
