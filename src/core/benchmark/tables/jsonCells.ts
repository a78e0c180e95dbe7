import type { JsonRecord } from './jsonRecords.ts';

/** Objects inside objects are columns of their own down to this level. */
const deepestColumns = 3;
const rowsForColumns = 1000;
/** The name that a record stands under in an object is its first column. */
const keyColumn = 'key';

/** Names of the columns of so many records, from a sample of them: members of inner objects are `outer.inner`, elements of a list `1`, `2`, ... */
export function recordColumns(
  length: number,
  recordAt: (row: number) => Pick<JsonRecord, 'key' | 'value'>,
): readonly string[] {
  const names = new Set<string>();
  const step = Math.max(1, Math.floor(length / rowsForColumns));
  for (let i = 0; i < length; i += step) {
    const record = recordAt(i);
    if (!addPlainNames(names, record)) for (const name of flatten(record).keys()) names.add(name);
  }
  return [...names];
}

/** Adds the names of members that are columns as they are; false from the first one on that is none, or where a record is more than its members. */
function addPlainNames(names: Set<string>, { key, value }: Pick<JsonRecord, 'key' | 'value'>): boolean {
  if (key !== undefined || !isInner(value)) return false;
  const members = value as Readonly<Record<string, unknown>>;
  for (const name in members) {
    if (isInner(members[name])) return false;
    names.add(name);
  }
  return true;
}

/** A reader of one of the {@link recordColumns}. */
function cellReader(name: string): (record: JsonRecord) => unknown {
  const inner = innerNames(name);
  return (record) => {
    const { key, value } = record;
    if (Array.isArray(value) || typeof value !== 'object' || value === null) return flatten(record).get(name);
    const leaf = leafOf(value, name, inner, 1);
    if (leaf === severalLeaves) return flatten(record).get(name);
    return leaf === noLeaf && name === keyColumn ? key : leaf === noLeaf ? undefined : leaf;
  };
}

/** Texts of a column that are kept once each. */
const mostAlike = 1000;

/** Cells by column, then by row. */
export type Cells = readonly (readonly unknown[])[];

/**
 * The cells of records, column by column and without the records: these would take several times the space, as long as the table is there. Read record by record, because
 * going through the members of one costs less than asking it for each of them.
 */
export function cellsOf(records: readonly JsonRecord[], columns: readonly string[]): Cells {
  const cells = new CellColumns(records.length, columns);
  for (let row = 0; row < records.length; row++) cells.add(row, records[row]!);
  return cells.cells;
}

class CellColumns {
  readonly cells: readonly unknown[][];
  readonly #columns: readonly string[];
  readonly #placeOf: ReadonlyMap<string, number>;
  readonly #readers: readonly ReturnType<typeof cellReader>[];
  readonly #once: readonly ReturnType<typeof onceEach>[];

  constructor(rows: number, columns: readonly string[]) {
    this.#columns = columns;
    this.#placeOf = new Map(columns.map((name, at) => [name, at]));
    this.#readers = columns.map(cellReader);
    this.#once = columns.map(onceEach);
    this.cells = columns.map(() => new Array<unknown>(rows).fill(undefined));
  }

  add(row: number, record: JsonRecord): void {
    if (this.#addPlain(row, record)) return;
    for (let at = 0; at < this.#columns.length; at++) this.#put(row, at, this.#readers[at]!(record));
  }

  /** Of a record whose members are columns as they are; false where one of them has members of its own. */
  #addPlain(row: number, { key, value }: JsonRecord): boolean {
    if (key !== undefined || !isInner(value)) return false;
    const members = value as Readonly<Record<string, unknown>>;
    let next = 0;
    for (const name in members) {
      const cell = members[name];
      if (isInner(cell)) return false;
      // Most records have their members in one order, which is that of the columns.
      const at = this.#columns[next] === name ? next : this.#placeOf.get(name);
      if (at === undefined) continue;
      this.#put(row, at, cell);
      next = at + 1;
    }
    return true;
  }

  #put(row: number, at: number, cell: unknown): void {
    this.cells[at]![row] = this.#once[at]!(cell);
  }
}

/** Reads a cell from the records each time. */
export function readCells(
  records: readonly JsonRecord[],
  columns: readonly string[],
): (row: number, column: number) => unknown {
  const readers = columns.map(cellReader);
  return (row, column) => readers[column]?.(records[row]!);
}

/** The same text for equal ones, until there are many. */
function onceEach(): (value: unknown) => unknown {
  const known = new Map<string, string>();
  return (value) => {
    if (typeof value !== 'string' || known.size > mostAlike) return value;
    const before = known.get(value);
    if (before === undefined) known.set(value, value);
    return before ?? value;
  };
}

/** A column's name as one of a member and one inside it, in all ways in which it can be read so. */
interface InnerName {
  readonly outer: string;
  readonly name: string;
  readonly inner: readonly InnerName[];
}

function innerNames(name: string): readonly InnerName[] {
  const names: InnerName[] = [];
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const rest = name.slice(dot + 1);
    names.push({ outer: name.slice(0, dot), name: rest, inner: innerNames(rest) });
  }
  return names;
}

const noLeaf = Symbol('no leaf');
/** Which one counts is left to {@link flatten}. */
const severalLeaves = Symbol('several leaves');

function leafOf(object: object, name: string, inner: readonly InnerName[], depth: number): unknown {
  let leaf: unknown = noLeaf;
  if (Object.hasOwn(object, name)) {
    const own = (object as Readonly<Record<string, unknown>>)[name];
    if (!isInner(own) || depth === deepestColumns) leaf = own;
  }
  if (depth === deepestColumns) return leaf;
  for (const { outer, name: rest, inner: further } of inner) {
    const held = Object.hasOwn(object, outer) ? (object as Readonly<Record<string, unknown>>)[outer] : undefined;
    if (!isInner(held)) continue;
    const found = leafOf(held, rest, further, depth + 1);
    if (found === noLeaf) continue;
    if (leaf !== noLeaf) return severalLeaves;
    leaf = found;
  }
  return leaf;
}

function isInner(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function flatten({ key, value }: Pick<JsonRecord, 'key' | 'value'>): ReadonlyMap<string, unknown> {
  const columns = new Map<string, unknown>(key === undefined ? [] : [[keyColumn, key]]);
  // `{"a.jpg": [{...}, {...}]}`: a list of what is said about one thing.
  if (key !== undefined && Array.isArray(value) && value.length > 0 && value.every(isInner))
    columns.set('value', value);
  else if (Array.isArray(value)) for (const [i, one] of value.entries()) columns.set(String(i + 1), one);
  else if (typeof value === 'object' && value !== null) flattenObject(columns, '', value, 1);
  else columns.set(key === undefined ? '1' : 'value', value);
  return columns;
}

function flattenObject(columns: Map<string, unknown>, prefix: string, value: object, depth: number): void {
  for (const [name, one] of Object.entries(value) as [string, unknown][]) {
    if (isInner(one) && depth < deepestColumns) flattenObject(columns, `${prefix}${name}.`, one, depth + 1);
    else columns.set(prefix + name, one);
  }
}
