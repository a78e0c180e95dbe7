import * as vscode from 'vscode';
import { settingDefaults, type Settings } from './settingDefaults.ts';

/** Reads a setting; `scope` is the benchmark's folder where it matters. */
export function setting<K extends keyof Settings>(key: K, scope?: vscode.Uri): Settings[K] {
  return vscode.workspace.getConfiguration('emolens', scope).get<Settings[K]>(key, settingDefaults[key]);
}

/** Writes a setting to the scope that already holds a value, else to the user's settings. */
export async function writeSetting<K extends keyof Settings>(key: K, value: Settings[K]): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('emolens');
  const held = configuration.inspect(key);
  const target =
    held?.workspaceValue !== undefined ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await configuration.update(key, value, target);
}
