import { mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { builtInLexicon, extendLexicon } from '../../src/core/affect/lexicon.ts';
import { polarityTable } from '../../src/core/affect/polarity.ts';
import { readAnswer } from '../../src/core/evaluation/answerReader.ts';
import { findProtocol } from '../../src/core/evaluation/builtInProtocols.ts';
import type { Outcome } from '../../src/core/evaluation/outcome.ts';
import { rereadRun } from '../../src/core/evaluation/reread/rereadRun.ts';
import { linesOf, runPaths } from '../../src/core/evaluation/runStore.ts';
import type { RunRecord } from '../../src/core/evaluation/runRecord.ts';
import { nodeClock } from '../../src/platform/node/nodeClock.ts';
import { writableFolder } from '../../src/platform/node/nodeFolder.ts';
import { memo } from '../unit/evaluation/readerCase.ts';
import { interleaved, median, ratioOf, rounded } from './figures.ts';
import { longReplies } from './readerReplies.ts';

const run = 'bench';
const labels = 'labels' in memo ? memo.labels : [];
/** Of the replies, one in ten thinks aloud over 2 to 4 kB; the others are as models answer when asked for one word. */
const short = [
  'happy',
  '**Worry.**',
  'ANSWER: sad',
  'The person looks angry.',
  'Neutral',
  'Not happy but sad.',
  'on the brink',
  '{"emotion": "surprise"}',
];

/** Reading a run's stored replies again, over parsing the same lines as JSON and nothing else. */
export async function benchReread(outcomes: number, repeats: number): Promise<unknown> {
  const root = await mkdtemp(join(tmpdir(), 'emolens-bench-reread-'));
  try {
    await makeRun(root, outcomes);
    const lexicon = extendLexicon(builtInLexicon, [{ concept: 'worry', forms: { en: ['on the brink'], zh: [] } }]);
    const ports = { store: writableFolder(root), clock: nodeClock };
    const reread = async (): Promise<void> => {
      const read = await rereadRun(run, { lexicon }, ports);
      if (!read.ok || read.value.answers !== outcomes || read.value.flips.length === 0)
        throw new Error('not read whole');
    };
    const parse = async (): Promise<void> => {
      const bytes = await readFile(join(root, runPaths(run).outcomes));
      let count = 0;
      for (const { text } of linesOf(bytes)) if (typeof JSON.parse(text) === 'object') count++;
      if (count !== outcomes) throw new Error(`${count} lines`);
    };
    await reread();
    const [ours = [], floor = []] = await interleaved(repeats, [() => timed(reread), () => timed(parse)]);
    return {
      how: `rereadRun of ${outcomes} stored outcomes of one stage (one reply in ten of 2 to 4 kB) with a lexicon of a user, from the file to the list of flips, over reading the file and parsing each line as JSON; CPU time of the process, ${repeats} interleaved repeats after one to warm up.`,
      outcomes,
      overParsing: ratioOf(ours, floor),
      medianMs: { reread: rounded(median(ours), 0), parsing: rounded(median(floor), 0) },
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** CPU time, ms: what else the machine does is left out. */
async function timed(act: () => Promise<void>): Promise<number> {
  const begun = process.cpuUsage();
  await act();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}

async function makeRun(root: string, outcomes: number): Promise<void> {
  const { record, outcomes: file } = runPaths(run);
  await mkdir(join(root, dirname(record)), { recursive: true });
  await writeFile(join(root, record), JSON.stringify(recordOf(outcomes)));
  const long = longReplies(60).map(({ reply }) => reply);
  const lines = Array.from({ length: outcomes }, (_none, i) => {
    const reply = (i % 10 === 9 ? long[i % long.length] : short[i % short.length]) ?? '';
    return `${JSON.stringify(outcomeOf(i, reply))}\n`;
  });
  await writeFile(join(root, file), lines.join(''));
}

function outcomeOf(i: number, reply: string): Outcome {
  const { kind, label, rule, span, entry, reasoning } = readAnswer(
    { reply, answer: memo, finish: 'stop' },
    builtInLexicon,
  );
  return {
    version: 1,
    item: `dataset/portrait_${i}.png`,
    imageSha256: i.toString(16).padStart(64, '0'),
    run,
    stage: 'emotion',
    request: i.toString(16).padStart(64, 'f'),
    question: `Which one of these emotions does the face in the picture show: ${labels.join(', ')}?`,
    options: { style: 'words', order: [...labels] },
    kind,
    rule,
    ...(label === undefined ? {} : { label }),
    ...(span === undefined ? {} : { span }),
    ...(entry === undefined ? {} : { entry }),
    reply,
    ...(reasoning === undefined ? {} : { reasoning }),
    finish: 'stop',
    usage: { input: 812, output: 40, cached: 0 },
    latencyMs: 734.2,
    attempts: 1,
    httpStatus: 200,
    at: '2026-11-22T13:15:02.000Z',
  };
}

function recordOf(items: number): RunRecord {
  const protocol = findProtocol('memo-direct');
  if (protocol === undefined) throw new Error('memo-direct is gone');
  return {
    version: 1,
    run,
    model: 'bench',
    modelKind: 'openai',
    parameters: { conversation: 'separate', options: 'words' },
    strategy: 'plain',
    protocol,
    promptsSha256: '',
    labels: [...labels],
    polarity: { ...polarityTable(labels) },
    scales: {},
    benchmark: { name: 'bench', fingerprint: '' },
    where: '',
    items,
    readerVersion: '1',
    lexiconVersion: '1',
    emolensVersion: '0',
    startedAt: '2026-11-22T13:15:02.000Z',
    endedAt: '2026-11-22T13:16:02.000Z',
  };
}
