import type { QueryCompletion } from '../../src/core/query/language/completeQuery.ts';

/** A query in which an offered option was taken, and where the caret stands then; `undefined` where there is no such option. */
export function completed(
  text: string,
  { from, to, options }: QueryCompletion,
  index: number,
): { readonly text: string; readonly caret: number } | undefined {
  const option = options[index];
  if (option === undefined) return undefined;
  const rest = text.slice(to);
  // A space that is there already is not doubled.
  const insert = /^\s/.test(rest) ? option.insert.trimEnd() : option.insert;
  return { text: text.slice(0, from) + insert + rest, caret: from + insert.length };
}
