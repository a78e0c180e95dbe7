import { createHash, webcrypto } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Hasher } from '../../core/ports.ts';

/** More bytes than this are hashed in another thread, which costs a copy of them. */
const mostHere = 1024 * 1024;

/** SHA-256 and CRC-32 by Node's own implementations, which use the processor's instructions for them. */
export const nodeHasher: Hasher = {
  async sha256(bytes) {
    if (bytes.length <= mostHere) return createHash('sha256').update(bytes).digest('hex');
    return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
  },
  crc32: (bytes) => crc32(bytes),
};
