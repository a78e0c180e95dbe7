import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answerWith, errorReply } from '../../fakes/fakeScripts.ts';
import { encodePng } from '../../../src/platform/node/pictures/png.ts';
import { harmless } from '../../../src/cli/processHost.ts';
import { scratchFolder } from '../evaluation/runKit.ts';
import { cli, ended, evaluateArgs, fakeServer, onlyRun, releaseFolder, spawnCli } from './cliKit.ts';

interface Summary {
  readonly run: string;
  readonly requested: number;
  readonly resumed: number;
  readonly kinds: Record<string, number>;
  readonly stopped?: string;
}

describe('bad use is refused in one line with status 2', () => {
  test.each([
    [[], /no command/],
    [['frob'], /unknown command 'frob'/],
    [['--nope'], /--nope/],
    [['inspect'], /folder/],
    [['inspect', 'a', 'b'], /too many arguments|argument/],
    [['inspect', '.', '--bogus'], /--bogus/],
    [['inspect', '/nonexistent/x'], /\/nonexistent\/x/],
    [['inspect', 'package.json'], /package\.json/],
    [['evaluate'], /folder/],
    [['evaluate', '.', '--limit', '0'], /--limit/],
    [['evaluate', '.', '--limit', '1.5'], /--limit/],
    [['evaluate', '.', '--temperature', '3'], /--temperature/],
    [['evaluate', '.', '--timeout', '0'], /--timeout/],
    [['evaluate', '.', '--max-cost', 'lots'], /--max-cost/],
    [['evaluate', '.', '--options', 'pictures'], /--options/],
    [['evaluate', '.', '--max-failures', '120%'], /--max-failures/],
    [['evaluate', '.', '--max-failures', '0'], /--max-failures/],
    [['evaluate', '.', '--orders', '0'], /--orders/],
    [['evaluate', '.', '--orders', '25'], /--orders/],
    [['evaluate', '.', '--max-tokens-total', '0'], /--max-tokens-total/],
    [['evaluate', '.', '--strategy', ','], /--strategy/],
    [['evaluate', '.', '--apply'], /--apply/],
    [['evaluate', '--probe', '--model', 'a', '--model', 'b'], /--probe/],
    [['evaluate', '--probe', '--model', 'local/expression-baseline'], /--probe/],
    [['score'], /folder/],
    [['score', '.', '--compare', 'x', '--run', 'y'], /--compare x and --run/],
    [['score', '.', '--compare', '--by', 'label'], /--by/],
    [['score', '.', '--compare', '--json', '--csv'], /--json and --csv/],
    [['protocol', 'x', 'y'], /too many arguments|argument/],
    [['read'], /--labels/],
    [['read', '--labels', ','], /--labels/],
    [['evaluate', '.', '--mode', 'x'], /--mode/],
  ])('%j', async (args, says) => {
    const { status, out, notes } = await cli(args);
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(says);
    expect(notes[0]).not.toContain('\n');
  });

  test('help and version are results', async () => {
    expect(await cli(['--version'])).toMatchObject({ status: 0, out: 'source' });
    const { status, out } = await cli(['evaluate', '--help']);
    expect(status).toBe(0);
    for (const option of [
      '--base-url',
      '--protocol',
      '--strategy',
      '--where',
      '--limit',
      '--concurrency',
      '--timeout',
      '--max-side',
      '--temperature',
      '--max-tokens',
      '--seed',
      '--run',
      '--orders',
      '--extractor',
      '--resume',
      '--retry-failed',
      '--reread',
      '--apply',
      '--probe',
      '--max-tokens-total',
      '--max-requests',
      '--max-cost',
      '--max-failures',
      '--dry-run',
      '--json',
    ])
      expect(out).toContain(option);
  });
});

