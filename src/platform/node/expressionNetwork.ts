import type { ExpressionNetwork } from '../../core/models/expressionBaseline.ts';
import { err } from '../../core/result.ts';
import type { ExpressionJob, ExpressionReply } from './expressionWorker.ts';
import { WorkerPool } from './workerPool.ts';
import type { PoolOptions } from './workerPool.ts';

/**
 * The expression network in worker threads of this process: no key, no network access, no native module. The first picture
 * starts it; it ends by itself when idle, does not keep the process alive, and comes back after a crash. Pictures are
 * decoded in the same thread, so nothing but the file and seven numbers cross over.
 */
export function startExpressionNetwork(options: PoolOptions = {}): ExpressionNetwork & { dispose(): Promise<void> } {
  const pool = new WorkerPool<ExpressionJob, ExpressionReply>('expressionWorker', { idleMs: 60_000, ...options });
  return {
    classify: async (image, signal) => {
      const result = await pool.run({ image }, signal);
      switch (result.kind) {
        case 'done':
          return result.reply;
        case 'cancelled':
          return err({ kind: 'cancelled' });
        case 'stopped':
          return err({ kind: 'networkStopped', detail: result.detail });
      }
    },
    dispose: () => pool.dispose(),
  };
}
