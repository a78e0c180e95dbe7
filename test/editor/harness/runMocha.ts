import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { reportPrefix } from './report.ts';

// How to add a test that runs inside VS Code's extension host: write `test/editor/<what>.test.ts` with mocha's `describe`
// and `it` as globals and `node:assert/strict`; import `vscode` freely. It is found by its name. The window has one empty
// folder open that tests may write into (`vscode.workspace.workspaceFolders[0]`), and a clean profile. Run with
// `npm run test:editor`, or press F5 with "Tests in the extension host"; `EMOLENS_GREP=words` picks tests by title.
// `EMOLENS_VERBOSE=1` shows all that the window logs; without it that goes to `artefacts/editor/window.log` alone.

/** Called by VS Code in the extension host. Rejects when a test failed, or when there was none. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false, forbidOnly: true, forbidPending: true });
  if (process.env.EMOLENS_GREP !== undefined) mocha.grep(process.env.EMOLENS_GREP);
  // The extension host's console carries much else; the mark lets our lines be told from the rest.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    for (const line of format(...args).split('\n')) console.log(`${reportPrefix}${line}`);
  };
  const tests = join(__dirname, '..');
  for (const file of readdirSync(tests, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.test.cjs')) mocha.addFile(join(tests, file));
  }
  const counts = { passed: 0, failed: 0 };
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('pass', () => (counts.passed += 1));
    runner.on('fail', () => (counts.failed += 1));
  });
  if (process.env.EMOLENS_RESULTS !== undefined) writeFileSync(process.env.EMOLENS_RESULTS, JSON.stringify(counts));
  if (counts.failed > 0) throw new Error(`${counts.failed} tests failed`);
  if (counts.passed === 0) throw new Error('no test ran');
}
