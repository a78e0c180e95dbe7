/** One bit for each of `length` places, the lowest of a word first; those behind the last place are 0. */
export class Bits {
  readonly length: number;
  readonly words: Uint32Array;

  constructor(length: number, words = new Uint32Array((length + 31) >>> 5)) {
    this.length = length;
    this.words = words;
  }

  /** 1 everywhere. */
  static filled(length: number): Bits {
    return new Bits(length).inverted();
  }

  /** 1 at each place that has something else than 0. */
  static from(values: ArrayLike<number>): Bits {
    const bits = new Bits(values.length);
    for (let place = 0; place < values.length; place++) if (values[place] !== 0) bits.set(place);
    return bits;
  }

  has(place: number): 0 | 1 {
    return ((this.words[place >>> 5]! >>> (place & 31)) & 1) as 0 | 1;
  }

  set(place: number): void {
    this.words[place >>> 5]! |= 1 << (place & 31);
  }

  /** Sets 1 from a place on up to another one, without that. */
  setAll(from: number, until: number): void {
    for (let place = from; place < until; place++) this.set(place);
  }

  clear(place: number): void {
    this.words[place >>> 5]! &= ~(1 << (place & 31));
  }

  copy(): Bits {
    return new Bits(this.length, this.words.slice());
  }

  inverted(): Bits {
    const words = new Uint32Array(this.words.length);
    for (let i = 0; i < words.length; i++) words[i] = ~this.words[i]!;
    const last = this.length & 31;
    if (last !== 0) words[words.length - 1]! &= 2 ** last - 1;
    return new Bits(this.length, words);
  }

  /** These, or the opposite. */
  turned(holds: boolean): Bits {
    return holds ? this : this.inverted();
  }

  /** Leaves 1 where others of the same length have it too. */
  cross({ words }: Bits): void {
    for (let i = 0; i < words.length; i++) this.words[i]! &= words[i]!;
  }

  /** 1 where these and others of the same length have it. */
  crossed(other: Bits): Bits {
    const bits = this.copy();
    bits.cross(other);
    return bits;
  }

  /** Sets 1 where others of the same length have it. */
  unite({ words }: Bits): void {
    for (let i = 0; i < words.length; i++) this.words[i]! |= words[i]!;
  }

  get isEmpty(): boolean {
    for (let i = 0; i < this.words.length; i++) if (this.words[i] !== 0) return false;
    return true;
  }

  /** How many are 1. */
  get count(): number {
    let count = 0;
    for (let i = 0; i < this.words.length; i++) count += onesIn(this.words[i]!);
    return count;
  }

  /** The first place from one on that has 1; -1 where none has. */
  next(from: number): number {
    return this.#nextIn(0, from);
  }

  /** The first place from one on that has 0; -1 where none has. */
  nextUnset(from: number): number {
    return this.#nextIn(0xffffffff, from);
  }

  /** As 0 and 1. */
  *[Symbol.iterator](): IterableIterator<0 | 1> {
    for (let place = 0; place < this.length; place++) yield this.has(place);
  }

  /** The first place from one on that differs from a word whose bits are all alike. */
  #nextIn(passed: number, from: number): number {
    const { words, length } = this;
    let at = from >>> 5;
    let left = at < words.length ? (words[at]! ^ passed) & (-1 << (from & 31)) : 0;
    while (left === 0 && ++at < words.length) left = words[at]! ^ passed;
    const place = left === 0 ? length : at * 32 + lowestIn(left);
    return place < length ? place : -1;
  }
}

/** How many bits of a word are 1. */
export function onesIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Which bit of a word that is not 0 is the lowest one that is 1. */
export function lowestIn(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** 1 where some count (everywhere for `undefined`) and nothing is found yet; the former where that cuts off too little. */
export function leftOver(open: Bits | undefined, found: Bits): Bits | undefined {
  if (found.count * 4 < found.length) return open;
  const left = found.inverted();
  if (open !== undefined) left.cross(open);
  return left;
}
