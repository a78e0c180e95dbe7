import { outcomeKind, type Outcome } from '../evaluation/outcome.ts';
import { err, ok, type Result } from '../result.ts';
import { verdictKind, type VerdictKind } from '../review/verdict.ts';
import type { Item, Items } from './item.ts';
import { matchesQuery } from './queryMatch.ts';
import { queryTokens, type QueryToken } from './queryTokens.ts';

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

/** How one term compares: equal (`:`), not equal (`:!`), contains (`:~`), does not (`:!~`), or a comparison of numbers. */
export type QueryOperator = 'is' | 'not' | 'contains' | 'lacks' | '<' | '<=' | '>' | '>=';

/** What a field holds: `text` compares without case, `number` as numbers, `choice` is one of fixed words. */
type FieldType = { readonly type: 'text' | 'number' } | { readonly type: 'choice'; readonly values: readonly string[] };

const fieldTypes = {
  label: { type: 'text' },
  generator: { type: 'text' },
  prompted: { type: 'text' },
  prompt: { type: 'text' },
  seed: { type: 'text' },
  id: { type: 'text' },
  degree: { type: 'number' },
  quality: { type: 'number' },
  pred: { type: 'text' },
  model: { type: 'text' },
  run: { type: 'text' },
  stage: { type: 'text' },
  outcome: { type: 'choice', values: ['right', 'wrong', 'differs', 'none', ...outcomeKind.options] },
  review: { type: 'choice', values: ['none', 'any', ...verdictKind.options] },
  text: { type: 'text' },
  has: {
    type: 'choice',
    values: [
      'label',
      'degree',
      'quality',
      'generator',
      'prompted',
      'prompt',
      'seed',
      'prediction',
      'error',
      'review',
      'video',
    ],
  },
} as const satisfies Record<string, FieldType>;

/** One of {@link queryFields}. */
export type QueryField = keyof typeof fieldTypes;

/** The fields that a query knows. */
export const queryFields = Object.keys(fieldTypes) as readonly QueryField[];

/** One condition on a field. `quoted` values are taken as they stand: `label:none` has no label, `label:"none"` has that one. */
export interface QueryTerm {
  readonly kind: 'term';
  readonly field: QueryField;
  readonly operator: QueryOperator;
  readonly value: string;
  readonly quoted: boolean;
}

/** A parsed query. A bare word is looked for in the id, the label, the generator and the prompted emotion. */
export type Query =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query }
  | { readonly kind: 'word'; readonly text: string }
  | QueryTerm;

/** Why a query was not understood: `at` and `length` are a place in the text, in UTF-16 units. */
export interface QueryError {
  readonly kind:
    | 'unknownField'
    | 'unknownValue'
    | 'missingValue'
    | 'missingTerm'
    | 'unclosedQuote'
    | 'unclosedParenthesis'
    | 'unexpected'
    | 'badOperator'
    | 'notANumber'
    | 'tooDeep';
  readonly at: number;
  readonly length: number;
  readonly facts: Readonly<Record<string, string>>;
}

/** Parentheses inside each other, at most: more is no query of a person, and would exhaust the stack. */
const deepest = 100;

/** The values that a field can have, for completion and messages; `undefined` where it is free text or a number. */
export function valuesOf(field: QueryField): readonly string[] | undefined {
  const type: FieldType = fieldTypes[field];
  return type.type === 'choice' ? type.values : undefined;
}

/**
 * Parses a query such as `label:angry pred:!angry model:gpt-4o degree>3 (generator:~diff or review:none)`: conditions side by
 * side must all hold, `or` binds weaker, `not` stronger, quotes hold spaces. An empty text finds everything.
 */
export function parseQuery(text: string): Result<Query, QueryError> {
  const tokens = queryTokens(text);
  return tokens.ok ? new QueryParser(tokens.value).parse() : tokens;
}

/** Whether a subject is found by a query; how conditions on predictions go together stands at `matchesQuery`. */
export function matches(query: Query, subject: QuerySubject): boolean {
  return matchesQuery(query, subject);
}

/** The items that a query finds, in the benchmark's order. Without `subjectOf` no item has predictions or verdicts. */
export function selectItems(
  benchmark: { readonly items: Items },
  queryText: string,
  subjectOf: (item: Item) => QuerySubject = (item) => ({ item, predictions: [], verdicts: [] }),
): Result<Items, QueryError> {
  const query = parseQuery(queryText);
  if (!query.ok) return query;
  if (query.value.kind === 'all') return ok(benchmark.items);
  return ok(benchmark.items.filter((item) => matchesQuery(query.value, subjectOf(item))));
}

