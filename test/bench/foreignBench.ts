import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark } from '../../src/core/benchmark/benchmark.ts';
import { ItemTable } from '../../src/core/benchmark/itemTable.ts';
import { PredictionOpener } from '../../src/core/predictions/openPredictions.ts';
import type { PredictionReader } from '../../src/core/predictions/predictionReader.ts';
import { columnsOfRun } from '../../src/core/query/columns/readColumns.ts';
import { workedOff } from '../../src/core/turns.ts';
import { nodeHasher } from '../../src/platform/node/nodeHasher.ts';
import { readableFolder } from '../../src/platform/node/nodeFolder.ts';
import { pacer } from '../../src/platform/node/pacer.ts';
import { PredictionThread } from '../../src/platform/node/predictionThread.ts';
import { watchBlock } from './blockWatch.ts';
import { rounded } from './figures.ts';
import { memoryInUse } from './memoryInUse.ts';
import { madeItems } from './queryItems.ts';

const labels = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];
const question = `Which of these emotions does the portrait show: ${labels.join(', ')}? Answer with one word.`;

interface PredictionFile {
  readonly name: string;
  /** The table that the benchmark's items have their rows in, where replies find them by that. */
  readonly rowsIn?: string;
  readonly head?: string;
  readonly line: (id: string, at: number) => string;
}

const says = (at: number): string =>
  `The corners of the mouth and the eyes, number ${at}, say that this portrait is ${labels[(at * 5) % labels.length]!}.`;
const batchLine = (_id: string, at: number): string =>
  JSON.stringify({
    custom_id: `task-${at}`,
    response: { status_code: 200, body: { model: 'm', choices: [{ message: { content: says(at) } }] } },
  });

/** Read line by line, read as a whole, and found by ids in tables that are read for that. */
const files: readonly PredictionFile[] = [
  { name: '20261122_131502_samples_emotions.jsonl', line: sampleLine },
  {
    name: 'model_set.tsv',
    head: 'index\timage_path\tquestion\tA\tB\tanswer\tprediction\n',
    line: (id, at) => `${at}\t${id}\t${question}\thappy\tsad\tA\t${says(at)}`,
  },
  { name: 'byCsv.jsonl', rowsIn: 'labels.csv', line: batchLine },
  { name: 'byJsonLines.jsonl', rowsIn: 'labels.jsonl', line: batchLine },
];

/** Files of other tools with a prediction for each of the most portraits: what is held of them, and whom reading them holds up. */
export async function benchForeign(items: number): Promise<unknown> {
  const root = await mkdtemp(join(tmpdir(), 'emolens-bench-foreign-'));
  try {
    const table = ItemTable.of(madeItems(items));
    await writeFile(join(root, 'labels.csv'), `id,image\n${linesOf(table, (id, at) => `task-${at},${id}`)}`);
    const row = (id: string, at: number): string => JSON.stringify({ id: `task-${at}`, image: id });
    await writeFile(join(root, 'labels.jsonl'), linesOf(table, row));
    const found: Record<string, object> = {};
    for (const file of files) {
      await writeFile(join(root, file.name), `${file.head ?? ''}${linesOf(table, file.line)}`);
      found[file.name] = await readOne(root, file, table);
    }
    const each = (name: 'blockMs' | 'heldOverFile'): object =>
      Object.fromEntries(Object.entries(found).map(([file, figures]) => [file, (figures as Figures)[name]]));
    return {
      how: `reading ${items} predictions over as many portraits in a thread, and with our own reader into columns that queries go through, as the editor does. Of the first file half name their picture without its folder, the last two name only an id that stands in a table. heldOverFile: what is in use afterwards and was not before, over the bytes of the file; heldForEach: in bytes for each prediction. blockMs: the longest that this thread worked without giving others a turn, in its own time. overBareRead: over reading the file as text, and of JSON Lines parsing each.`,
      items,
      blockMs: each('blockMs'),
      heldOverFile: each('heldOverFile'),
      files: found,
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

interface Figures {
  readonly ms: number;
  readonly overBareRead: number;
  readonly blockMs: number;
  readonly heldOverFile: number;
  readonly heldForEach: number;
}

async function readOne(root: string, { name, rowsIn }: PredictionFile, table: ItemTable): Promise<Figures> {
  const { size } = await stat(join(root, name));
  const bare = performance.now();
  for (const line of (await readFile(join(root, name), 'utf8')).split('\n')) if (line.startsWith('{')) JSON.parse(line);
  const bareMs = performance.now() - bare;
  const items = rowsIn === undefined ? table : withRows(table, rowsIn);
  const before = memoryInUse();
  const block = watchBlock();
  const begun = performance.now();
  const thread = new PredictionThread();
  const opened = await openerOver(root, items, thread).open({ folder: readableFolder(root), path: name, name });
  if (!opened.ok) throw new Error(opened.error.kind);
  const [run] = opened.value;
  const columns = await workedOff(columnsOfRun(run!, items), pacer());
  const ms = performance.now() - begun;
  const blockMs = block();
  await thread.dispose();
  const held = memoryInUse() - before;
  if (columns.size !== items.length) throw new Error(`${name}: ${columns.size} predictions of ${items.length}`);
  return {
    ms: rounded(ms, 0),
    overBareRead: rounded(ms / bareMs, 1),
    blockMs: rounded(blockMs, 1),
    heldOverFile: rounded(held / size),
    heldForEach: rounded(held / items.length, 0),
  };
}

function withRows(table: ItemTable, file: string): ItemTable {
  const first = file.endsWith('.csv') ? 2 : 1;
  return ItemTable.of(Array.from(table, (item, at) => ({ ...item, row: { file, line: first + at } })));
}

function openerOver(root: string, items: ItemTable, reader: PredictionReader): PredictionOpener {
  const benchmark: Benchmark = {
    root,
    name: 'bench',
    format: 'table',
    items,
    labels,
    generators: [],
    scales: {},
    problems: [],
    descriptor: {},
    fingerprint: 'bench',
  } as unknown as Benchmark;
  const pause = pacer();
  return new PredictionOpener({
    images: readableFolder(root),
    benchmark,
    hasher: nodeHasher,
    reader,
    pause: async () => void (await pause()),
  });
}

function sampleLine(id: string, at: number): string {
  return JSON.stringify({
    doc_id: at,
    // Half of them by the name alone.
    doc: { image: at % 2 === 0 ? id : id.slice(id.lastIndexOf('/') + 1) },
    input: question,
    target: labels[at % labels.length],
    resps: [[says(at)]],
    filtered_resps: [labels[(at * 5) % labels.length]],
  });
}

function linesOf(table: ItemTable, line: (id: string, at: number) => string): string {
  return `${Array.from({ length: table.length }, (_, at) => line(table.idAt(at), at)).join('\n')}\n`;
}
