import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import { inRepository, root } from '../../../scripts/repository.ts';

// The examples are not on disk, so the rules that need types have nothing to read; the rest is the configuration in force.
let eslint: ESLint;
beforeAll(() => {
  const withoutTypes = tseslint.configs.disableTypeChecked as ESLint.Options['overrideConfig'];
  eslint = new ESLint({ cwd: root, overrideConfig: withoutTypes });
});

async function lint(path: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: inRepository(path) });
  return (result?.messages ?? []).filter((message) => message.severity === 2).map((message) => message.message);
}

const using = (source: string): string => `import { x } from '${source}';\nexport const y: unknown = x;\n`;
const usingType = (source: string): string => `import type { X } from '${source}';\nexport type Y = X;\n`;

describe('who may import whom', () => {
  const refused: [what: string, path: string, code: string, message: RegExp][] = [
    ['core, Node', 'src/core/a.ts', using('node:fs'), /core may not import 'node:fs'/],
    ['core, Node without its prefix', 'src/core/a.ts', using('fs/promises'), /core may not import 'fs\/promises'/],
    ['core, types of Node', 'src/core/a.ts', usingType('node:fs'), /core may not import 'node:fs'/],
    ['core, the editor API', 'src/core/a.ts', using('vscode'), /core may not import values of 'vscode'/],
    ['core, types of the editor API', 'src/core/a.ts', usingType('vscode'), /core may not import types of 'vscode'/],
    ['core, platform', 'src/core/b/a.ts', using('../../platform/node/a.ts'), /core may not import platform\/node/],
    ['core, editor', 'src/core/a.ts', using('../editor/a.ts'), /core may not import editor/],
    ['core, types of protocol', 'src/core/a.ts', usingType('../protocol/a.ts'), /core may not import protocol/],
    ['core, cli', 'src/core/a.ts', using('../cli/a.ts'), /core may not import cli/],
    ['core, webview', 'src/core/a.ts', using('../../webview/a.ts'), /core may not import webview/],
    ['core, through import()', 'src/core/a.ts', "export const a = import('node:fs');", /core may not import 'node:fs'/],
    ['core, through export from', 'src/core/a.ts', "export { a } from '../cli/a.ts';", /core may not import cli/],
    [
      'core, through import types',
      'src/core/a.ts',
      "export type A = import('node:fs').Stats;",
      /core may not import 'node:fs'/,
    ],
    [
      'core, through require()',
      'src/core/a.ts',
      "export const a: unknown = require('vscode');",
      /core may not import values of 'vscode'/,
    ],
    ['webview, values of core', 'webview/gallery/a.ts', using('../../src/core/a.ts'), /types of core, not values/],
    [
      'webview, one value among types',
      'webview/a.ts',
      "import { x, type Y } from '../src/core/a.ts';\nexport const z: Y = x;",
      /types of core, not values/,
    ],
    ['webview, editor', 'webview/a.ts', usingType('../src/editor/a.ts'), /webview may not import editor/],
    ['webview, the editor API', 'webview/a.ts', usingType('vscode'), /webview may not import types of 'vscode'/],
    ['webview, Node', 'webview/a.ts', using('node:path'), /webview may not import 'node:path'/],
    [
      'a page, the UI toolkit',
      'webview/gallery/a.ts',
      using('@vscode/webview-ui-toolkit'),
      /webview\/ui\/toolkit\.ts only/,
    ],
    [
      'a page, a part of the toolkit',
      'webview/gallery/a.ts',
      using('@vscode/webview-ui-toolkit/dist/button'),
      /toolkit\.ts only/,
    ],
    ['protocol, editor', 'src/protocol/a.ts', usingType('../editor/a.ts'), /protocol may not import editor/],
    ['protocol, the editor API', 'src/protocol/a.ts', using('vscode'), /protocol may not import values of 'vscode'/],
    ['cli, the editor API', 'src/cli/a.ts', using('vscode'), /cli may not import values of 'vscode'/],
    ['cli, editor', 'src/cli/a.ts', using('../editor/a.ts'), /cli may not import editor/],
    [
      'platform for Node, the editor API',
      'src/platform/node/a.ts',
      using('vscode'),
      /may not import values of 'vscode'/,
    ],
    ['editor, cli', 'src/editor/a.ts', using('../cli/a.ts'), /editor may not import cli/],
    ['editor, a page', 'src/editor/a.ts', usingType('../../webview/a.ts'), /editor may not import webview/],
    ['the product, scripts', 'src/cli/a.ts', using('../../scripts/a.ts'), /cli may not import scripts/],
    ['the product, tests', 'src/editor/a.ts', using('../../test/fakes/a.ts'), /editor may not import test/],
    [
      'extension.ts, what is in no room',
      'src/extension.ts',
      using('./elsewhere/a.ts'),
      /src\/elsewhere\/a\.ts is in no room/,
    ],
  ];
  it.each(refused)('refuses %s', async (_what, path, code, message) => {
    expect((await lint(path, code)).join('\n')).toMatch(message);
  });

  it.each(['src/a.ts', 'src/platform/a.ts', 'src/models/a.ts', 'a.ts', 'lib/a.ts', 'media/a.ts'])(
    'refuses %s, which is in no room',
    async (path) => {
      expect(await lint(path, 'export const a = 1;\n')).toEqual([expect.stringMatching(/is in no room/)]);
    },
  );

  const welcome: [what: string, path: string, code: string][] = [
    ['core, core', 'src/core/b/a.ts', using('../c/a.ts')],
    ['core, a platform-neutral package', 'src/core/a.ts', using('zod')],
    ['webview, protocol', 'webview/gallery/a.ts', using('../../src/protocol/a.ts')],
    ['webview, types of core', 'webview/gallery/a.ts', usingType('../../src/core/a.ts')],
    ['the one file that may, the UI toolkit', 'webview/ui/toolkit.ts', using('@vscode/webview-ui-toolkit')],
    ['editor, the editor API', 'src/editor/a.ts', using('vscode')],
    ['platform for VS Code, the editor API', 'src/platform/vscode/a.ts', using('vscode')],
    ['cli, core', 'src/cli/a.ts', using('../core/a.ts')],
    ['cli, platform for Node', 'src/cli/a.ts', using('../platform/node/a.ts')],
    ['extension.ts, every part', 'src/extension.ts', using('./platform/node/a.ts')],
  ];
  it.each(welcome)('lets in %s', async (_what, path, code) => {
    expect(await lint(path, code)).toEqual([]);
  });
});

