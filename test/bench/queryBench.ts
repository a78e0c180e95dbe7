import { ItemTable } from '../../src/core/benchmark/itemTable.ts';
import { BenchmarkColumns } from '../../src/core/query/columns/benchmarkColumns.ts';
import { groupFields } from '../../src/core/query/groupFields.ts';
import { groupAll } from '../../src/core/query/groupPlaces.ts';
import { countPlaces } from '../../src/core/query/listPlaces.ts';
import { PlaceList } from '../../src/core/query/placeList.ts';
import { prepareTexts } from '../../src/core/query/prepareTexts.ts';
import { selectInTurns, selectItems } from '../../src/core/query/selectItems.ts';
import { type Turns, workedOff } from '../../src/core/turns.ts';
import { ReviewBook } from '../../src/core/review/reviewBook.ts';
import { pacer } from '../../src/platform/node/pacer.ts';
import { watchBlock } from './blockWatch.ts';
import { drawnQueries } from './drawnQueries.ts';
import { median, rounded } from './figures.ts';
import { memoryInUse } from './memoryInUse.ts';
import { madeItems, madeRun } from './queryItems.ts';

/** Every kind of field, every operator, and what people write. */
const queries = [
  'label:angry pred:!angry model:first',
  'degree>3 quality<2',
  'generator:~9',
  'outcome:refused review:none',
  'text:"crying"',
  'text:~"looks sad" or text:!~portrait',
  'not text:the',
  'text:e',
  'text:a or text:b or text:c',
  'text:e text:n text:s text:r',
  'not text:e not text:a not text:i',
  'text:"."',
  'text:ryin',
  'text:portrait',
  'text:哀',
  'text:"said by nobody"',
  'text:"the person looks"',
  'text:"person the" or text:"brow the"',
  'text:crying text:nearly label:sad',
  'text:the not text:portrait',
  'text:sad text:eyebrows text:mouth',
  'text:"corners of the mouth" text:"of the picture"',
  'text:" the" sort:-degree',
  'text:"e t"',
  'text:"s s"',
  'text:"7 l"',
  'text:"e t" or text:"s s"',
  'text:" a" text:" the" text:"e t"',
  'label:sad (text:"e t" or text:"s s") not text:"d t"',
  'text:" a" or text:" the" or text:"e t" or text:" 1"',
  'text:th or text:re or text:"n " or text:"e " or text:" t"',
  'text:" 1"',
  'text:a text:b text:c text:d text:e text:f text:g text:h text:i text:j text:k text:l text:m text:n text:o',
  'not (text:"e of the" or model:first text:" 2") (text:crying or label:happy not text:"s s") text:mouth',
  'text:"the the" or text:"\\n\\n"',
  'text:""',
  'has:video or has:error or has:problem or has:row',
  'model:second not outcome:wrong',
  '(label:happy or label:sad) and not (degree<2 or pred:worry)',
  'id:~_0012',
  '00123',
  'label:angry sort:-degree,generator',
  'sort:disagreement,-quality',
  'sort:errors,label',
  'standing:wrong not standing:refused',
  'prompt:!none seed:17',
  'caption:~"number 77"',
  'caption:!~number',
  'split:test not caption:none',
  'serial>250000',
  'serial:1234',
  'remark:~seen sort:-serial',
  'camera:!b not has:video',
  'pred:none or label:none',
];
/** What is asked as the first thing of its kind, when nothing is prepared. */
const firsts = [
  'text:"crying"',
  'text:sad text:"the mouth"',
  'caption:~"number 77"',
  'serial>250000',
  'sort:caption',
  'sort:-remark,label',
];
const groupings = [
  ['generator', 'label'],
  ['label', 'outcome'],
  ['folder', 'review'],
  ['field:camera', 'split'],
  ['outcome:first', 'outcome:second'],
  ['text', 'label'],
];
const boundMs = 50;
const drawnCount = 1000;

