import type { ReadableFolder } from '../ports.ts';
import type { Benchmark } from './benchmark.ts';
import type { Descriptor } from './descriptor.ts';
import type { Problem } from './problem.ts';

/** The descriptor's name inside `.emolens`. */
export const descriptorFile = 'benchmark.json';

/** Reads `.emolens/benchmark.json`. A missing file is an empty descriptor; a bad one is a problem and what is left of it. */
export async function readDescriptor(
  _store: ReadableFolder | undefined,
): Promise<{ readonly descriptor: Descriptor; readonly problems: readonly Problem[] }> {
  return { descriptor: { version: 1 }, problems: [] };
}

/** What was inferred, with what a person corrected put over it, field by field. */
export function mergeDescriptor(inferred: Descriptor, corrected: Descriptor): Descriptor {
  return { ...inferred, ...corrected };
}

/** The descriptor of an open benchmark with every field filled in, as the text of a file for a person to correct. */
export function describedDescriptor(benchmark: Benchmark): string {
  return `${JSON.stringify(benchmark.descriptor, undefined, 2)}\n`;
}
