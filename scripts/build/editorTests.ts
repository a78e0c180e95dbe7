import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { editorHome } from '../editor/fetchEditor.ts';
import { inRepository } from '../repository.ts';
import { commonJsForNode, sources } from './targets.ts';

/** Tests ready for an extension host. */
export interface BuiltTests {
  /** How many files with tests there are; at least one. */
  readonly files: number;
  /** What the extension host is pointed at; it finds the tests beside itself. */
  readonly entry: string;
}

/** Bundles every `test/editor/**` test for the extension host, and the runner; they are gone when this process ends. */
export async function buildEditorTests(): Promise<BuiltTests> {
  const tests = sources('test/editor/**/*.test.ts');
  if (tests.length === 0) throw new Error('there is no test in test/editor');
  // Inside the repository, so that mocha is found from there.
  mkdirSync(editorHome, { recursive: true });
  const out = mkdtempSync(join(editorHome, 'tests-'));
  process.on('exit', () => rmSync(out, { recursive: true, force: true }));
  await bundle({
    ...commonJsForNode({ debug: true }),
    entryPoints: [...tests, 'test/editor/harness/runMocha.ts'].map((path) => inRepository(path)),
    outbase: inRepository('test/editor'),
    outdir: out,
    outExtension: { '.js': '.cjs' },
    // One instance of the runner; and a package that is data to the tests need not be in each of them.
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
  });
  return { files: tests.length, entry: join(out, 'harness', 'runMocha.cjs') };
}
