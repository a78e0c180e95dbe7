import type { Hasher, ImageCodec, ReadableFolder, Stop } from '../ports.ts';
import type { Benchmark } from './benchmark.ts';
import { atTables } from './embedded/embeddedProblems.ts';
import { examineBytes, examinePictures, type PictureNotes } from './examinePictures.ts';
import type { ItemTable } from './itemTable.ts';
import type { OpenProgress } from './openBenchmark.ts';
import type { Problem } from './problem.ts';

/** What looking at pictures needs from outside. */
export interface ExamineBenchmarkOptions {
  readonly signal?: Stop;
  readonly onProgress?: (progress: OpenProgress) => void;
  /** Told of problems as they are found, some at a time. */
  readonly onProblems?: (problems: readonly Problem[]) => void;
  readonly hasher: Hasher;
  readonly codec?: ImageCodec;
  /** What is known of the pictures from before. */
  readonly notes?: PictureNotes;
  /** See `OpenOptions.deep`. */
  readonly deep?: boolean | 'auto';
}

/** What looking at the pictures of a benchmark came to. */
export interface ExaminedBenchmark {
  /** Bytes of each picture in the order of the items; 0 where the file could not be reached. */
  readonly sizes: Float64Array;
  readonly problems: readonly Problem[];
}

/** Below this many bytes of pictures, `deep: 'auto'` reads them whole. */
const mostBytesUnasked = 256 * 1024 * 1024;

/** Looks at the pictures of an open benchmark: at the first bytes of each, and with `deep` at all of them. */
export async function examineBenchmark(
  folder: ReadableFolder,
  items: Pick<ItemTable, 'length' | 'idAt'>,
  options: ExamineBenchmarkOptions,
): Promise<ExaminedBenchmark> {
  const { signal, onProgress, onProblems, notes } = options;
  const told = (what: OpenProgress['what']) => ({
    ...(signal && { signal }),
    ...(onProblems && { onProblems }),
    notes,
    onProgress: (done: number, total: number) => onProgress?.({ done, total, what }),
  });
  const pictures = await examinePictures(folder, items, told('pictures'));
  const { sizes } = pictures;
  const problems = [...pictures.problems.values()].flat();
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const deep = options.deep === 'auto' ? bytes < mostBytesUnasked : options.deep === true;
  if (!deep || signal?.aborted === true) return { sizes, problems };
  const found = await examineBytes(folder, items, pictures, options, told('bytes'));
  return { sizes, problems: [...problems, ...found] };
}

/** The benchmark with what its pictures showed: their problems beside the others, and their sizes in its fingerprint. */
export async function withExamined(
  benchmark: Benchmark,
  examined: ExaminedBenchmark,
  hasher: Hasher,
): Promise<Benchmark> {
  const sizes = new Uint8Array(examined.sizes.buffer, examined.sizes.byteOffset, examined.sizes.byteLength);
  const before = new TextEncoder().encode(benchmark.fingerprint);
  const both = new Uint8Array(before.length + sizes.length);
  both.set(before);
  both.set(sizes, before.length);
  return {
    ...benchmark,
    problems: [...benchmark.problems, ...atTables(examined.problems, benchmark.items)],
    fingerprint: await hasher.sha256(both),
  };
}
