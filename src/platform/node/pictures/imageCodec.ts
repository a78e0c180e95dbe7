import { sniffImage } from '../../../core/images/sniff.ts';
import type { ImageCodec, ImageError } from '../../../core/ports.ts';
import { err, ok } from '../../../core/result.ts';
import type { Result } from '../../../core/result.ts';
import type { ImageJob, ImageReply } from '../imageWorker.ts';
import { WorkerPool } from '../workerPool.ts';
import type { PoolOptions } from '../workerPool.ts';

/** An {@link ImageCodec} whose workers can be ended at once; without that they end by themselves when idle. */
export interface NodeImageCodec extends ImageCodec {
  dispose(): Promise<void>;
}

/**
 * Decodes PNG, JPEG, WebP, GIF, BMP, AVIF and TIFF, scales pictures down and converts them, in one or two worker threads and with no
 * native module. Never throws and never hangs: a picture on which a decoder dies or takes half a minute is `corruptImage`; other
 * types are `unknownImageType`; more than 100 megapixels by the header are `oversizedImage` and are not decoded.
 */
export function createImageCodec(options: PoolOptions = {}): NodeImageCodec {
  const pool = new WorkerPool<ImageJob, Result<ImageReply, ImageError>>('imageWorker', options);
  const run = async (job: ImageJob): Promise<Result<ImageReply, ImageError>> => {
    const result = await pool.run(job);
    if (result.kind === 'done') return result.reply;
    return err({ kind: 'corruptImage', detail: result.kind === 'stopped' ? result.detail : result.kind });
  };
  return {
    decode: async (bytes) => {
      const result = await run({ do: 'decode', bytes });
      if (!result.ok) return result;
      return result.value.did === 'decode' ? ok(result.value.pixels) : err(unexpected);
    },
    downscale: async (bytes, maxSide) => {
      const result = await run({ do: 'downscale', bytes, maxSide: Math.max(1, maxSide) });
      if (!result.ok) return result;
      if (result.value.did !== 'downscale') return err(unexpected);
      return ok(result.value.encoded ?? { bytes, mime: sniffImage(bytes)?.mime ?? 'application/octet-stream' });
    },
    convert: async (bytes) => {
      const result = await run({ do: 'convert', bytes });
      if (!result.ok) return result;
      return result.value.did === 'convert' ? ok(result.value.encoded) : err(unexpected);
    },
    dispose: () => pool.dispose(),
  };
}

const unexpected: ImageError = { kind: 'corruptImage', detail: 'unexpected reply of the image worker' };
