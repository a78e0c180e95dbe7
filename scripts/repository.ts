import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository's root, wherever a script was started from. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Absolute path of something inside the repository. */
export function inRepository(...parts: string[]): string {
  return join(root, ...parts);
}

/** What the scripts need to know from package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly publisher: string;
}

/** Reads package.json afresh: it may have changed since the script began. */
export function readManifest(): Manifest {
  return JSON.parse(readFileSync(inRepository('package.json'), 'utf8')) as Manifest;
}
