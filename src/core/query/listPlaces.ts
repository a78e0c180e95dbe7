import { standings } from '../review/standing.ts';
import { type BenchmarkColumns, countedBits } from './columns/benchmarkColumns.ts';
import { wordAt } from './columns/columnValues.ts';
import { Bits } from './bits.ts';
import { looked, present, tableOf } from './codeBits.ts';

/** What a list can be narrowed by besides a query: any of the values of each, all of them together; empty means no restriction. */
export interface Facets {
  readonly emotions: readonly string[];
  readonly generators: readonly string[];
  readonly outcomes: readonly string[];
  readonly review: 'all' | 'open' | 'reviewed';
}

/** One of the facets that are lists of values. */
export type ListFacet = 'emotions' | 'generators' | 'outcomes';

/** What the listed items come to: with a wrong answer, with a refusal, with an open error, with a verdict. */
export interface ListCounts {
  readonly wrong: number;
  readonly refused: number;
  readonly open: number;
  readonly reviewed: number;
}

const fields = { emotions: 'label', generators: 'generator' } as const;

/** Leaves 1 in a mask only where all facets hold, except the one that is left out. */
export function restrict(mask: Bits, facets: Facets, columns: BenchmarkColumns, except?: ListFacet): Bits {
  for (const facet of ['emotions', 'generators', 'outcomes'] as const) {
    if (facet !== except && facets[facet].length > 0) mask.cross(facetMask(facet, facets[facet], columns));
  }
  if (facets.review === 'open') mask.cross(present(columns.open));
  if (facets.review === 'reviewed') mask.cross(present(columns.verdicts));
  return mask;
}

/** For each value of a facet how many of the items of a mask have it. */
export function countFacet(facet: ListFacet, mask: Bits, columns: BenchmarkColumns): ReadonlyMap<string, number> {
  return facet === 'outcomes' ? countOutcomes(mask, columns) : countColumn(fields[facet], mask, columns);
}

/** The counts over some places. */
export function countPlaces(places: Uint32Array, { counted }: BenchmarkColumns): ListCounts {
  const counts = new Uint32Array(16);
  for (let i = 0; i < places.length; i++) counts[counted[places[i]!]!]!++;
  const countOf = (bit: number): number =>
    counts.reduce((sum, count, have) => ((have & bit) === 0 ? sum : sum + count), 0);
  const { wrong, refused, open, reviewed } = countedBits;
  return { wrong: countOf(wrong), refused: countOf(refused), open: countOf(open), reviewed: countOf(reviewed) };
}

/** 1 where a run that counts has one of some standings as its word on the item; `notAsked` is 1 where none has any. */
export function standingMask(wanted: readonly string[], columns: BenchmarkColumns): Bits {
  const [none, some] = [
    tableOf(standings, () => false, wanted.includes('notAsked')),
    tableOf(standings, (one) => wanted.includes(one), false),
  ];
  const mask = looked(columns.worst, none);
  for (const run of columns.runs) {
    mask.unite(columns.counting(run, looked(run.standing, some)));
  }
  return mask;
}

function facetMask(facet: ListFacet, wanted: readonly string[], columns: BenchmarkColumns): Bits {
  if (facet === 'outcomes') return standingMask(wanted, columns);
  const { table } = columns;
  const column = table.column(fields[facet]);
  const values = new Set(wanted);
  if (column?.kind === 'choice')
    return looked(
      column.codes,
      tableOf(column.values, (value) => values.has(value), false),
    );
  const mask = new Bits(table.length);
  for (let i = 0; i < mask.length; i++) if (values.has(wordAt(column, i) ?? '')) mask.set(i);
  return mask;
}

function countColumn(field: string, mask: Bits, { table }: BenchmarkColumns): ReadonlyMap<string, number> {
  const column = table.column(field);
  const counted = new Map<string, number>();
  if (column?.kind === 'choice') {
    const counts = new Uint32Array(column.values.length + 1);
    for (let i = 0; i < mask.length; i++) if (mask.has(i) === 1) counts[column.codes[i]!]!++;
    column.values.forEach((value, i) => counted.set(value, counts[i + 1]!));
    return counted;
  }
  for (let i = 0; i < mask.length; i++) {
    const value = mask.has(i) === 0 ? undefined : wordAt(column, i);
    if (value !== undefined) counted.set(value, (counted.get(value) ?? 0) + 1);
  }
  return counted;
}

/** An item counts once for each standing that some run gives it. */
function countOutcomes(mask: Bits, columns: BenchmarkColumns): ReadonlyMap<string, number> {
  const bits = new Uint16Array(mask.length);
  for (const run of columns.runs) {
    const shown = columns.shown(run);
    for (let i = 0; i < mask.length; i++) {
      if (mask.has(i) === 1 && run.standing[i] !== 0 && shown?.has(i) !== 0)
        bits[i] = bits[i]! | (1 << run.standing[i]!);
    }
  }
  const counts = new Uint32Array(standings.length + 1);
  for (let i = 0; i < mask.length; i++) {
    if (mask.has(i) === 0) continue;
    if (bits[i] === 0) counts[0]!++;
    else for (let code = 1; code <= standings.length; code++) if ((bits[i]! & (1 << code)) !== 0) counts[code]!++;
  }
  const counted = new Map<string, number>();
  if (counts[0]! > 0) counted.set('notAsked', counts[0]!);
  standings.forEach((standing, i) => {
    if (counts[i + 1]! > 0) counted.set(standing, counts[i + 1]!);
  });
  return counted;
}
