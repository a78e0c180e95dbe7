import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import { editorHome } from '../editor/fetchEditor.ts';
import { inRepository } from '../repository.ts';
import { runScript } from '../runScript.ts';
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
  // Inside the repository, so that mocha is found from there and the editor knows the tests as a part of EmoLens; the editor's own
  // folder may be a link to one outside.
  const home = inRepository('artefacts');
  mkdirSync(home, { recursive: true });
  const out = mkdtempSync(join(home, 'tests-'));
  process.on('exit', () => rmSync(out, { recursive: true, force: true }));
  return bundleTests(out);
}

async function bundleTests(out: string): Promise<BuiltTests> {
  const tests = sources('test/editor/**/*.test.ts');
  if (tests.length === 0) throw new Error('there is no test in test/editor');
  await bundle({
    ...commonJsForNode({ debug: true }),
    entryPoints: [...tests, 'test/editor/harness/runMocha.ts'].map((path) => inRepository(path)),
    outbase: inRepository('test/editor'),
    outdir: out,
    outExtension: { '.js': '.cjs' },
    // Both come from outside: the one from the editor, the other finds its reporters beside itself.
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
  });
  return { files: tests.length, entry: join(out, 'harness', 'runMocha.cjs') };
}

/** Bundles the extension that offers language models to the tests, as an installed extension of a profile. */
export async function installTestModels(extensionsDir: string): Promise<void> {
  const source = inRepository('test/editor/languageModelProvider');
  const out = join(extensionsDir, 'emolens-test.models-1.0.0');
  await bundle({
    ...commonJsForNode({ debug: true }),
    entryPoints: [join(source, 'extension.ts')],
    outfile: join(out, 'extension.cjs'),
    external: ['vscode'],
    sourcemap: false,
  });
  copyFileSync(join(source, 'package.json'), join(out, 'package.json'));
}

if (import.meta.main) {
  // For a debugger, which needs a place that stays: see .vscode/launch.json.
  runScript(async () => {
    const out = join(editorHome, 'tests');
    rmSync(out, { recursive: true, force: true });
    await bundleTests(out);
  });
}
