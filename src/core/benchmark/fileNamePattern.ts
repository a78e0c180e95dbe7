/** The parts of a file name that say something about the portrait. */
export interface NameParts {
  readonly generator?: string;
  readonly prompted?: string;
  readonly prompt?: string;
  readonly seed?: string;
}

/** A pattern with the share of the names that it reads, 0 to 1. */
export interface InferredPattern {
  readonly pattern: string;
  readonly confidence: number;
}

/**
 * Infers which part of a file name (without extension) is the generator, the prompted emotion, the prompt number and the
 * seed, from the names alone. `labels` are emotion words that count as such beside those of the lexicon.
 */
export function inferPattern(_names: readonly string[], _labels: readonly string[]): InferredPattern | undefined {
  return undefined;
}

/** Reads one file name without extension by a pattern such as `{generator}_{prompted}_{prompt}`; `undefined` when it does not fit. */
export function parseName(_pattern: string, _stem: string): NameParts | undefined {
  return undefined;
}