describe('inspect', () => {
  test('--deep finds nothing wrong with whole pictures of any type, and each of them that is cut off', async () => {
    const given = join(import.meta.dirname, '../../fixtures/pictures');
    const root = await scratchFolder();
    const names = (await readdir(given)).filter((name) => !/\.(sh|py)$/.test(name));
    // Of several pictures in one file the first is whole in half of the bytes, and a JPEG that ends early is still a picture.
    const cut = names.filter((name) => !/pages|animated|\.jpg$/.test(name));
    for (const name of names) {
      const bytes = await readFile(join(given, name));
      await mkdir(join(root, 'whole'), { recursive: true });
      await mkdir(join(root, 'cut'), { recursive: true });
      await writeFile(join(root, 'whole', name), bytes);
      if (cut.includes(name)) await writeFile(join(root, 'cut', name), bytes.subarray(0, bytes.length >> 1));
    }
    const { out } = await cli(['inspect', root, '--deep', '--json']);
    const { problems } = JSON.parse(out) as { problems: { kind: string; file: string }[] };
    const corrupt = problems.filter(({ kind }) => kind === 'corrupt-image').map(({ file }) => file);
    expect(corrupt.sort()).toEqual(cut.map((name) => `cut/${name}`).sort());
    expect(problems.filter(({ kind }) => kind === 'wrong-extension' || kind === 'unreadable')).toEqual([]);
  });

  test('counts the labels of each task', async () => {
    const root = await scratchFolder();
    const ask = (id: number, question: string, answer: string) => ({
      id,
      video: '1.mp4',
      conversations: [
        { from: 'human', value: question },
        { from: 'gpt', value: answer },
      ],
    });
    await writeFile(join(root, '1.mp4'), 'a video');
    await writeFile(
      join(root, 'MELD.json'),
      JSON.stringify([ask(1, 'Which emotion?', 'anger'), ask(2, 'Is it sarcastic?', 'no')]),
    );
    const report = JSON.parse((await cli(['inspect', root, '--json'])).out) as Record<string, unknown>;
    expect(report).toMatchObject({
      format: 'emobench-m',
      items: 1,
      labels: { angry: 1 },
      tasks: { emotion: { angry: 1 }, sarcasm: { no: 1 } },
    });
    expect((await cli(['inspect', root])).out).toContain('task sarcasm: no 1');
  });

  test('says what a folder is', async () => {
    const root = await releaseFolder(12);
    const { status, out } = await cli(['inspect', root, '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      format: 'memo-bench',
      items: 12,
      labels: { happy: 2, sad: 2, angry: 2, surprise: 2, worry: 2, neutral: 2 },
      generators: { gen0: 4, gen1: 4, gen2: 4 },
      problems: [],
      problemCounts: {},
      ms: expect.any(Number) as number,
    });
    expect((await cli(['inspect', root])).out).toContain('12 items');
  });

  test('says which parts there are, and what columns were taken for', async () => {
    const root = await scratchFolder();
    for (const name of ['a', 'b', 'c'])
      await writeFile(join(root, `${name}.png`), encodePng({ width: 1, height: 1, data: new Uint8ClampedArray(4) }));
    const rows = ['file,feeling,split', 'a.png,happy,train', 'b.png,sad,test', 'c.png,sad,train'];
    await writeFile(join(root, 'labels.csv'), `${rows.join('\n')}\n`);
    const report = JSON.parse((await cli(['inspect', root, '--json'])).out) as { columns: object[] };
    expect(report).toMatchObject({ splits: { train: 2, test: 1 } });
    expect(report.columns).toContainEqual(
      expect.objectContaining({ file: 'labels.csv', column: 'feeling', role: 'label' }),
    );
    const { out } = await cli(['inspect', root]);
    expect(out).toContain('splits: train 2, test 1');
    expect(out).toMatch(/columns of labels\.csv: .*label = feeling/);
    const scored = await cli(['evaluate', root, '--model', 'local/expression-baseline', '--protocol', 'memo-direct']);
    expect(scored.status, scored.notes.join()).toBe(0);
    const by = await cli(['score', root, '--json', '--by', 'split,media']);
    const keys = (JSON.parse(by.out) as { runs: { slices: { key: object }[] }[] }).runs[0]!.slices.map(
      ({ key }) => key,
    );
    expect(keys).toEqual([
      { split: 'train', media: 'image' },
      { split: 'test', media: 'image' },
    ]);
  });

  test('names a file once, and problems with their places, and goes on', async () => {
    const root = await releaseFolder(12);
    await rm(join(root, 'dataset', 'gen1_sad_1.png'));
    const { status, out } = await cli(['inspect', root, '--json']);
    expect(status).toBe(0);
    const report = JSON.parse(out) as {
      problems: { kind: string; line?: number }[];
      problemCounts: Record<string, number>;
    };
    expect(report.problemCounts).toEqual({ 'missing-image': 1 });
    await writeFile(
      join(root, 'dataset', 'gen9_sad_99.png'),
      await readFile(join(root, 'dataset', 'gen0_happy_0.png')),
    );
    expect((await cli(['inspect', root])).out).not.toMatch(/(dataset\/gen9\S*): \1/);
    expect(report.problems[0]).toMatchObject({
      kind: 'missing-image',
      file: 'annotation_emo.csv',
      line: 3,
      message: expect.any(String) as string,
    });
  });

  test('an empty folder opens empty and says so; one that is not there is bad input', async () => {
    const root = await scratchFolder();
    const { status, out, notes } = await cli(['inspect', root, '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ items: 0, problemCounts: { 'nothing-found': 1 } });
    expect(notes).toEqual([]);
    expect((await cli(['inspect', join(root, 'gone'), '--json'])).status).toBe(2);
  });
});

describe('evaluate', () => {
  test('runs a protocol and prints one document; all else is on standard error', async () => {
    const root = await releaseFolder(6);
    const server = await fakeServer();
    const args = evaluateArgs(root, server);
    const { status, out, notes } = await cli(args, {
      env: { OPENAI_API_KEY: 'other', EMOLENS_API_KEY: 'mine', HOME: '/nonexistent' },
    });
    expect(status).toBe(0);
    const summary = JSON.parse(out) as Summary;
    expect(summary).toMatchObject({
      requested: 6,
      resumed: 0,
      kinds: { answered: 6 },
      failures: {},
      usage: { input: 600, output: 30 },
    });
    expect(notes.join('\n')).toContain(summary.run);
    expect(server.requests[0]?.headers['authorization']).toBe('Bearer mine');
    expect((await onlyRun(root)).outcomes).toHaveLength(6);
  });

  test('failures give 1, stops give 3 with the way to resume, and resuming ends with 0', async () => {
    const root = await releaseFolder(6);
    const server = await fakeServer((request, n) =>
      n === 2 ? errorReply(400, 'no') : answerWith('happy')(request, n),
    );
    const args = evaluateArgs(root, server);
    const stopped = await cli([...args, '--max-requests', '4', '--concurrency', '1']);
    expect(stopped.status).toBe(3);
    const { run, ...rest } = JSON.parse(stopped.out) as Summary;
    expect(rest).toMatchObject({ stopped: 'maxRequests', requested: 4 });
    expect(stopped.notes.join('\n')).toContain(`--resume ${run}`);
    const resumed = await cli([...args, '--resume']);
    expect(resumed.status).toBe(1);
    expect(JSON.parse(resumed.out)).toMatchObject({ run, requested: 2, resumed: 4, failures: { badRequest: 1 } });
    const mended = await cli(['evaluate', root, '--retry-failed', '--json']);
    expect(mended.status).toBe(0);
    expect(JSON.parse(mended.out)).toMatchObject({ run, requested: 1, resumed: 5, kinds: { answered: 6 } });
  });

  test('a run is resumed from its own record, by id, by the folder after the option, and at another address', async () => {
    const root = await releaseFolder(6);
    const first = await fakeServer();
    const progressive = ['--protocol', 'memo-progressive', '--run', 'mine'];
    const begin = evaluateArgs(
      root,
      first,
      ...progressive,
      '--limit',
      '4',
      '--temperature',
      '0',
      '--max-requests',
      '5',
    );
    expect((await cli(begin)).status).toBe(3);
    expect((await cli(['evaluate', root, '--resume', 'mine', '--temperature', '1'])).notes.join()).toMatch(
      /--temperature 1.*made with 0/,
    );
    expect((await cli(['evaluate', root, '--resume', 'nope'])).status).toBe(2);
    const bySwap = await cli(['evaluate', '--max-requests', '2', '--json', '--resume', root]);
    expect(JSON.parse(bySwap.out)).toMatchObject({ run: 'mine', requested: 2, resumed: 5 });
    await first.close();
    const second = await fakeServer();
    const moved = await cli(['evaluate', root, '--resume', 'mine', '--base-url', second.baseUrl, '--json']);
    expect(JSON.parse(moved.out)).toMatchObject({ run: 'mine', requested: 5, resumed: 7 });
    expect(second.requests.every(({ body }) => body?.['temperature'] === 0)).toBe(true);
    expect((await onlyRun(root)).outcomes).toHaveLength(12);
    const again = await cli(evaluateArgs(root, second, ...progressive));
    expect(again.status).toBe(2);
    expect(again.notes.join()).toContain('mine');
  });

  test('a run whose labels have changed since says so when it goes on and when it is scored, and is not refused', async () => {
    const root = await releaseFolder(6);
    const server = await fakeServer();
    const args = evaluateArgs(root, server, '--run', 'a');
    expect((await cli([...args, '--max-requests', '2'])).status).toBe(3);
    const unchanged = await cli([...args, '--resume', 'a', '--max-requests', '1']);
    expect(unchanged.notes.join('\n')).not.toContain('labels');
    const table = join(root, 'annotation_emo.csv');
    await writeFile(table, (await readFile(table, 'utf8')).replace(/,(?:sad|worry)$/gm, ',contempt'));
    const resumed = await cli([...args, '--resume', 'a']);
    expect(resumed.status).toBe(0);
    expect(resumed.notes.join('\n')).toMatch(/Run a goes on .*Never offered .*: contempt \(2\)\./);
    expect(server.requests.at(-1)!.lastText).not.toContain('contempt');
    const scored = await cli(['score', root, '--run', 'a']);
    expect(scored.out).toMatch(/Run a: the benchmark's labels have changed .*: contempt \(2\)\./);
    const { runs } = JSON.parse((await cli(['score', root, '--run', 'a', '--json'])).out) as { runs: object[] };
    expect(runs[0]).toMatchObject({ labelsSince: { neverOffered: [{ label: 'contempt', items: 2 }] } });
    expect((await cli(['score', root, '--run', 'a', '--csv'])).notes.join()).toContain('contempt (2)');
  });

  test('what inspect calls broken is what has:problem finds, what a dry run counts, and what is not sent', async () => {
    const root = await releaseFolder(6);
    const at = (n: number, label: string): string => join(root, 'dataset', `gen${n % 3}_${label}_${n}.png`);
    const png = await readFile(at(2, 'angry'));
    await writeFile(at(0, 'happy'), '');
    await writeFile(at(1, 'sad'), png.subarray(0, -4));
    await writeFile(
      at(3, 'surprise'),
      png.map((byte, place) => (place === 45 ? byte ^ 1 : byte)),
    );
    await writeFile(at(5, 'neutral'), await readFile(at(4, 'worry')));
    const inspected = JSON.parse((await cli(['inspect', root, '--json'])).out) as { problemCounts: object };
    expect(inspected.problemCounts).toEqual({ 'empty-image': 1, 'corrupt-image': 2, 'duplicate-image': 1 });
    const server = await fakeServer();
    const args = evaluateArgs(root, server);
    expect(JSON.parse((await cli([...args, '--dry-run'])).out)).toMatchObject({ items: 6, unreadable: 3 });
    const whole = ['--where', 'not has:problem'];
    expect(JSON.parse((await cli([...args, '--dry-run', ...whole])).out)).toMatchObject({ items: 2, unreadable: 0 });
    const out = join(await scratchFolder(), 'out');
    const exported = await cli(['export', root, out, '--to', 'llava', '--json', ...whole]);
    expect(JSON.parse(exported.out)).toMatchObject({ items: 2, unreadable: [] });
    const all = await cli(args);
    expect(JSON.parse(all.out)).toMatchObject({ failures: { emptyImage: 1, corruptImage: 2 }, kinds: { answered: 3 } });
    expect(server.requests).toHaveLength(3);
    const asked = await cli([...args, ...whole]);
    expect(JSON.parse(asked.out)).toMatchObject({ requested: 2, failures: {} });
  });

  test('what to know before anything is paid for is told by the dry run, before the run, and by inspect', async () => {
    const root = await releaseFolder(6);
    const server = await fakeServer(answerWith('yes'));
    const asked = evaluateArgs(root, server, '--protocol', 'sarcasm');
    const compared = /Nothing in the benchmark can be compared with the answers/;
    expect((await cli(asked.filter((one) => one !== '--json').concat('--dry-run'))).out).toMatch(compared);
    expect(JSON.parse((await cli([...asked, '--dry-run'])).out)).toMatchObject({ cautions: { isScored: false } });
    const run = await cli(asked);
    expect(run.status).toBe(0);
    expect(run.notes[0]).toMatch(compared);
    const two = await cli([...asked, '--strategy', 'plain', '--strategy', 'reasoned']);
    expect(two.notes.filter((note) => compared.test(note))).toHaveLength(1);
    const table = join(root, 'annotation_emo.csv');
    const numbered = (await readFile(table, 'utf8')).replace(/,[a-z]+$/gm, (_all, at: number) => `,${at % 2}`);
    await writeFile(table, numbered);
    for (const name of await readdir(join(root, 'dataset')))
      await rename(join(root, 'dataset', name), join(root, 'dataset', name.replace(/_[a-z]+_/, '_x_')));
    await writeFile(table, numbered.replace(/_[a-z]+_/g, '_x_'));
    expect((await cli(['inspect', root])).out).toMatch(/labels: 0 .*\nThe labels are numbers/);
    expect((await cli(evaluateArgs(root, server, '--limit', '1'))).notes[0]).toMatch(/asked for 0, 1 as they are/);
    const foldings = { '0': 'happy', '1': 'sad' };
    await mkdir(join(root, '.emolens'), { recursive: true });
    await writeFile(join(root, '.emolens', 'benchmark.json'), JSON.stringify({ foldings }));
    expect((await cli(['inspect', root])).out).not.toContain('are numbers');
    expect((await cli(evaluateArgs(root, server, '--limit', '1'))).notes[0]).not.toContain('are numbers');
  });

  test('a run with a limit stays with its first items when one of them goes away', async () => {
    const root = await releaseFolder(6);
    const server = await fakeServer();
    const args = evaluateArgs(root, server);
    await cli([...args, '--limit', '3']);
    await rm(join(root, 'dataset', 'gen0_happy_0.png'));
    expect(JSON.parse((await cli([...args, '--resume'])).out)).toMatchObject({ requested: 0, resumed: 3 });
    expect(server.requests).toHaveLength(3);
  });

  test('with nothing to resume it begins when a model is named, and refuses otherwise', async () => {
    const root = await releaseFolder(2);
    const server = await fakeServer();
    expect((await cli(['evaluate', root, '--resume'])).status).toBe(2);
    const begun = await cli(evaluateArgs(root, server, '--resume'));
    expect(begun.status).toBe(0);
    expect(JSON.parse(begun.out)).toMatchObject({ requested: 2 });
  });

  test('a bad key stops it with 3 and one clear line', async () => {
    const root = await releaseFolder(6);
    const server = await fakeServer(() => errorReply(401, 'Incorrect API key provided'));
    const { status, out, notes } = await cli(evaluateArgs(root, server));
    expect(status).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ stopped: 'unauthorized', requested: 0, kinds: {} });
    expect(notes.join('\n')).toContain('does not accept the key');
  });

  test('a dry run asks nothing and writes nothing', async () => {
    const root = await releaseFolder(6);
    const server = await fakeServer();
    const args = ['evaluate', root, '--model', 'm', '--base-url', server.baseUrl, '--dry-run'];
    const { status, out } = await cli([...args, '--json']);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ dryRun: true, items: 6, requests: 18 });
    expect((await cli(args)).out).toContain('18');
    expect(server.requests).toHaveLength(0);
    await expect(readFile(join(root, '.emolens', 'runs'))).rejects.toThrow('ENOENT');
  });

  test('names of models come from the connections file, with their own key, price and limits', async () => {
    const root = await releaseFolder(2);
    const server = await fakeServer();
    const file = join(await scratchFolder(), 'connections.json');
    const price = { inputPerMillionUsd: 10, outputPerMillionUsd: 0 };
    const connection = { name: 'lab', baseUrl: server.baseUrl, model: 'fake-vision', keyEnv: 'LAB_KEY', price };
    await writeFile(file, JSON.stringify({ version: 1, connections: [connection] }));
    const env = { EMOLENS_CONNECTIONS: file, LAB_KEY: 'lab-key', OPENAI_API_KEY: 'other' };
    const { out } = await cli(['evaluate', root, '--model', 'lab', '--protocol', 'memo-direct', '--json'], { env });
    expect((JSON.parse(out) as { costUsd: number }).costUsd).toBeCloseTo(0.002, 10);
    expect(server.requests[0]?.headers['authorization']).toBe('Bearer lab-key');
    expect(server.requests[0]?.body?.['model']).toBe('fake-vision');
    expect((await cli(['evaluate', root, '--model', 'other'], { env })).notes[0]).toContain(file);
    await writeFile(file, JSON.stringify([{ ...connection, headers: { Authorization: 'x' } }]));
    const refused = await cli(['evaluate', root, '--model', 'lab'], { env });
    expect(refused).toMatchObject({ status: 2 });
    expect(refused.notes[0]).toContain('0.headers');
  });

  test('what is not there is named', async () => {
    const root = await releaseFolder(2);
    const model = ['--model', 'm', '--base-url', 'http://127.0.0.1:9/v1'];
    expect((await cli(['evaluate', root, ...model, '--protocol', 'x'])).notes[0]).toContain('memo-progressive');
    expect((await cli(['evaluate', root, ...model, '--strategy', 'x'])).notes[0]).toContain('reasoned');
    expect((await cli(['evaluate', root, ...model, '--max-cost', '1'])).notes[0]).toContain('price');
    expect((await cli(['evaluate', root, '--model', 'm', '--base-url', 'ftp://x'])).notes[0]).toContain('--base-url');
    expect((await cli(['evaluate', root, '--model', 'm', '--base-url', 'http://u:p@x/'])).status).toBe(2);
    const empty = await scratchFolder();
    expect(await cli(['evaluate', empty, ...model])).toMatchObject({ status: 2 });
    await mkdir(join(empty, 'x'));
    expect((await cli(['evaluate', root, ...model, '--dry-run', '--run', '../x'])).notes[0]).toContain('../x');
    await rm(join(root, 'dataset'), { recursive: true });
    const bare = await cli(['evaluate', root, ...model]);
    expect(bare.status).toBe(2);
    expect(bare.notes).toHaveLength(1);
    expect(bare.notes[0]).not.toContain('--where');
  });
});

