import type { ItemTable } from '../../benchmark/itemTable.ts';
import { countWhile, sameFromEnd, sameFromStart } from '../../benchmark/tables/sameText.ts';

/** The last answer for a table: all runs of a benchmark are moved from one to the other. */
const known = new WeakMap<ItemTable, { readonly from: WeakRef<ItemTable>; readonly places: Int32Array }>();

/** Ids that are looked up between two turns of others. */
const idsAtOnce = 2048;

/**
 * For each place of one table the place of the same id in another, -1 where it has none. Ids before the first and behind the last that came or went
 * need not be looked up. Yields now and then.
 */
export function* movedPlaces(from: ItemTable, to: ItemTable): Generator<void, Int32Array> {
  const before = known.get(to);
  if (before?.from.deref() === from) return before.places;
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
  known.set(to, { from: new WeakRef(from), places });
  return places;
}