class QueryParser {
  readonly #tokens: readonly QueryToken[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly QueryToken[]) {
    this.#tokens = tokens;
  }

  parse(): Result<Query, QueryError> {
    if (this.#tokens.length === 0) return ok({ kind: 'all' });
    const query = this.#or();
    const left = this.#tokens[this.#at];
    return query.ok && left ? err(unexpected(left)) : query;
  }

  #or(): Result<Query, QueryError> {
    const parts: Query[] = [];
    for (;;) {
      const part = this.#and();
      if (!part.ok) return part;
      parts.push(part.value);
      if (this.#tokens[this.#at]?.kind !== 'or') return ok(parts.length === 1 ? parts[0]! : { kind: 'or', parts });
      this.#at++;
    }
  }

  #and(): Result<Query, QueryError> {
    const parts: Query[] = [];
    for (;;) {
      const part = this.#unary();
      if (!part.ok) return part;
      parts.push(part.value);
      if (this.#tokens[this.#at]?.kind === 'and') this.#at++;
      else if (['or', ')', undefined].includes(this.#tokens[this.#at]?.kind)) {
        return ok(parts.length === 1 ? parts[0]! : { kind: 'and', parts });
      }
    }
  }

  #unary(): Result<Query, QueryError> {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === ')' || token.kind === 'and' || token.kind === 'or') {
      return err(this.#missing(token));
    }
    this.#at++;
    if (token.kind === 'term') return term(token);
    if (token.kind === 'word') return ok({ kind: 'word', text: token.text });
    if (++this.#depth > deepest) {
      return err({ kind: 'tooDeep', at: token.at, length: token.length, facts: { most: String(deepest) } });
    }
    const inner = token.kind === 'not' ? this.#unary() : this.#group(token);
    this.#depth--;
    return inner.ok && token.kind === 'not' ? ok({ kind: 'not', part: inner.value }) : inner;
  }

  #group(open: QueryToken): Result<Query, QueryError> {
    const inner = this.#or();
    if (!inner.ok) return inner;
    if (this.#tokens[this.#at]?.kind !== ')') {
      return err({ kind: 'unclosedParenthesis', at: open.at, length: 1, facts: {} });
    }
    this.#at++;
    return inner;
  }

  #missing(found: QueryToken | undefined): QueryError {
    const before = this.#tokens[this.#at - 1];
    if (before === undefined) return unexpected(found!);
    return { kind: 'missingTerm', at: before.at, length: before.length, facts: { after: before.kind } };
  }
}

function unexpected(token: QueryToken): QueryError {
  return { kind: 'unexpected', at: token.at, length: token.length, facts: { text: token.kind } };
}

function term(token: QueryToken & { readonly kind: 'term' }): Result<Query, QueryError> {
  const { at, length, operator, value, quoted } = token;
  const field = queryFields.find((known) => known === token.field.toLowerCase());
  if (field === undefined) {
    const facts = { field: token.field, known: queryFields.join(', ') };
    return err({ kind: 'unknownField', at, length: token.field.length, facts });
  }
  const fault = operatorFault(field, operator, value, quoted);
  if (fault === 'badOperator') {
    return err({
      kind: fault,
      at: at + field.length,
      length: token.sign.length,
      facts: { field, operator: token.sign },
    });
  }
  if (fault === 'notANumber') {
    return err({ kind: fault, at: token.valueAt, length: at + length - token.valueAt, facts: { field, value } });
  }
  const values = valuesOf(field);
  const choice = values?.find((known) => known.toLowerCase() === value.toLowerCase());
  if (values && choice === undefined) {
    const facts = { field, value, known: values.join(', ') };
    return err({ kind: 'unknownValue', at: token.valueAt, length: at + length - token.valueAt, facts });
  }
  return ok({ kind: 'term', field, operator, value: choice ?? value, quoted });
}

/** `pred` may be compared as a number too: a stage can ask for one. */
function operatorFault(
  field: QueryField,
  operator: QueryOperator,
  value: string,
  quoted: boolean,
): 'badOperator' | 'notANumber' | undefined {
  const { type } = fieldTypes[field];
  const compares = ['<', '<=', '>', '>='].includes(operator);
  const searches = operator === 'contains' || operator === 'lacks';
  if (compares && type !== 'number' && field !== 'pred') return 'badOperator';
  if (searches && type !== 'text') return 'badOperator';
  const needsNumber = compares || (type === 'number' && (quoted || value.toLowerCase() !== 'none'));
  return needsNumber && !/^[+-]?(\d+\.?\d*|\.\d+)$/.test(value) ? 'notANumber' : undefined;
}
