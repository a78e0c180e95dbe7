import * as l10n from '@vscode/l10n';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { fileHeads } from '../../core/benchmark/formats/fileHeads.ts';
import { listedFile } from '../../core/benchmark/files/listing.ts';
import { addImported } from '../../core/predictions/importedFiles.ts';
import { predictionFileKind } from '../../core/predictions/predictionFile.ts';
import { fileErrorText } from '../../core/words/fileErrorText.ts';
import { predictionErrorText } from '../../core/words/predictionText.ts';
import { readableFolder } from '../../platform/node/nodeFolder.ts';
import { commands } from '../ids.ts';
import type { Workbench } from '../workbench.ts';
import type { CommandTable } from './register.ts';
import { sessionOf } from './target.ts';

/** Taking in predictions that other tools made and that lie outside the benchmark. */
export function predictionCommands(workbench: Workbench): CommandTable {
  return {
    [commands.importPredictions]: async (at, files) => {
      const session = sessionOf(workbench, at);
      if (session === undefined) return;
      const given = Array.isArray(files) ? files.filter((one) => one instanceof vscode.Uri) : await askFiles();
      const paths: string[] = [];
      for (const { fsPath } of given) {
        const folder = readableFolder(dirname(fsPath));
        const name = basename(fsPath);
        const kind = predictionFileKind(listedFile(name), await fileHeads(folder)(name));
        if (kind?.holds === 'replies') paths.push(fsPath);
        else void vscode.window.showErrorMessage(predictionErrorText(fsPath, { kind: 'noPredictions' }));
      }
      if (paths.length === 0) return;
      const added = await addImported(session.store, paths);
      if (!added.ok) return void vscode.window.showErrorMessage(fileErrorText(added.error));
      await workbench.readForeign(session);
    },
  };
}

async function askFiles(): Promise<readonly vscode.Uri[]> {
  const picked = await vscode.window.showOpenDialog({
    canSelectMany: true,
    openLabel: l10n.t('Import Predictions'),
    title: l10n.t('Import Predictions of VLMEvalKit, lmms-eval, Inspect, promptfoo or OpenAI Batch'),
    filters: { [l10n.t('Predictions')]: ['xlsx', 'tsv', 'csv', 'json', 'jsonl', 'ndjson', 'eval'] },
  });
  return picked ?? [];
}
