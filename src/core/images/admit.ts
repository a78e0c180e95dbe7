import type { ImageError } from '../ports.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import { imageSize, sniffImage } from './sniff.ts';
import type { ImageMime, ImageSize } from './sniff.ts';

/** Pictures of more pixels than this are refused by their header, before any memory is taken for them. */
export const maxPixels = 100_000_000;

/** What a header promises about a picture that may be decoded. */
export interface AdmittedImage {
  readonly mime: ImageMime;
  readonly size: ImageSize;
}

/** Looks at a whole file's header and says whether it may be decoded: a known type, a size, at most {@link maxPixels}. */
export function admitImage(bytes: Uint8Array): Result<AdmittedImage, ImageError> {
  if (bytes.length === 0) return err({ kind: 'emptyImage', detail: '0 bytes' });
  const mime = sniffImage(bytes)?.mime;
  if (mime === undefined) return err({ kind: 'unknownImageType', detail: 'no known signature' });
  const size = imageSize(bytes);
  if (!size) return err({ kind: 'corruptImage', detail: `${mime} without a size in its header` });
  if (size.width * size.height > maxPixels) {
    return err({ kind: 'oversizedImage', detail: `${String(size.width)} x ${String(size.height)} pixels` });
  }
  return ok({ mime, size });
}
