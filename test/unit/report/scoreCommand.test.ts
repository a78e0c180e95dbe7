import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CliHost } from '../../../src/cli/host.ts';
import { runCli } from '../../../src/cli/runCli.ts';
import { outcomesOf, recordOf } from '../scoring/scoreKit.ts';

/** A PNG of one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
);
const names = ['G1_happy_1', 'G1_sad_2', 'G2_happy_3', 'G2_sad_4'];
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emolens-score-'));
  await mkdir(join(folder, 'dataset'));
  const labels = ['happy', 'sad', 'happy', 'sad'];
  const rows = names.map((name, i) => `${name}.png,${i + 1},${labels[i]}`);
  await writeFile(join(folder, 'annotation_emo.csv'), ['Image,Score,Distortions', ...rows, ''].join('\n'));
  for (const name of names) await writeFile(join(folder, 'dataset', `${name}.png`), png);
});

afterEach(() => rm(folder, { recursive: true }));

async function addRun(run: string, more = ''): Promise<void> {
  const home = join(folder, '.emolens', 'runs', run);
  await mkdir(home, { recursive: true });
  const table = { happy: 'positive', sad: 'negative' } as const;
  await writeFile(join(home, 'run.json'), JSON.stringify(recordOf({ run, labels: ['happy', 'sad'], polarity: table })));
  const said = outcomesOf({
    emotion: Object.fromEntries(
      names.map((name, i) => [`dataset/${name}.png`, { label: i === 3 ? 'happy' : ['happy', 'sad'][i % 2]! }]),
    ),
  });
  const lines = [...said.values()].flatMap((ofItem) =>
    [...ofItem.values()].map((outcome) => JSON.stringify({ ...outcome, run })),
  );
  await writeFile(join(home, 'outcomes.jsonl'), `${lines.join('\n')}\n${more}`);
}

async function score(...options: string[]): Promise<{ status: number; out: string; notes: string }> {
  const out: string[] = [];
  const notes: string[] = [];
  const host: CliHost = {
    env: { HOME: folder },
    cwd: folder,
    program: 'emolens',
    signal: new AbortController().signal,
    isTerminal: false,
    input: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: '' }) }) }),
    out: (line) => out.push(line),
    note: (line) => notes.push(line),
    passing: () => undefined,
  };
  const status = await runCli(['score', folder, ...options], host);
  return { status, out: out.join('\n'), notes: notes.join('\n') };
}

describe('emolens score', () => {
  it('prints one JSON document with the names that the manual gives', async () => {
    await addRun('r1');
    await addRun('r2');
    const { status, out, notes } = await score('--json', '--by', 'generator');
    expect(notes).toBe('');
    expect(status).toBe(0);
    const { runs } = JSON.parse(out) as { runs: Record<string, unknown>[] };
    expect(runs.map(({ run, model, strategy }) => [run, model, strategy])).toEqual([
      ['r1', 'some-model', 'plain'],
      ['r2', 'some-model', 'plain'],
    ]);
    const stages = runs[0]!['stages'] as Record<string, unknown>[];
    expect(stages.map(({ stage }) => stage)).toEqual(['polarity', 'emotion', 'degree']);
    expect(stages[1]).toMatchObject({
      n: 4,
      kinds: { answered: 4 },
      accuracyStrict: 0.75,
      accuracyAnswered: 0.75,
      coverage: 1,
    });
    expect(stages[1]).toMatchObject({
      perLabel: { sad: { precision: 1, recall: 0.5, support: 2 } },
      confusion: { labels: ['happy', 'sad'] },
      intervals: { accuracyStrict: [expect.any(Number), expect.any(Number)] },
    });
    for (const name of ['srcc', 'plcc', 'krcc', 'rmse', 'mae', 'withinLabel']) expect(stages[2]).toHaveProperty(name);
    const slices = runs[0]!['slices'] as Record<string, unknown>[];
    expect(slices.map(({ key }) => key)).toEqual([{ generator: 'G1' }, { generator: 'G2' }]);
  });

  it('scores only the runs asked for', async () => {
    await addRun('r1');
    await addRun('r2');
    const { out } = await score('--json', '--run', 'r2');
    expect((JSON.parse(out) as { runs: { run: string }[] }).runs.map(({ run }) => run)).toEqual(['r2']);
  });

  it.each([
    [[], /^memo-progressive: polarity\n/],
    [['--markdown'], /^## memo-progressive: polarity\n/],
    [['--latex'], /\\toprule/],
    [['--csv'], /^run,model,strategy,/],
  ])('prints tables with %j', async (options, expected) => {
    await addRun('r1');
    const { status, out } = await score(...options);
    expect(status).toBe(0);
    expect(out).toMatch(expected);
  });

  it.each([
    ['there is no run', [], /there is no run to score/],
    ['a run is asked for that is not there', ['--run', 'nope'], /There is no run nope/],
    ['a run is named like a path', ['--run', '../x'], /There is no run \.\.\/x/],
    ['a group is unknown', ['--by', 'label,colour'], /--by colour: .*generator, label/],
    ['two formats are asked for', ['--json', '--csv'], /--json and --csv: choose one/],
  ])('refuses in one line when %s', async (_what, options, expected) => {
    const { status, out, notes } = await score(...options);
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(notes).toMatch(expected);
    expect(notes.split('\n')).toHaveLength(1);
  });

  it('names a run that cannot be read, scores the others, and says so in its status', async () => {
    await addRun('r1');
    await mkdir(join(folder, '.emolens', 'runs', 'broken'));
    await writeFile(join(folder, '.emolens', 'runs', 'broken', 'run.json'), '{');
    const { status, out, notes } = await score('--json');
    expect(status).toBe(1);
    expect(notes).toContain('broken');
    expect((JSON.parse(out) as { runs: { run: string }[] }).runs.map(({ run }) => run)).toEqual(['r1']);
  });

  it('says which line of a run is no outcome, and scores the rest', async () => {
    await addRun('r1', '{"torn": tr');
    const { status, out, notes } = await score('--json');
    expect(status).toBe(0);
    expect(notes).toMatch(/run r1: line 5 /);
    expect((JSON.parse(out) as { runs: { stages: { n: number }[] }[] }).runs[0]!.stages[1]!.n).toBe(4);
  });
});