describe('house style', () => {
  const refused: [what: string, path: string, code: string, message: RegExp][] = [
    ['default exports', 'src/core/a.ts', 'export default 1;', /Export by name/],
    ['any', 'src/core/a.ts', 'export const a: any = 1;', /Unexpected any/],
    ['barrels', 'src/core/a.ts', "export * from './b.ts';", /no barrels/],
    ['the prefix I', 'src/core/a.ts', 'export interface IModel { readonly a: string }', /No prefix I/],
    ['vague file names', 'src/core/utils.ts', 'export const a = 1;', /name the file after what is in it/],
    ['file names that are not camelCase', 'src/core/Answer-reader.ts', 'export const a = 1;', /camelCase/],
    ['focused tests', 'test/unit/a.test.ts', "it.only('a', () => {});", /Every test runs/],
    ['skipped tests', 'test/unit/a.test.ts', "describe.skip('a', () => {});", /Every test runs/],
    ['tests skipped by a condition', 'test/unit/a.test.ts', "it.skipIf(true)('a', () => {});", /Every test runs/],
    [
      'tests that skip themselves',
      'test/editor/a.test.ts',
      "it('a', function () { this.skip(); });",
      /Every test runs/,
    ],
    ['snapshots', 'test/unit/a.test.ts', 'expect(1).toMatchSnapshot();', /State what is expected/],
    ['files of the product that do not fit in one head', 'src/core/a.ts', '\n'.repeat(351), /too many lines/],
    ['pages that do not fit in one head', 'webview/a.tsx', '\n'.repeat(351), /too many lines/],
    ['writing to the console', 'src/editor/a.ts', 'console.log(1);', /console/],
  ];
  it.each(refused)('refuses %s', async (_what, path, code, message) => {
    expect((await lint(path, code)).join('\n')).toMatch(message);
  });
});
