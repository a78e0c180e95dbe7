import { placeOfId } from './idIndex.ts';
import type { EmbeddedPlace, FieldValue, Item, Items } from './item.ts';
import {
  fieldPrefix,
  taskPrefix,
  textAt,
  type ColumnParts,
  type EmbeddedColumns,
  type ItemColumn,
  type ItemTableParts,
  type NumberColumn,
  type TextColumn,
  type TextParts,
} from './itemColumns.ts';
import { ItemTableBuilder } from './itemTableBuilder.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Votes = Readonly<Record<string, number>>;

const noColumn: ColumnParts = { kind: 'choice', values: [], codes: new Uint16Array(0) };

/**
 * The items of a benchmark in columns: some hundred bytes for each instead of an object. It reads like an array of items, each made
 * when it is asked for: no item is the same object twice. Immutable.
 */
export class ItemTable implements Items {
  readonly parts: ItemTableParts;
  readonly length: number;
  readonly #texts: Readonly<Record<TextField, ColumnParts>>;
  readonly #degree: NumberColumn | undefined;
  readonly #quality: NumberColumn | undefined;
  readonly #votes: ColumnParts | undefined;
  readonly #tasks: readonly (readonly [string, ColumnParts])[];
  readonly #fields: readonly (readonly [string, ColumnParts])[];
  readonly #ids: TextColumn;

  private constructor(parts: ItemTableParts) {
    this.parts = parts;
    this.length = parts.length;
    this.#ids = askable(parts.ids);
    const { columns } = parts;
    const named = textFields.map((field) => [field, columns[field] ?? noColumn] as const);
    this.#texts = Object.fromEntries(named) as Record<TextField, ColumnParts>;
    this.#degree = numbersOf(columns['degree']);
    this.#quality = numbersOf(columns['quality']);
    this.#votes = columns['votes'];
    this.#tasks = prefixed(columns, taskPrefix);
    this.#fields = prefixed(columns, fieldPrefix);
  }

  /** The table of some items, in their order; a table stays what it is. */
  static of(items: Iterable<Item>): ItemTable {
    if (items instanceof ItemTable) return items;
    const builder = new ItemTableBuilder();
    for (const item of items) builder.add(item);
    return new ItemTable(builder.finish());
  }

  /** The table of parts that came from another thread, from a file or from a builder. */
  static from(parts: ItemTableParts): ItemTable {
    return new ItemTable(parts);
  }

  /** The same table with the names that its sources have for the fields of items. */
  calledAlso(otherNames: Readonly<Record<string, string>>): ItemTable {
    return Object.keys(otherNames).length === 0 ? this : new ItemTable({ ...this.parts, otherNames });
  }

  /** Names of the fields that some item has, `id` first; tasks as `task:NAME`, further columns as `field:NAME`. */
  get fieldNames(): readonly string[] {
    return ['id', ...Object.keys(this.parts.columns)];
  }

  /** All values of a field; `undefined` when no item has it. Text columns, `id` among them, can be searched as one string. */
  column(field: string): ItemColumn | undefined {
    if (field === 'id') return this.#ids;
    const parts = Object.hasOwn(this.parts.columns, field) ? this.parts.columns[field] : undefined;
    return parts?.kind === 'text' ? askable(parts) : parts;
  }

  /** All ids as one string, see {@link TextParts}. */
  get ids(): TextColumn {
    return this.#ids;
  }

  /** The id of the item at a place that is inside the table. */
  idAt(index: number): string {
    return this.#ids.at(index) ?? '';
  }

  /** The place of an id, counted from 0; -1 when no item has it. */
  indexOf(id: string): number {
    return placeOfId(this.parts.slots, this.parts.ids, id);
  }

  /** The item at a place; a negative one counts from the end. */
  at(index: number): Item | undefined {
    const whole = Math.trunc(index) || 0;
    const place = whole < 0 ? this.length + whole : whole;
    return place >= 0 && place < this.length ? this.#make(place) : undefined;
  }

  *[Symbol.iterator](): IterableIterator<Item> {
    for (let i = 0; i < this.length; i++) yield this.#make(i);
  }

