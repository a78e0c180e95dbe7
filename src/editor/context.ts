import * as vscode from 'vscode';
import type { ContextKeys } from './ids.ts';

const known = new Map<string, unknown>();

/** Sets a context key for `when` clauses; a value that has not changed costs nothing. */
export function setContext<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  if (known.get(key) === value) return;
  known.set(key, value);
  void vscode.commands.executeCommand('setContext', key, value);
}
