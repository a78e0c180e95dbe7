import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { lexiconPath } from '../../core/evaluation/loadLexicon.ts';
import { foldLabel } from '../../core/affect/foldLabel.ts';
import { builtInLexicon } from '../../core/affect/lexicon.ts';
import { fileErrorText } from '../../core/words/fileErrorText.ts';
import type { BenchmarkSession } from '../session/session.ts';

/** Where a benchmark's word list is, or would be. */
export function lexiconUri(session: BenchmarkSession): vscode.Uri {
  return vscode.Uri.joinPath(vscode.Uri.file(session.store.name), lexiconPath);
}

/** Opens a benchmark's word list with the cursor where the first word belongs; makes one that changes nothing where there is none. */
export async function editLexicon(session: BenchmarkSession): Promise<void> {
  const there = await session.store.stat(lexiconPath);
  if (!there.ok) {
    const written = await session.store.write(lexiconPath, new TextEncoder().encode(firstText(session)));
    if (!written.ok) return void vscode.window.showErrorMessage(fileErrorText(written.error));
  }
  const document = await vscode.workspace.openTextDocument(lexiconUri(session));
  const place = there.ok ? -1 : document.getText().indexOf(emptyList);
  const at = document.positionAt(place + emptyList.length - 1);
  await vscode.window.showTextDocument(document, place < 0 ? {} : { selection: new vscode.Range(at, at) });
}

const emptyList = '"en": []';

/** One entry without words: it shows the shape, and reading goes on as before until somebody writes one. */
function firstText({ benchmark }: BenchmarkSession): string {
  const concepts = benchmark.labels.map((label) => foldLabel(label, builtInLexicon) ?? label);
  const concept = concepts.find((one) => one === 'worry') ?? concepts[0] ?? 'worry';
  const entry = {
    note: l10n.t('Words that mean {0}, beside those that EmoLens knows.', concept),
    concept,
    forms: { en: [], zh: [] },
  };
  return `${JSON.stringify({ version: 1, entries: [entry] }, undefined, 2)}\n`;
}
