import { copyFile, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { expect, it } from 'vitest';
import { inRepository } from '../../scripts/repository.ts';
import { until } from './harness/until.ts';
import { useWindow } from './harness/window.ts';

// Pictures of types that a browser does not know, and videos, as a person sees them.

const window = useWindow({ folder: mediaFolder });
const gallery = (): Promise<Frame> => window.webview('.gallery');

async function mediaFolder(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'emolens-media-'));
  const fixture = (path: string): string => inRepository('test', 'fixtures', path);
  for (const label of ['happy', 'sad']) await mkdir(join(root, label));
  for (const name of ['cmyk.tif', 'plain.avif', 'plain24.bmp', 'animated.gif'])
    await copyFile(fixture(`pictures/${name}`), join(root, 'happy', name));
  for (const name of ['vp8.webm', 'vp9.webm', 'h264.mp4'])
    await copyFile(fixture(`videos/${name}`), join(root, 'sad', name));
  return root;
}

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
