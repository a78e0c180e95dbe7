import type { Outcome } from '../evaluation/outcome.ts';
import type { Result } from '../result.ts';
import { ok } from '../result.ts';
import type { VerdictKind } from '../review/verdict.ts';
import type { Benchmark } from './benchmark.ts';
import type { Item } from './item.ts';

/** One prediction as a query sees it. */
export interface QueryPrediction {
  readonly run: string;
  readonly model: string;
  readonly stage: string;
  readonly outcome: Outcome;
  /** Whether it is right; `undefined` where that is no question. */
  readonly right?: boolean;
}

/** All that a query can ask about one item. */
export interface QuerySubject {
  readonly item: Item;
  readonly predictions: readonly QueryPrediction[];
  readonly verdicts: readonly VerdictKind[];
}

/** How one term compares: equal (`:`), not equal (`:!`), contains (`:~`), or a number comparison. */
export type QueryOperator = 'is' | 'not' | 'contains' | '<' | '<=' | '>' | '>=' | '=';

/** The fields that a query knows. */
export const queryFields = [
  'label',
  'generator',
  'prompted',
  'prompt',
  'id',
  'degree',
  'quality',
  'pred',
  'model',
  'run',
  'stage',
  'outcome',
  'right',
  'review',
  'text',
  'has',
] as const;

/** One of {@link queryFields}. */
export type QueryField = (typeof queryFields)[number];

/** A parsed query. */
export type Query =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query }
  | { readonly kind: 'term'; readonly field: QueryField; readonly operator: QueryOperator; readonly value: string };

/** Why a query was not understood: `at` and `length` are places in the text, in UTF-16 units. */
export interface QueryError {
  readonly kind:
    | 'unknownField'
    | 'missingValue'
    | 'unclosedQuote'
    | 'unclosedParenthesis'
    | 'unexpected'
    | 'badOperator'
    | 'notANumber'
    | 'unknownValue'
    | 'tooDeep';
  readonly at: number;
  readonly length: number;
  readonly facts: Readonly<Record<string, string>>;
}

/** Parses a query; an empty text finds everything. */
export function parseQuery(_text: string): Result<Query, QueryError> {
  return ok({ kind: 'all' });
}

/** Whether a subject is found by a query. */
export function matches(_query: Query, _subject: QuerySubject): boolean {
  return true;
}

/** The items that a query finds, in the benchmark's order. Without `subjectOf` no item has predictions or verdicts. */
export function selectItems(
  benchmark: Pick<Benchmark, 'items'>,
  _queryText: string,
  _subjectOf?: (item: Item) => QuerySubject,
): Result<readonly Item[], QueryError> {
  return ok(benchmark.items);
}
