import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Evaluations } from '../../src/editor/evaluation/evaluations.ts';
import type { BenchmarkSession } from '../../src/editor/session/session.ts';
import type { RunRecord } from '../../src/core/evaluation/runRecord.ts';
import { answerWith, errorReply } from '../fakes/fakeScripts.ts';
import { type FakeOpenAi, startFakeOpenAi } from '../fakes/openAiServer.ts';
import { asPerson, picking } from './harness/person.ts';
import type { TestModels } from './languageModelProvider/extension.ts';
import { makeTinyBenchmark } from './harness/tinyBenchmark.ts';
import { closeAll, emolens, messagesDuring, once, openSession } from './harness/window.ts';

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('emolens');
const touched = new Set<string>();

async function set(key: string, value: unknown): Promise<void> {
  touched.add(key);
  await settings().update(key, value, vscode.ConfigurationTarget.Global);
}

const connection = (server: FakeOpenAi, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  name: 'fake',
  baseUrl: server.baseUrl,
  model: 'fake-vision',
  concurrency: 1,
  ...more,
});

const options = { model: 'fake', protocol: 'memo-direct', confirm: false };

describe('an evaluation on its way', () => {
  let server: FakeOpenAi;
  let root: vscode.Uri;
  let session: BenchmarkSession;
  let evaluations: Evaluations;

  beforeEach(async () => {
    server = await startFakeOpenAi(answerWith('ANSWER: happy'));
    await set('connections', [connection(server)]);
    root = await makeTinyBenchmark();
    session = await openSession(root);
    ({ evaluations } = await emolens());
  });
  afterEach(async () => {
    evaluations.stop();
    await evaluations.settled();
    await closeAll();
    await server.close();
    for (const key of touched) await settings().update(key, undefined, vscode.ConfigurationTarget.Global);
    touched.clear();
  });

  const start = (command: string, at?: unknown): Thenable<unknown> =>
    vscode.commands.executeCommand(`emolens.${command}`, at);

  /** Starts, waits for the end, and hands back what was said. */
  const whole = (command: string, at?: unknown, answer?: string): Promise<string[]> =>
    messagesDuring(async () => {
      await start(command, at);
      await evaluations.settled();
    }, answer);

  const outcomes = (place = 0): number => session.runs[place]?.outcomes.size ?? 0;

  describe('paused', () => {
    /** Two answers are in, and nothing is in flight. */
    async function held(): Promise<void> {
      let release: (() => void) | undefined;
      const second = new Promise<void>((resolve) => (release = resolve));
      server.setScript((request, n) => {
        if (n === 1) release?.();
        return answerWith('ANSWER: sad', n === 1 ? 100 : 0)(request, n);
      });
      await start('evaluateBenchmark', { options });
      await second;
      await start('pause');
      await once(session.onDidChange, () => outcomes() === 2);
    }

    it('asks nothing new, says so, and goes on with the rest', async () => {
      await messagesDuring(async () => {
        await held();
        assert.equal(evaluations.view.held, true);
        assert.match(evaluations.view.text, /^paused at \d of 6$/);
        // The run tells once a second how it stands: after two of them anything that was to be asked would have been.
        for (let told = 0; told < 2; told++) await nextView(evaluations);
        assert.equal(server.requests.length, 2);
        await start('goOn');
        assert.equal(evaluations.view.held, undefined);
        await evaluations.settled();
      });
      assert.equal(outcomes(), 6);
      assert.equal(server.requests.length, 6);
    });

    it('can be stopped, and resumed', async () => {
      const said = await messagesDuring(async () => {
        await held();
        await start('stop');
        await evaluations.settled();
      });
      assert.match(said.join(), /^Stopped\. fake-vision/);
      assert.equal(evaluations.view.running, false);
      assert.equal(session.records[0]?.stopped, 'cancelled');
      await whole('resume');
      assert.equal(outcomes(), 6);
      assert.equal(session.runs.length, 1);
      assert.equal(server.requests.length, 6);
    });
  });

  it('stops at the cap of the settings, says which it was, and may use as much again when it is resumed', async () => {
    await set('maxRequests', 3);
    const said = await whole('evaluateBenchmark', { options });
    assert.equal(said.length, 1, said.join(' | '));
    assert.match(said[0]!, /number of requests allowed is used up.*The cap was 3 requests/);
    assert.equal(server.requests.length, 3);
    assert.equal(session.records[0]?.stopped, 'maxRequests');
    await whole('resume');
    assert.equal(server.requests.length, 6);
    assert.equal(session.records[0]?.stopped, undefined);
  });

  it('goes on with the labels that a run began with, and says which it never offered', async () => {
    await set('maxRequests', 3);
    await whole('evaluateBenchmark', { options });
    const asked = [...session.benchmark.labels];
    const table = join(root.fsPath, 'annotation_emo.csv');
    await writeFile(table, (await readFile(table, 'utf8')).replaceAll(',worry', ',contempt'));
    await once(session.onDidChange, () => session.benchmark.labels.includes('contempt'));
    const said = await whole('resume');
    assert.match(said.join(), /goes on with the labels that it began with.*Never offered .*: contempt \(2\)/);
    assert.equal(server.requests.length, 6);
    assert.deepEqual(session.records[0]?.labels, asked);
  });

  it('shows what it takes, lets everything be changed before it starts, and holds a cap that was set there', async () => {
    const price = { inputPerMillionUsd: 10, outputPerMillionUsd: 100 };
    await set('connections', [connection(server, { price, maxTokens: 5 })]);
    const write = (title: string): string => (title.includes('cap') ? '0.004' : '2');
    const choices = ['fake', 'memo-direct', 'All portraits', 'Strategy', 'emoprompt', 'Options', 'letters, in several'];
    const said: string[] = [];
    const asked = await asPerson({ pick: picking(...choices, 'Cap', 'Start'), write }, async () => {
      said.push(...(await whole('evaluateBenchmark')));
    });
    const rows = asked.flatMap(({ title, rows: offered }) => (title.startsWith('Ask fake-vision') ? [offered] : []));
    const startRow = rows[0]?.find(({ label }) => label.includes('Start'));
    assert.equal(startRow?.description, '6 portraits, 6 requests');
    assert.match(startRow?.detail ?? '', /^About 0\.\d+ USD, .* s, .* tokens in and .* out; .* of pictures$/);
    assert.ok(rows[0]?.some(({ label }) => label.includes(`sent to ${server.baseUrl}`)));
    assert.equal(rows.at(-1)?.find(({ label }) => label.includes('Start'))?.description, '6 portraits, 12 requests');
    assert.ok(rows.at(-1)?.some(({ label }) => label.includes('Options: letters, in 2 orders')));
    assert.ok(rows.at(-1)?.some(({ label }) => label.includes('Cap: 0.0040 USD')));

    const record = session.records[0] as RunRecord;
    assert.equal(record.strategy, 'emoprompt');
    assert.deepEqual([record.parameters.options, record.parameters.orders], ['letters', 2]);
    assert.equal(record.stopped, 'maxCost');
    assert.match(said.join(), /money allowed is used up.*The cap was 0\.0040 USD/);
    const sent = server.requests.length;
    assert.ok(sent > 0 && sent < 12, String(sent));
    // The cap belongs to the run: going on with it under the same one asks nothing more.
    const again = await whole('resume');
    assert.match(again.join(), /The cap was 0\.0040 USD, and counts what was spent before, too/);
    assert.equal(server.requests.length, sent);
    const higher = { pick: picking(), write: () => '1' };
    await asPerson(higher, async () => {
      await evaluations.raiseCap(session, record.run);
      await evaluations.settled();
    });
    assert.equal(server.requests.length, 12);
    assert.equal(session.records[0]?.stopped, undefined);
  });

  it('says before it starts that nothing can be compared with the answers, and that labels are bare numbers', async () => {
    const rowsFor = async (protocol: string): Promise<readonly string[]> => {
      const asked = await asPerson({ pick: picking('fake', protocol, 'All portraits') }, () =>
        whole('evaluateBenchmark'),
      );
      const rows = asked.find(({ title }) => title.startsWith('Ask fake-vision'))?.rows ?? [];
      return rows.map(({ label, detail }) => `${label} ${detail}`);
    };
    const said = (rows: readonly string[], what: RegExp): boolean => rows.some((row) => what.test(row));
    assert.ok(said(await rowsFor('sarcasm'), /Nothing in the benchmark can be compared .*counted, not scored/));
    assert.ok(!said(await rowsFor('memo-direct'), /Nothing in the benchmark|are numbers/));
    session.setBenchmark({ ...session.benchmark, labels: ['0', '1', '2'] });
    assert.ok(said(await rowsFor('memo-direct'), /labels are numbers.*asked for 0, 1, 2 as they are/));
  });

  it('asks nothing when the person leaves the last question', async () => {
    await asPerson({ pick: picking('fake', 'memo-direct', 'All portraits') }, () => whole('evaluateBenchmark'));
    assert.equal(server.requests.length, 0);
    assert.equal(session.records.length, 0);
  });

  it('ends with the score and its interval, and asks again what failed and nothing else', async () => {
    server.setScript((request, n) =>
      n === 3 ? errorReply(400, 'cannot see') : answerWith('ANSWER: happy')(request, n),
    );
    const said = await whole('evaluateBenchmark', { options }, 'Ask Again What Failed');
    assert.match(said[0]!, /2 of 6 right: 33\.3 % \(95 % interval 9\.7 to 70\.0 %\)|1 of 6 right: 16\.7 %/);
    assert.match(said[0]!, /1 failed/);
    await once(evaluations.onDidChange, () => server.requests.length === 7 && !evaluations.view.running);
    const [run] = session.runs;
    assert.equal(session.runs.length, 1);
    const failed = [...run!.outcomes.values()].flatMap((stages) =>
      [...stages.values()].filter((o) => o.kind === 'failed'),
    );
    assert.equal(failed.length, 0);
    const images = server.requests.map(({ images: sent }) => sent[0]?.sha256);
    assert.equal(images[6], images[3]);
    const none = await whole('retryFailed');
    assert.match(none.join(), /Nothing failed/);
  });

  it('lets a person pick which of several runs to go on with', async () => {
    await set('maxRequests', 2);
    await whole('evaluateBenchmark', { options });
    await whole('evaluateBenchmark', { options: { ...options, protocol: 'emo-o' } });
    const asked = await asPerson({ pick: picking('memo-direct') }, () => whole('resume'));
    assert.deepEqual(
      asked[0]?.rows.map(({ label, description }) => [label, description]),
      [
        ['fake-vision · emo-o · plain', '2 of 6 portraits'],
        ['fake-vision · memo-direct · plain', '2 of 6 portraits'],
      ],
    );
    assert.match(asked[0]?.rows[0]?.detail ?? '', /requests allowed is used up/);
    assert.deepEqual([outcomes(0), outcomes(1)], [4, 2]);
  });

  it('asks in the orders of the settings, by a seed that is not sent', async () => {
    await set('orders', 3);
    await set('seed', 7);
    await whole('evaluateBenchmark', { options });
    assert.equal(server.requests.length, 18);
    assert.ok(server.requests.every(({ body }) => body !== undefined && !('seed' in body)));
    const { parameters } = session.records[0]!;
    assert.deepEqual([parameters.order, parameters.orders, parameters.shuffleSeed], ['shuffled', 3, 7]);
    const stages = [...session.runs[0]!.outcomes.values()].map(
      (of) => new Set([...of.values()].map((o) => o.repeat ?? 0)),
    );
    assert.ok(stages.every((repeats) => repeats.size === 3));
  });

  it('lets the connection of the settings read what no rule can, and refuses one that is not there', async () => {
    await set('extractor', 'nobody');
    const refused = await whole('evaluateBenchmark', { options });
    assert.equal(refused.length, 1);
    assert.match(refused[0]!, /emolens\.extractor names nobody/);
    assert.equal(server.requests.length, 0);

    const judge = connection(server, { name: 'judge', model: 'judge-1' });
    await set('connections', [connection(server), judge]);
    await set('extractor', 'judge');
    server.setScript((request) => ({
      text: request.body?.['model'] === 'judge-1' ? 'ANSWER: worry' : 'Ripples on a pond at noon.',
    }));
    await whole('evaluateBenchmark', { options });
    const found = [...session.runs[0]!.outcomes.values()].flatMap((stages) => [...stages.values()]);
    assert.deepEqual(new Set(found.map(({ rule, label }) => `${rule} ${label}`)), new Set(['extracted worry']));
    assert.equal(session.records[0]?.extractor?.model, 'judge-1');
    assert.equal(server.requests.length, 12);
  });

  it("asks with a person's own strategy, and tells faulty files and faulty words", async () => {
    const folder = join(root.fsPath, '.emolens', 'strategies');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'mine.md'), '---\nversion: 1\ntitle: Mine\n---\nLook twice. {question}\n');
    await writeFile(join(folder, 'broken.md'), 'no front matter');
    await set('strategy', 'mine');
    const said = await whole('evaluateBenchmark', { options });
    assert.ok(
      said.some((text) => text.includes('strategies/broken.md:1: this strategy cannot be used.')),
      said.join(),
    );
    assert.ok(server.requests.every(({ lastText }) => lastText.startsWith('Look twice. ')));
    assert.equal(session.records[0]?.strategy, 'mine');

    await writeFile(join(root.fsPath, '.emolens', 'lexicon.json'), '{ not json');
    const sent = server.requests.length;
    const refused = await whole('evaluateBenchmark', { options });
    assert.ok(
      refused.some((text) => text.includes('lexicon.json')),
      refused.join(),
    );
    assert.equal(server.requests.length, sent);
  });

  it('tells once of a run that a former window left unfinished', async () => {
    await set('maxRequests', 2);
    const cutOff = async (of: BenchmarkSession): Promise<void> => {
      const record = { ...of.records[0]!, endedAt: undefined, stopped: undefined };
      await writeFile(join(of.root.fsPath, '.emolens', 'runs', record.run, 'run.json'), JSON.stringify(record));
    };
    await whole('evaluateBenchmark', { options });
    await cutOff(session);
    const other = await openSession(await makeTinyBenchmark());
    (await emolens()).workbench.setActive(other);
    await whole('evaluateBenchmark', { options: { ...options, protocol: 'emo-o' } });
    await cutOff(other);
    await closeAll();

    const first = await toldAtOpening(root);
    assert.match(first, /memo-direct · plain, 2 of 6 portraits/);
    await closeAll();
    // The one that was told is looked at first: had it been told again, it would come before the other.
    const second = await toldAtOpening(root, other.root);
    assert.match(second, /emo-o · plain/);
  });

  it('asks a model of the editor about fifty portraits at most', async () => {
    const extension = vscode.extensions.getExtension<{ requests: unknown[] }>('emolens-test.models');
    const models = await extension?.activate();
    const rows = Array.from({ length: 51 }, (_, n) => ({ image: `north_sad_${n}.png`, degree: 2, label: 'sad' }));
    const large = await openSession(await makeTinyBenchmark(rows));
    const said = await messagesDuring(() =>
      evaluations.evaluate(large, large.benchmark.items, { ...options, model: 'editor/emolens-test/seeing' }),
    );
    assert.equal(said.length, 1);
    assert.match(said[0]!, /50 portraits at a time; these are 51/);
    assert.equal(models?.requests.length, 0);
    assert.equal(large.records.length, 0);
  });

  it('asks a model of the editor after consent, which a no does not give and a yes gives once', async () => {
    const extension = vscode.extensions.getExtension<TestModels>('emolens-test.models');
    const models = (await extension?.activate())!;
    models.requests.length = 0;
    models.answer = () => 'ANSWER: sad';
    const session = await openSession(await makeTinyBenchmark());
    const ask = (answer: string | undefined, count: number): Promise<string[]> =>
      messagesDuring(async () => {
        const items = session.benchmark.items.filter((_item, index) => index < count);
        await evaluations.evaluate(session, items, { ...options, model: 'editor/emolens-test/seeing' });
        await evaluations.settled();
      }, answer);
    const refused = await ask(undefined, 6);
    assert.equal(refused.length, 1, refused.join(' | '));
    assert.match(refused[0]!, /^Send portraits to /);
    assert.deepEqual([models.requests.length, session.records.length], [0, 0]);
    const allowed = await ask('Allow', 6);
    assert.match(allowed[0]!, /^Send portraits to /);
    assert.equal(models.requests.length, 6);
    const [run] = session.runs;
    assert.equal(run?.outcomes.size, 6);
    const given = [...run.outcomes.values()].flatMap((stages) => [...stages.values()]);
    assert.deepEqual(new Set(given.map(({ kind, label }) => `${kind} ${label}`)), new Set(['answered sad']));
    const again = await ask(undefined, 2);
    assert.ok(!again.join().includes('Send portraits to'), again.join(' | '));
    assert.equal(models.requests.length, 8);
  });

  describe('comparing strategies', () => {
    const grid = { ...options, strategies: ['plain', 'emoprompt'], models: ['fake', 'other'] };

    beforeEach(async () => {
      const other = connection(server, { name: 'other', model: 'other-vision' });
      await set('connections', [connection(server), other]);
    });

    it('makes one run for each strategy and model, goes on after an interruption, and shows the scores', async () => {
      const shown: unknown[] = [];
      const restore = watchCommand('emolens.showScores', (at) => shown.push(at));
      try {
        // In the second cell, after one of its six answers.
        server.setScript((request, n) => (n < 7 ? answerWith('ANSWER: sad')(request, n) : { neverEnds: true }));
        const said = await messagesDuring(async () => {
          await start('compareStrategies', { options: grid });
          await server.arrived(8);
          assert.match(evaluations.view.text, /^2 of 4, emoprompt × fake: /);
          assert.equal(evaluations.view.total, 24);
          await start('stop');
          await evaluations.settled();
        });
        assert.match(said.join(), /1 of 4 runs of the comparison are done\. Stopped\./);
        assert.equal(shown.length, 0);
        const comparison = session.records[0]?.comparison;
        assert.ok(comparison);
        assert.equal(session.records.filter((record) => record.comparison === comparison).length, 4);

        // Another window, later: all that it knows is on disk.
        await closeAll();
        session = await openSession(root);
        server.setScript(answerWith('ANSWER: sad'));
        const end = await whole('resume');
        assert.match(end.join(), /4 of 4 runs of the comparison are done/);
        assert.deepEqual(
          session.runs.map(({ outcomes: found }) => found.size),
          [6, 6, 6, 6],
        );
        assert.equal(server.requests.length, 25);
        assert.equal(shown.length, 1);
        assert.equal((shown[0] as { comparison: string }).comparison, comparison);
        const cells = session.records.map(({ strategy, connection: name }) => `${strategy} ${name}`);
        assert.deepEqual(cells.sort(), ['emoprompt fake', 'emoprompt other', 'plain fake', 'plain other']);
      } finally {
        restore();
      }
    });

    it('shows what all runs take together, and holds one cap over all of them', async () => {
      const picks = picking(['plain', 'reasoned'], ['fake', 'other'], 'memo-direct', 'All portraits', 'Cap', 'Start');
      const said: string[] = [];
      const asked = await asPerson({ pick: picks, write: () => '8' }, async () => {
        said.push(...(await whole('compareStrategies')));
      });
      const last = asked.at(-1)!;
      assert.equal(last.title, 'Compare 2 strategies over 2 models?');
      assert.match(last.rows.find(({ label }) => label.includes('Start'))?.description ?? '', /4 runs, .*24 requests/);
      const cell = last.rows.find(({ label }) => label === 'reasoned × other');
      assert.match(cell?.description ?? '', /^6 requests, [\d.k]+ tokens in and [\d.k]+ out$/);
      assert.equal(server.requests.length, 8);
      assert.match(said.join(), /1 of 4 runs.*The cap was 8 requests/);
    });

    it('goes on with the other model where one server refuses', async () => {
      server.setScript((request, n) =>
        request.body?.['model'] === 'fake-vision' ? errorReply(401, 'bad key') : answerWith('ANSWER: sad')(request, n),
      );
      const said = await whole('compareStrategies', { options: grid });
      assert.match(said.join(), /2 of 4 runs of the comparison are done\. plain × fake: Stopped/);
      const asked = server.requests.filter(({ body }) => body?.['model'] === 'fake-vision');
      assert.ok(asked.length <= 1, String(asked.length));
    });
  });
});

