import { copyFile, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRepository } from '../../../scripts/repository.ts';

/** Pictures in `happy`, one of each type that a browser may not know, and videos in `sad`. */
export const stills = ['cmyk.tif', 'plain.avif', 'plain24.bmp', 'animated.gif'] as const;
export const videos = ['vp8.webm', 'vp9.webm', 'h264.mp4'] as const;

/** Makes a folder of {@link stills} and {@link videos}. */
export async function mediaFolder(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'emolens-media-'));
  const fixture = (path: string): string => inRepository('test', 'fixtures', path);
  for (const label of ['happy', 'sad']) await mkdir(join(root, label));
  for (const name of stills) await copyFile(fixture(`pictures/${name}`), join(root, 'happy', name));
  for (const name of videos) await copyFile(fixture(`videos/${name}`), join(root, 'sad', name));
  return root;
}
