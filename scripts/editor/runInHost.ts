import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { installTestModels } from '../build/editorTests.ts';
import { inRepository, root } from '../repository.ts';
import { writeDesktopSettings, writeServerSettings } from './profile.ts';

/** Whether the desktop VS Code is downloaded and run; otherwise its server runs with a headless Chromium. */
export const isDesktop = process.env.EMOLENS_EDITOR === 'desktop' || process.platform === 'win32';

/**
 * Runs the `run` of a bundled program inside a real VS Code's extension host, with EmoLens as `dist/` has it and a clean profile.
 * `folder` is opened, an empty one where it is left out. Rejects when `run` does.
 */
export async function runInHost(
  entry: string,
  { folder, env = {} }: { readonly folder?: string; readonly env?: Record<string, string> } = {},
): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'el-'));
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true, maxRetries: 3 }));
  const profile = { user: join(scratch, 'u'), extensions: join(scratch, 'e'), folder: folder ?? join(scratch, 'f') };
  mkdirSync(profile.folder, { recursive: true });
  await installTestModels(profile.extensions);
  if (isDesktop) writeDesktopSettings(profile.user);
  else writeServerSettings(profile.user);
  await runTests({
    ...(isDesktop ? {} : { vscodeExecutablePath: inRepository('scripts/editor/vscodeLike.ts') }),
    extensionDevelopmentPath: root,
    extensionTestsPath: entry,
    extensionTestsEnv: env,
    launchArgs: [profile.folder, `--user-data-dir=${profile.user}`, `--extensions-dir=${profile.extensions}`],
  });
}
