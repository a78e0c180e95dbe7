const digits = /(\d+)/;

/**
 * Orders texts as a person would: runs of digits by their number (`x2` before `x10`), the rest by code unit, so that the
 * order is the same on every machine and in every language.
 */
export function compareNatural(a: string, b: string): number {
  const left = a.split(digits);
  const right = b.split(digits);
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const order = i % 2 === 1 ? compareDigits(left[i]!, right[i]!) : compareUnits(left[i]!, right[i]!);
    if (order !== 0) return order;
  }
  return left.length - right.length || compareUnits(a, b);
}

function compareDigits(a: string, b: string): number {
  const left = a.replace(/^0+(?=\d)/, '');
  const right = b.replace(/^0+(?=\d)/, '');
  return left.length - right.length || compareUnits(left, right);
}

function compareUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
