import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';

/** The file that a problem names. Predictions of other tools may lie outside the benchmark: those are named by their whole path. */
export function problemFile(root: vscode.Uri, file: string): vscode.Uri {
  return isAbsolute(file) ? vscode.Uri.file(file) : vscode.Uri.joinPath(root, file);
}
