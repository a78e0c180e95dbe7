import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../../src/core/evaluation/runRecord.ts';
import type { Comparison } from '../../../src/core/scoring/compareRuns.ts';
import { errorReply } from '../../fakes/fakeScripts.ts';
import type { FakeScript } from '../../fakes/openAiServer.ts';
import { linesOnDisk, places } from '../evaluation/runKit.ts';
import { cli, ended, evaluateArgs, fakeServer, releaseFolder, spawnCli, truths } from './cliKit.ts';

interface Document {
  readonly comparison: string;
  readonly runs: readonly {
    readonly run: string;
    readonly strategy: string;
    readonly model: string;
    readonly begun: boolean;
    readonly requested: number;
    readonly resumed: number;
    readonly kinds: Record<string, number>;
    readonly costUsd: number | null;
    readonly stopped?: string;
  }[];
  readonly table: Comparison | null;
}

const twoByTwo = ['--model', 'a', '--model', 'b', '--strategy', 'plain,reasoned', '--run', 'cmp'];

/** Reasoned is always right, plain says happy to everything. */
async function reasonedIsRight(root: string, delayMs = 0): Promise<FakeScript> {
  const known = await truths(root);
  return (request) => {
    const truth = known.get(request.images[0]!.sha256)!;
    return { text: request.lastText.includes('ANSWER:') ? `Let me see.\nANSWER: ${truth}` : 'happy', delayMs };
  };
}

async function recordOf(root: string, run: string): Promise<RunRecord> {
  return JSON.parse(await readFile(join(root, '.emolens', 'runs', run, 'run.json'), 'utf8')) as RunRecord;
}

