import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProduct } from './build.ts';
import { editorHome } from './editor/fetchEditor.ts';
import { say } from './editor/say.ts';
import { inRepository, readManifest, root } from './repository.ts';
import { runScript } from './runScript.ts';

/** What a user downloads may be this large, in bytes. */
const largest = 25_000_000;

/** Everything that .vscodeignore lets through, and that file itself. */
const shipped = ['dist/**', 'media/**', 'l10n/**', 'package*.json', '*.md', 'LICENSE', '.vscodeignore'];

/**
 * Makes `emolens-<version>.vsix` at the root from `dist/` as it stands, and returns its path. Throws when it is too large. The one
 * of last time is taken when nothing in it has changed, unless a `fresh` one is wanted.
 */
export async function packageVsix({ fresh = false } = {}): Promise<string> {
  const { name, version } = readManifest();
  const path = inRepository(`${name}-${version}.vsix`);
  const fingerprint = fingerprintOf(shipped);
  const stamp = join(editorHome, 'packaged.sha256');
  if (!fresh && existsSync(path) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) {
    say(`${path} is still up to date`);
    return path;
  }
  rmSync(stamp, { force: true });
  for (const old of readdirSync(root)) {
    if (old.startsWith(`${name}-`) && old.endsWith('.vsix')) rmSync(inRepository(old));
  }
  // Slow to load, and often not needed.
  const { createVSIX } = await import('@vscode/vsce');
  await createVSIX({
    cwd: root,
    packagePath: path,
    dependencies: false,
    useYarn: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const { size } = statSync(path);
  const megabytes = `${(size / 1e6).toFixed(1)} MB`;
  if (size > largest) throw new Error(`${path} has ${megabytes}; at most ${largest / 1e6} MB are allowed`);
  mkdirSync(editorHome, { recursive: true });
  writeFileSync(stamp, fingerprint);
  say(`Packaged ${path} (${megabytes})`);
  return path;
}

function fingerprintOf(patterns: readonly string[]): string {
  const hash = createHash('sha256');
  const files = globSync([...patterns], { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    const bytes = readFileSync(path);
    hash.update(`${path}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

if (import.meta.main) {
  runScript(async () => {
    if (!process.argv.includes('--no-build')) await buildProduct({ debug: false });
    await packageVsix({ fresh: true });
  });
}
