import type { ReadableFolder } from '../ports.ts';
import type { Strategy } from './strategies.ts';

/** One fault of a strategy file at its place; `line` is counted from 1. `detail` is untrusted text. */
export interface StrategyFileError {
  readonly kind: 'unreadable' | 'invalid' | 'duplicateId';
  readonly file: string;
  readonly line: number;
  readonly detail: string;
}

/** The strategies of a folder, sorted by file name, and what is wrong with the files that were left out. */
export interface LoadedStrategies {
  readonly strategies: readonly Strategy[];
  readonly errors: readonly StrategyFileError[];
}

/** Reads `strategies/*.md` of an `.emolens` folder. A faulty file is left out and its faults named; the others load. */
export function loadStrategies(_folder: ReadableFolder): Promise<LoadedStrategies> {
  return Promise.resolve({ strategies: [], errors: [] });
}
