import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { programName } from '../../../src/cli/processHost.ts';
import { answerWith, errorReply } from '../../fakes/fakeScripts.ts';
import { cli, evaluateArgs, fakeServer, releaseFolder, withConnections } from './cliKit.ts';

interface Summary {
  readonly run: string;
  readonly costUsd: number;
  readonly second?: object;
}

describe('what failed', () => {
  test('is named with the words of the server, a few of each kind, and how to ask again', async () => {
    const root = await releaseFolder(6);
    const server = await fakeServer((request, n) =>
      n < 5 ? errorReply(400, 'image could not be processed') : answerWith('happy')(request, n),
    );
    const args = evaluateArgs(root, server, '--concurrency', '1', '--run', 'r');
    const { status, notes } = await cli(args, { program: 'node dist/cli.js' });
    expect(status).toBe(1);
    expect(notes.slice(-6)).toEqual([
      '5 failed: The server refused this request. Its own words say why.',
      ...Array<unknown>(3).fill(
        expect.stringMatching(/^ {2}dataset\/gen.*\.png \(emotion\): .*image could not be processed/),
      ),
      '  and 2 more',
      `ask again what failed with: node dist/cli.js evaluate ${root} --resume r --retry-failed`,
    ]);
    const mended = await cli(['evaluate', root, '--retry-failed', '--json']);
    expect([mended.status, mended.notes.join()]).toEqual([0, expect.not.stringContaining('failed')]);
  });

  test('in a comparison, too', async () => {
    const root = await releaseFolder(2);
    const server = await fakeServer(() => errorReply(400, 'no such luck'));
    const { notes } = await cli(evaluateArgs(root, server, '--strategy', 'plain,reasoned', '--run', 'cmp'));
    expect(notes.join('\n')).toMatch(/4 failed: .*\n.*no such luck/);
    expect(notes.at(-1)).toContain('--resume cmp --retry-failed');
  });
});

test('a comparison tells what all its runs cost, and what never began is in no score', async () => {
  const root = await releaseFolder(3);
  const server = await fakeServer();
  const price = { inputPerMillionUsd: 10, outputPerMillionUsd: 0 };
  const host = await withConnections({ name: 'm', baseUrl: server.baseUrl, model: 'm', price });
  const args = ['evaluate', root, '--model', 'm', '--protocol', 'memo-direct', '--strategy', 'plain,reasoned'];
  const stopped = await cli([...args, '--run', 'cmp', '--max-requests', '4', '--concurrency', '1', '--json'], host);
  expect(JSON.parse(stopped.out)).toMatchObject({ costUsd: 0.004 });
  expect(stopped.notes.join('\n')).toContain('comparison cmp: 0.0040 USD so far, all runs together');
  const subset = await cli(['evaluate', root, '--resume', 'cmp', '--strategy', 'plain'], host);
  expect([subset.status, subset.notes.join()]).toEqual([2, expect.stringContaining('was made with plain, reasoned;')]);
  expect((await cli(['evaluate', root, '--resume'], host)).out).toContain('\ncostUsd 0.006\n');
  server.setScript(() => errorReply(401, 'no'));
  await cli([...args.slice(0, -2), '--run', 'never'], host);
  const { out, notes, status } = await cli(['score', root]);
  expect([status, notes]).toEqual([0, ['left out, because nothing was answered: never']]);
  expect(out).not.toContain('never');
  expect((await cli(['score', root, '--run', 'never'])).status).toBe(0);
});

test('a key that is not taken names what a shell can set', async () => {
  const server = await fakeServer(() => errorReply(401, 'Incorrect API key provided'));
  const { notes } = await cli(evaluateArgs(await releaseFolder(2), server));
  expect(notes.join('\n')).toContain('EMOLENS_API_KEY');
  expect(notes.join('\n')).not.toContain('Set the key of the connection');
});

