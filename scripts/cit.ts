import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { spawnOwned } from './editor/ownedProcess.ts';
import type { OwnedProcess } from './editor/ownedProcess.ts';
import { elapsed } from './editor/say.ts';
import { inRepository, root } from './repository.ts';
import { runScript } from './runScript.ts';
import { countsOf } from './testCounts.ts';
import type { Counts } from './testCounts.ts';

// Everything that must hold, in order; a step that fails does not keep the later ones from showing what they find. Called by
// `npm test`, and so by `npm cit` after `npm ci`. The last line is `N passed, N failed`.

interface Step {
  readonly title: string;
  readonly command: readonly string[];
  /** File that the step's runner leaves its counts in; a step without one is no test, and only its failure counts. */
  readonly results?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const folder = inRepository('artefacts', 'results');
const results = { unit: join(folder, 'unit.json'), editor: join(folder, 'editor.json'), ui: join(folder, 'ui.json') };
const vitest = (file: string): string[] => ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];

const steps: readonly Step[] = [
  { title: 'Typecheck', command: ['npm', 'run', '--silent', 'typecheck'] },
  { title: 'Lint, rooms included', command: ['npm', 'run', '--silent', 'lint'] },
  { title: 'Unit tests', command: ['vitest', 'run', ...vitest(results.unit)], results: results.unit },
  { title: 'Build and package', command: ['node', 'scripts/package.ts'] },
  {
    title: "Tests inside VS Code's extension host",
    command: ['node', 'scripts/testEditor.ts', '--no-build'],
    results: results.editor,
    env: { EMOLENS_RESULTS: results.editor },
  },
  {
    title: 'Tests that drive a real window',
    command: ['vitest', 'run', '--config', 'vitest.ui.config.ts', ...vitest(results.ui)],
    results: results.ui,
    env: { EMOLENS_NO_BUILD: '1' },
  },
];

runScript(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Getting the editor is waiting for the network: it need not wait for the compiler.
  const fetching = start(['node', 'scripts/editor/fetchEditor.ts', '--with-browser'], {}, 'ignore');
  const summary: string[] = [];
  let [passed, failed] = [0, 0];
  for (const step of steps) {
    if (step.results === results.editor) await fetching.ended;
    console.log(`\n=== ${step.title} (at ${elapsed()})\n`);
    const counts = await run(step);
    passed += counts.passed;
    failed += counts.failed;
    summary.push(`${counts.failed === 0 ? 'ok    ' : 'FAILED'}  ${step.title}${counted(step, counts)}`);
  }
  console.log(`\n=== Done in ${elapsed()}\n\n${summary.join('\n')}\n\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
});

async function run(step: Step): Promise<Counts> {
  const status = await start(step.command, step.env, 'inherit').ended.catch(() => 1);
  const none = { passed: 0, failed: 0 };
  const counts =
    step.results === undefined ? none : existsSync(step.results) ? countsOf(readFileSync(step.results, 'utf8')) : none;
  // A runner that ended well without a count did not run; one that ended badly without a failure failed by itself.
  const ranNothing = step.results !== undefined && counts.passed === 0;
  return (status !== 0 || ranNothing) && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function start(command: readonly string[], env: Step['env'], output: 'inherit' | 'ignore'): OwnedProcess {
  const [program = '', ...args] = command;
  const own = program === 'node' ? process.execPath : program;
  return spawnOwned(own, args, { cwd: root, stdio: ['ignore', output, output], env: { ...process.env, ...env } });
}

function counted(step: Step, { passed, failed }: Counts): string {
  return step.results === undefined ? '' : `: ${passed} passed, ${failed} failed`;
}
