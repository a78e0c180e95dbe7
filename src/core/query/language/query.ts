import { err, ok, type Result } from '../../result.ts';
import { choiceNamed, fieldNamed, nearest, plainVocabulary, sortWords } from './queryFields.ts';
import type { QueryField, QueryVocabulary } from './queryFields.ts';
import { queryTokens, type QueryToken } from './queryTokens.ts';

/** How one term compares: equal (`:`), not equal (`:!`), contains (`:~`), does not (`:!~`), or a comparison of numbers. */
export type QueryOperator = 'is' | 'not' | 'contains' | 'lacks' | '<' | '<=' | '>' | '>=';

/** One condition on a field. `quoted` values are taken as they stand: `label:none` has no label, `label:"none"` has that one. */
export interface QueryTerm {
  readonly kind: 'term';
  readonly field: QueryField;
  readonly operator: QueryOperator;
  readonly value: string;
  readonly quoted: boolean;
  /** Where the value stands in the text, in UTF-16 units. */
  readonly valueAt: number;
  readonly valueLength: number;
}

/** What items have to fulfil. A bare word is looked for in the id, the label, the generator and the prompted emotion. */
export type Condition =
  | { readonly kind: 'all' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'word'; readonly text: string }
  | QueryTerm;

/** One key of an order: a field, or a word of {@link sortWords}. Ascending unless `descending`. */
export interface QuerySort {
  readonly by: QueryField | (typeof sortWords)[number];
  readonly descending: boolean;
}

/** A parsed query: what to find, and in which order; no keys leave the order to whoever asks. */
export interface Query {
  readonly where: Condition;
  readonly sort: readonly QuerySort[];
}

/** Why a query was not understood: `at` and `length` are a place in the text, in UTF-16 units. */
export interface QueryError {
  readonly kind:
    | 'unknownField'
    | 'unknownValue'
    | 'missingValue'
    | 'missingTerm'
    | 'unclosedQuote'
    | 'looseSign'
    | 'furtherSign'
    | 'unclosedParenthesis'
    | 'unexpected'
    | 'badOperator'
    | 'notANumber'
    | 'tooDeep'
    | 'misplacedSort'
    | 'unknownSort';
  readonly at: number;
  readonly length: number;
  readonly facts: Readonly<Record<string, string>>;
}

/** Parentheses inside each other, at most: more is no query of a person, and would exhaust the stack. */
const deepest = 100;

/**
 * Parses a query such as `label:angry pred:!angry model:gpt-4o degree>3 (generator:~diff or review:none) sort:-degree`: conditions
 * side by side must all hold, `or` binds weaker, `not` stronger, quotes hold spaces. An empty text finds everything. Fields that
 * only some benchmarks have are those of the vocabulary.
 */
export function parseQuery(text: string, vocabulary: QueryVocabulary = plainVocabulary): Result<Query, QueryError> {
  const tokens = queryTokens(text);
  if (!tokens.ok) return tokens;
  const ordered = takeSort(tokens.value, vocabulary);
  if (!ordered.ok) return ordered;
  const where = new QueryParser(ordered.value.rest, vocabulary).parse();
  return where.ok ? ok({ where: where.value, sort: ordered.value.sort }) : where;
}

/** Which order is wanted is no condition: it stands beside all others, not in one of several that may hold. */
function takeSort(
  tokens: readonly QueryToken[],
  vocabulary: QueryVocabulary,
): Result<{ readonly rest: readonly QueryToken[]; readonly sort: readonly QuerySort[] }, QueryError> {
  const rest: QueryToken[] = [];
  const sort: QuerySort[] = [];
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.kind !== 'term' || !isSort(token)) {
      depth += token.kind === '(' ? 1 : token.kind === ')' ? -1 : 0;
      rest.push(token);
      continue;
    }
    const [before, after] = [tokens[i - 1]?.kind, tokens[i + 1]?.kind];
    const isAlternative = before === 'or' || (after === 'or' && (before === undefined || before === '('));
    if (depth > 0 || before === 'not' || isAlternative) {
      return err({ kind: 'misplacedSort', at: token.at, length: token.length, facts: {} });
    }
    if (before === 'and') rest.pop();
    const keys = sortOf(token, vocabulary);
    if (!keys.ok) return keys;
    sort.push(...keys.value);
  }
  return ok({ rest, sort });
}

