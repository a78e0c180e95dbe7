import fc from 'fast-check';
import type { Item } from '../../../src/core/benchmark/item.ts';
import { ItemTable } from '../../../src/core/benchmark/itemTable.ts';
import type { Problem } from '../../../src/core/benchmark/problem.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import type { ResolvedStage } from '../../../src/core/evaluation/protocol.ts';
import { BenchmarkColumns } from '../../../src/core/query/columns/benchmarkColumns.ts';
import { RunColumns } from '../../../src/core/query/columns/runColumns.ts';
import type { NumberedTexts } from '../../../src/core/query/numberedTexts.ts';
import { ReviewBook } from '../../../src/core/review/reviewBook.ts';
import type { ReviewLine } from '../../../src/core/review/verdict.ts';

export const labels = ['happy', 'sad', 'angry', 'worry'];
export const polarity = { happy: 'positive', sad: 'negative', angry: 'negative', worry: 'negative' } as const;

/** The questions of the runs in these tests. */
export const stages: readonly ResolvedStage[] = [
  {
    id: 'polarity',
    question: '?',
    answer: { kind: 'choice', labels: ['positive', 'negative'], truth: 'polarity' },
  },
  { id: 'emotion', question: '?', answer: { kind: 'choice', labels, truth: 'label' } },
  { id: 'degree', question: '?', answer: { kind: 'number', scale: { min: 1, max: 5 }, truth: 'degree' } },
];

/** A run with its outcomes, in the order they came. */
export interface KitRun {
  readonly run: string;
  readonly model: string;
  readonly key?: string;
  readonly outcomes: readonly (Partial<Outcome> & { readonly item: string })[];
  readonly said?: NumberedTexts;
}

export function outcomeOf(run: string, part: Partial<Outcome> & { readonly item: string }): Outcome {
  return { version: 1, run, stage: 'emotion', kind: 'answered', at: '', ...part };
}

export function runOf(table: ItemTable, { run, model, key = run, outcomes, said }: KitRun): RunColumns {
  const columns = new RunColumns({ run, model, key, stages, polarity }, table, said && { said });
  for (const outcome of outcomes) columns.add(outcomeOf(run, outcome));
  return columns;
}

export function columnsOf(
  items: readonly Item[],
  runs: readonly KitRun[] = [],
  reviews: readonly (Partial<ReviewLine> & { readonly item: string })[] = [],
  problems: readonly Problem[] = [],
): BenchmarkColumns {
  const table = ItemTable.of(items);
  const lines = reviews.map((line): ReviewLine => ({
    version: 1,
    verdict: 'labelWrong',
    author: 'ada',
    at: '',
    ...line,
  }));
  return new BenchmarkColumns({
    table,
    runs: runs.map((run) => runOf(table, run)),
    book: new ReviewBook(lines),
    problems,
  });
}

/** Queries of some terms: beside each other, with `or`, `not` and parentheses. */
export function queriesOf(term: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.letrec<{ query: string; part: string }>((tie) => ({
    query: fc.oneof(
      { maxDepth: 3 },
      term,
      fc.array(tie('part'), { minLength: 2, maxLength: 4 }).map((parts) => parts.join(' ')),
      fc.array(tie('query'), { minLength: 2, maxLength: 3 }).map((parts) => parts.join(' or ')),
    ),
    part: fc.oneof(
      { maxDepth: 3 },
      { weight: 3, arbitrary: term },
      tie('query').map((one) => `(${one})`),
      tie('query').map((one) => `not (${one})`),
    ),
  })).query;
}

/** Three runs, of which two are of one key. */
export const threeRuns = [
  { run: 'r1', model: 'gpt', key: 'same' },
  { run: 'r2', model: 'llava', key: 'other' },
  { run: 'r3', model: 'gpt', key: 'same' },
] as const;
