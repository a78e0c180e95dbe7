import type { ChoiceColumn, ItemColumn, TextColumn } from '../benchmark/itemColumns.ts';
import type { BenchmarkColumns } from './columns/benchmarkColumns.ts';
import { PlaceList } from './placeList.ts';
import type { QuerySort } from './language/query.ts';
import { codeTexts, rankTexts, type TextOrder } from './rankTexts.ts';
import { type Turns, workedOffAtOnce } from '../turns.ts';

/** What items are ordered by: two halves of 32 bits, compared as unsigned numbers, the high one first. */
interface SortKeys {
  readonly high: Uint32Array;
  readonly low?: Uint32Array;
}

/** The half of a key of an item that has no value: it comes last in either direction. */
const last = 0xffffffff;

/**
 * Places in an order: by the keys one after the other, then as they were; an item that lacks a value comes last either way. Labels
 * go in their fixed order, other texts as a person would order them. A radix sort, because a comparison for each pair of 287,000
 * items would hold everything else up.
 */
export function sortPlaces(places: Uint32Array, sort: readonly QuerySort[], columns: BenchmarkColumns): Uint32Array {
  return workedOffAtOnce(sortInTurns(places, sort, columns));
}

/** The same, yielding now and then: the first order by texts that hardly repeat takes about a second for 287,000 of them. */
export function* sortInTurns(
  places: Uint32Array,
  sort: readonly QuerySort[],
  columns: BenchmarkColumns,
): Turns<Uint32Array> {
  let sorted = places;
  for (const { by, descending } of sort.toReversed()) {
    const keys = yield* keysOf(by, columns);
    sorted = byHalf(sorted, keys.low, descending);
    yield;
    sorted = byHalf(sorted, keys.high, descending);
    yield;
  }
  return sorted;
}

function byHalf(places: Uint32Array, half: Uint32Array | undefined, descending: boolean): Uint32Array {
  if (half === undefined) return places;
  const keys = new Uint32Array(places.length);
  for (let i = 0; i < places.length; i++) {
    const key = half[places[i]!]!;
    keys[i] = descending && key !== last ? last - 1 - key : key;
  }
  return radix(places, keys);
}

/** Stable, 16 bits at a time; halves that are the same everywhere are passed over. */
function radix(places: Uint32Array, keys: Uint32Array): Uint32Array {
  let [fromPlaces, fromKeys] = [places, keys];
  for (const shift of [0, 16]) {
    const counts = new Uint32Array(0x10000);
    for (let i = 0; i < fromKeys.length; i++) counts[(fromKeys[i]! >>> shift) & 0xffff]!++;
    if (fromKeys.length === 0 || counts[(fromKeys[0]! >>> shift) & 0xffff] === fromKeys.length) continue;
    let start = 0;
    for (let digit = 0; digit < counts.length; digit++) {
      const count = counts[digit]!;
      counts[digit] = start;
      start += count;
    }
    const [toPlaces, toKeys] = [new Uint32Array(places.length), new Uint32Array(places.length)];
    for (let i = 0; i < fromKeys.length; i++) {
      const to = counts[(fromKeys[i]! >>> shift) & 0xffff]!++;
      toPlaces[to] = fromPlaces[i]!;
      toKeys[to] = fromKeys[i]!;
    }
    [fromPlaces, fromKeys] = [toPlaces, toKeys];
  }
  return fromPlaces;
}

const known = new WeakMap<object, SortKeys>();

function* keysOf(by: QuerySort['by'], columns: BenchmarkColumns): Turns<SortKeys> {
  const { table } = columns;
  if (by === 'errors') return { high: errorRanks(columns) };
  if (by === 'disagreement') return { high: yield* disagreement(columns) };
  if (by === 'name' || by.column === 'id') return { high: PlaceList.all(table).places };
  const column = table.column(by.column);
  if (column === undefined) return { high: new Uint32Array(table.length).fill(last) };
  return yield* columnKeys(column, by.column, table.length);
}

