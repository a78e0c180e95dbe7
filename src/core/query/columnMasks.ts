import type { ChoiceColumn, TextColumn } from '../benchmark/itemColumns.ts';
import { comparesNumbers, isAbsence, isNegative, numberTest } from './comparing.ts';
import { presentIn, searchColumn } from './foldedText.ts';
import { looked, turned } from './masks.ts';
import type { QueryTerm } from './language/query.ts';
import { foldForSearch } from './searchText.ts';
import { textNumbers } from './textNumbers.ts';
import type { Turns } from '../turns.ts';

/** Distinct values that are tested between two turns of others. */
const valuesAtOnce = 8192;

/** 1 where the value of a column passes a test, each value being tested once; `absent` is for those that have none. */
export function* choiceMask(
  { values, codes }: ChoiceColumn,
  test: (word: string) => boolean,
  absent: boolean,
): Turns<Uint8Array> {
  const table = new Uint8Array(values.length + 1);
  table[0] = absent ? 1 : 0;
  for (let i = 0; i < values.length; i++) {
    table[i + 1] = test(values[i]!) ? 1 : 0;
    if (i % valuesAtOnce === valuesAtOnce - 1) yield;
  }
  return looked(codes, table, new Uint8Array(codes.length));
}

/** 1 where the text of a column fulfils a term. */
export function* textMask(term: QueryTerm, column: TextColumn, open: Uint8Array | undefined): Turns<Uint8Array> {
  const { operator, value } = term;
  if (isAbsence(term)) return turned(presentIn(column), operator === 'not');
  const isSearch = operator === 'contains' || operator === 'lacks';
  const compares = !isSearch && comparesNumbers(term);
  const isEqual = isSearch || operator === 'is' || operator === 'not';
  const wanted = foldForSearch(value);
  const found = turned(
    isEqual ? yield* searchColumn(column, wanted, !isSearch, open) : new Uint8Array(column.ends.length),
    !isNegative(term),
  );
  if (!compares) return found;
  const numbers = yield* textNumbers(column);
  const test = numberTest(term);
  for (let i = 0; i < found.length; i++) if (!Number.isNaN(numbers[i]!)) found[i] = test(numbers[i]!) ? 1 : 0;
  return found;
}

/** 1 where the text of a column holds another one. */
export function* contained(
  column: ChoiceColumn | TextColumn,
  text: string,
  open: Uint8Array | undefined,
): Turns<Uint8Array> {
  const wanted = foldForSearch(text);
  if (column.kind === 'text') return yield* searchColumn(column, wanted, false, open);
  return yield* choiceMask(column, (word) => foldForSearch(word).includes(wanted), false);
}

/** Whether an item without the field is found. */
export function absentFits(term: QueryTerm): boolean {
  if (isAbsence(term)) return term.operator === 'is';
  return term.field.type !== 'number' && isNegative(term);
}
