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

/** Names that are alike but for the number in them: sorting numbers is many times faster than comparing texts. */
interface Series {
  readonly prefix: string;
  readonly names: string[];
  readonly numbers: number[];
}

/** A list of names is sorted by series when they have at least so many names on average. */
const fewestInSeries = 4;
/** Digits that a number holds exactly, with room for a place beside it. */
const mostDigits = 9;

/** Sorts by {@link compareNatural}, in time that hardly grows faster than the number of names where they are numbered, as most pictures are. */
export function sortNatural(names: readonly string[]): readonly string[] {
  if (isSorted(names)) return names;
  return sortBySeries(names) ?? [...names].sort(compareNatural);
}

function isSorted(names: readonly string[]): boolean {
  for (let i = 1; i < names.length; i++) if (compareNatural(names[i - 1]!, names[i]!) > 0) return false;
  return true;
}

/** The names by series, each series in its order; `undefined` when there are too many of them, numbers are too long or one series lies within another. */
function sortBySeries(names: readonly string[]): readonly string[] | undefined {
  const all = seriesOf(names);
  if (all === undefined) return undefined;
  const sorted = all.map(sortSeries).sort((a, b) => compareNatural(a[0]!, b[0]!));
  const joined: string[] = [];
  for (const series of sorted) {
    if (joined.length > 0 && compareNatural(joined.at(-1)!, series[0]!) > 0) return undefined;
    for (const name of series) joined.push(name);
  }
  return joined;
}

function seriesOf(names: readonly string[]): readonly Series[] | undefined {
  const most = names.length / fewestInSeries;
  const found = new Map<string, Series>();
  let series: Series | undefined;
  for (const name of names) {
    const end = endOfNumber(name);
    let start = end;
    while (start > 0 && isDigit(name.charCodeAt(start - 1))) start--;
    if (end - start > mostDigits) return undefined;
    if (series?.prefix.length !== start || !name.startsWith(series.prefix)) {
      const prefix = name.slice(0, start);
      series = found.get(prefix);
      if (series === undefined) {
        if (found.size >= most) return undefined;
        found.set(prefix, (series = { prefix, names: [], numbers: [] }));
      }
    }
    series.names.push(name);
    series.numbers.push(end === start ? -1 : numberIn(name, start, end));
  }
  return [...found.values()];
}

/** Where the last number before the extension ends; 0 where there is none. */
function endOfNumber(name: string): number {
  const dot = name.lastIndexOf('.');
  let end = dot > 0 ? dot : name.length;
  while (end > 0 && !isDigit(name.charCodeAt(end - 1))) end--;
  return end;
}

function numberIn(name: string, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end; at++) number = number * 10 + name.charCodeAt(at) - 48;
  return number;
}

/** Different numbers behind the same text decide by themselves; names with the same one, or with none, are compared. */
function sortSeries({ names, numbers }: Series): readonly string[] {
  const size = names.length;
  if (numbers.includes(-1)) return names.sort(compareNatural);
  const keys = new Float64Array(size);
  for (let i = 0; i < size; i++) keys[i] = numbers[i]! * size + i;
  keys.sort();
  const sorted: string[] = [];
  let last = -1;
  for (const key of keys) {
    const place = key % size;
    const [name, number] = [names[place]!, numbers[place]!];
    if (number === last && compareNatural(sorted.at(-1)!, name) > 0) return names.sort(compareNatural);
    sorted.push(name);
    last = number;
  }
  return sorted;
}
