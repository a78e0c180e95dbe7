import { allPlaces } from './placeList.ts';
import { byRanks, type Ranks } from './ranks.ts';

/** All places in the order of ranks. */
interface Orders {
  readonly rising: Uint32Array;
  readonly falling: Uint32Array;
}

const known = new WeakMap<Ranks, Partial<Orders>>();
/** Sorting at least one in so many of all places takes longer than picking them out of the order of all. */
const leastShare = 5;

/** As {@link byRanks}, for ranks that are kept: the order of all places is kept with them, and places that are in the order of the table are picked out of it. */
export function byKnownRanks(places: Uint32Array, ranks: Ranks, descending: boolean): Uint32Array {
  const { length } = ranks.ranks;
  const wanted = places.length * leastShare < length ? undefined : maskOf(places, length);
  if (wanted === undefined) return byRanks(places, ranks, descending);
  const order = orderOf(ranks, descending);
  const picked = new Uint32Array(places.length + 1);
  // Without a branch: what is written where a place is not wanted is written over by the next one.
  for (let i = 0, at = 0; i < order.length; i++) {
    const place = order[i]!;
    picked[at] = place;
    at += wanted[place]!;
  }
  return picked.subarray(0, -1);
}

/** 1 for each place; `undefined` where they do not rise. */
function maskOf(places: Uint32Array, length: number): Uint8Array | undefined {
  const mask = new Uint8Array(length);
  let [before, falls] = [-1, 0];
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    falls |= Number(place <= before);
    mask[(before = place)] = 1;
  }
  return falls === 0 ? mask : undefined;
}

function orderOf(ranks: Ranks, descending: boolean): Uint32Array {
  const orders = known.get(ranks) ?? {};
  const name = descending ? 'falling' : 'rising';
  const order = orders[name] ?? byRanks(allPlaces(ranks.ranks.length), ranks, descending);
  known.set(ranks, { ...orders, [name]: order });
  return order;
}
