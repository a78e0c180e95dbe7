import { isNumber, type QueryOperator, type QueryTerm } from './language/query.ts';
import type { Bits } from './bits.ts';
import { numberThere, type NumberSides, onSides } from './codeBits.ts';
import { foldForSearch } from './searchText.ts';

/** `label:none`, `outcome:none`: that there is nothing of it at all. */
export function isAbsence(term: QueryTerm): boolean {
  return !term.quoted && term.value.toLowerCase() === 'none' && (term.operator === 'is' || term.operator === 'not');
}

/** `:!` and `:!~`: what is not there is not equal to anything. */
export function isNegative({ operator }: QueryTerm): boolean {
  return operator === 'not' || operator === 'lacks';
}

/** Whether numbers fulfil a term; `NaN` stands for none. Made once for a term, asked for each item. */
function numberTest(term: QueryTerm): (value: number) => boolean {
  if (isAbsence(term)) return term.operator === 'is' ? Number.isNaN : (value) => !Number.isNaN(value);
  const wanted = isNumber(term.value) ? Number(term.value) : NaN;
  switch (term.operator) {
    case 'is':
      return (value) => value === wanted;
    case 'not':
      return (value) => value < wanted || value > wanted;
    case '<':
      return (value) => value < wanted;
    case '<=':
      return (value) => value <= wanted;
    case '>':
      return (value) => value > wanted;
    case '>=':
      return (value) => value >= wanted;
    default:
      return () => false;
  }
}

const none: NumberSides = { lower: 0, equal: 0, higher: 0 };
const sides: Readonly<Partial<Record<QueryOperator, NumberSides>>> = {
  is: { ...none, equal: 1 },
  not: { lower: 1, equal: 0, higher: 1 },
  '<': { ...none, lower: 1 },
  '<=': { lower: 1, equal: 1, higher: 0 },
  '>': { ...none, higher: 1 },
  '>=': { lower: 0, equal: 1, higher: 1 },
};

/** As {@link numberTest}, for a whole column: 1 where its number fulfils a term. */
export function numberMask(term: QueryTerm, values: Float64Array): Bits {
  if (isAbsence(term)) return term.operator === 'is' ? numberThere(values).inverted() : numberThere(values);
  return onSides(values, isNumber(term.value) ? Number(term.value) : NaN, sides[term.operator] ?? none);
}

/**
 * Whether a text that is there fulfils a term: case and width do not count, and a field that may hold numbers compares those as
 * numbers. Made once for a term, asked for each text.
 */
export function wordTest(term: QueryTerm): (word: string) => boolean {
  const { operator } = term;
  if (isAbsence(term)) return () => operator === 'not';
  const wanted = foldForSearch(term.value);
  if (operator === 'contains') return (word) => foldForSearch(word).includes(wanted);
  if (operator === 'lacks') return (word) => !foldForSearch(word).includes(wanted);
  const equals = (word: string): boolean => (foldForSearch(word) === wanted) === (operator === 'is');
  const compares = operator === 'is' || operator === 'not' ? equals : () => false;
  if (!comparesNumbers(term)) return compares;
  const test = numberTest(term);
  return (word) => (isNumber(word.trim()) ? test(Number(word)) : compares(word));
}

/** Whether texts that are numbers are compared as such. */
export function comparesNumbers({ field, value }: QueryTerm): boolean {
  return (field.type === 'any' || field.type === 'number') && isNumber(value);
}
