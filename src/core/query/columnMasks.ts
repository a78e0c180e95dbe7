import type { ChoiceColumn, TextColumn } from '../benchmark/itemColumns.ts';
import { comparesNumbers, isAbsence, isNegative, numberMask } from './comparing.ts';
import { presentIn, searchColumn } from './foldedText.ts';
import { coded, cross, inverted, looked, numberThere, turned, unite } from './masks.ts';
import type { QueryTerm } from './language/query.ts';
import { searchIndex } from './indexedColumn.ts';
import type { WantedText } from './numberedTexts.ts';
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
  cross(found, inverted(numberThere(numbers)));
  unite(found, numberMask(term, numbers));
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

/** 1 where the text of a column, if there is one, is as wanted in all ways. */
export function* asWanted(
  column: ChoiceColumn | TextColumn,
  wanted: readonly WantedText[],
  open: Uint8Array | undefined,
): Turns<Uint8Array> {
  const indexed = column.kind === 'text' ? yield* searchIndex(column, wanted, open) : undefined;
  if (indexed !== undefined) return indexed;
  const there = column.kind === 'text' ? presentIn(column) : coded(column.codes);
  if (open) cross(there, open);
  for (const { parts, isNegative } of wanted) {
    if (!there.includes(1)) break;
    const holds = new Uint8Array(there.length);
    for (const part of parts) unite(holds, yield* contained(column, part, there));
    cross(there, turned(holds, !isNegative));
  }
  return there;
}

/** Whether an item without the field is found. */
export function absentFits(term: QueryTerm): boolean {
  if (isAbsence(term)) return term.operator === 'is';
  return term.field.type !== 'number' && isNegative(term);
}
