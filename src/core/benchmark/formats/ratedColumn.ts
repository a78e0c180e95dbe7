import type { CodedPairs, RowPairs } from '../codedPairs.ts';
import { ratingOf, type DraftNumbers } from '../draftTable.ts';
import type { DraftNumber } from './format.ts';

/** Says what is known of the rating of a row beside the number. */
export type DescribeRating = (row: number, value: number) => Omit<DraftNumber, 'value'>;

/** Ratings by place, each with its row and the number of who describes that. */
interface Rated {
  readonly values: Float64Array;
  readonly rows: Uint32Array;
  readonly sources: Uint16Array;
}

/** The ratings of one kind by place: what a row says beside the number is asked for again only where it is at fault. What was said first stays. */
export class RatedColumnBuilder {
  readonly #size: number;
  #rated: Rated | undefined;
  readonly #describe: DescribeRating[] = [];
  readonly #own = new Map<number, DraftNumber>();

  constructor(size: number) {
    this.#size = size;
  }

  has(place: number): boolean {
    return this.#rated !== undefined && !Number.isNaN(this.#rated.values[place]!);
  }

  /** A giver of what rows say that are described in one way. */
  from(describe: DescribeRating): (place: number, value: number, row: number) => void {
    const source = this.#describe.push(describe) - 1;
    const { values, rows, sources } = this.#opened();
    return (place, value, row) => {
      values[place] = ratingOf(value);
      rows[place] = row;
      sources[place] = source;
    };
  }

  /** Takes in numbers of rows; `other`: what to take for a row that has none, `NaN` for nothing. */
  giveNumbers(pairs: RowPairs, numbers: Float64Array, other: (row: number) => number, describe: DescribeRating): void {
    const source = this.#describe.push(describe) - 1;
    const rated = this.#opened();
    for (let i = 0; i < pairs.rows.length; i++) {
      i = takeNumbers(rated, source, pairs, numbers, i);
      const row = pairs.rows[i];
      const number = row === undefined ? NaN : other(row);
      if (!Number.isNaN(number)) setRating(rated, pairs.places[i]!, { number, row: row!, source });
    }
  }

  /** The same by codes of the rows: `numbers` has what each stands for. */
  giveCoded(
    pairs: Pick<CodedPairs, 'rows' | 'places' | 'codes'>,
    numbers: Float64Array,
    describe: DescribeRating,
  ): void {
    takeCoded(this.#opened(), this.#describe.push(describe) - 1, pairs, numbers);
  }

  give(place: number, number: DraftNumber): void {
    if (this.has(place)) return;
    this.#opened().values[place] = ratingOf(number.value);
    this.#own.set(place, number);
  }

  /** `undefined` where there is none. */
  get numbers(): DraftNumbers | undefined {
    const rated = this.#rated;
    if (rated === undefined || !hasNumber(rated.values)) return undefined;
    const { values, rows, sources } = rated;
    const described = (place: number, value: number): DraftNumber => {
      return { value, ...this.#describe[sources[place]!]!(rows[place]!, value) };
    };
    return { values, at: (place) => this.#own.get(place) ?? described(place, values[place]!) };
  }

  #opened(): Rated {
    return (this.#rated ??= {
      values: new Float64Array(this.#size).fill(NaN),
      rows: new Uint32Array(this.#size),
      sources: new Uint16Array(this.#size),
    });
  }
}

function setRating(
  { values, rows, sources }: Rated,
  place: number,
  { number, row, source }: { readonly number: number; readonly row: number; readonly source: number },
): void {
  values[place] = number;
  rows[place] = row;
  sources[place] = source;
}

// Loops over all rows that ask nobody else anything, as those of `codedPairs.ts`.

/** Goes on from one of the pairs up to one whose row has no number. */
function takeNumbers(
  { values, rows, sources }: Rated,
  source: number,
  pairs: RowPairs,
  numbers: Float64Array,
  from: number,
): number {
  let i = from;
  for (; i < pairs.rows.length; i++) {
    const row = pairs.rows[i]!;
    const place = pairs.places[i]!;
    if (!Number.isNaN(values[place]!)) continue;
    if (Number.isNaN(numbers[row]!)) break;
    values[place] = numbers[row]!;
    rows[place] = row;
    sources[place] = source;
  }
  return i;
}

function takeCoded(
  { values, rows, sources }: Rated,
  source: number,
  pairs: Pick<CodedPairs, 'rows' | 'places' | 'codes'>,
  numbers: Float64Array,
): void {
  for (let i = 0; i < pairs.rows.length; i++) {
    const row = pairs.rows[i]!;
    const place = pairs.places[i]!;
    const number = numbers[pairs.codes[row]!]!;
    if (!Number.isNaN(values[place]!) || Number.isNaN(number)) continue;
    values[place] = number;
    rows[place] = row;
    sources[place] = source;
  }
}

function hasNumber(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) return true;
  return false;
}
