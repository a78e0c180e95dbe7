import { withEmbedded } from '../../../../src/core/benchmark/embedded/embeddedFolder.ts';
import { openBenchmark } from '../../../../src/core/benchmark/openBenchmark.ts';
import type { Benchmark } from '../../../../src/core/benchmark/benchmark.ts';
import type { Item } from '../../../../src/core/benchmark/item.ts';
import { memoryFolder, png, testHasher, videoFile, type MemoryFile } from '../memoryFolder.ts';

/** A benchmark that was opened, in the shape that tests compare. */
export interface Opened {
  readonly benchmark: Benchmark;
  readonly format: string;
  /** Labels by path; `null` for an item without one. */
  readonly labels: Readonly<Record<string, string | null>>;
  /** `kind file:line`, in order. */
  readonly problems: readonly string[];
  item(path: string): Item | undefined;
}

/** Opens files of a memory folder; a path whose content is `true` is a whole picture (or a whole container of a video) unlike the others. */
export async function openFiles(files: Readonly<Record<string, MemoryFile | true>>): Promise<Opened> {
  const whole = Object.entries(files).map(([path, content], i): [string, MemoryFile] => [
    path,
    content === true ? mediaFile(path, i) : content,
  ]);
  const opened = await openBenchmark(withEmbedded(memoryFolder(Object.fromEntries(whole))), { hasher: testHasher });
  if (!opened.ok) throw new Error(opened.error.kind);
  const benchmark = opened.value;
  return {
    benchmark,
    format: benchmark.format,
    labels: Object.fromEntries(benchmark.items.map(({ path, label }) => [path, label ?? null])),
    problems: benchmark.problems.map(
      ({ kind, file, line }) => `${kind} ${file}${line === undefined ? '' : `:${line}`}`,
    ),
    item: (path) => benchmark.items.find((item) => item.path === path),
  };
}

function mediaFile(path: string, number: number): MemoryFile {
  if (/\.(mp4|webm|avi|mov|mkv)$/i.test(path)) return videoFile(number);
  return /\.jpe?g$/i.test(path) ? jpegHead(number) : png(number);
}

/** The beginning of a JPEG of a size that no other number has. */
function jpegHead(number: number): Uint8Array {
  const size = [0, 1 + (number >> 8), 0, 1 + (number & 255)];
  const jfif = [0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];
  const frame = [0xff, 0xc0, 0, 17, 8, ...size, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0];
  return Uint8Array.of(0xff, 0xd8, ...jfif, ...frame, 0xff, 0xd9);
}

/** Pictures by their paths, for {@link openFiles}. */
export function pictures(...paths: readonly string[]): Readonly<Record<string, true>> {
  return Object.fromEntries(paths.map((path) => [path, true]));
}

/** A JSON list with one record on each line, the first one on line 2. */
export function jsonList(records: readonly unknown[]): string {
  return `[\n${records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join(',\n')}\n]\n`;
}
