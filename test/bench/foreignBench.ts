import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Benchmark } from '../../src/core/benchmark/benchmark.ts';
import { ItemTable } from '../../src/core/benchmark/itemTable.ts';
import { PredictionOpener } from '../../src/core/predictions/openPredictions.ts';
import { columnsOfRun } from '../../src/core/query/columns/readColumns.ts';
import { workedOff } from '../../src/core/turns.ts';
import { nodeHasher } from '../../src/platform/node/nodeHasher.ts';
import { readableFolder } from '../../src/platform/node/nodeFolder.ts';
import { pacer } from '../../src/platform/node/pacer.ts';
import { watchBlock } from './blockWatch.ts';
import { rounded } from './figures.ts';
import { memoryInUse } from './memoryInUse.ts';
import { madeItems } from './queryItems.ts';

const file = '20261122_131502_samples_emotions.jsonl';
const labels = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];
const question = `Which of these emotions does the portrait show: ${labels.join(', ')}? Answer with one word.`;

/** A file of another tool with a prediction for each of the most portraits: what is held of it, and whom reading it holds up. */
export async function benchForeign(items: number): Promise<unknown> {
  const root = await mkdtemp(join(tmpdir(), 'emolens-bench-foreign-'));
  try {
    const table = ItemTable.of(madeItems(items));
    await writeFile(join(root, file), linesOf(table));
    const { size } = await stat(join(root, file));
    const bare = performance.now();
    for (const line of (await readFile(join(root, file), 'utf8')).split('\n')) if (line !== '') JSON.parse(line);
    const bareMs = performance.now() - bare;
    const before = memoryInUse();
    const block = watchBlock();
    const begun = performance.now();
    const opened = await openerOver(root, table).open({ folder: readableFolder(root), path: file, name: file });
    if (!opened.ok) throw new Error(opened.error.kind);
    const [run] = opened.value;
    const columns = await workedOff(columnsOfRun(run!, table), pacer());
    const ms = performance.now() - begun;
    const blockMs = block();
    const held = memoryInUse() - before;
    if (columns.size !== items) throw new Error(`${columns.size} predictions of ${items}`);
    return {
      how: `reading ${items} predictions of lmms-eval over as many portraits, by our own reader, into columns that queries go through; half of them name their picture without its folder. heldOverFile: what is in use afterwards and was not before, over the bytes of the file; heldForEach: in bytes for each prediction. blockMs: the longest that this thread worked without giving others a turn, in its own time. overBareParse: over reading the file and JSON.parse of each line.`,
      items,
      ms: rounded(ms, 0),
      overBareParse: rounded(ms / bareMs, 1),
      blockMs: rounded(blockMs, 1),
      heldOverFile: rounded(held / size),
      heldForEach: rounded(held / items, 0),
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function openerOver(root: string, items: ItemTable): PredictionOpener {
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
    pause: async () => void (await pause()),
  });
}

function linesOf(table: ItemTable): string {
  const lines: string[] = [];
  for (let i = 0; i < table.length; i++) {
    const label = labels[(i * 5) % labels.length]!;
    const reply = `The corners of the mouth and the eyes, number ${i}, say that this portrait is ${label}.`;
    lines.push(
      JSON.stringify({
        doc_id: i,
        // Half of them by the name alone.
        doc: { image: i % 2 === 0 ? table.idAt(i) : table.idAt(i).slice(table.idAt(i).lastIndexOf('/') + 1) },
        input: question,
        target: labels[i % labels.length],
        resps: [[reply]],
        filtered_resps: [label],
      }),
    );
  }
  return `${lines.join('\n')}\n`;
}
