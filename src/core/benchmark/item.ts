/** A place in a table of the benchmark: path relative to its root, and the physical line, counted from 1. */
export interface RowPlace {
  readonly file: string;
  readonly line: number;
}

/** What an item has of a further column. */
export type FieldValue = string | number;

/**
 * Where a picture lies inside a table (a Parquet column of bytes, base64 in TSV or JSON): it has no file of its own. Its item's
 * path is the table's path with a name below it (`test.parquet/12.png`), which no file can have.
 */
export interface EmbeddedPlace {
  /** The table, relative to the root. */
  readonly file: string;
  /** The column that holds it, by its name in the table. */
  readonly column: string;
  /** The record, counted from 0 over the whole table. */
  readonly row: number;
  /** Of base64 in a text: the first byte and the number of bytes of the encoded value in the file. */
  readonly start?: number;
  readonly length?: number;
}

/**
 * One portrait (or other picture) with its truth. `id` is stable: the path relative to the benchmark's root, with forward
 * slashes. Everything else is there when the benchmark says it, and `undefined` when it does not: nothing is filled in.
 */
export interface Item {
  readonly id: string;
  /** Path of the picture relative to the root, forward slashes. */
  readonly path: string;
  /** The label perceived by people, in the canonical spelling of the label set. */
  readonly label?: string;
  /** The label as it stood in the file, when folding changed it. */
  readonly labelAsWritten?: string;
  /** Emotion degree (intensity) on the benchmark's own scale, see `Benchmark.scales.degree`. */
  readonly degree?: number;
  /** Image quality on the benchmark's own scale, see `Benchmark.scales.quality`. */
  readonly quality?: number;
  /** The T2I model that made the picture. */
  readonly generator?: string;
  /** The emotion the T2I model was asked for; it may differ from `label`, which is the measure of the generator. */
  readonly prompted?: string;
  /** The number of the prompt, as written in the file name. */
  readonly prompt?: string;
  /** The seed, as written in the file name. */
  readonly seed?: string;
  /** The part of the data that the benchmark puts it in: `train`, `test`, ... */
  readonly split?: string;
  /** How many raters chose each label, in canonical spelling; there when the benchmark has several raters. A tie gives no label. */
  readonly votes?: Readonly<Record<string, number>>;
  /** Labels by the task's name, in canonical spelling, where the benchmark has several tasks; `label` is the one of its main task, which is among them. */
  readonly tasks?: Readonly<Record<string, string>>;
  /** Text that comes with it: a caption, the prompt of the T2I model, a question. Untrusted. */
  readonly text?: string;
  /** Further columns of its rows by the column's name: numbers where the column holds nothing else, otherwise text as written. Untrusted. */
  readonly fields?: Readonly<Record<string, FieldValue>>;
  /** `video` for moving pictures; absent for images. */
  readonly media?: 'video';
  /** There when the picture lies inside a table instead of in a file of its own. */
  readonly embedded?: EmbeddedPlace;
  /** The row that gave the label. */
  readonly row?: RowPlace;
}

/** Items in an order: what arrays of them, and tables that make them when they are asked for, have in common. No item is the same object twice: compare ids. */
export interface Items extends Iterable<Item> {
  readonly length: number;
  at(index: number): Item | undefined;
  entries(): IterableIterator<[number, Item]>;
  map<T>(change: (item: Item, index: number) => T): T[];
  flatMap<T>(change: (item: Item, index: number) => T | readonly T[]): T[];
  filter(test: (item: Item, index: number) => unknown): Item[];
  some(test: (item: Item, index: number) => unknown): boolean;
  every(test: (item: Item, index: number) => unknown): boolean;
  find(test: (item: Item, index: number) => unknown): Item | undefined;
  findIndex(test: (item: Item, index: number) => unknown): number;
  reduce<T>(step: (sum: T, item: Item, index: number) => T, initial: T): T;
  slice(start?: number, end?: number): Item[];
}
