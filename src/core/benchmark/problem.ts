/** What can be wrong with a benchmark; the names are those of the command line's `problems[].kind`. */
export const problemKinds = [
  'missing-image',
  'image-without-row',
  'duplicate-id',
  'duplicate-image',
  'corrupt-image',
  'empty-image',
  'wrong-extension',
  'unreadable',
  'over-large',
  'outside-root',
  'unknown-label',
  'number-out-of-range',
  'conflicting-label',
  'bad-row',
  'missing-column',
  'bad-descriptor',
  'nothing-found',
] as const;

/** One of {@link problemKinds}. */
export type ProblemKind = (typeof problemKinds)[number];

/** One fault, at its place. None of them stops the rest of the benchmark from opening. */
export interface Problem {
  readonly kind: ProblemKind;
  /** The file at fault, relative to the root. */
  readonly file: string;
  /** Physical line in `file`, counted from 1, where the file is a text. */
  readonly line?: number;
  /** The item concerned, when there is one. */
  readonly item?: string;
  /** Facts for the sentence that `words/problemText.ts` makes: a value, a column name, a range. */
  readonly facts: Readonly<Record<string, string>>;
}
