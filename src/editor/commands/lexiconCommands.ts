import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { commands } from '../ids.ts';
import { editLexicon } from '../reread/lexiconFile.ts';
import type { Rereading } from '../reread/rereading.ts';
import type { BenchmarkSession } from '../session/session.ts';
import type { Workbench } from '../workbench.ts';
import type { CommandTable } from './register.ts';
import { sessionOf } from './target.ts';

/** The words that answers are read with, and reading stored answers again. */
export function lexiconCommands(workbench: Workbench, rereading: Rereading): CommandTable {
  return {
    [commands.editLexicon]: async (at) => {
      const session = sessionOf(workbench, at);
      if (session !== undefined) await editLexicon(session);
    },
    [commands.rereadAnswers]: async (at) => {
      const session = sessionOf(workbench, at);
      if (session === undefined) return;
      const runs = runsNamed(at) ?? (await pickRuns(session));
      if (runs !== undefined) await rereading.reread(session, runs);
    },
  };
}

/** Runs that a script or a test named beforehand. */
function runsNamed(at: unknown): readonly string[] | undefined {
  if (typeof at !== 'object' || at === null || !('runs' in at) || !Array.isArray(at.runs)) return undefined;
  return at.runs.filter((run) => typeof run === 'string');
}

/** Asks which runs where there are several; all are picked already. */
async function pickRuns({ ownRecords: records }: BenchmarkSession): Promise<readonly string[] | undefined> {
  if (records.length <= 1) return records.map(({ run }) => run);
  const rows = records.toReversed().map((record) => ({
    label: record.model,
    description: `${record.strategy} · ${record.protocol.id}`,
    detail: new Date(record.startedAt).toLocaleString(vscode.env.language),
    picked: true,
    run: record.run,
  }));
  const title = l10n.t('Re-read Answers: which runs');
  const picked = await vscode.window.showQuickPick(rows, { title, canPickMany: true, matchOnDescription: true });
  return picked === undefined || picked.length === 0 ? undefined : picked.map(({ run }) => run);
}