describe('the second model', () => {
  const price = { inputPerMillionUsd: 10, outputPerMillionUsd: 0 };

  test('says what it was given and read, and that its price is not known', async () => {
    const server = await fakeServer((request) => ({
      text: request.body?.['model'] === 'reader' ? 'happy' : 'Zwei mal drei macht vier.',
    }));
    const host = await withConnections(
      { name: 'asked', baseUrl: server.baseUrl, model: 'big', price },
      { name: 'second', baseUrl: server.baseUrl, model: 'reader' },
    );
    const args = ['evaluate', await releaseFolder(3), '--model', 'asked', '--protocol', 'memo-direct', '--json'];
    const { out, notes } = await cli([...args, '--extractor', 'second'], host);
    expect(JSON.parse(out)).toMatchObject({ second: { given: 3, read: 3, unpriced: 3 }, costUsd: 0.003 });
    expect(notes.join('\n')).toMatch(
      /given 3 replies .* read 3 .*no price: its tokens are counted, and are not in the cost/,
    );
    const capped = await cli([...args, '--extractor', 'second', '--max-cost', '1'], host);
    expect(capped.notes.join()).toContain('Give the connection of second one');
    const again = await cli(['evaluate', args[1]!, '--resume', '--json'], host);
    expect((JSON.parse(again.out) as Summary).second).toEqual({ given: 3, read: 3, unpriced: 3 });
  });

  test('costs are rounded, and a dry run says when they are above the cap', async () => {
    const server = await fakeServer();
    const dear = { ...price, inputPerMillionUsd: 0.3, outputPerMillionUsd: 0.1 };
    const host = await withConnections({ name: 'm', baseUrl: server.baseUrl, model: 'm', price: dear });
    const args = ['evaluate', await releaseFolder(7), '--model', 'm', '--protocol', 'memo-direct', '--json'];
    const dry = await cli([...args, '--dry-run', '--max-cost', '0.000001'], host);
    expect(dry.notes.join()).toMatch(/--max-cost 0.000001: the estimate of .* is above it/);
    expect((await cli([...args, '--dry-run', '--max-cost', '100'], host)).notes).toEqual([]);
    for (const { out } of [dry, await cli(args, host)])
      expect(String((JSON.parse(out) as Summary).costUsd)).toMatch(/^0\.\d{1,9}$/);
  });
});

describe('what is gone on with', () => {
  test('is no run that never began while another has outcomes, and nothing new where others are there', async () => {
    const root = await releaseFolder(3);
    const server = await fakeServer();
    const model = (id: string): string[] => ['evaluate', root, '--base-url', server.baseUrl, '--model', id, '--json'];
    await cli([...model('m'), '--protocol', 'memo-direct', '--run', 'a', '--max-requests', '1', '--concurrency', '1']);
    server.setScript(() => errorReply(401, 'no'));
    await cli([...model('m'), '--run', 'b']);
    server.setScript(answerWith('happy'));
    const asked = server.requests.length;
    for (const more of [['--resume'], ['--retry-failed', '--resume']]) {
      const other = await cli([...model('other'), ...more]);
      expect([other.status, other.out, other.notes]).toEqual([2, '', [expect.stringMatching(/nothing is asked/)]]);
    }
    expect(server.requests).toHaveLength(asked);
    const resumed = await cli(['evaluate', root, '--resume', '--json']);
    expect((JSON.parse(resumed.out) as Summary).run).toBe('a');
    expect((JSON.parse((await cli(['evaluate', root, '--retry-failed', '--json'])).out) as Summary).run).toBe('a');
    const empty = await cli([...model('m').with(1, await releaseFolder(2)), '--retry-failed']);
    expect([empty.status, empty.notes]).toEqual([2, [expect.stringContaining('nothing is asked')]]);
  });
});

test('the command to go on with is the one that was started', () => {
  expect(programName('/home/me/emo lens/dist/cli.js', '/home/me/emo lens', {})).toBe('node dist/cli.js');
  expect(programName('/opt/emo lens/cli.js', '/home/me', {})).toBe("node '/opt/emo lens/cli.js'");
  expect(programName(join('/usr/local/bin', 'emolens'), '/home/me', {})).toBe('emolens');
  expect(programName('/x/node_modules/.bin/emolens', '/x', { npm_command: 'exec' })).toBe('npx emolens');
});

test('option faults say all that is allowed, and nothing is left empty', async () => {
  expect((await cli(['evaluate', '.', '--max-failures', 'five'])).notes[0]).toContain('or a share such as 5%');
  const root = await releaseFolder(2);
  const server = await fakeServer();
  await cli(evaluateArgs(root, server, '--run', 'mc'));
  const { status, notes } = await cli(['evaluate', root, '--resume', 'mc', '--where', 'label:happy']);
  expect(
    (await cli(evaluateArgs(root, server, '--limit', '1', '--dry-run').filter((arg) => arg !== '--json'))).out,
  ).toMatch(/^1 portrait, 1 request, /);
  expect([status, notes.join()]).toEqual([2, expect.stringContaining('run mc was made with none; begin a new run')]);
});

test('files that were left out are told by inspect', async () => {
  const root = await releaseFolder(8);
  const names = await readdir(join(root, 'dataset'));
  for (const name of names) await writeFile(join(root, 'dataset', name.replace('.png', '.json')), '{"scene": "beach"}');
  const rows = names.map((name) => `dataset/${name},happy\n`);
  for (const table of ['annotation_emo.csv', 'annotation_quality.csv']) await rm(join(root, table));
  await writeFile(join(root, 'labels.csv'), `image,emotion\n${rows.join('')}`);
  const left = '8 files that say more of one picture each (dataset/*.json) were not read';
  expect((await cli(['inspect', root])).out).toContain(left);
  const { notes } = JSON.parse((await cli(['inspect', root, '--json'])).out) as { notes: string[] };
  expect(notes).toEqual([expect.stringContaining(left)]);
});
