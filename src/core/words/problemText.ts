import type { Problem } from '../benchmark/problem.ts';

/** The sentence that tells a person about a problem: what, where, and what to do next. */
export function problemText(problem: Problem): string {
  return `${problem.kind}: ${problem.file}`;
}
