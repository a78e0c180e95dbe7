import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { inRepository, readManifest, root } from '../repository.ts';

/** How a build is wanted. */
export interface BuildMode {
  /** Readable code with source maps, for debugging; otherwise small code without. */
  readonly debug: boolean;
}

/** The sources that the product cannot be without: building fails when one is missing. */
const required = ['src/extension.ts', 'src/cli/main.ts'];

/** Every bundle of the product. Workers and pages are found by their place, so that nobody keeps a list. */
export function productTargets(mode: BuildMode): BuildOptions[] {
  const missing = required.filter((path) => !existsSync(inRepository(path)));
  if (missing.length > 0) throw new Error(`cannot build without ${missing.join(' and ')}`);
  return [
    hostTarget(mode),
    cliTarget(mode),
    ...sources('src/platform/node/*Worker.ts').map((entry) => workerTarget(entry, mode)),
    ...sources('webview/*/main.tsx').map((entry) => pageTarget(entry, mode)),
  ];
}

/** Repository-relative paths that match, in a stable order. */
export function sources(pattern: string): string[] {
  return globSync(pattern, { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
}

/**
 * What a CommonJS bundle for Node has in common: `import.meta.url` keeps its meaning, and the version is a constant.
 * `process.env.EMOLENS_BUNDLED` is `'true'` inside bundles and absent when the sources run as they are.
 */
export function commonJsForNode(mode: BuildMode): BuildOptions {
  return {
    ...forNode(mode),
    format: 'cjs',
    banner: { js: "const emolensUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: {
      ...constants(),
      'import.meta.url': 'emolensUrl',
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
    },
  };
}

function hostTarget(mode: BuildMode): BuildOptions {
  return {
    ...commonJsForNode(mode),
    entryPoints: [inRepository('src/extension.ts')],
    outfile: inRepository('dist/extension.cjs'),
    external: ['vscode'],
    target: 'node22',
  };
}

function workerTarget(entry: string, mode: BuildMode): BuildOptions {
  return {
    ...commonJsForNode(mode),
    entryPoints: [inRepository(entry)],
    outfile: inRepository('dist', `${basename(entry, '.ts')}.cjs`),
  };
}

function cliTarget(mode: BuildMode): BuildOptions {
  const entry = inRepository('src/cli/main.ts');
  const ownShebang = readFileSync(entry, 'utf8').startsWith('#!');
  return {
    ...forNode(mode),
    entryPoints: [entry],
    outfile: inRepository('dist/cli.js'),
    format: 'esm',
    banner: { js: `${ownShebang ? '' : '#!/usr/bin/env node\n'}${requireForEsm}` },
    define: { ...constants(), __dirname: 'emolensDirname', __filename: 'emolensFilename' },
  };
}

/** Some packages call `require` or read `__dirname` even inside an ES module bundle. */
const requireForEsm = [
  "import { createRequire as emolensCreateRequire } from 'node:module';",
  "import { fileURLToPath as emolensToPath } from 'node:url';",
  "import { dirname as emolensDirnameOf } from 'node:path';",
  'const require = emolensCreateRequire(import.meta.url);',
  'const emolensFilename = emolensToPath(import.meta.url);',
  'const emolensDirname = emolensDirnameOf(emolensFilename);',
].join('\n');

function pageTarget(entry: string, mode: BuildMode): BuildOptions {
  return {
    ...common(mode),
    entryPoints: { [basename(dirname(entry))]: inRepository(entry) },
    outdir: inRepository('dist/webview'),
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file', '.svg': 'file' },
    assetNames: '[name]',
    define: { 'process.env.NODE_ENV': mode.debug ? '"development"' : '"production"' },
  };
}

function forNode(mode: BuildMode): BuildOptions {
  return { ...common(mode), platform: 'node', target: 'node20', keepNames: true };
}

function common(mode: BuildMode): BuildOptions {
  return {
    bundle: true,
    minify: !mode.debug,
    sourcemap: mode.debug ? 'linked' : false,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    absWorkingDir: root,
  };
}

function constants(): Record<string, string> {
  return {
    'process.env.EMOLENS_VERSION': JSON.stringify(readManifest().version),
    'process.env.EMOLENS_BUNDLED': '"true"',
  };
}