async function nextView(evaluations: Evaluations): Promise<void> {
  await new Promise<void>((resolve) => {
    const listening = evaluations.onDidChange(() => {
      listening.dispose();
      resolve();
    });
  });
}

/** The first message that says that something was interrupted, while benchmarks are opened one after the other. */
async function toldAtOpening(...roots: readonly vscode.Uri[]): Promise<string> {
  const window = vscode.window as unknown as Record<string, unknown>;
  const kept = window['showInformationMessage'];
  try {
    return await new Promise<string>((resolve, reject) => {
      window['showInformationMessage'] = (text: string): Promise<undefined> => {
        if (text.includes('interrupted')) resolve(text);
        return Promise.resolve(undefined);
      };
      const openAll = async (): Promise<void> => {
        for (const one of roots) await openSession(one);
      };
      openAll().catch(reject);
    });
  } finally {
    window['showInformationMessage'] = kept;
  }
}

/** Sees a command being executed by the extension, in place of it; gives back what undoes that. */
function watchCommand(id: string, see: (at: unknown) => void): () => void {
  const commands = vscode.commands as unknown as { executeCommand: (name: string, ...args: unknown[]) => unknown };
  const kept = commands.executeCommand;
  commands.executeCommand = (name, ...args) => {
    if (name !== id) return kept.call(commands, name, ...args);
    see(args[0]);
    return Promise.resolve(undefined);
  };
  return () => {
    commands.executeCommand = kept;
  };
}