/** Queries over the largest benchmark with two runs of outcomes, over a bare loop that looks once at each of as many numbers. */
export async function benchQueries(items: number, repeats: number): Promise<unknown> {
  const before = memoryInUse();
  const bytesPerItem = (): number => Math.round((memoryInUse() - before) / items);
  const table = ItemTable.of(madeItems(items));
  const alone = bytesPerItem();
  const reading = watchBlock();
  const runs = [await madeRun(table, 'first', 0), await madeRun(table, 'second', 1)];
  const whileReading = reading();
  const columns = new BenchmarkColumns({ table, runs, book: new ReviewBook(), problems: [] });
  const firstOnes = await inTurn(firsts, (query) => selectInTurns({ items: table }, query, columns));
  const all = PlaceList.all(table).places;
  const grouped = await inTurn(groupings, (fields) => grouping(fields, columns));
  const searched = bytesPerItem();
  const preparing = await inTurn([table], prepareTexts);
  const prepared = bytesPerItem();
  const timed = (query: string) => ({ query, ms: timesOf(repeats, () => found(query, columns)) });
  const each = queries.map(timed);
  const drawn = drawnQueries(drawnCount).map((query) => ({
    query,
    ms: median(timesOf(3, () => found(query, columns))),
  }));
  const drawnSlowest = drawn.toSorted((a, b) => b.ms - a.ms)[0]!;
  const bare = median(timesOf(repeats, () => bareLoop(columns)));
  const slowest = each.toSorted((a, b) => median(b.ms) - median(a.ms))[0]!;
  const views = Array.from({ length: 40 }, (_, i) => queries[i % queries.length]!);
  const counted = await inTurn(views, (query) => selectInTurns({ items: table }, query, columns));
  const long = Array.from({ length: 600 }, (_, i) => `text:"word ${i}"`).join(' or ');
  const longOne = await inTurn([long], (query) => selectInTurns({ items: table }, query, columns));
  const making = timesOf(
    repeats,
    () => new BenchmarkColumns({ table, runs, book: new ReviewBook(), problems: [] }).openCount,
  );
  return {
    how: `${queries.length} queries over ${items} items with the outcomes of two runs (one reply in ten of 2 to 4 kB) and two columns of texts that never repeat, parsed, searched, sorted and listed as the gallery does; ${repeats} repeats after one to warm up, medians in ms, against a bound of ${boundMs} ms. Of each search the smaller of the clock's time and of this process's: the one has in it what else the machine does, the other what the engine does beside it (collecting, compiling), and neither is less than the search took. overBareLoop: the slowest over a loop that adds up the degree of every item. firstMs: the first one of its kind after the open, with nothing prepared, which goes in turns. blockedMs: the longest that this thread worked without giving others a turn meanwhile; longQuery: one of ${long.length} characters. bytesPerItem: what is in memory, with what the first queries worked out, and with all that the editor prepares; medianMs are taken when all else that the editor prepares is there. drawn: ${drawnCount} further ones of up to five conditions, drawn at random (the same each time) from all fields and from parts of replies and captions, half of them texts; three repeats.`,
    items,
    bytesPerItem: { withoutReplies: alone, withReplies: searched, withAllPrepared: prepared },
    slowest: {
      query: slowest.query,
      medianMs: rounded(median(slowest.ms), 1),
      largestMs: rounded(Math.max(...slowest.ms), 1),
    },
    withinBound: median(slowest.ms) <= boundMs,
    overBareLoop: rounded(median(slowest.ms) / bare, 1),
    medianMs: Object.fromEntries(each.map(({ query, ms }) => [query, rounded(median(ms), 1)])),
    drawn: {
      medianMs: rounded(median(drawn.map(({ ms }) => ms)), 1),
      largestMs: rounded(drawnSlowest.ms, 1),
      largest: drawnSlowest.query,
      beyondBound: drawn.filter(({ ms }) => ms > boundMs).length,
    },
    firstMs: Object.fromEntries(firsts.map((query, i) => [query, rounded(firstOnes[i]!.ms, 1)])),
    groupingMs: Object.fromEntries(groupings.map((fields, i) => [fields.join(' > '), rounded(grouped[i]!.ms, 1)])),
    longQueryMs: rounded(longOne[0]!.ms, 0),
    blockedMs: {
      whileReading: rounded(whileReading, 1),
      whilePreparing: rounded(Math.max(...preparing.map(({ blockMs }) => blockMs)), 1),
      ...Object.fromEntries(firsts.map((query, i) => [`first ${query}`, rounded(firstOnes[i]!.blockMs, 1)])),
      ...Object.fromEntries(
        groupings.map((fields, i) => [`grouping ${fields.join(' > ')}`, rounded(grouped[i]!.blockMs, 1)]),
      ),
      savedViews: rounded(Math.max(...counted.map(({ blockMs }) => blockMs)), 1),
      longQuery: rounded(longOne[0]!.blockMs, 1),
      counting: rounded(Math.max(...timesOf(repeats, () => countPlaces(all, columns))), 1),
      fieldsToGroupBy: rounded(Math.max(...timesOf(repeats, () => groupFields(columns))), 1),
      makingColumns: rounded(Math.max(...making), 1),
    },
  };
}

interface Turned {
  readonly ms: number;
  readonly blockMs: number;
}

/** Works each off in turns, as the editor does. */
async function inTurn<T>(what: readonly T[], work: (one: T) => Turns<unknown>): Promise<readonly Turned[]> {
  const taken: Turned[] = [];
  for (const one of what) {
    const block = watchBlock();
    const begun = performance.now();
    await workedOff(work(one), pacer());
    const ms = performance.now() - begun;
    taken.push({ ms, blockMs: block() });
  }
  return taken;
}

/** As the tree does, with the groups inside the first one. */
function* grouping(fields: readonly string[], columns: BenchmarkColumns): Turns<void> {
  const { nodes } = yield* groupAll(fields, columns, 500);
  yield;
  if (nodes[0]?.children === undefined) throw new Error(`${fields.join()} makes no groups`);
}

function found(query: string, columns: BenchmarkColumns): void {
  const selected = selectItems({ items: columns.table }, query, columns);
  if (!selected.ok) throw new Error(`${query}: ${selected.error.kind}`);
  if (selected.value instanceof PlaceList) countPlaces(selected.value.places, columns);
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
    const [own, clock] = [process.cpuUsage(), performance.now()];
    act();
    const passed = performance.now() - clock;
    const { user, system } = process.cpuUsage(own);
    return Math.min(passed, (user + system) / 1000);
  });
}
