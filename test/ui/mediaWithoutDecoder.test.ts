import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mediaFolder, videos } from './harness/mediaFolder.ts';
import { until } from './harness/until.ts';
import { useWindow } from './harness/window.ts';

// Videos where no program is there that takes pictures out of them: the page's own player shows the poster.

const window = useWindow({ folder: folderWithoutDecoder });

/** A setting of the machine: the server takes it from the workspace, and not from the person's own. */
async function folderWithoutDecoder(): Promise<string> {
  const root = await mediaFolder();
  await mkdir(join(root, '.vscode'));
  await writeFile(join(root, '.vscode', 'settings.json'), JSON.stringify({ 'emolens.ffmpeg': '/no/such/decoder' }));
  return root;
}

it('shows a picture of each video that the page can play, and says of any other that it cannot', async () => {
  await window.showSideBar();
  await window.treeItem(/7 portraits/).waitFor();
  await window.palette('EmoLens: Show Gallery');
  const page = await window.webview('.gallery');
  await page.locator('.footer-counts').getByText('7 shown').waitFor();
  for (const name of videos) {
    const card = `document.querySelector('.card[data-id="sad/${name}"]')`;
    await until(`${name} has a poster, or none`, () =>
      page.evaluate<boolean>(
        `(() => { const video = ${card}?.querySelector('video'); return video?.readyState >= 2 && video.videoWidth > 0 || ${card}?.querySelector('.card-broken') !== null; })()`,
      ),
    );
  }
  const posters = page.locator('.card video');
  // Not every build of the browser has the decoder of the third.
  expect(await posters.count()).toBeGreaterThanOrEqual(2);
  expect((await posters.count()) + (await page.locator('.card-broken[title]').count())).toBe(3);
  expect(
    await page.evaluate(`[...document.querySelectorAll('.card video')].every((one) => one.paused && one.muted)`),
  ).toBe(true);
  await window.picture('postersOfThePage');
});
