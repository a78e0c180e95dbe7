import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { buildProduct } from './build.ts';
import { buildEditorTests, installTestModels } from './build/editorTests.ts';
import { writeDesktopSettings, writeServerSettings } from './editor/profile.ts';
import { say } from './editor/say.ts';
import { inRepository, root } from './repository.ts';
import { runScript } from './runScript.ts';

// Runs test/editor inside a real VS Code's extension host. `--no-build` takes dist/ as it is. EMOLENS_EDITOR=desktop downloads
// and runs the desktop VS Code; otherwise VS Code's server runs with a headless Chromium. A run without an editor has failed.

runScript(async () => {
  const desktop = process.env.EMOLENS_EDITOR === 'desktop' || process.platform === 'win32';
  if (!process.argv.includes('--no-build')) await buildProduct({ debug: true });
  const tests = await buildEditorTests();
  const scratch = mkdtempSync(join(tmpdir(), 'el-'));
  process.on('exit', () => rmSync(scratch, { recursive: true, force: true, maxRetries: 3 }));
  const profile = { user: join(scratch, 'u'), extensions: join(scratch, 'e'), folder: join(scratch, 'f') };
  mkdirSync(profile.folder);
  await installTestModels(profile.extensions);
  if (desktop) writeDesktopSettings(profile.user);
  else writeServerSettings(profile.user);

  say(
    `Running ${tests.files} test files in ${desktop ? 'the desktop VS Code' : "VS Code's server with a headless Chromium"}`,
  );
  await runTests({
    ...(desktop ? {} : { vscodeExecutablePath: inRepository('scripts/editor/vscodeLike.ts') }),
    extensionDevelopmentPath: root,
    extensionTestsPath: tests.entry,
    launchArgs: [profile.folder, `--user-data-dir=${profile.user}`, `--extensions-dir=${profile.extensions}`],
  });
  say('Tests in the extension host are done');
});
