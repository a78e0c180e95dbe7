/**
 * Answers which of some numbers stands at a share (0 to 1) of their way when they are sorted, nearest rank. Selecting one (Hoare, Algorithm 65:
 * Find, 1961) costs a few passes where sorting all would cost many.
 */
export function ranked(values: Float64Array): (share: number) => number {
  const numbers = values.slice();
  return (share) => select(numbers, Math.round((numbers.length - 1) * share));
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
