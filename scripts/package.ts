import { readdirSync, rmSync, statSync } from 'node:fs';
import { createVSIX } from '@vscode/vsce';
import { buildProduct } from './build.ts';
import { say } from './editor/say.ts';
import { inRepository, readManifest } from './repository.ts';
import { runScript } from './runScript.ts';

/** What a user downloads may be this large, in bytes. */
const largest = 25_000_000;

/** Makes `emolens-<version>.vsix` at the root from `dist/` as it stands, and returns its path. Throws when it is too large. */
export async function packageVsix(): Promise<string> {
  const { name, version } = readManifest();
  for (const old of readdirSync(inRepository())) {
    if (old.startsWith(`${name}-`) && old.endsWith('.vsix')) rmSync(inRepository(old));
  }
  const path = inRepository(`${name}-${version}.vsix`);
  await createVSIX({
    cwd: inRepository(),
    packagePath: path,
    dependencies: false,
    useYarn: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const { size } = statSync(path);
  const megabytes = `${(size / 1e6).toFixed(1)} MB`;
  if (size > largest) throw new Error(`${path} has ${megabytes}; at most ${largest / 1e6} MB are allowed`);
  say(`Packaged ${path} (${megabytes})`);
  return path;
}

if (import.meta.main) {
  runScript(async () => {
    if (!process.argv.includes('--no-build')) await buildProduct({ debug: false });
    await packageVsix();
  });
}
