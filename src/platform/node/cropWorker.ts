import { parentPort } from 'node:worker_threads';
import type { CropName, SentCrop } from '../../core/evaluation/crops.ts';
import { faceCrops } from '../../core/evaluation/faceCrops.ts';
import { cutOut } from '../../core/images/cutOut.ts';
import { resample } from '../../core/images/resample.ts';
import type { EncodedImage, ImageError } from '../../core/ports.ts';
import { ok } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import { FaceFinder } from './faceFinder.ts';
import { decodePicture, encodePicture } from './pictures/imageFormats.ts';

/** A picture's file, whole, and which crops to make. */
export interface CropJob {
  readonly image: Uint8Array;
  readonly names: readonly CropName[];
}

/** The crops in the order of the names. */
export type CropReply = Result<readonly (EncodedImage & { readonly crop: SentCrop })[], ImageError>;

/** A crop is enlarged, or made smaller, so that its longer side lies between these, in pixels: models cut small pictures into few patches. */
const longerSide = { least: 448, most: 768 };

// The networks load while the first picture is on its way. A failure to load ends the worker, and its owner says so.
const loading = FaceFinder.load();

async function work(job: CropJob): Promise<CropReply> {
  const decoded = await decodePicture(job.image);
  const finder = await loading;
  if (!decoded.ok) return decoded;
  const pixels = decoded.value;
  const crops: (EncodedImage & { readonly crop: SentCrop })[] = [];
  for (const crop of faceCrops(pixels.width, pixels.height, finder.find(pixels), job.names)) {
    const part = cutOut(pixels, crop);
    const longer = Math.max(part.width, part.height);
    const scale = Math.min(longerSide.most, Math.max(longerSide.least, longer)) / longer;
    const [width, height] = [part.width, part.height].map((side) => Math.max(1, Math.round(side * scale)));
    crops.push({ ...(await encodePicture(resample(part, width ?? 1, height ?? 1, 'lanczos3'))), crop });
  }
  return ok(crops);
}

parentPort?.on('message', (job: CropJob) => {
  void work(job).then((reply) => parentPort?.postMessage(reply));
});
