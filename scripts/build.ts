import { cpSync, existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { context, build as bundle } from 'esbuild';
import type { BuildResult, Plugin } from 'esbuild';
import { assets } from './assets.ts';
import { productTargets } from './build/targets.ts';
import type { BuildMode } from './build/targets.ts';
import { writeSchemas } from './build/schemas.ts';
import { inRepository, root } from './repository.ts';
import { runScript } from './runScript.ts';
import { shippedSample } from './sample/shippedSample.ts';

/**
 * Builds the product into `dist/`, from nothing. Prints one line for each file made. Throws when anything fails, and then the
 * `dist/` of before still stands.
 */
export async function buildProduct(mode: BuildMode): Promise<void> {
  const bundles: BuildResult[] = [];
  for (const target of productTargets(mode)) bundles.push(await bundle({ ...target, write: false }));
  const sample = await shippedSample();
  rmSync(inRepository('dist'), { recursive: true, force: true });
  copyAssets();
  for (const path of writeSchemas()) say(path);
  cpSync(sample, inRepository('dist', 'sample'), { recursive: true });
  for (const file of bundles.flatMap(({ outputFiles }) => outputFiles ?? [])) {
    mkdirSync(dirname(file.path), { recursive: true });
    writeFileSync(file.path, file.contents);
    say(file.path);
  }
}

/** Builds, then builds again what changes, until the process ends. */
async function watchProduct(): Promise<void> {
  copyAssets();
  writeSchemas();
  cpSync(await shippedSample(), inRepository('dist', 'sample'), { recursive: true });
  const targets = productTargets({ debug: true });
  const reporter = watchReporter();
  const contexts = await Promise.all(targets.map((target) => context({ ...target, plugins: [reporter] })));
  await Promise.all(contexts.map((each) => each.rebuild().catch(() => undefined)));
  await Promise.all(contexts.map((each) => each.watch()));
}

/** Says when building begins and when all of it has ended: VS Code's task waits for these two lines, see .vscode/tasks.json. */
function watchReporter(): Plugin {
  let running = 0;
  return {
    name: 'report',
    setup(pluginBuild) {
      pluginBuild.onStart(() => {
        running += 1;
        console.log('build started');
      });
      pluginBuild.onEnd((result) => {
        report(result);
        running -= 1;
        if (running === 0) console.log('all builds finished');
      });
    },
  };
}

function copyAssets(): void {
  for (const asset of assets) {
    const from = inRepository(asset.from);
    const to = inRepository('dist', asset.to);
    if (!existsSync(from)) throw new Error(`cannot copy ${asset.from}: it is not there`);
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to, { recursive: true });
    say(to);
  }
}

function report(result: BuildResult): void {
  for (const path of Object.keys(result.metafile?.outputs ?? {})) say(inRepository(path));
}

function say(path: string): void {
  const kilobytes = (statSync(path).size / 1000).toFixed(1);
  console.log(`${kilobytes.padStart(9)} kB  ${relative(root, path)}`);
}

if (import.meta.main) {
  const watch = process.argv.includes('--watch');
  runScript(() => (watch ? watchProduct() : buildProduct({ debug: process.argv.includes('--debug') })));
}