test('what could steer a terminal is shown instead of sent; lines and tabs stay', () => {
  expect(harmless('a\u001b[2Jb\rc\u009bd\te\nf \u62c5')).toBe('a\\u001b[2Jb\\u000dc\\u009bd\te\nf \u62c5');
  const value = { label: 'a\u007f\u0085\u009b' };
  expect(JSON.parse(harmless(JSON.stringify(value)))).toEqual(value);
});

test('as a process: reading ends when nobody reads the results any more', { timeout: 20_000 }, async () => {
  const child = spawnCli(['read', '--labels', 'happy,sad'], {}, 'pipe');
  const going = ended(child);
  child.stdin?.on('error', () => undefined);
  child.stdin?.write('"happy"\n');
  await once(child.stdout!, 'data');
  child.stdout?.destroy();
  child.stdin?.write('"sad"\n');
  expect((await going).status).toBe(130);
});

test(
  'as a process: an interrupt stops it within a second or two, with 130 and the way to resume',
  { timeout: 60_000 },
  async () => {
    const root = await releaseFolder(30);
    const server = await fakeServer(answerWith('happy', 200));
    const child = spawnCli(evaluateArgs(root, server, '--concurrency', '24'));
    const going = ended(child);
    await server.arrived(3);
    child.kill('SIGINT');
    const { status, out, notes } = await going;
    expect(status).toBe(130);
    const summary = JSON.parse(out) as Summary;
    expect(summary.stopped).toBe('cancelled');
    expect(notes.filter((note) => note.includes('Warning'))).toEqual([]);
    expect(notes.at(-1)).toContain(`--resume ${summary.run}`);
  },
);
