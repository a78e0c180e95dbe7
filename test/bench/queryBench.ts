import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Item } from '../../src/core/benchmark/item.ts';
import { ItemTable } from '../../src/core/benchmark/itemTable.ts';
import type { Outcome } from '../../src/core/evaluation/outcome.ts';
import { BenchmarkColumns } from '../../src/core/query/benchmarkColumns.ts';
import { groupPlaces } from '../../src/core/query/groupPlaces.ts';
import { countPlaces } from '../../src/core/query/listPlaces.ts';
import { PlaceList } from '../../src/core/query/placeList.ts';
import { columnsOfRun } from '../../src/core/query/readColumns.ts';
import { workedOff } from '../../src/core/query/turns.ts';
import type { RunColumns } from '../../src/core/query/runColumns.ts';
import { selectItems } from '../../src/core/query/selectItems.ts';
import { ReviewBook } from '../../src/core/review/reviewBook.ts';
import { pacer } from '../../src/platform/node/pacer.ts';
import { recordOf } from '../unit/scoring/scoreKit.ts';
import { median, rounded } from './figures.ts';
import { longReplies } from './readerReplies.ts';

const labels = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];
const queries = [
  'label:angry pred:!angry model:first',
  'degree>3 quality<2',
  'generator:~9',
  'outcome:refused review:none',
  'text:"crying"',
  'not text:the',
  'has:video or has:error',
  'model:second not outcome:wrong',
  '(label:happy or label:sad) and not (degree<2 or pred:worry)',
  'id:~_0012',
  'label:angry sort:-degree,generator',
  'sort:disagreement,-quality',
];
const boundMs = 50;

/** Queries over the largest benchmark with two runs of outcomes, over a bare loop that looks once at each of as many numbers. */
export async function benchQueries(items: number, repeats: number): Promise<unknown> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const table = ItemTable.of(madeItems(items));
  delay.enable();
  const runs: RunColumns[] = [];
  for (const [at, model] of ['first', 'second'].entries()) runs.push(await madeRun(table, model, at));
  delay.disable();
  const columns = new BenchmarkColumns({ table, runs, book: new ReviewBook(), problems: [] });
  const each = queries.map((query) => ({ query, ms: timesOf(repeats, () => found(query, columns)) }));
  const bare = median(timesOf(repeats, () => bareLoop(columns)));
  const slowest = each.toSorted((a, b) => median(b.ms) - median(a.ms))[0]!;
  const all = PlaceList.all(table).places;
  const grouping = timesOf(repeats, () => groupPlaces(all, ['generator', 'label'], columns));
  const listing = timesOf(repeats, () => countPlaces(all, columns));
  return {
    how: `${queries.length} queries over ${items} items with the outcomes of two runs (one reply in ten of 2 to 4 kB), parsed, searched, sorted and listed as the gallery does; ${repeats} repeats after one to warm up, medians in ms of this process's own time, so that what else the machine does is left out, against a bound of ${boundMs} ms. overBareLoop: the slowest over a loop that adds up the degree of every item. Reading the runs into columns goes in slices: longestWhileReading is what monitorEventLoopDelay saw.`,
    items,
    slowest: {
      query: slowest.query,
      medianMs: rounded(median(slowest.ms), 1),
      largestMs: rounded(Math.max(...slowest.ms), 1),
    },
    withinBound: median(slowest.ms) <= boundMs,
    overBareLoop: rounded(median(slowest.ms) / bare, 1),
    medianMs: Object.fromEntries(each.map(({ query, ms }) => [query, rounded(median(ms), 1)])),
    blockedMs: {
      grouping: rounded(Math.max(...grouping), 1),
      counting: rounded(Math.max(...listing), 1),
      longestWhileReading: rounded(delay.max / 1e6, 1),
    },
  };
}

function found(query: string, columns: BenchmarkColumns): void {
  const selected = selectItems({ items: columns.table }, query, columns);
  if (!selected.ok) throw new Error(`${query}: ${selected.error.kind}`);
}

function bareLoop({ table }: BenchmarkColumns): number {
  const column = table.column('degree');
  let sum = 0;
  if (column?.kind === 'number') for (const value of column.values) sum += value;
  return sum;
}

function timesOf(repeats: number, act: () => unknown): number[] {
  act();
  return Array.from({ length: repeats }, () => {
    const begun = process.cpuUsage();
    act();
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  });
}

function* madeItems(count: number): Generator<Item> {
  for (let i = 0; i < count; i++) {
    const label = labels[(i * 7 + (i >> 3)) % labels.length]!;
    const id = `dataset/portrait_${String(i).padStart(7, '0')}_${label}.png`;
    yield {
      id,
      path: id,
      label,
      generator: `generator-${i % 12}`,
      degree: 1 + ((i * 37) % 401) / 100,
      quality: 1 + ((i * 53) % 401) / 100,
    };
  }
}

async function madeRun(table: ItemTable, model: string, at: number): Promise<RunColumns> {
  const long = longReplies(60).map(({ reply }) => reply);
  const outcomes = {
    *values(): MapIterator<ReadonlyMap<string, Outcome>> {
      for (let i = 0; i < table.length; i++) yield new Map([['emotion', outcomeOf(table.idAt(i), i, at, long)]]);
      return undefined;
    },
  } as unknown as ReadonlyMap<string, ReadonlyMap<string, Outcome>>;
  return workedOff(columnsOfRun({ record: recordOf({ run: model, model }), outcomes }, table), pacer());
}

function outcomeOf(item: string, i: number, at: number, long: readonly string[]): Outcome {
  const label = labels[(i * 5 + at + (i >> 4)) % labels.length]!;
  const refused = i % 50 === at;
  const said =
    i % 10 === 9
      ? `${i} ${long[i % long.length]!}`
      : `Portrait ${i} looks ${label}${i % 97 === 0 ? ', nearly crying' : ''}.`;
  return {
    version: 1,
    item,
    run: at === 0 ? 'first' : 'second',
    stage: 'emotion',
    kind: refused ? 'refused' : 'answered',
    ...(refused ? { reply: 'I cannot help with that.' } : { label, reply: said }),
    at: '2026-11-22T13:15:02.000Z',
  };
}
