import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { editorHome } from '../editor/fetchEditor.ts';
import { inRepository } from '../repository.ts';
import { commonJsForNode, sources } from './targets.ts';

const out = join(editorHome, 'tests');

/** What the extension host is pointed at; it finds the tests beside itself. */
export const editorTestsEntry = join(out, 'harness', 'runMocha.cjs');

/** Bundles every `test/editor/**` test for the extension host, and the runner. Returns the tests' paths; throws when there is none. */
export async function buildEditorTests(): Promise<string[]> {
  const tests = sources('test/editor/**/*.test.ts');
  if (tests.length === 0) throw new Error('there is no test in test/editor');
  rmSync(out, { recursive: true, force: true });
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
  return tests;
}
