import { withEmbedded } from '../../core/benchmark/embedded/embeddedFolder.ts';
import type { ReadableFolder } from '../../core/ports.ts';
import { readableFolder } from './nodeFolder.ts';

/** A benchmark's folder on the system's disk, in which the pictures inside its tables can be read by their items' paths, too. */
export function benchmarkFolder(root: string): ReadableFolder {
  return withEmbedded(readableFolder(root));
}
