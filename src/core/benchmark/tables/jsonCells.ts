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
  for (let i = 0; i < length; i += step) for (const name of flatten(recordAt(i)).keys()) names.add(name);
  return [...names];
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

/** The cells of records, column by column and without the records: these would take several times the space, as long as the table is there. */
export function cellsOf(records: readonly JsonRecord[], columns: readonly string[]): Cells {
  return columns.map((name) => {
    const read = cellReader(name);
    const once = onceEach();
    return records.map((record) => once(read(record)));
  });
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
