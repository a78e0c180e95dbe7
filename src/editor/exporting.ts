import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Items } from '../core/benchmark/item.ts';
import { findProtocol } from '../core/evaluation/builtInProtocols.ts';
import { exportBenchmark, type ExportProgress } from '../core/export/exportBenchmark.ts';
import { type ExportFormatId, exportFormatIds } from '../core/export/exportLayout.ts';
import { exportedText, exportErrorText, exportFormatText, newFolderErrorText } from '../core/words/exportText.ts';
import { queryErrorText } from '../core/words/queryText.ts';
import { newFolder } from '../platform/node/newFolder.ts';
import { pacer } from '../platform/node/pacer.ts';
import { askQuery } from './askQuery.ts';
import { commands } from './ids.ts';
import type { BenchmarkSession } from './session/session.ts';

/** What scripts and tests may say beforehand; what they leave out is asked. */
export interface ExportGiven {
  readonly to?: ExportFormatId | undefined;
  /** Folder to write to: new or empty. */
  readonly out?: vscode.Uri | undefined;
  /** A query; all items where it is empty. */
  readonly where?: string | undefined;
}

/** The export's questions are those that close-set emotion is asked with. */
const protocolId = 'emo-c';

/** Asks layout, items and folder, and exports; says at the end what was written and what was left out. */
export async function exportSession(
  session: BenchmarkSession,
  selection: Items,
  given: ExportGiven = {},
): Promise<void> {
  const to = given.to ?? (await pickFormat());
  if (to === undefined) return;
  const items = given.where === undefined ? await pickItems(session, selection) : await found(session, given.where);
  if (items === undefined) return;
  const out = given.out ?? (await pickFolder(session, to));
  if (out === undefined) return;
  const made = await newFolder(out.fsPath);
  if (!made.ok) return void vscode.window.showErrorMessage(newFolderErrorText(made.error));
  const exported = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: l10n.t('Exporting {0}', session.benchmark.name),
      cancellable: true,
    },
    (progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      return exportBenchmark(
        { benchmark: session.benchmark, items, format: to, protocol: findProtocol(protocolId)! },
        {
          images: session.tables.folder,
          target: made.value,
          signal: stop.signal,
          pause: pacer(),
          onProgress: telling(progress),
        },
      );
    },
  );
  if (!exported.ok) return void vscode.window.showErrorMessage(exportErrorText(exported.error));
  tell(exportedText(exported.value, out.fsPath).join(' '), out);
}

async function pickFormat(): Promise<ExportFormatId | undefined> {
  const rows = exportFormatIds.map((id) => {
    const { title, detail } = exportFormatText(id);
    return { id, label: title, detail };
  });
  const picked = await vscode.window.showQuickPick(rows, {
    title: l10n.t('Export: which layout'),
    ignoreFocusOut: true,
  });
  return picked?.id;
}

async function pickItems(session: BenchmarkSession, selection: Items): Promise<Items | undefined> {
  const { items } = session.benchmark;
  const rows: (vscode.QuickPickItem & { items?: Items })[] = [
    { label: l10n.t('All portraits'), description: String(items.length), items },
    ...(selection.length > 1
      ? [{ label: l10n.t('The selected portraits'), description: String(selection.length), items: selection }]
      : []),
    { label: l10n.t('What a query finds...'), description: 'label:angry review:none' },
  ];
  const picked = await vscode.window.showQuickPick(rows, {
    title: l10n.t('Export: which items'),
    ignoreFocusOut: true,
  });
  if (picked === undefined) return undefined;
  return picked.items ?? (await askQuery(session, l10n.t('Export: query')))?.items;
}

async function found(session: BenchmarkSession, where: string): Promise<Items | undefined> {
  const result = await session.select(where);
  if (result.ok) return result.value;
  void vscode.window.showErrorMessage(queryErrorText(result.error));
  return undefined;
}

/** An export makes a folder of its own in the one that is picked: an empty folder to pick is seldom there. */
async function pickFolder(session: BenchmarkSession, to: ExportFormatId): Promise<vscode.Uri | undefined> {
  const parent = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: vscode.Uri.joinPath(session.root, '..'),
    openLabel: l10n.t('Export Here'),
    title: l10n.t('Export: the folder to make the export in'),
  });
  if (parent?.[0] === undefined) return undefined;
  const name = `${session.benchmark.name}-${to}`.replaceAll(/[\\/:*?"<>|\n]/g, '-');
  return vscode.Uri.joinPath(parent[0], name);
}

function telling(progress: vscode.Progress<{ message?: string; increment?: number }>): (at: ExportProgress) => void {
  let percent = 0;
  return ({ what, done, total }) => {
    const now = Math.floor((done / total) * 100);
    if (now === percent && done !== total) return;
    const message =
      what === 'pictures' ? l10n.t('{0} of {1} pictures', done, total) : l10n.t('{0} of {1} rows', done, total);
    progress.report({ message, increment: Math.max(0, now - percent) / 2 });
    percent = now;
  };
}

function tell(text: string, out: vscode.Uri): void {
  const [open, reveal] = [l10n.t('Open as Benchmark'), l10n.t('Show in Explorer')];
  // Not waited for: the command has ended, whatever a person does with the message.
  void vscode.window.showInformationMessage(text, open, reveal).then((pressed) => {
    if (pressed === open) return vscode.commands.executeCommand(commands.openBenchmark, out);
    if (pressed === reveal) return vscode.commands.executeCommand('revealFileInOS', out);
    return undefined;
  });
}
