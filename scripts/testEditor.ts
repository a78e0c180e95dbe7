import { buildProduct } from './build.ts';
import { buildEditorTests } from './build/editorTests.ts';
import { isDesktop, runInHost } from './editor/runInHost.ts';
import { say } from './editor/say.ts';
import { runScript } from './runScript.ts';

// Runs test/editor inside a real VS Code's extension host. `--no-build` takes dist/ as it is. EMOLENS_EDITOR=desktop downloads
// and runs the desktop VS Code; otherwise VS Code's server runs with a headless Chromium. A run without an editor has failed.

runScript(async () => {
  if (!process.argv.includes('--no-build')) await buildProduct({ debug: true });
  const tests = await buildEditorTests();
  const editor = isDesktop ? 'the desktop VS Code' : "VS Code's server with a headless Chromium";
  say(`Running ${tests.files} test files in ${editor}`);
  await runInHost(tests.entry);
  say('Tests in the extension host are done');
});