/** What items are ordered by in a column, which is remembered as long as the column lives. */
export function* columnKeys(column: ItemColumn, name: string, length: number): Turns<SortKeys> {
  const kept = column.kind === 'number' ? column.values : column.kind === 'choice' ? column.codes : column.ends;
  const before = known.get(kept);
  if (before !== undefined) return before;
  const keys = column.kind === 'number' ? numberKeys(column.values) : yield* wordKeys(column, name, length);
  known.set(kept, keys);
  return keys;
}

/** The bits of a double, turned so that they order as unsigned numbers (IEEE 754: the sign decides, then exponent and fraction). */
function numberKeys(values: Float64Array): SortKeys {
  // Minus nought is nought.
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) numbers[i] = values[i]! + 0;
  const bits = new Uint32Array(numbers.buffer);
  const [high, low] = [new Uint32Array(values.length), new Uint32Array(values.length)];
  for (let i = 0; i < values.length; i++) {
    const [l, h] = [bits[2 * i]!, bits[2 * i + 1]!];
    const negative = h >>> 31 === 1;
    const isMissing = Number.isNaN(values[i]!);
    high[i] = isMissing ? last : negative ? ~h : h | 0x80000000;
    low[i] = isMissing ? last : Math.min(last - 1, (negative ? ~l : l) >>> 0);
  }
  return { high, low };
}

/** The rank of each distinct word. */
function* wordKeys(column: ChoiceColumn | TextColumn, name: string, length: number): Turns<SortKeys> {
  const order: TextOrder = name === 'label' || name === 'prompted' ? 'labels' : 'values';
  const { values, codes } = column.kind === 'choice' ? column : yield* codeTexts(column, length);
  if (column.kind === 'choice' && column.isNumeric) {
    const numbers = [NaN, ...values.map(Number)];
    return numberKeys(Float64Array.from(codes, (code) => numbers[code]!));
  }
  const ranks = yield* rankTexts(values, order);
  const high = new Uint32Array(length);
  for (let i = 0; i < length; i++) high[i] = codes[i] === 0 ? last : ranks[codes[i]! - 1]!;
  return { high };
}

/** Open errors first, then what was asked, then the rest. */
function errorRanks({ open, worst, table }: BenchmarkColumns): Uint32Array {
  const ranks = new Uint32Array(table.length);
  for (let i = 0; i < ranks.length; i++) ranks[i] = open[i] !== 0 ? 0 : worst[i] === 0 ? 2 : 1;
  return ranks;
}

/** Items that are looked at between two turns of others. */
const placesAtOnce = 16_384;

/** More different answers of runs come first. */
function* disagreement(columns: BenchmarkColumns): Turns<Uint32Array> {
  const { table, runs } = columns;
  const most = runs.length;
  const codes = new Map<string, number>();
  const labelCodes = runs.map(({ labels }) => Uint32Array.from(['', ...labels], (label) => codeIn(codes, label)));
  const standingFrom = 1 << 20;
  const answerOf = runs.map((run, i) => {
    const { standing, word, stages } = run;
    const shown = columns.shown(run);
    const own = labelCodes[i]!;
    const labelsOf = stages.map((stage) => stage.labels);
    return (place: number): number => {
      if (standing[place] === 0 || shown?.[place] === 0) return -1;
      const label = labelsOf[word[place]! - 1]![place]!;
      return label === 0 ? standingFrom + standing[place]! : own[label]!;
    };
  });
  const ranks = new Uint32Array(table.length);
  const answers = new Int32Array(runs.length);
  for (let place = 0; place < ranks.length; place++) {
    let different = 0;
    for (let i = 0; i < answerOf.length; i++) {
      const answer = answerOf[i]!(place);
      let before = 0;
      while (before < different && answers[before] !== answer) before++;
      if (answer >= 0 && before === different) answers[different++] = answer;
    }
    ranks[place] = most - different;
    if (place % placesAtOnce === placesAtOnce - 1) yield;
  }
  return ranks;
}

function codeIn(codes: Map<string, number>, label: string): number {
  const code = codes.get(label) ?? codes.size;
  codes.set(label, code);
  return code;
}
