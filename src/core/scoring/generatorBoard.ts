import type { Item, Items } from '../benchmark/item.ts';
import { proportion, wilsonInterval } from './intervals.ts';
import type { Interval } from './intervals.ts';

/**
 * How people saw a group of pictures. A hit is a picture in which they perceived the emotion that was asked for; `n` counts
 * the pictures that say both. Means are over the pictures that have the rating, on the benchmark's own scales.
 */
export interface BoardCell {
  readonly n: number;
  readonly hits: number;
  /** `hits / n`; `null` where `n` is 0. */
  readonly hitRate: number | null;
  /** 95 %, Wilson. */
  readonly interval: Interval;
  readonly meanDegree: number | null;
  readonly meanQuality: number | null;
}

/** One generator: over all its pictures, and by the emotion that was asked for. */
export interface BoardRow extends BoardCell {
  readonly generator: string;
  readonly byPrompted: Readonly<Record<string, BoardCell>>;
}

/** Generators against emotions: how well each text-to-image model expresses what it is asked for, by the benchmark's raters. */
export interface GeneratorBoard {
  /** Emotions asked for. */
  readonly emotions: readonly string[];
  readonly rows: readonly BoardRow[];
}

/**
 * The board of a benchmark; a picture without a generator or a prompted emotion is not on it. `labels` order the emotions;
 * others, and the generators, are in order of first sight.
 */
export function generatorBoard(items: Items, labels: readonly string[] = []): GeneratorBoard {
  const onBoard = items.filter(({ generator, prompted }) => generator !== undefined && prompted !== undefined);
  const prompted = new Set(onBoard.map((item) => item.prompted ?? ''));
  const emotions = [...new Set([...labels.filter((label) => prompted.has(label)), ...prompted])];
  const byGenerator = grouped(onBoard, ({ generator }) => generator ?? '');
  return {
    emotions,
    rows: [...byGenerator].map(([generator, own]) => {
      const byPrompted = grouped(own, (item) => item.prompted ?? '');
      return {
        generator,
        ...cellOf(own),
        byPrompted: Object.fromEntries(emotions.map((emotion) => [emotion, cellOf(byPrompted.get(emotion) ?? [])])),
      };
    }),
  };
}

function cellOf(items: Items): BoardCell {
  const seen = items.filter(({ label }) => label !== undefined);
  const hits = seen.filter(({ label, prompted }) => label === prompted).length;
  return {
    n: seen.length,
    hits,
    hitRate: proportion(hits, seen.length),
    interval: wilsonInterval(hits, seen.length),
    meanDegree: mean(items.map(({ degree }) => degree)),
    meanQuality: mean(items.map(({ quality }) => quality)),
  };
}

function mean(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0) / known.length;
}

function grouped(items: Items, nameOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group === undefined) groups.set(nameOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
