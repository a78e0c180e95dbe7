/** How some numbers are spread. What is none (`NaN`, infinities) is left out. */
export interface Distribution {
  /** How many numbers there are. */
  readonly length: number;
  /** Which of them stands at a share (0 to 1) of their way when they are sorted, nearest rank. */
  readonly at: (share: number) => number;
  /** How many pass a test. */
  readonly count: (test: (value: number) => boolean) => number;
  /** Those that are there, in no order; ones that are there several times stand there once, or as often. */
  readonly values: Iterable<number>;
}

/** Steps of a scale and means of raters repeat; with more different numbers than this, going through them is no shorter than going through all. */
const mostDifferent = 4096;
/** Slots of an open hash for them, a power of two. */
const slots = 4 * mostDifferent;

/** The distribution of some numbers. One pass where few of them differ. */
export function distributionOf(values: Float64Array): Distribution {
  return ofFew(values) ?? ofMany(values);
}

/** By how often each of them is there; `undefined` where too many differ. */
function ofFew(values: Float64Array): Distribution | undefined {
  const found = new Float64Array(slots).fill(NaN);
  const counts = new Uint32Array(slots);
  let [different, length] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!isNumber(value)) continue;
    let slot = slotOf(value);
    while (counts[slot] !== 0 && found[slot] !== value) slot = (slot + 1) & (slots - 1);
    if (counts[slot]!++ === 0) {
      if (different++ === mostDifferent) return undefined;
      found[slot] = value;
    }
    length++;
  }
  const taken = Array.from(counts.keys()).filter((slot) => counts[slot] !== 0);
  taken.sort((a, b) => found[a]! - found[b]!);
  const countBy = (test: (value: number) => boolean) =>
    taken.reduce((sum, slot) => sum + (test(found[slot]!) ? counts[slot]! : 0), 0);
  return { length, at, count: countBy, values: taken.map((slot) => found[slot]!) };

  function at(share: number): number {
    let behind = Math.round((length - 1) * share);
    const slot = taken.find((one) => (behind -= counts[one]!) < 0);
    return found[slot ?? taken.at(-1)!]!;
  }
}

/** Numbers of a scale differ in their first digits behind the point. */
function slotOf(value: number): number {
  const bits = Math.imul((value * 4096) | 0, 0x9e3779b1);
  return (bits >>> 16) & (slots - 1);
}

/** Selecting one number (Hoare, Algorithm 65: Find, 1961) costs a few passes where sorting all would cost many. */
function ofMany(values: Float64Array): Distribution {
  const finite = new Float64Array(values.length);
  let length = 0;
  for (let i = 0; i < values.length; i++) if (isNumber(values[i]!)) finite[length++] = values[i]!;
  const numbers = finite.subarray(0, length);
  return {
    length,
    at: (share) => select(numbers, Math.round((length - 1) * share)),
    count: (test) => {
      let count = 0;
      for (let i = 0; i < length; i++) if (test(numbers[i]!)) count++;
      return count;
    },
    values: numbers,
  };
}

/** Neither `NaN` nor an infinity: nothing else is itself less itself. */
function isNumber(value: number): boolean {
  return value - value === 0;
}

/** Puts the number that sorting would put at a place there, smaller ones before it and larger ones behind it. */
function select(numbers: Float64Array, place: number): number {
  let [left, right] = [0, numbers.length - 1];
  while (left < right) {
    const pivot = numbers[(left + right) >> 1]!;
    let [i, j] = [left, right];
    while (i <= j) {
      while (numbers[i]! < pivot) i++;
      while (numbers[j]! > pivot) j--;
      if (i > j) break;
      const swapped = numbers[i]!;
      numbers[i++] = numbers[j]!;
      numbers[j--] = swapped;
    }
    if (place <= j) right = j;
    else if (place >= i) left = i;
    else break;
  }
  return numbers[place]!;
}
