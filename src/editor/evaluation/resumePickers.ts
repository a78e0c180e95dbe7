import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RunRecord } from '../../core/evaluation/runRecord.ts';
import { stopReasons, type StopReason } from '../../core/evaluation/plan.ts';
import { stopText } from '../../core/words/runText.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { cellName } from './setupText.ts';
import type { FailedRun, Resumable } from './resumePlan.ts';

/** Asks which of several runs and comparisons to go on with. */
export async function pickResumable(
  session: BenchmarkSession,
  open: readonly Resumable[],
): Promise<Resumable | undefined> {
  const rows = open.map((resumable) => ({ ...resumableRow(session, resumable), resumable }));
  const picked = await vscode.window.showQuickPick(rows, {
    title: l10n.t('Resume: which run'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.resumable;
}

/** Asks of which of several runs to ask again what failed. */
export async function pickFailed(runs: readonly FailedRun[]): Promise<FailedRun | undefined> {
  const rows = runs.map((failed) => ({
    label: nameOf(failed.record),
    description: l10n.t('{0} failed', failed.failed),
    detail: whenText(failed.record),
    failed,
  }));
  const picked = await vscode.window.showQuickPick(rows, {
    title: l10n.t('Ask again what failed: which run'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.failed;
}

/** What a run or a comparison is called where it is offered to be gone on with. */
export function resumableRow(session: BenchmarkSession, { all, open }: Resumable): vscode.QuickPickItem {
  const [first] = open;
  if (first === undefined) return { label: '' };
  const detail = whenText(first);
  if (first.comparison !== undefined) {
    return {
      label: l10n.t('Comparison of {0} runs', all.length),
      description: l10n.t('{0} of {1} runs', all.length - open.length, all.length),
      detail: `${all.map(cellName).join(', ')} · ${detail}`,
    };
  }
  const done = session.runs.find(({ run }) => run === first.run)?.outcomes.size ?? 0;
  return {
    label: nameOf(first),
    description: l10n.t('{0} of {1} portraits', done, first.items),
    detail,
  };
}

function nameOf({ model, protocol, strategy }: RunRecord): string {
  return `${model} · ${protocol.id} · ${strategy}`;
}

/** When a run was begun, and why it ended. */
function whenText({ startedAt, endedAt, stopped }: RunRecord): string {
  const when = new Date(startedAt).toLocaleString();
  const reason = stopReasons.find((one) => one === stopped);
  const why = reason === undefined ? interruption(endedAt) : [stopText(reason satisfies StopReason)];
  return [when, ...why].join(' · ');
}

function interruption(endedAt: string | undefined): readonly string[] {
  return endedAt === undefined ? [l10n.t('Interrupted.')] : [];
}
