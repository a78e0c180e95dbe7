import * as vscode from 'vscode';
import type { BenchmarkSession } from '../session.ts';

/** Opens the table row that gave a portrait its label, and puts the cursor on it; nothing when no row did. */
export async function openRow(session: BenchmarkSession, id: string, besides?: vscode.ViewColumn): Promise<void> {
  const row = session.item(id)?.row;
  if (row === undefined) return;
  const at = new vscode.Position(row.line - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(session.root, row.file), {
    selection: new vscode.Range(at, at),
    viewColumn: besides === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : undefined,
  });
}
