import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RunBudgets, RunSummary, StopReason } from '../../core/evaluation/plan.ts';
import { isResumable } from '../../core/evaluation/runStore.ts';
import { runScoreSentence } from '../../core/words/runScoreText.ts';
import { evaluateErrorText, stopText, summaryText } from '../../core/words/runText.ts';
import { type CommandId, commands } from '../ids.ts';
import type { Log } from '../log.ts';
import type { BenchmarkSession } from '../session/session.ts';
import type { CellEnd, JobEnd, JobPlan } from './evaluationJob.ts';
import { capText } from './setupText.ts';

/** What a person can do from the message at the end. */
export interface EndOffers {
  resume(session: BenchmarkSession, id: string): Promise<boolean>;
  retryFailed(session: BenchmarkSession, run: string): Promise<boolean>;
  raiseCap(session: BenchmarkSession, id: string): Promise<boolean>;
}

interface EndOffer {
  readonly title: string;
  readonly act: () => Thenable<unknown>;
}

/** How long the end of a single question is shown in the status bar. */
const shownMs = 8000;
const capReasons: ReadonlySet<StopReason> = new Set(['maxCost', 'maxRequests', 'maxTokens', 'maxFailures']);

/** Says how a run ended, and offers what can be done next. Gives what it said. */
export function tellRunEnd({ session, budgets }: JobPlan, end: CellEnd, offers: EndOffers, log: Log): string {
  const { cell, ended } = end;
  if (!ended.ok) {
    const text = evaluateErrorText(ended.error);
    log.warn('evaluate', text);
    void vscode.window.showErrorMessage(text);
    return text;
  }
  const summary = ended.value;
  const text = [
    summaryText(summary, cell.plan.model.id),
    ...capSentence(summary.stopped, budgets),
    ...scoreSentences(session, summary),
  ].join(' ');
  log.info('evaluate', `${summary.run}: ${text}`);
  const failed = summary.kinds.failed ?? 0;
  // One portrait shows its answer where the person is looking: a message over it would be in the way.
  if (cell.plan.items.length === 1 && summary.stopped === undefined) {
    vscode.window.setStatusBarMessage(text, shownMs);
    return text;
  }
  offer(text, summary.stopped === undefined ? 'information' : 'warning', [
    ...remedies(summary.stopped, cell.plan.connection),
    ...goOn(summary.stopped, session, summary.run, offers),
    ...(failed > 0 && summary.stopped === undefined
      ? [{ title: l10n.t('Ask Again What Failed'), act: () => offers.retryFailed(session, summary.run) }]
      : []),
    { title: l10n.t('Show Scores'), act: () => showScores(session, log, { run: summary.run }) },
    { title: l10n.t('Show Errors'), act: () => vscode.commands.executeCommand(commands.showErrors, session.root) },
  ]);
  return text;
}

/** How to go on with what was stopped: money that is used up stays so, whatever is resumed. */
function goOn(
  stopped: StopReason | undefined,
  session: BenchmarkSession,
  id: string,
  offers: EndOffers,
): readonly EndOffer[] {
  if (stopped === undefined) return [];
  return stopped === 'maxCost'
    ? [{ title: l10n.t('Raise the Cap...'), act: () => offers.raiseCap(session, id) }]
    : [{ title: l10n.t('Resume'), act: () => offers.resume(session, id) }];
}

/** What puts right what a server stopped a run for, where a connection is at fault. */
function remedies(stopped: StopReason | undefined, connection: string | undefined): readonly EndOffer[] {
  if (connection === undefined) return [];
  const run = (title: string, id: CommandId): readonly EndOffer[] => [
    { title, act: () => vscode.commands.executeCommand(id, { connection }) },
  ];
  switch (stopped) {
    case 'unauthorized':
    case 'quotaSpent':
      return run(l10n.t('Set Key...'), commands.setKey);
    case 'forbidden':
    case 'unknownModel':
    case 'unreachable':
      return run(l10n.t('Edit Connection...'), commands.editConnection);
    default:
      return [];
  }
}

/** Says how a comparison ended, cell by cell where something went wrong; one that is done shows its table. Gives what it said. */
export function tellComparisonEnd(
  { session, budgets }: JobPlan,
  comparison: string,
  { ends, stopped }: JobEnd,
  offers: EndOffers,
  log: Log,
): string {
  const runs = session.records.filter((record) => record.comparison === comparison);
  const done = runs.filter((record) => !isResumable(record)).length;
  const faults = ends.flatMap(({ cell, ended }) => {
    if (!ended.ok) return [`${cell.name}: ${evaluateErrorText(ended.error)}`];
    const { stopped: why, stoppedDetail } = ended.value;
    return why === undefined || why === stopped ? [] : [`${cell.name}: ${stopText(why, stoppedDetail)}`];
  });
  const text = [
    l10n.t('{0} of {1} runs of the comparison are done.', done, runs.length),
    ...(stopped === undefined ? [] : [stopText(stopped), ...capSentence(stopped, budgets)]),
    ...faults.slice(0, 1),
  ].join(' ');
  log.info('evaluate', `${comparison}: ${text}`);
  for (const fault of faults) log.warn('evaluate', fault);
  const isDone = done === runs.length;
  offer(text, isDone ? 'information' : 'warning', [
    ...(isDone ? [] : goOn(stopped ?? 'cancelled', session, comparison, offers)),
    { title: l10n.t('Show Scores'), act: () => showScores(session, log, { comparison }) },
  ]);
  if (isDone) void showScores(session, log, { comparison });
  return text;
}

async function showScores(
  session: BenchmarkSession,
  log: Log,
  what: { readonly run?: string; readonly comparison?: string },
): Promise<void> {
  try {
    await vscode.commands.executeCommand(commands.showScores, { root: session.root, ...what });
  } catch (thrown) {
    log.error('evaluate', 'the scores could not be shown', thrown);
  }
}

function scoreSentences(session: BenchmarkSession, summary: RunSummary): readonly string[] {
  const sentence = runScoreSentence(session.rightOf(summary.run));
  return sentence === undefined ? [] : [sentence];
}

/** Which cap it was that stopped a run; nothing for other reasons. */
function capSentence(stopped: StopReason | undefined, budgets: RunBudgets): readonly string[] {
  if (stopped === undefined || !capReasons.has(stopped)) return [];
  const { maxCostUsd, maxRequests, maxTokens, maxFailures } = budgets;
  const reached: RunBudgets =
    stopped === 'maxCost'
      ? { maxCostUsd }
      : stopped === 'maxRequests'
        ? { maxRequests }
        : stopped === 'maxTokens'
          ? { maxTokens }
          : { maxFailures };
  return [
    stopped === 'maxCost' || stopped === 'maxTokens'
      ? l10n.t('The cap was {0}, and counts what was spent before, too.', capText(reached))
      : l10n.t('The cap was {0}; resuming allows as much again.', capText(reached)),
  ];
}

function offer(text: string, how: 'information' | 'warning', offers: readonly EndOffer[]): void {
  const tell = how === 'information' ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  void tell(text, ...offers.map(({ title }) => title)).then((chosen) =>
    offers.find(({ title }) => title === chosen)?.act(),
  );
}
