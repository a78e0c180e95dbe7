import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** User settings of the editor, as in its settings.json. */
export type Settings = Readonly<Record<string, unknown>>;

/** A quiet window: nothing opens by itself, nothing asks, nothing calls home. */
export const quietSettings: Settings = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'remote.autoForwardPorts': false,
  'git.openRepositoryInParentFolders': 'never',
};

/** Writes the settings where the server looks for them under its data folder; the given ones win over the quiet ones. */
export function writeServerSettings(dataDir: string, settings: Settings = {}): void {
  writeSettings(join(dataDir, 'data', 'User'), settings);
}

/** Writes the settings where a desktop VS Code looks for them under its `--user-data-dir`. */
export function writeDesktopSettings(userDataDir: string, settings: Settings = {}): void {
  writeSettings(join(userDataDir, 'User'), settings);
}

function writeSettings(folder: string, settings: Settings): void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'settings.json');
  // What a person changed in the window since the last time stays changed.
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Settings) : {};
  writeFileSync(path, `${JSON.stringify({ ...quietSettings, ...kept, ...settings }, undefined, 2)}\n`);
}
