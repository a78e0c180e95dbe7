/** Places one behind the other, from one up to another, and where they come to stand among all that are picked. */
export interface PlaceStretch {
  readonly from: number;
  readonly to: number;
  readonly at: number;
}

/** The stretches that some places are made of. */
export function stretchesOf(places: Uint32Array): readonly PlaceStretch[] {
  const found: PlaceStretch[] = [];
  let at = 0;
  for (let i = 1; i <= places.length; i++) {
    if (i < places.length && places[i] === places[i - 1]! + 1) continue;
    found.push({ from: places[at]!, to: places[i - 1]! + 1, at });
    at = i;
  }
  return found;
}

/** With more stretches than this, to copy each for itself costs more than to take all values one by one. */
const mostCopied = 1000;

/** The values at some places, in that order. A list of the length of another one is copied at once, which leaves nothing behind as adding one by one does. */
export function pickValues<T>(
  values: readonly T[],
  places: Uint32Array,
  stretches: readonly PlaceStretch[],
): readonly T[] {
  if (stretches.length <= mostCopied) return joined(stretches.map(({ from, to }) => values.slice(from, to)));
  const picked = new Array<T>(places.length);
  for (let i = 0; i < picked.length; i++) picked[i] = values[places[i]!]!;
  return picked;
}

/** Some lists one behind the other. */
export function joined<T>(lists: readonly (readonly T[])[]): readonly T[] {
  const [first = [], ...others] = lists;
  if (others.length === 0) return first;
  return others.length <= mostCopied ? first.concat(...others) : lists.flat();
}
