import type { ItemTable } from '../../benchmark/itemTable.ts';
import type { PlaceStretch } from '../../benchmark/stretches.ts';
import { countWhile, sameFromEnd, sameFromStart } from '../../benchmark/tables/sameText.ts';
import type { Turns } from '../../turns.ts';

/** Where the items of one table are in another. */
export interface MovedPlaces {
  /** For each place of the one table the place of the same id in the other, -1 where it has none. */
  readonly places: Int32Array;
  /** The same as stretches of places that stay side by side, without those that are gone. */
  readonly stretches: readonly PlaceStretch[];
}

/** The last answer for a table: all runs of a benchmark are moved from one to the other. */
const known = new WeakMap<ItemTable, { readonly from: WeakRef<ItemTable>; readonly moved: MovedPlaces }>();

/** Ids that are looked up between two turns of others. */
const idsAtOnce = 2048;

/** Ids before the first and behind the last that came or went need not be looked up. Yields now and then. */
export function* movedPlaces(from: ItemTable, to: ItemTable): Turns<MovedPlaces> {
  const before = known.get(to);
  if (before?.from.deref() === from) return before.moved;
  const places = new Int32Array(from.length).fill(-1);
  const most = Math.min(from.length, to.length);
  const [old, now] = [from.ids, to.ids];
  // The mark behind an id has to be the same, too, or the other id might be a longer one.
  const isSame = from.length === to.length && old.all === now.all;
  const same = isSame ? Infinity : sameFromStart(old.all, now.all);
  const head = countWhile(most, (at) => old.ends[at]! < same);
  const until = isSame ? Infinity : now.all.length - sameFromEnd(old.all, now.all);
  const startOf = (place: number): number => (place === 0 ? 0 : now.ends[place - 1]!);
  const tail = countWhile(most - head, (at) => startOf(to.length - 1 - at) >= until);
  for (let place = 0; place < head; place++) places[place] = place;
  for (let place = head; place < from.length - tail; place++) {
    places[place] = to.indexOf(from.idAt(place));
    if (place % idsAtOnce === 0) yield;
  }
  for (let place = from.length - tail; place < from.length; place++) places[place] = place + to.length - from.length;
  yield;
  const moved = { places, stretches: stretchesIn(places) };
  known.set(to, { from: new WeakRef(from), moved });
  return moved;
}

function stretchesIn(places: Int32Array): readonly PlaceStretch[] {
  const found: PlaceStretch[] = [];
  for (let from = 0, to = 0; from < places.length; from = to) {
    to = from + 1;
    if (places[from]! < 0) continue;
    while (to < places.length && places[to] === places[to - 1]! + 1) to++;
    found.push({ from, to, at: places[from]! });
  }
  return found;
}
