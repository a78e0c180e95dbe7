import { createHash } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { polarityTable } from '../../src/core/affect/polarity.ts';
import type { Benchmark } from '../../src/core/benchmark/benchmark.ts';
import { findProtocol } from '../../src/core/evaluation/builtInProtocols.ts';
import { resolveProtocol } from '../../src/core/evaluation/resolveProtocol.ts';
import { evaluate } from '../../src/core/evaluation/runner.ts';
import { stageQuestion } from '../../src/core/evaluation/runner/stageQuestion.ts';
import { findStrategy } from '../../src/core/evaluation/strategies.ts';
import { openAiModel } from '../../src/core/models/openAiModel.ts';
import type { ReadableFolder } from '../../src/core/ports.ts';
import { nodeClock } from '../../src/platform/node/nodeClock.ts';
import { BenchmarkOpener } from '../../src/platform/node/benchmarkOpener.ts';
import { beFrugal } from '../../src/platform/node/frugalProcess.ts';
import { readableFolder, writableFolder } from '../../src/platform/node/nodeFolder.ts';
import { nodeHasher } from '../../src/platform/node/nodeHasher.ts';

/** What one contender took: wall and CPU time of the asking alone, and the most memory that the process ever held. */
export interface Taken {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
  /** Most pictures that were read and whose outcome was not there yet; ours only. */
  readonly picturesAtOnce: number;
  /** Bytes of the run's outcomes on disk; ours only. */
  readonly bytesWritten: number;
}

const [who, root = '', baseUrl = '', concurrencyText = '64'] = process.argv.slice(2);
const concurrency = Number(concurrencyText);
const protocol = findProtocol('memo-direct');
const strategy = findStrategy('plain');
const parameters = { conversation: 'separate', options: 'words', maxTokens: 64, temperature: 0 } as const;
if (protocol === undefined || strategy === undefined) throw new Error('a built-in is missing');

let picturesAtOnce = 0;
let bytesWritten = 0;

/** The folder, counting each picture from the moment that it is asked for; `settled` counts it off. */
function countedImages(): { readonly images: ReadableFolder; settled(): void } {
  const folder = readableFolder(root);
  let held = 0;
  return {
    images: {
      ...folder,
      readHead(path, length) {
        picturesAtOnce = Math.max(picturesAtOnce, ++held);
        return folder.readHead(path, length);
      },
    },
    settled: () => void held--,
  };
}

/** The whole path: reading, hashing, asking through the client, the answer reader, outcomes on disk. */
async function ours(benchmark: Benchmark): Promise<void> {
  const connection = { name: 'bench', baseUrl, model: 'fake-vision' };
  const store = join(root, '.emolens');
  const { images, settled } = countedImages();
  const ended = await evaluate(
    {
      benchmark,
      items: benchmark.items,
      protocol: protocol!,
      model: openAiModel({ connection, key: 'k' }),
      parameters,
      strategy: strategy!,
      polarity: polarityTable(benchmark.labels),
      limits: { concurrency },
      where: '',
      emolensVersion: 'bench',
      run: 'bench',
    },
    { images, store: writableFolder(store), clock: nodeClock, hasher: nodeHasher },
    { onOutcome: settled },
    new AbortController().signal,
  );
  bytesWritten = (await stat(join(store, 'runs', 'bench', 'outcomes.jsonl'))).size;
  await rm(store, { recursive: true });
  if (!ended.ok || ended.value.kinds.answered !== benchmark.items.length) throw new Error(JSON.stringify(ended));
}

/** The floor: reads, hashes and sends the same bodies with `fetch`, and reads the answers; keeps nothing. */
async function bare(benchmark: Benchmark): Promise<void> {
  const resolved = resolveProtocol(protocol!, benchmark, polarityTable(benchmark.labels));
  if (!resolved.ok) throw new Error(resolved.error.kind);
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let item = benchmark.items.at(next++); item !== undefined; item = benchmark.items.at(next++)) {
      const bytes = await readFile(join(root, item.path));
      createHash('sha256').update(bytes).digest('hex');
      const { text } = stageQuestion(item, resolved.value.stages[0]!, [], parameters, strategy!);
      const url = `data:image/png;base64,${bytes.toString('base64')}`;
      const content = [
        { type: 'text', text },
        { type: 'image_url', image_url: { url } },
      ];
      const messages = [{ role: 'user', content }];
      const response = await fetch(`${baseUrl}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer k' },
        body: JSON.stringify({ temperature: 0, max_tokens: 64, model: 'fake-vision', messages }),
      });
      await response.json();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}

/** As the command line opens a folder: in a worker, with a look at the beginning of each picture. */
async function open(): Promise<Benchmark> {
  const opener = new BenchmarkOpener({ root, store: join(root, '.emolens'), version: 'bench' });
  const opened = await opener.open();
  if (!opened.ok) throw new Error(opened.error.kind);
  await opener.examine({ deep: false });
  await opener.close();
  return opened.value.benchmark;
}

if (who === 'ours') beFrugal();
const benchmark = await open();
const begun = performance.now();
const cpuBefore = process.cpuUsage();
await (who === 'ours' ? ours : bare)(benchmark);
const { user, system } = process.cpuUsage(cpuBefore);
process.stdout.write(
  JSON.stringify({
    wallMs: performance.now() - begun,
    cpuMs: (user + system) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
    picturesAtOnce,
    bytesWritten,
  } satisfies Taken),
);
