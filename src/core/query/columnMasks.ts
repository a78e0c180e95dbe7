import type { ChoiceColumn, TextColumn } from '../benchmark/itemColumns.ts';
import { comparesNumbers, isAbsence, isNegative, numberMask } from './comparing.ts';
import { presentIn, searchColumn } from './foldedText.ts';
import { Bits } from './bits.ts';
import { coded, looked, numberThere } from './codeBits.ts';
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
): Turns<Bits> {
  const table = new Uint8Array(values.length + 1);
  table[0] = absent ? 1 : 0;
  for (let i = 0; i < values.length; i++) {
    table[i + 1] = test(values[i]!) ? 1 : 0;
    if (i % valuesAtOnce === valuesAtOnce - 1) yield;
  }
  return looked(codes, table);
}

/** 1 where the text of a column fulfils a term. */
export function* textMask(term: QueryTerm, column: TextColumn, open: Bits | undefined): Turns<Bits> {
  const { operator, value } = term;
  if (isAbsence(term)) return presentIn(column).turned(operator === 'not');
  const isSearch = operator === 'contains' || operator === 'lacks';
  const compares = !isSearch && comparesNumbers(term);
  const isEqual = isSearch || operator === 'is' || operator === 'not';
  if (!isEqual) return compares ? numberMask(term, yield* textNumbers(column)) : new Bits(column.ends.length);
  const found = (yield* searchColumn(column, foldForSearch(value), !isSearch, open)).turned(!isNegative(term));
  if (!compares) return found;
  const numbers = yield* textNumbers(column);
  found.cross(numberThere(numbers).inverted());
  found.unite(numberMask(term, numbers));
  return found;
}

/** 1 where the text of a column holds another one. */
export function* contained(column: ChoiceColumn | TextColumn, text: string, open: Bits | undefined): Turns<Bits> {
  const wanted = foldForSearch(text);
  if (column.kind === 'text') return yield* searchColumn(column, wanted, false, open);
  return yield* choiceMask(column, (word) => foldForSearch(word).includes(wanted), false);
}

/** 1 where the text of a column, if there is one, is as wanted in all ways. */
export function* asWanted(
  column: ChoiceColumn | TextColumn,
  wanted: readonly WantedText[],
  open: Bits | undefined,
): Turns<Bits> {
  const indexed = column.kind === 'text' ? yield* searchIndex(column, wanted, open) : undefined;
  if (indexed !== undefined) return indexed;
  const there = column.kind === 'text' ? presentIn(column) : coded(column.codes);
  if (open) there.cross(open);
  for (const { parts, isNegative } of wanted) {
    if (there.isEmpty) break;
    const holds = new Bits(there.length);
    for (const part of parts) holds.unite(yield* contained(column, part, there));
    there.cross(holds.turned(!isNegative));
  }
  return there;
}

/** Whether an item without the field is found. */
export function absentFits(term: QueryTerm): boolean {
  if (isAbsence(term)) return term.operator === 'is';
  return term.field.type !== 'number' && isNegative(term);
}
