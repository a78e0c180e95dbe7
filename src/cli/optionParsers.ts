import { InvalidArgumentError } from 'commander';

/** Reads a whole number of at least `least`, for an option's value. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = /^[+-]?\d+$/.test(text.trim()) ? Number(text) : NaN;
    if (!Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`It must be a whole number of at least ${least}.`);
    }
    return value;
  };
}

/** Reads a number from `least` to `most`; `isOpen` leaves `least` itself out. */
export function numberWithin(least: number, most = Infinity, isOpen = false): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? NaN : Number(text);
    if (!Number.isFinite(value) || value < least || value > most || (isOpen && value === least)) {
      const upper = most === Infinity ? '' : ` and at most ${most}`;
      throw new InvalidArgumentError(`It must be a number ${isOpen ? 'above' : 'of at least'} ${least}${upper}.`);
    }
    return value;
  };
}

/** Reads names separated by commas; empty ones are dropped. */
export function nameList(text: string): string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw new InvalidArgumentError('It must be names separated by commas.');
  return names;
}

/** Collects the values of an option that may be given several times, each a list. */
export function moreNames(text: string, before: string[] = []): string[] {
  return [...before, ...nameList(text)];
}

/** Collects the values of an option that may be given several times; each is one name, commas and all. */
export function another(text: string, before: string[] = []): string[] {
  return [...before, text];
}

/** How many failures are too many: a count, or a share of the outcomes, 0 to 1. */
export type FailureLimit = { readonly count: number } | { readonly share: number };

/** Reads a count of failures (`20`) or a share of them (`5%`). */
export function failureLimit(text: string): FailureLimit {
  const percent = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(text)?.[1];
  if (percent === undefined && !/^\s*\+?[1-9]\d*\s*$/.test(text))
    throw new InvalidArgumentError('It must be a whole number of at least 1, or a share such as 5%.');
  return percent === undefined ? { count: wholeNumber(1)(text) } : { share: numberWithin(0, 100)(percent) / 100 };
}
