import type { RowPairs } from '../codedPairs.ts';

const none: readonly number[] = [];

/** Which pictures the rows of a table are about, by their places. */
export class RowPlaces {
  /** The place of a row's only picture; -1 for other rows. */
  readonly #one: Int32Array;
  readonly #several = new Map<number, readonly number[]>();
  #pairs: RowPairs | undefined;

  /** `one`: by row the place of its only picture, as far as that is known; -1 for other rows. */
  constructor(one: Int32Array) {
    this.#one = one;
  }

  /** The rows of which no picture is known. */
  without(): Uint32Array {
    return rowsWithout(this.#one);
  }

  set(row: number, places: readonly number[]): void {
    if (places.length === 1) this.#one[row] = places[0]!;
    else this.#several.set(row, places);
  }

  /** How many rows are about any. */
  get count(): number {
    return this.#one.length - rowsWithout(this.#one).length + this.#several.size;
  }

  /** The first picture of a row; -1 where it has none. */
  firstOf(row: number): number {
    const one = this.#one[row]!;
    if (one !== -1 || this.#several.size === 0) return one;
    return this.#several.get(row)?.[0] ?? -1;
  }

  /** All pictures of a row but the first. */
  othersOf(row: number): readonly number[] {
    return this.#several.size === 0 ? none : (this.#several.get(row)?.slice(1) ?? none);
  }

  /** All pictures of all rows. Not to be changed, nor asked for before all rows have theirs. */
  pairs(): RowPairs {
    return (this.#pairs ??= this.#several.size === 0 ? simplePairs(this.#one) : this.#allPairs());
  }

  #allPairs(): RowPairs {
    const [rows, places]: [number[], number[]] = [[], []];
    for (let row = 0; row < this.#one.length; row++) {
      const first = this.firstOf(row);
      for (const place of first === -1 ? none : [first, ...this.othersOf(row)]) {
        rows.push(row);
        places.push(place);
      }
    }
    return { rows: Uint32Array.from(rows), places: Uint32Array.from(places) };
  }
}

function rowsWithout(places: Int32Array): Uint32Array {
  const rows = new Uint32Array(places.length);
  let count = 0;
  for (let row = 0; row < places.length; row++) if (places[row] === -1) rows[count++] = row;
  return rows.subarray(0, count);
}

function simplePairs(one: Int32Array): RowPairs {
  const [rows, places] = [new Uint32Array(one.length), new Uint32Array(one.length)];
  let count = 0;
  for (let row = 0; row < one.length; row++) {
    const place = one[row]!;
    if (place === -1) continue;
    rows[count] = row;
    places[count++] = place;
  }
  return { rows: rows.subarray(0, count), places: places.subarray(0, count) };
}
