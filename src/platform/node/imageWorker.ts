import { parentPort } from 'node:worker_threads';
import type { EncodedImage, ImageError, Pixels } from '../../core/ports.ts';
import type { Result } from '../../core/result.ts';
import { ok } from '../../core/result.ts';
import { admitImage } from '../../core/images/admit.ts';
import { fitWithin, resample } from '../../core/images/resample.ts';
import { sniffImage } from '../../core/images/sniff.ts';
import { decodePicture, encodePicture } from './pictures/imageFormats.ts';
import { encodePng } from './pictures/png.ts';

/** A job for the image worker. */
export type ImageJob =
  | { readonly do: 'decode'; readonly bytes: Uint8Array }
  | { readonly do: 'convert'; readonly bytes: Uint8Array }
  | { readonly do: 'downscale'; readonly bytes: Uint8Array; readonly maxSide: number };

/** Its reply; `encoded` is absent when the picture was small enough to stay as it is. */
export type ImageReply =
  | { readonly did: 'decode'; readonly pixels: Pixels }
  | { readonly did: 'convert'; readonly encoded: EncodedImage }
  | { readonly did: 'downscale'; readonly encoded?: EncodedImage };

async function work(job: ImageJob): Promise<Result<ImageReply, ImageError>> {
  if (job.do === 'downscale') {
    const admitted = admitImage(job.bytes);
    if (!admitted.ok) return admitted;
    const { width, height } = admitted.value.size;
    if (Math.max(width, height) <= job.maxSide) return ok({ did: 'downscale' });
  }
  const decoded = await decodePicture(job.bytes);
  if (!decoded.ok) return decoded;
  const pixels = decoded.value;
  if (job.do === 'decode') return ok({ did: 'decode', pixels });
  if (job.do === 'convert') {
    const isLossy = sniffImage(job.bytes)?.mime === 'image/avif';
    return ok({
      did: 'convert',
      encoded: isLossy ? await encodePicture(pixels) : { bytes: encodePng(pixels), mime: 'image/png' },
    });
  }
  const { width, height } = fitWithin(pixels.width, pixels.height, job.maxSide);
  return ok({ did: 'downscale', encoded: await encodePicture(resample(pixels, width, height, 'lanczos3')) });
}

/** Buffers that may move to the other thread instead of being copied. */
function buffersOf(result: Result<ImageReply, ImageError>): ArrayBuffer[] {
  if (!result.ok) return [];
  const array = result.value.did === 'decode' ? result.value.pixels.data : result.value.encoded?.bytes;
  // Small results of Node's own functions may lie in a shared pool, which cannot be moved.
  return array?.buffer instanceof ArrayBuffer && array.byteLength === array.buffer.byteLength ? [array.buffer] : [];
}

parentPort?.on('message', (job: ImageJob) => {
  void work(job).then((result) => parentPort?.postMessage(result, buffersOf(result)));
});
