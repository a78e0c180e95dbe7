import * as l10n from '@vscode/l10n';
import { proportion, wilsonInterval } from '../scoring/intervals.ts';

/**
 * How the portraits of a run stand against the truth, in one sentence: strict accuracy, where whatever is not a right answer is
 * wrong, with its 95 % interval (Wilson). Nothing where the benchmark does not say what is right.
 */
export function runScoreSentence({
  right,
  judged,
}: {
  readonly right: number;
  readonly judged: number;
}): string | undefined {
  const share = proportion(right, judged);
  const interval = wilsonInterval(right, judged);
  if (share === null || interval === null) return undefined;
  const [low, high] = interval;
  return l10n.t(
    '{0} of {1} right: {2} % (95 % interval {3} to {4} %).',
    right,
    judged,
    percent(share),
    percent(low),
    percent(high),
  );
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