describe('several strategies or models are a comparison', () => {
  test('each pair is an ordinary run, and one document has them all with the table', async () => {
    const root = await releaseFolder(12);
    const server = await fakeServer(await reasonedIsRight(root));
    const { status, out } = await cli(evaluateArgs(root, server, ...twoByTwo));
    expect(status).toBe(0);
    const { comparison, runs, table } = JSON.parse(out) as Document;
    expect(comparison).toBe('cmp');
    expect(
      runs.map(({ run, model, strategy, requested, costUsd }) => [run, model, strategy, requested, costUsd]),
    ).toEqual([
      ['cmp-1', 'a', 'plain', 12, null],
      ['cmp-2', 'a', 'reasoned', 12, null],
      ['cmp-3', 'b', 'plain', 12, null],
      ['cmp-4', 'b', 'reasoned', 12, null],
    ]);
    expect(server.requests.map(({ body }) => body?.['model'])).toEqual([
      ...Array<string>(24).fill('a'),
      ...Array<string>(24).fill('b'),
    ]);
    expect(await recordOf(root, 'cmp-3')).toMatchObject({ comparison: 'cmp', model: 'b', strategy: 'plain' });
    const [emotion] = table!.stages;
    expect(emotion!.cells.map(({ accuracyStrict }) => accuracyStrict)).toEqual([2 / 12, 2 / 12, 1, 1]);
    expect(emotion!.cells[2]!.against).toMatchObject({ test: { kind: 'mcnemar', firstOnly: 10, secondOnly: 0 } });
    expect(emotion!.overModels[0]).toMatchObject({ strategy: 'reasoned', models: ['a', 'b'], n: 12 });
  });

  test('people get a line for each run, and the tables', async () => {
    const root = await releaseFolder(6);
    const server = await fakeServer(await reasonedIsRight(root));
    const args = evaluateArgs(root, server, '--strategy', 'plain', '--strategy', 'reasoned', '--run', 'cmp');
    const { out } = await cli(args.filter((arg) => arg !== '--json'));
    expect(out).toMatch(/^comparison cmp\nrun cmp-1, plain, m, requested 6, .*\nrun cmp-2, reasoned, m, requested 6, /);
    expect(out).toMatch(/Difference to plain/);
    const again = await cli(['score', root, '--compare', '--json']);
    expect((JSON.parse(again.out) as Document).comparison).toBe('cmp');
    for (const [format, expected] of [
      ['--markdown', /^## memo-direct: emotion, strategies by models\n/],
      ['--latex', /\\toprule/],
      ['--csv', /^protocol,stage,scope,strategy,/],
    ] as const) {
      expect((await cli(['score', root, '--compare', 'cmp', format])).out).toMatch(expected);
    }
    expect((await cli(['score', '--compare', root])).out).toContain('Difference to plain');
    expect((await cli(['score', root, '--compare', '--run', 'cmp-1', '--run', 'cmp-2'])).out).toContain('Difference');
  });

  test('refuses before anything is on disk, in one line', async () => {
    const root = await releaseFolder(2);
    const server = await fakeServer();
    const refused = async (...more: string[]): Promise<string> => {
      const { status, out, notes } = await cli(evaluateArgs(root, server, ...more));
      expect([status, out, notes.length]).toEqual([2, '', 1]);
      await expect(readdir(join(root, '.emolens', 'runs'))).rejects.toThrow('ENOENT');
      return notes[0]!;
    };
    expect(await refused('--strategy', 'plain,nope')).toMatch(/--strategy nope: .*only plain, reasoned/);
    expect(await refused(...twoByTwo, '--max-cost', '1')).toContain('price');
    expect(await refused(...twoByTwo.slice(0, -1), '../x')).toContain('../x');
    expect(await refused('--orders', '2', '--order', 'fixed')).toMatch(/--orders 2: .*--order fixed/);
    expect((await cli(['score', root, '--compare'])).notes[0]).toContain('there is no comparison');
    const { status, out, notes } = await cli(['score', root, '--compare', '--run', 'gone']);
    expect([status, out, notes]).toEqual([2, '', [expect.stringMatching(/: .*gone/)]]);
    expect(server.requests).toHaveLength(0);
  });

  test('a name that is taken is refused', async () => {
    const root = await releaseFolder(2);
    const server = await fakeServer();
    await cli(evaluateArgs(root, server, '--run', 'cmp-3'));
    const { status, notes } = await cli(evaluateArgs(root, server, ...twoByTwo));
    expect([status, notes.join()]).toEqual([2, expect.stringContaining('cmp-3')]);
    expect(await readdir(join(root, '.emolens', 'runs'))).toEqual(['cmp-3']);
  });

  test('a dry run says what each takes and all together', async () => {
    const root = await releaseFolder(6);
    const server = await fakeServer();
    const args = evaluateArgs(root, server, ...twoByTwo, '--model', 'local/expression-baseline', '--dry-run');
    const { status, out, notes } = await cli(args);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      dryRun: true,
      items: 6,
      requests: 30,
      runs: [1, 2, 3, 4, 5].map(() => ({ requests: 6 })),
    });
    expect(notes.join()).toContain('local/expression-baseline reads no question');
    expect(server.requests).toHaveLength(0);
  });
});

