import { createHash } from 'node:crypto';
import type { Hasher } from '../../core/ports.ts';

/** SHA-256 by Node's own implementation, which uses the processor's instructions for it. */
export const nodeHasher: Hasher = {
  sha256: (bytes) => Promise.resolve(createHash('sha256').update(bytes).digest('hex')),
};
