import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { editorHome } from '../../../scripts/editor/fetchEditor.ts';
import { makeSample } from '../../../scripts/sample/makeSample.ts';

/**
 * A copy of a small sample benchmark (12 generators x 6 emotions, 72 portraits, always the same), for one test file to write
 * into; it is gone when the file has ended. Call it inside `beforeAll`, a test, or the `folder` of `useWindow`.
 */
export async function sampleFolder(): Promise<string> {
  // Drawn once and kept: drawing takes longer than all the rest.
  const drawn = join(editorHome, 'ui-sample');
  await makeSample({ folder: drawn, perCell: 1 });
  const folder = join(await scratchFolder(), 'memo-sample');
  await cp(drawn, folder, { recursive: true });
  return folder;
}

/** An empty folder that is gone when the test file has ended. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'el-'));
  scratch.push(folder);
  return folder;
}

const scratch: string[] = [];
afterAll(async () => {
  for (const folder of scratch.splice(0)) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
});
