import { readdirSync, statSync, unlinkSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parentPort, threadId } from 'node:worker_threads';
import { sniffImage } from '../../core/images/sniff.ts';
import { fitWithin, resample } from '../../core/images/resample.ts';
import type { EncodedImage, ImageError } from '../../core/ports.ts';
import { err, ok } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import { decodePicture, encodePicture } from './pictures/imageFormats.ts';
import { encodePng } from './pictures/png.ts';
import { sealed } from './thumbnailSeal.ts';

/** `make`: writes a picture scaled down to `side`, or (without one) at full size in a type that the editor shows. `sweep`: deletes what was not looked at for longest. */
export type ThumbnailJob =
  | { readonly do: 'make'; readonly bytes: Uint8Array; readonly side?: number; readonly target: string }
  | { readonly do: 'sweep'; readonly folder: string; readonly most: number };

/** Why there is no small picture: something with the picture, or the folder cannot be written to. */
type ThumbnailError = ImageError | { readonly kind: 'unreadableImage'; readonly detail: string };

/** The bytes of the file that was written, or those that the folder holds now. */
export type ThumbnailReply = Result<number, ThumbnailError>;

/** Larger pictures are kept as JPEG: as PNG they would take longer to read than to make. Pixels. */
const mostForPng = 8_000_000;
/** How the name of a file ends that is not whole yet. */
const unfinished = '.part';
/** Nobody writes one picture for so long, ms. */
const patienceMs = 600_000;
const shown = new Set<string | undefined>([
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/bmp',
]);

async function make(bytes: Uint8Array, side: number | undefined): Promise<Result<EncodedImage, ImageError>> {
  const mime = sniffImage(bytes)?.mime;
  if (side === undefined && shown.has(mime)) return ok({ bytes, mime: mime ?? '' });
  const decoded = await decodePicture(bytes);
  if (!decoded.ok) return decoded;
  const pixels = decoded.value;
  if (side === undefined) {
    const isSmall = pixels.width * pixels.height <= mostForPng;
    return ok(isSmall ? { bytes: encodePng(pixels), mime: 'image/png' } : await encodePicture(pixels));
  }
  const { width, height } = fitWithin(pixels.width, pixels.height, side);
  return ok(await encodePicture(resample(pixels, width, height, 'area')));
}

/** Another window may write the same file: each writes its own and puts it in place whole. */
async function write(target: string, bytes: Uint8Array): Promise<ThumbnailReply> {
  const whole = sealed(bytes);
  const own = `${target}.${process.pid}-${threadId}${unfinished}`;
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(own, whole);
    await rename(own, target);
    return ok(whole.length);
  } catch (thrown) {
    return err({ kind: 'unreadableImage', detail: String(thrown) });
  }
}

function sweep(folder: string, most: number): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isFile() !== true) return [];
    // Another window may be about to put it in place; one that was given up on is old.
    const isBeingWritten = name.endsWith(unfinished) && Date.now() - found.mtimeMs < patienceMs;
    return isBeingWritten ? [] : [{ path, size: found.size, used: found.mtimeMs }];
  });
  let total = files.reduce((sum, { size }) => sum + size, 0);
  if (total <= most) return total;
  files.sort((a, b) => a.used - b.used);
  for (const { path, size } of files) {
    // Room for some more, so that the next picture does not sweep again.
    if (total <= most * 0.9) break;
    try {
      unlinkSync(path);
    } catch {
      // Another window was faster.
    }
    total -= size;
  }
  return total;
}

async function work(job: ThumbnailJob): Promise<ThumbnailReply> {
  if (job.do === 'sweep') return ok(sweep(job.folder, job.most));
  const made = await make(job.bytes, job.side);
  return made.ok ? write(job.target, made.value.bytes) : made;
}

parentPort?.on('message', (job: ThumbnailJob) => {
  void work(job).then((reply) => parentPort?.postMessage(reply));
});
