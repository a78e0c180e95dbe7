import type { Item, Items } from '../benchmark/item.ts';
import type { ItemTable } from '../benchmark/itemTable.ts';
import type { Bits } from './bits.ts';

/** Some items of a table in an order of their own, kept as places: reads like an array of items, each made when it is asked for. */
export class PlaceList implements Items {
  readonly table: ItemTable;
  readonly places: Uint32Array;

  constructor(table: ItemTable, places: Uint32Array) {
    this.table = table;
    this.places = places;
  }

  /** All items of a table, in its order. */
  static all(table: ItemTable): PlaceList {
    return new PlaceList(table, allPlaces(table.length));
  }

  /** The items that have 1, in the order of the table. */
  static where(table: ItemTable, { words, length, count }: Bits): PlaceList {
    const places = new Uint32Array(count + 1);
    // Without a branch: what is written where there is no 1 is written over by the next one.
    for (let i = 0, at = 0; i < words.length; i++) {
      if (words[i] !== 0) at = writePlaces(places, at, words[i]!, i * 32, Math.min(length, i * 32 + 32));
    }
    return new PlaceList(table, places.subarray(0, -1));
  }

  /** The items of several lists of places, each once, where it comes first. */
  static once(table: ItemTable, lists: readonly Uint32Array[]): PlaceList {
    const seen = new Uint8Array(table.length);
    const places = new Uint32Array(table.length);
    let count = 0;
    for (const list of lists) count = addUnseen(places, count, list, seen);
    return new PlaceList(table, places.slice(0, count));
  }

  get length(): number {
    return this.places.length;
  }

  /** Where an item stands in the list; -1 where it does not. */
  indexOf(id: string): number {
    const place = this.table.indexOf(id);
    return place < 0 ? -1 : this.places.indexOf(place);
  }

  /** The id of the item at an index; `undefined` beyond the ends. */
  idAt(index: number): string | undefined {
    const place = this.places[index];
    return place === undefined ? undefined : this.table.idAt(place);
  }

  at(index: number): Item | undefined {
    const place = this.places.at(index);
    return place === undefined ? undefined : this.table.at(place);
  }

  *[Symbol.iterator](): IterableIterator<Item> {
    for (const place of this.places) yield this.table.at(place)!;
  }

  *entries(): IterableIterator<[number, Item]> {
    let index = 0;
    for (const item of this) yield [index++, item];
  }

  map<T>(change: (item: Item, index: number) => T): T[] {
    const changed: T[] = [];
    for (const [index, item] of this.entries()) changed.push(change(item, index));
    return changed;
  }

  flatMap<T>(change: (item: Item, index: number) => T | readonly T[]): T[] {
    return this.map(change).flat(1) as T[];
  }

  filter(test: (item: Item, index: number) => unknown): Item[] {
    const kept: Item[] = [];
    for (const [index, item] of this.entries()) if (test(item, index)) kept.push(item);
    return kept;
  }

  some(test: (item: Item, index: number) => unknown): boolean {
    return this.findIndex(test) >= 0;
  }

  every(test: (item: Item, index: number) => unknown): boolean {
    return this.findIndex((item, index) => !test(item, index)) < 0;
  }

  find(test: (item: Item, index: number) => unknown): Item | undefined {
    const index = this.findIndex(test);
    return index < 0 ? undefined : this.at(index);
  }

  findIndex(test: (item: Item, index: number) => unknown): number {
    for (const [index, item] of this.entries()) if (test(item, index)) return index;
    return -1;
  }

  reduce<T>(step: (sum: T, item: Item, index: number) => T, initial: T): T {
    let sum = initial;
    for (const [index, item] of this.entries()) sum = step(sum, item, index);
    return sum;
  }

  slice(start?: number, end?: number): Item[] {
    return Array.from(this.places.slice(start, end), (place) => this.table.at(place)!);
  }
}

/** The places from 0 up to `length`. */
export function allPlaces(length: number): Uint32Array {
  const places = new Uint32Array(length);
  for (let place = 0; place < length; place++) places[place] = place;
  return places;
}

/** Writes the places of a word of bits, and says where the next ones go. */
function writePlaces(places: Uint32Array, at: number, word: number, from: number, until: number): number {
  for (let place = from, left = word; place < until; place++, left >>>= 1) {
    places[at] = place;
    at += left & 1;
  }
  return at;
}

/** Adds those places of a list that were not seen yet, and says how many there are then. */
function addUnseen(places: Uint32Array, from: number, list: Uint32Array, seen: Uint8Array): number {
  let count = from;
  for (let i = 0; i < list.length; i++) {
    const place = list[i]!;
    if (seen[place] !== 0) continue;
    seen[place] = 1;
    places[count++] = place;
  }
  return count;
}