  *entries(): IterableIterator<[number, Item]> {
    for (let i = 0; i < this.length; i++) yield [i, this.#make(i)];
  }

  map<T>(change: (item: Item, index: number) => T): T[] {
    const changed = new Array<T>(this.length);
    for (let i = 0; i < this.length; i++) changed[i] = change(this.#make(i), i);
    return changed;
  }

  flatMap<T>(change: (item: Item, index: number) => T | readonly T[]): T[] {
    return this.map(change).flat(1) as T[];
  }

  filter(test: (item: Item, index: number) => unknown): Item[] {
    const kept: Item[] = [];
    for (let i = 0; i < this.length; i++) {
      const item = this.#make(i);
      if (test(item, i)) kept.push(item);
    }
    return kept;
  }

  some(test: (item: Item, index: number) => unknown): boolean {
    return this.findIndex(test) !== -1;
  }

  every(test: (item: Item, index: number) => unknown): boolean {
    return this.findIndex((item, i) => !test(item, i)) === -1;
  }

  find(test: (item: Item, index: number) => unknown): Item | undefined {
    const index = this.findIndex(test);
    return index === -1 ? undefined : this.#make(index);
  }

  findIndex(test: (item: Item, index: number) => unknown): number {
    for (let i = 0; i < this.length; i++) if (test(this.#make(i), i)) return i;
    return -1;
  }

  reduce<T>(step: (sum: T, item: Item, index: number) => T, initial: T): T {
    let sum = initial;
    for (let i = 0; i < this.length; i++) sum = step(sum, this.#make(i), i);
    return sum;
  }

  slice(start = 0, end = this.length): Item[] {
    const [from, to] = [placeFor(start, this.length), placeFor(end, this.length)];
    return Array.from({ length: Math.max(0, to - from) }, (_, i) => this.#make(from + i));
  }

  #make(index: number): Item {
    const id = this.idAt(index);
    const item: Writable<Item> = { id, path: id };
    for (const field of textFields) {
      const value = valueAt(this.#texts[field], index);
      if (value !== undefined) (item as Record<string, unknown>)[field] = value;
    }
    const degree = this.#degree?.values[index] ?? NaN;
    if (!Number.isNaN(degree)) item.degree = degree;
    const quality = this.#quality?.values[index] ?? NaN;
    if (!Number.isNaN(quality)) item.quality = quality;
    const votes = this.#votes && valueAt(this.#votes, index);
    if (votes !== undefined) item.votes = JSON.parse(votes) as Votes;
    const tasks = recordAt(this.#tasks, index, valueAt);
    if (tasks !== undefined) item.tasks = tasks;
    const fields = recordAt(this.#fields, index, fieldAt);
    if (fields !== undefined) item.fields = fields;
    const embedded = this.parts.embedded && embeddedAt(this.parts.embedded, index);
    if (embedded !== undefined) item.embedded = embedded;
    const { row } = this.parts;
    const line = row?.line[index] ?? 0;
    if (row !== undefined && line > 0) item.row = { file: valueAt(row.file, index) ?? '', line };
    return item;
  }
}

const textFields = [
  'label',
  'labelAsWritten',
  'generator',
  'prompted',
  'prompt',
  'seed',
  'split',
  'text',
  'media',
] as const;
type TextField = (typeof textFields)[number];

function valueAt(column: ColumnParts, index: number): string | undefined {
  if (column.kind === 'text') return textAt(column, index);
  if (column.kind === 'number') return undefined;
  const code = column.codes[index];
  return code === undefined || code === 0 ? undefined : column.values[code - 1];
}

function numbersOf(column: ColumnParts | undefined): NumberColumn | undefined {
  return column?.kind === 'number' ? column : undefined;
}

function prefixed(columns: ItemTableParts['columns'], prefix: string): readonly (readonly [string, ColumnParts])[] {
  return Object.entries(columns).flatMap(([name, column]) =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), column] as const] : [],
  );
}

/** A number of a further column is one for the item, too. */
function fieldAt(column: ColumnParts, index: number): FieldValue | undefined {
  if (column.kind === 'number') return Number.isNaN(column.values[index]) ? undefined : column.values[index];
  const text = valueAt(column, index);
  return text !== undefined && column.kind === 'choice' && column.isNumeric === true ? Number(text) : text;
}

function recordAt<T>(
  columns: readonly (readonly [string, ColumnParts])[],
  index: number,
  read: (column: ColumnParts, index: number) => T | undefined,
): Readonly<Record<string, T>> | undefined {
  const found: (readonly [string, T])[] = [];
  for (const [name, column] of columns) {
    const value = read(column, index);
    if (value !== undefined) found.push([name, value]);
  }
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function embeddedAt(columns: EmbeddedColumns, index: number): EmbeddedPlace | undefined {
  const file = valueAt(columns.file, index);
  if (file === undefined) return undefined;
  const [start, length] = [columns.start.values[index]!, columns.length.values[index]!];
  return {
    file,
    column: valueAt(columns.column, index) ?? '',
    row: columns.row.values[index]!,
    ...(!Number.isNaN(start) && { start }),
    ...(!Number.isNaN(length) && { length }),
  };
}

function askable(parts: TextParts): TextColumn {
  return { ...parts, at: (index) => textAt(parts, index) };
}

function placeFor(index: number, length: number): number {
  const whole = Math.trunc(index) || 0;
  return whole < 0 ? Math.max(0, length + whole) : Math.min(whole, length);
}
