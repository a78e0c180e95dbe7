import type { CropMaker } from '../../core/evaluation/plan.ts';
import { cropVersion } from '../../core/evaluation/faceCrops.ts';
import { err } from '../../core/result.ts';
import type { CropJob, CropReply } from './cropWorker.ts';
import { WorkerPool } from './workerPool.ts';
import type { PoolOptions } from './workerPool.ts';

/**
 * Makes the crops of a strategy in worker threads: around the face that two small networks find, or fixed parts of the frame
 * where they find none. JPEG of quality 90, the longer side 448 to 768 pixels. The first picture starts a worker, which ends by
 * itself when idle. Never throws: a picture that cannot be decoded is an error value.
 */
export function createCropMaker(options: PoolOptions = {}): CropMaker & { dispose(): Promise<void> } {
  const pool = new WorkerPool<CropJob, CropReply>('cropWorker', { idleMs: 60_000, ...options });
  return {
    version: cropVersion,
    crop: async (image, names) => {
      const result = await pool.run({ image, names });
      if (result.kind === 'done') return result.reply;
      return err({ kind: 'corruptImage', detail: result.kind === 'stopped' ? result.detail : result.kind });
    },
    dispose: () => pool.dispose(),
  };
}