class QueryParser {
  readonly #tokens: readonly QueryToken[];
  readonly #vocabulary: QueryVocabulary;
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly QueryToken[], vocabulary: QueryVocabulary) {
    this.#vocabulary = vocabulary;
    this.#tokens = tokens;
  }

  parse(): Result<Condition, QueryError> {
    if (this.#tokens.length === 0) return ok({ kind: 'all' });
    const where = this.#or();
    const left = this.#tokens[this.#at];
    return where.ok && left ? err(unexpected(left)) : where;
  }

  #or(): Result<Condition, QueryError> {
    const parts: Condition[] = [];
    for (;;) {
      const part = this.#and();
      if (!part.ok) return part;
      parts.push(part.value);
      if (this.#tokens[this.#at]?.kind !== 'or') return ok(parts.length === 1 ? parts[0]! : { kind: 'or', parts });
      this.#at++;
    }
  }

  #and(): Result<Condition, QueryError> {
    const parts: Condition[] = [];
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

  #unary(): Result<Condition, QueryError> {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === ')' || token.kind === 'and' || token.kind === 'or') {
      return err(this.#missing(token));
    }
    this.#at++;
    if (token.kind === 'term') return term(token, this.#vocabulary);
    if (token.kind === 'word') return ok({ kind: 'word', text: token.text });
    if (++this.#depth > deepest) {
      return err({ kind: 'tooDeep', at: token.at, length: token.length, facts: { most: String(deepest) } });
    }
    const inner = token.kind === 'not' ? this.#unary() : this.#group(token);
    this.#depth--;
    return inner.ok && token.kind === 'not' ? ok({ kind: 'not', part: inner.value }) : inner;
  }

  #group(open: QueryToken): Result<Condition, QueryError> {
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

type Term = QueryToken & { readonly kind: 'term' };

function isSort({ field }: Term): boolean {
  return field.toLowerCase() === 'sort';
}

function sortOf(token: Term, { fields }: QueryVocabulary): Result<readonly QuerySort[], QueryError> {
  if (token.operator !== 'is') {
    const facts = { field: 'sort', operator: token.sign };
    return err({ kind: 'badOperator', at: token.signAt, length: token.sign.length, facts });
  }
  const sortable = fields.filter(({ sorts }) => sorts);
  const keys: QuerySort[] = [];
  let at = token.valueAt + (token.quoted ? 1 : 0);
  for (const part of token.value.split(',')) {
    const written = part.trim();
    const descending = written.startsWith('-');
    const name = written.replace(/^[+-]/, '').trim();
    const by = sortWords.find((word) => word === name.toLowerCase()) ?? fieldNamed(sortable, name);
    if (by === undefined) {
      const known = [...sortWords, ...sortable.map((field) => field.name)];
      return err({
        kind: 'unknownSort',
        at,
        length: Math.max(1, part.length),
        facts: { value: name, ...near(name, known) },
      });
    }
    keys.push({ by, descending });
    at += part.length + 1;
  }
  return ok(keys);
}

/** What was likely meant, and all that would do. */
function near(word: string, known: readonly string[]): Readonly<Record<string, string>> {
  const suggestion = nearest(word, known);
  return { known: known.join(', '), ...(suggestion === undefined ? {} : { suggestion }) };
}

function term(token: Term, { fields }: QueryVocabulary): Result<Condition, QueryError> {
  const { at, length, operator, value, quoted, valueAt } = token;
  const field = fieldNamed(fields, token.field);
  if (field === undefined) {
    const known = [...fields.flatMap(({ name, alsoCalled = [] }) => [name, ...alsoCalled]), 'sort'];
    const facts = { field: token.field, ...near(token.field, known) };
    return err({ kind: 'unknownField', at, length: token.signAt - at, facts });
  }
  const place = { valueAt, valueLength: at + length - valueAt };
  const fault = operatorFault(field, operator, value, quoted);
  if (fault === 'badOperator') {
    const facts = { field: field.name, operator: token.sign };
    return err({ kind: fault, at: token.signAt, length: token.sign.length, facts });
  }
  if (fault === 'notANumber') {
    return err({ kind: fault, at: valueAt, length: place.valueLength, facts: { field: field.name, value } });
  }
  const choice = choiceNamed(field, value);
  if (field.values && choice === undefined) {
    const facts = { field: field.name, value, ...near(value, field.values) };
    return err({ kind: 'unknownValue', at: valueAt, length: place.valueLength, facts });
  }
  return ok({ kind: 'term', field, operator, value: choice ?? value, quoted, ...place });
}

/** What counts as a number in a query. */
export function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
}

function operatorFault(
  { type }: QueryField,
  operator: QueryOperator,
  value: string,
  quoted: boolean,
): 'badOperator' | 'notANumber' | undefined {
  const compares = ['<', '<=', '>', '>='].includes(operator);
  const searches = operator === 'contains' || operator === 'lacks';
  if (compares && type !== 'number' && type !== 'any') return 'badOperator';
  if (searches && type !== 'text' && type !== 'any') return 'badOperator';
  const needsNumber = compares || (type === 'number' && (quoted || value.toLowerCase() !== 'none'));
  return needsNumber && !isNumber(value) ? 'notANumber' : undefined;
}

/**
 * Terms that are understood but name a value that no portrait has, with what was likely meant: no error, because it may be meant
 * so, but what a person who finds nothing wants to know.
 */
export function idleTerms(query: Query, vocabulary: QueryVocabulary): readonly QueryError[] {
  return termsOf(query.where).flatMap((one): QueryError[] => {
    const isText = one.field.type === 'text' || (one.field.type === 'any' && !isNumber(one.value));
    if (one.operator !== 'is' || !isText || one.value.toLowerCase() === 'none') return [];
    const values = vocabulary.values(one.field).map(({ value }) => value);
    if (values.length === 0 || values.some((value) => value.toLowerCase() === one.value.toLowerCase())) return [];
    const facts = { field: one.field.name, value: one.value, ...near(one.value, values) };
    return [{ kind: 'unknownValue', at: one.valueAt, length: one.valueLength, facts }];
  });
}

function termsOf(condition: Condition): readonly QueryTerm[] {
  switch (condition.kind) {
    case 'term':
      return [condition];
    case 'and':
    case 'or':
      return condition.parts.flatMap(termsOf);
    case 'not':
      return termsOf(condition.part);
    default:
      return [];
  }
}
