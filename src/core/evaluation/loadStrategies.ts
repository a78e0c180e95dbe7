import { decodeText } from '../benchmark/tables/decodeText.ts';
import type { ReadableFolder } from '../ports.ts';
import type { Strategy } from './strategies.ts';
import { readStrategyText, type StrategyFault } from './strategyFile.ts';

/** One fault of a strategy file at its place; for `unreadable`, `detail` is the system's own text. All text in it is untrusted. */
export interface StrategyFileError extends Omit<StrategyFault, 'kind'> {
  readonly kind: 'unreadable' | StrategyFault['kind'];
  /** Relative to the `.emolens` folder. */
  readonly file: string;
}

/** The strategies of a folder, sorted by file name, and what is wrong with the files that were left out. */
export interface LoadedStrategies {
  readonly strategies: readonly Strategy[];
  readonly errors: readonly StrategyFileError[];
}

const nowhere = { line: 1, column: 1, length: 0 } as const;

/**
 * Reads `strategies/*.md` of an `.emolens` folder, a `README.md` aside. A faulty file is left out and each of its faults named; the
 * others load. A folder that is not there holds no strategies.
 */
export async function loadStrategies(folder: ReadableFolder): Promise<LoadedStrategies> {
  const strategies: Strategy[] = [];
  const errors: StrategyFileError[] = [];
  const listed = await folder.list('strategies');
  if (!listed.ok) {
    if (listed.error.kind === 'notFound') return { strategies, errors };
    return {
      strategies,
      errors: [{ ...nowhere, kind: 'unreadable', file: 'strategies', detail: listed.error.detail }],
    };
  }
  const names = listed.value
    .filter(({ kind, name }) => kind === 'file' && isStrategyFile(name))
    .map(({ name }) => name);
  for (const name of names.toSorted()) {
    const file = `strategies/${name}`;
    const bytes = await folder.read(file);
    if (!bytes.ok) {
      errors.push({ ...nowhere, kind: 'unreadable', file, detail: bytes.error.detail });
      continue;
    }
    const read = readStrategyText(name.slice(0, -'.md'.length), decodeText(bytes.value).text);
    if (read.ok) strategies.push(read.strategy);
    else errors.push(...read.faults.map((fault) => ({ ...fault, file })));
  }
  return { strategies, errors };
}

/** Whether a file of this name in `strategies/` is meant as a strategy. */
export function isStrategyFile(name: string): boolean {
  return name.endsWith('.md') && name.toLowerCase() !== 'readme.md';
}
