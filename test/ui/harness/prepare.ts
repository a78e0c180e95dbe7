import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildProduct } from '../../../scripts/build.ts';
import { ensureBrowser } from '../../../scripts/editor/findBrowser.ts';
import { installVsix } from '../../../scripts/editor/installVsix.ts';
import { packageVsix } from '../../../scripts/package.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder with the packaged EmoLens installed, and nothing else. */
    extensionsDir: string;
  }
}

/**
 * Before any window: builds and packages EmoLens, and installs the package as a user would, so that what is tested is what ships.
 * With EMOLENS_NO_BUILD, `dist/` is taken as it stands. A missing editor or browser fails the run here.
 */
export async function setup(project: TestProject): Promise<() => void> {
  if (process.env.EMOLENS_NO_BUILD === undefined) await buildProduct({ debug: false });
  const vsix = await packageVsix();
  await ensureBrowser();
  const extensionsDir = mkdtempSync(join(tmpdir(), 'el-'));
  await installVsix(vsix, extensionsDir);
  project.provide('extensionsDir', extensionsDir);
  return () => rmSync(extensionsDir, { recursive: true, force: true, maxRetries: 3 });
}