describe('a comparison that ended early', () => {
  test('by a budget, which is over all runs: the others can be resumed without naming anything', async () => {
    const root = await releaseFolder(6);
    const server = await fakeServer(await reasonedIsRight(root));
    const args = evaluateArgs(root, server, ...twoByTwo, '--concurrency', '1');
    const stopped = await cli([...args, '--max-requests', '9']);
    expect(stopped.status).toBe(3);
    expect(stopped.notes.at(-1)).toContain('--resume cmp');
    const first = JSON.parse(stopped.out) as Document;
    expect(first.runs.map(({ requested, begun, stopped: why }) => [requested, begun, why])).toEqual([
      [6, true, undefined],
      [3, true, 'maxRequests'],
      [0, false, undefined],
      [0, false, undefined],
    ]);
    // Two runs have outcomes, and stand in the table over the three portraits that both have.
    expect(first.table!.stages[0]).toMatchObject({ n: 3, empty: ['cmp-3', 'cmp-4'], leftOut: { pending: 3 } });
    const resumed = await cli(['evaluate', root, '--resume', '--json']);
    expect(resumed.status).toBe(0);
    const second = JSON.parse(resumed.out) as Document;
    expect(second.runs.map(({ requested, resumed: kept }) => [requested, kept])).toEqual([
      [0, 6],
      [3, 3],
      [6, 0],
      [6, 0],
    ]);
    expect(server.requests).toHaveLength(24);
    expect(second.table!.stages[0]).toMatchObject({ n: 6, empty: [] });
    // What was done is not even looked at.
    expect(resumed.notes.join()).toContain('run cmp-2 (2 of 4)');
  });

  test('by a budget of tokens, which counts what all runs have taken in all sittings', async () => {
    const root = await releaseFolder(6);
    const server = await fakeServer(await reasonedIsRight(root));
    const args = evaluateArgs(root, server, ...twoByTwo, '--concurrency', '1');
    // Each answer takes 105 tokens.
    const stopped = await cli([...args, '--max-tokens-total', '950']);
    expect(stopped.status).toBe(3);
    expect(server.requests).toHaveLength(9);
    expect(stopped.notes.at(-1)).toMatch(/under a higher cap.* --resume cmp --max-tokens-total N$/);
    const raised = ['evaluate', root, '--resume', '--json', '--max-tokens-total', '1400'];
    expect((await cli(raised)).status).toBe(3);
    expect(server.requests).toHaveLength(13);
    const used = await cli(raised);
    expect(used.status).toBe(3);
    expect(server.requests).toHaveLength(13);
    expect(used.notes.join('\n')).toMatch(/Stopped: the number of tokens allowed is used up\.[^]*under a higher cap/);
    expect(JSON.parse(used.out)).toMatchObject({ stopped: 'maxTokens' });
    // Six questions a run: the third ends with what is allowed, and the fourth has nothing to begin with.
    const exact = await cli([...raised.slice(0, -1), String(18 * 105)]);
    expect(exact.status).toBe(3);
    expect(exact.notes.filter((note) => note.includes('Stopped: the number of tokens'))).toHaveLength(1);
  });

  test('by a key that one server does not take: the other model is asked all the same', async () => {
    const root = await releaseFolder(6);
    const right = await reasonedIsRight(root);
    const server = await fakeServer((request, n) =>
      request.body?.['model'] === 'a' ? errorReply(401, 'Incorrect API key provided') : right(request, n),
    );
    const { status, out } = await cli(evaluateArgs(root, server, ...twoByTwo));
    expect(status).toBe(3);
    const { runs } = JSON.parse(out) as Document;
    expect(runs.map(({ stopped, kinds }) => stopped ?? kinds['answered'] ?? 'not begun')).toEqual([
      'unauthorized',
      'not begun',
      6,
      6,
    ]);
  });

  test('by too great a share of failures, which concerns all runs and not one server', async () => {
    const root = await releaseFolder(24);
    const server = await fakeServer(() => errorReply(400, 'no'));
    const { status, out } = await cli(evaluateArgs(root, server, ...twoByTwo, '--max-failures', '10%'));
    expect(status).toBe(3);
    expect((JSON.parse(out) as Document).runs.map(({ stopped, begun }) => stopped ?? begun)).toEqual([
      'maxFailures',
      false,
      false,
      false,
    ]);
  });

  test('by failures is done with 1, and what failed is asked again in all runs', async () => {
    const root = await releaseFolder(6);
    const right = await reasonedIsRight(root);
    const server = await fakeServer((request, n) => (n % 10 === 3 ? errorReply(400, 'no') : right(request, n)));
    const { status } = await cli(evaluateArgs(root, server, ...twoByTwo));
    expect(status).toBe(1);
    server.setScript(right);
    const mended = await cli(['evaluate', root, '--retry-failed', '--resume', 'cmp', '--json']);
    expect(mended.status).toBe(0);
    expect((JSON.parse(mended.out) as Document).runs.map(({ kinds }) => kinds)).toEqual(Array(4).fill({ answered: 6 }));
  });

  test(
    'by a kill in the middle: resumed by its name, nothing is lost and nothing asked twice but what was in flight',
    { timeout: 60_000 },
    async () => {
      const root = await releaseFolder(12);
      const server = await fakeServer(await reasonedIsRight(root, 20));
      const args = evaluateArgs(root, server, ...twoByTwo, '--concurrency', '4');
      const child = spawnCli(args);
      const gone = ended(child);
      await server.arrived(17);
      child.kill('SIGKILL');
      await gone;
      const { status, out } = await ended(
        spawnCli(['evaluate', root, '--resume', 'cmp', '--json', '--concurrency', '4']),
      );
      expect(status).toBe(0);
      expect((JSON.parse(out) as Document).runs.map(({ kinds }) => kinds)).toEqual(Array(4).fill({ answered: 12 }));
      for (const run of ['cmp-1', 'cmp-2', 'cmp-3', 'cmp-4']) {
        const outcomes = await linesOnDisk(root, run);
        expect(new Set(places(outcomes)).size).toBe(12);
        expect(outcomes).toHaveLength(12);
      }
      expect(server.requests.length).toBeLessThanOrEqual(48 + 4);
    },
  );

  test('by an interrupt: 130, and the way to resume all of it', { timeout: 60_000 }, async () => {
    const root = await releaseFolder(12);
    const server = await fakeServer(await reasonedIsRight(root, 100));
    const child = spawnCli(evaluateArgs(root, server, ...twoByTwo, '--concurrency', '2'));
    const going = ended(child);
    await server.arrived(3);
    child.kill('SIGINT');
    const { status, out, notes } = await going;
    expect(status).toBe(130);
    expect(JSON.parse(out)).toMatchObject({
      comparison: 'cmp',
      table: null,
      runs: [{ stopped: 'cancelled' }, { begun: false }, {}, {}],
    });
    expect(notes.at(-1)).toContain('--resume cmp');
  });

  test('is not what a run of one model means, nor the other way round', async () => {
    const root = await releaseFolder(2);
    const server = await fakeServer();
    await cli(evaluateArgs(root, server, '--run', 'single'));
    await cli(evaluateArgs(root, server, '--model', 'm', '--model', 'other', '--run', 'cmp'));
    const single = await cli(evaluateArgs(root, server, '--resume'));
    expect(JSON.parse(single.out)).toMatchObject({ run: 'single', requested: 0, resumed: 2 });
    const both = await cli(evaluateArgs(root, server, '--model', 'other', '--model', 'm', '--resume'));
    expect(JSON.parse(both.out)).toMatchObject({ comparison: 'cmp' });
    const asked = async (...more: string[]): Promise<string> =>
      (await cli(['evaluate', root, '--base-url', server.baseUrl, ...more])).notes.join();
    expect(await asked('--resume', 'cmp', '--strategy', 'plain,reasoned')).toMatch(
      /--strategy reasoned: comparison cmp was made with plain;/,
    );
    expect(await asked('--resume', 'cmp', '--model', 'm', '--model', 'x')).toMatch(/--model x: .* with m, other;/);
    expect(await asked('--resume', 'cmp', '--model', 'm')).toMatch(/--model m: comparison cmp was made with m, other;/);
    expect(await asked('--resume', 'cmp-1', '--strategy', 'reasoned')).toMatch(/run cmp-1 was made with plain;/);
    expect(await asked('--resume', 'single', '--strategy', 'plain,reasoned')).toMatch(
      /run single was made with plain;/,
    );
    expect(server.requests).toHaveLength(6);
  });
});
