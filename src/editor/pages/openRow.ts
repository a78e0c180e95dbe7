import * as vscode from 'vscode';
import { views } from '../ids.ts';
import type { BenchmarkSession } from '../session/session.ts';

/** Opens the table row that gave a portrait its label, and puts the cursor on it; nothing when no row did. A gallery stays in sight. */
export async function openRow(session: BenchmarkSession, id: string): Promise<void> {
  const row = session.item(id)?.row;
  if (row === undefined) return;
  const at = new vscode.Position(row.line - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(session.root, row.file), {
    selection: new vscode.Range(at, at),
    viewColumn: besidesGallery(vscode.window.tabGroups.activeTabGroup),
  });
}

function besidesGallery({ activeTab, viewColumn }: vscode.TabGroup): vscode.ViewColumn {
  const input = activeTab?.input;
  // The editor puts a prefix of its own before the type of a webview.
  const isGallery = input instanceof vscode.TabInputWebview && input.viewType.endsWith(views.gallery);
  if (!isGallery) return vscode.ViewColumn.Active;
  return viewColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
}
