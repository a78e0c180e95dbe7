import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { describedDescriptor } from '../../core/benchmark/readDescriptor.ts';
import { fileErrorText } from '../../core/words/fileErrorText.ts';
import { openErrorText } from '../../core/words/openErrorText.ts';
import { commands } from '../ids.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { writeSetting } from '../settings.ts';
import type { ConfigurePanels } from '../pages/configurePanels.ts';
import { pickGroups } from '../tree/pickGroups.ts';
import { groupSettingOf } from '../tree/groupSetting.ts';
import type { BenchmarkTree } from '../tree/benchmarkTree.ts';
import type { Workbench } from '../workbench.ts';
import { sessionOf } from './target.ts';
import type { CommandTable } from './register.ts';

/** Opening, closing, grouping and correcting benchmarks. */
export function benchmarkCommands(workbench: Workbench, tree: BenchmarkTree, configure: ConfigurePanels): CommandTable {
  return {
    [commands.openBenchmark]: async (folder) => {
      const root = folder instanceof vscode.Uri ? folder : await askFolder();
      if (root === undefined) return;
      const opened = await workbench.open(root);
      if (!opened.ok) return void vscode.window.showErrorMessage(openErrorText(opened.error));
      await vscode.commands.executeCommand('emolens.benchmark.focus');
      const { name, format } = opened.value.benchmark;
      if (format !== 'none') return tree.show(opened.value);
      workbench.close(opened.value);
      void vscode.window.showWarningMessage(
        l10n.t(
          '{0}: no benchmark was recognised here. EmoLens opens the MEMO-Bench release and folders of pictures named after emotions.',
          name,
        ),
      );
    },
    [commands.closeBenchmark]: async (at) => {
      const session = sessionOf(workbench, at);
      if (session !== undefined) workbench.close(session);
    },
    [commands.refresh]: async (at) => {
      const session = sessionOf(workbench, at);
      if (session !== undefined) await workbench.reload(session);
    },
    [commands.groupByGenerator]: () => writeSetting('groupBy', 'generator'),
    [commands.groupByEmotion]: () => writeSetting('groupBy', 'emotion'),
    [commands.configureBenchmark]: (at) => {
      const session = sessionOf(workbench, at);
      if (session !== undefined) configure.show(session);
    },
    [commands.groupBy]: async (at, fields) => {
      const session = sessionOf(workbench, at);
      if (session === undefined) return;
      const chosen = isFields(fields) ? fields : await pickGroups(session);
      if (chosen !== undefined) await writeSetting('groupBy', groupSettingOf(chosen));
    },
    [commands.editDescriptor]: async (at) => {
      const session = sessionOf(workbench, at);
      if (session !== undefined) await editDescriptor(session);
    },
  };
}

function isFields(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((field) => typeof field === 'string');
}

async function askFolder(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: l10n.t('Open Benchmark'),
    title: l10n.t('Open Benchmark Folder'),
  });
  return picked?.[0];
}

/** Writes what was inferred into `.emolens/benchmark.json`, unless a person has written one already, and opens it. */
async function editDescriptor(session: BenchmarkSession): Promise<void> {
  const path = 'benchmark.json';
  const there = await session.store.stat(path);
  if (!there.ok) {
    const text = `${JSON.stringify(describedDescriptor(session.benchmark), undefined, 2)}\n`;
    const written = await session.store.write(path, new TextEncoder().encode(text));
    if (!written.ok) return void vscode.window.showErrorMessage(fileErrorText(written.error));
  }
  await vscode.window.showTextDocument(vscode.Uri.joinPath(vscode.Uri.file(session.store.name), path));
}
