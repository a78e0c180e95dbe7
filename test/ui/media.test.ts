import { readFile } from 'node:fs/promises';
import type { Frame } from 'playwright-core';
import { expect, it } from 'vitest';
import { inRepository } from '../../scripts/repository.ts';
import { imageSize } from '../../src/core/images/sniff.ts';
import { mediaFolder, stills } from './harness/mediaFolder.ts';
import { until } from './harness/until.ts';
import { useWindow } from './harness/window.ts';

// Pictures of types that a browser does not know, and videos, as a person sees them.

const window = useWindow({ folder: mediaFolder });
const gallery = (): Promise<Frame> => window.webview('.gallery');

it('shows pictures of every type, and posters of videos', async () => {
  await window.showSideBar();
  await window.treeItem(/7 portraits/).waitFor();
  await window.palette('EmoLens: Show Gallery');
  const page = await gallery();
  await page.locator('.footer-counts').getByText('7 shown').waitFor();
  const loaded = `[...document.querySelectorAll('.card-picture > img, .card-picture > video')]
    .filter((one) => (one.naturalWidth ?? one.videoWidth) > 0).length`;
  await until('all seven are drawn', async () => (await page.evaluate(loaded)) === 7);
  expect(await page.locator('.card-play').count()).toBe(3);
  await window.picture('media');
});

it.each(stills)('shows %s in the detail as large as it is', async (name) => {
  const page = await gallery();
  await page.locator(`.card[data-id="happy/${name}"]`).click();
  const shown = page
    .locator('.detail')
    .getByText(name.replace(/\.[^.]*$/, ''), { exact: false })
    .first();
  await shown.waitFor();
  const size = imageSize(await readFile(inRepository('test', 'fixtures', 'pictures', name)));
  await until(`${name} is drawn`, async () => {
    const drawn = await page.evaluate(
      `[...document.querySelectorAll('.detail img')].map((one) => one.complete && [one.naturalWidth, one.naturalHeight])`,
    );
    return JSON.stringify(drawn).includes(JSON.stringify([size?.width, size?.height]));
  });
});

it('plays a video in the detail', async () => {
  const page = await gallery();
  await page.locator('.card[data-id="sad/vp8.webm"]').click();
  const video = page.locator('video.video');
  await video.waitFor();
  await until('it can be played', async () =>
    page.evaluate(
      `document.querySelector('video.video').readyState >= 2 && document.querySelector('video.video').controls`,
    ),
  );
  await window.picture('video');
});
