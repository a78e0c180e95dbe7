/**
 * Orders texts as a person would: runs of digits by their number (`x2` before `x10`), the rest by code unit, so that the
 * order is the same on every machine and in every language. Texts that differ only in leading zeros are ordered by code unit.
 */
export function compareNatural(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(j);
    if (!isDigit(left) || !isDigit(right)) {
      if (left !== right) return left - right;
      i++;
      j++;
      continue;
    }
    const [leftStart, rightStart] = [skipZeros(a, i), skipZeros(b, j)];
    [i, j] = [skipDigits(a, leftStart), skipDigits(b, rightStart)];
    const longer = i - leftStart - (j - rightStart);
    if (longer !== 0) return longer;
    for (let k = 0; leftStart + k < i; k++) {
      const order = a.charCodeAt(leftStart + k) - b.charCodeAt(rightStart + k);
      if (order !== 0) return order;
    }
  }
  const rest = a.length - i - (b.length - j);
  return rest !== 0 ? rest : a < b ? -1 : a > b ? 1 : 0;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function skipZeros(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 48) at++;
  return at;
}

function skipDigits(text: string, from: number): number {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}
