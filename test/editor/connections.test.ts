import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Connection } from '../../src/core/models/connection.ts';
import { statusOf } from '../../src/editor/evaluation/evaluationStatus.ts';
import { errorReply } from '../fakes/fakeScripts.ts';
import { type FakeOpenAi, type FakeOptions, type FakeScript, startFakeOpenAi } from '../fakes/openAiServer.ts';
import { llamaCppBlind, openAiLike, parrot, vllmLike } from '../unit/models/probeServers.ts';
import { type Act, ScriptedPrompts } from './harness/scriptedPrompts.ts';
import { makeTinyBenchmark } from './harness/tinyBenchmark.ts';
import { closeAll, emolens, messagesDuring, openSession } from './harness/window.ts';

const key = 'sk-test-0123456789abcdef';
const setting = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('emolens');
const stored = (): readonly Connection[] => setting().get<Connection[]>('connections', []);

async function store(...connections: readonly unknown[]): Promise<void> {
  await setting().update('connections', connections, vscode.ConfigurationTarget.Global);
}

/** Runs a command of connections as a scripted person; no server of this machine is looked for but those that are named. */
async function play(command: string, script: readonly Act[], argument?: unknown, local: readonly FakeOpenAi[] = []) {
  const prompts = new ScriptedPrompts(...script);
  const { connections } = await emolens();
  const candidates = local.map(({ baseUrl }, index) => ({ name: `Local ${index + 1}`, baseUrl }));
  const driving = connections.driveBy(prompts, candidates);
  try {
    // A script that does not fit is told by the command's own error message, which would wait for a person.
    const said = await messagesDuring(async () => vscode.commands.executeCommand(`emolens.${command}`, argument));
    assert.deepEqual(said, []);
  } finally {
    driving.dispose();
  }
  assert.ok(prompts.isOver, 'the script was played to its end');
  return prompts;
}

describe('connections', () => {
  let server: FakeOpenAi;
  const start = async (script: FakeScript, options: FakeOptions = {}): Promise<string> => {
    await server.close();
    server = await startFakeOpenAi(script, options);
    return server.baseUrl;
  };
  /** A server that wants the key for everything. */
  const guarded = (script: FakeScript): Promise<string> => {
    const isWelcome = (headers: { authorization?: unknown }): boolean => headers.authorization === `Bearer ${key}`;
    const refusal = errorReply(401, `Incorrect API key provided: ${key}`);
    return start((request, n) => (isWelcome(request.headers) ? script(request, n) : refusal), {
      models: ['vision', 'words'],
      modelsReply: ({ headers }) =>
        isWelcome(headers) ? { json: { object: 'list', data: [{ id: 'vision' }, { id: 'words' }] } } : refusal,
    });
  };

  beforeEach(async () => {
    server = await startFakeOpenAi(vllmLike);
    await store();
  });
  afterEach(async () => {
    for (const { name } of stored()) await play('removeConnection', [{ press: 'Remove' }], { connection: name });
    await closeAll();
    await server.close();
  });

  it('are added by an address, a key and a pick, and tell what the model takes', async () => {
    const baseUrl = await guarded(vllmLike);
    const { messages } = await play('addConnection', [
      { type: `${baseUrl}/chat/completions` },
      { write: key },
      { pick: 'vision' },
    ]);
    const [connection] = stored();
    assert.equal(stored().length, 1);
    assert.equal(connection?.name, 'vision');
    assert.equal(connection.baseUrl, baseUrl);
    assert.equal(connection.profile?.seesImages, 'yes');
    assert.equal(messages.length, 1);
    assert.match(messages[0]!.text, /^vision was added: sees pictures · .* · takes a JSON schema · takes a seed/);
    assert.deepEqual(messages[0]!.buttons, ['Open Benchmark Folder...', 'Set a Price']);
  });

  it('find servers of this machine, which need no key', async () => {
    const other = await startFakeOpenAi(vllmLike, { models: ['a', 'b'] });
    try {
      const prompts = await play('addConnection', [{ pick: 'Local 2' }, { pick: 'b' }], undefined, [server, other]);
      assert.ok(prompts.shown.some((line) => line.includes(`2 models · ${other.baseUrl}`)));
      assert.ok(!prompts.shown.some((line) => line.includes('(secret)')));
      assert.equal(stored()[0]?.model, 'b');
    } finally {
      await other.close();
    }
  });

  it('say that a key is wrong where it is asked for, and lose nothing', async () => {
    const baseUrl = await guarded(vllmLike);
    const prompts = await play('addConnection', [
      { type: baseUrl },
      { write: 'sk-wrong-0123456789' },
      { write: key },
      { pick: 'words' },
    ]);
    assert.ok(
      prompts.shown.some((line) =>
        line.includes('The server does not accept this key: Incorrect API key provided: [key]'),
      ),
    );
    assert.equal(stored()[0]?.model, 'words');
  });

  it('store nothing before the end, whichever question is left', async () => {
    const baseUrl = await guarded(vllmLike);
    const begun: Act[] = [{ type: baseUrl }, { write: key }, { pick: 'vision' }];
    for (let answered = 0; answered <= begun.length; answered++) {
      await play('addConnection', [...begun.slice(0, answered), { leave: 'esc' }]);
      assert.deepEqual(stored(), []);
    }
  });

  it('go back question by question, with what was written', async () => {
    const baseUrl = await guarded(vllmLike);
    const prompts = await play('addConnection', [
      { type: `${baseUrl}/elsewhere` },
      { leave: 'back', step: 3, seen: 'The server lists no models' },
      { type: baseUrl },
      { write: key },
      { pick: 'words' },
      { leave: 'back', step: 4 },
      { pick: 'vision' },
    ]);
    assert.ok(prompts.shown.some((line) => line.includes('The server lists no models')));
    assert.equal(stored()[0]?.model, 'vision');
  });

  it('tell a dead server from a living one, and let the address be corrected', async () => {
    const dead = await startFakeOpenAi(vllmLike);
    await dead.close();
    const prompts = await play('addConnection', [
      { type: dead.baseUrl },
      { write: 'not an address' },
      { write: server.baseUrl },
      { pick: 'fake-vision' },
    ]);
    assert.ok(prompts.shown.some((line) => line.includes('The server cannot be reached')));
    assert.ok(prompts.shown.some((line) => line.includes('This is no http or https address')));
    assert.equal(stored()[0]?.baseUrl, server.baseUrl);
  });

  it('take the name of a model where the server lists none', async () => {
    const baseUrl = await start(vllmLike, { modelsReply: () => errorReply(404, 'Not Found') });
    await play('addConnection', [{ type: baseUrl }, { type: 'my-model' }]);
    assert.equal(stored()[0]?.model, 'my-model');
  });

  it('warn of a model that takes no pictures, which may be kept', async () => {
    const baseUrl = await start(llamaCppBlind);
    const prompts = await play('addConnection', [
      { type: baseUrl },
      { pick: 'fake-vision' },
      { pick: 'Add It All the Same' },
    ]);
    assert.ok(prompts.shown.some((line) => line.includes('This model takes no pictures')));
    assert.equal(stored()[0]?.profile?.seesImages, 'no');
    await start(parrot);
    const unsure = await play('addConnection', [
      { type: server.baseUrl },
      { pick: 'fake-vision' },
      { leave: 'esc', step: 4, seen: 'it may not see' },
    ]);
    assert.ok(unsure.shown.some((line) => line.includes('it may not see')));
    assert.equal(stored().length, 1);
  });

  it('offer another key, model or try where the test fails, and to do without', async () => {
    const baseUrl = await start(() => errorReply(403, 'Not for you'));
    const prompts = await play('addConnection', [
      { type: baseUrl },
      { pick: 'fake-vision' },
      { pick: 'Test Again' },
      { pick: 'Choose Another Model' },
      { pick: 'fake-vision' },
      { pick: 'Add It All the Same' },
    ]);
    assert.ok(
      prompts.shown.some((line) => line.includes('The key is not allowed to do this') && line.includes('Not for you')),
    );
    assert.equal(stored()[0]?.profile, undefined);
    assert.match(prompts.messages[0]!.text, /was not tested/);
  });

  it('keep how a server wants to be asked', async () => {
    const baseUrl = await start(openAiLike, { responses: true });
    await play('addConnection', [{ type: baseUrl }, { pick: 'fake-vision' }]);
    const { maxTokensField, sendTemperature, sendSeed } = stored()[0] ?? {};
    assert.deepEqual([maxTokensField, sendTemperature, sendSeed], ['max_completion_tokens', false, false]);
  });

  it('never have one name twice', async () => {
    for (let round = 0; round < 2; round++)
      await play('addConnection', [{ type: server.baseUrl }, { pick: 'fake-vision' }]);
    assert.deepEqual(
      stored().map(({ name }) => name),
      ['fake-vision', 'fake-vision (2)'],
    );
    const prompts = await play(
      'editConnection',
      [
        { pick: 'Name' },
        { write: 'fake-vision' },
        { write: 'local/expression-baseline' },
        { write: ' second ' },
        { pick: 'Done' },
      ],
      { connection: 'fake-vision (2)' },
    );
    assert.ok(prompts.shown.some((line) => line.includes('Another connection has this name')));
    assert.deepEqual(
      stored().map(({ name }) => name),
      ['fake-vision', 'second'],
    );
  });

  it('are edited field by field, and refuse what does not fit', async () => {
    await play('addConnection', [{ type: server.baseUrl }, { pick: 'fake-vision' }]);
    const prompts = await play(
      'editConnection',
      [
        { pick: 'Price' },
        { write: 'dear' },
        { write: '0.15' },
        { write: '' },
        { write: '$0,6' },
        { write: '' },
        { pick: 'Requests at once' },
        { write: '0' },
        { write: '12' },
        { pick: 'Requests a minute' },
        { write: '500' },
        { pick: 'Tokens a minute' },
        { write: '-1' },
        { write: '200000' },
        { pick: 'Longest side' },
        { write: '768' },
        { pick: 'Time-out' },
        { write: '30' },
        { pick: 'API' },
        { pick: 'Responses' },
        { pick: 'Price' },
        { leave: 'back' },
        { leave: 'esc' },
      ],
      { connection: 'fake-vision' },
    );
    const { profile: _profile, ...connection } = stored()[0]!;
    assert.deepEqual(connection, {
      name: 'fake-vision',
      baseUrl: server.baseUrl,
      model: 'fake-vision',
      price: { inputPerMillionUsd: 0.15, outputPerMillionUsd: 0.6 },
      concurrency: 12,
      requestsPerMinute: 500,
      tokensPerMinute: 200000,
      maxSide: 768,
      timeoutSeconds: 30,
      api: 'responses',
    });
    assert.ok(prompts.shown.some((line) => line.includes('A whole number from 1 to 1024')));
    await play(
      'editConnection',
      [{ pick: 'Price' }, { write: '' }, { pick: 'Longest side' }, { write: '' }, { pick: 'Done' }],
      {
        connection: 'fake-vision',
      },
    );
    assert.equal(stored()[0]?.price, undefined);
    assert.equal(stored()[0]?.maxSide, undefined);
  });

  it('keep the key through a new name, and never send it to another address', async () => {
    const baseUrl = await guarded(vllmLike);
    await play('addConnection', [{ type: baseUrl }, { write: key }, { pick: 'vision' }]);
    await play('editConnection', [{ pick: 'Name' }, { write: 'renamed' }, { pick: 'Done' }], { connection: 'vision' });
    const before = server.requests.length;
    const tested = await play('testConnection', [], { connection: 'renamed' });
    assert.match(tested.messages[0]!.text, /^renamed: sees pictures/);
    assert.ok(server.requests.slice(before).every(({ headers }) => headers['authorization'] === `Bearer ${key}`));

    const elsewhere = await startFakeOpenAi(vllmLike);
    try {
      const moved = await play(
        'editConnection',
        [
          { pick: 'Address' },
          { write: elsewhere.baseUrl },
          { write: '' },
          { pick: 'Model' },
          { pick: 'fake-vision' },
          { pick: 'Test' },
          { pick: 'Done' },
        ],
        { connection: 'renamed' },
      );
      assert.ok(moved.shown.some((line) => line.includes('A key belongs to an address')));
      assert.equal(stored()[0]?.baseUrl, elsewhere.baseUrl);
      const all = [...elsewhere.requests, ...elsewhere.otherRequests];
      assert.ok(all.length > 0);
      assert.ok(!JSON.stringify(all).includes(key));
      // Back at the old address the key is gone as well: it went with the address.
      await play('editConnection', [{ pick: 'Address' }, { write: baseUrl }, { write: '' }, { pick: 'Done' }], {
        connection: 'renamed',
      });
      const failed = await play('testConnection', [], { connection: 'renamed' });
      assert.match(failed.messages[0]!.text, /does not accept the key/);
    } finally {
      await elsewhere.close();
    }
  });

  it('are edited and tested without asking which where there is one', async () => {
    await play('addConnection', [{ type: server.baseUrl }, { pick: 'fake-vision' }]);
    await play('editConnection', [{ pick: 'Requests at once' }, { write: '2' }, { pick: 'Done' }]);
    assert.equal(stored()[0]?.concurrency, 2);
    const tested = await play('testConnection', []);
    assert.match(tested.messages[0]!.text, /^fake-vision: sees pictures/);
    await play('addConnection', [{ type: server.baseUrl }, { pick: 'fake-vision' }]);
    const { messages } = await play('testConnection', [{ pick: 'fake-vision (2)' }]);
    assert.match(messages[0]!.text, /^fake-vision \(2\): sees pictures/);
  });

  it('leave everything as it was where an address is not confirmed with its key', async () => {
    await play('addConnection', [{ type: server.baseUrl }, { pick: 'fake-vision' }]);
    const before = JSON.stringify(stored());
    await play(
      'editConnection',
      [{ pick: 'Address' }, { write: 'https://api.example.com/v1' }, { leave: 'esc' }, { pick: 'Done' }],
      {
        connection: 'fake-vision',
      },
    );
    assert.equal(JSON.stringify(stored()), before);
  });

  it('take a key from the environment, by name', async () => {
    const baseUrl = await guarded(vllmLike);
    process.env['EMOLENS_TEST_KEY'] = key;
    try {
      const prompts = await play('addConnection', [
        { type: baseUrl },
        { write: '$EMOLENS_TEST_KEY' },
        { pick: 'vision' },
      ]);
      assert.ok(prompts.shown.some((line) => line.includes('The environment variable EMOLENS_TEST_KEY.')));
      assert.equal(stored()[0]?.keyEnv, 'EMOLENS_TEST_KEY');
      assert.equal(stored()[0]?.profile?.seesImages, 'yes');
    } finally {
      delete process.env['EMOLENS_TEST_KEY'];
    }
  });

  it('are put right from the message of the run that they stopped', async () => {
    const baseUrl = await guarded((request, n) => (n < 1 ? vllmLike(request, n) : { text: 'ANSWER: sad' }));
    await store({ name: 'keyless', baseUrl, model: 'vision' });
    const session = await openSession(await makeTinyBenchmark());
    const { connections, evaluations } = await emolens();
    const prompts = new ScriptedPrompts({ write: key });
    const driving = connections.driveBy(prompts);
    const options = { model: 'keyless', protocol: 'memo-direct', confirm: false };
    const run = (command: string, argument: unknown, answer: string) =>
      messagesDuring(async () => {
        await vscode.commands.executeCommand(command, argument);
        await evaluations.settled();
      }, answer);
    try {
      const said = await run('emolens.evaluateBenchmark', { options }, 'Set Key...');
      assert.equal(said.length, 1, said.join(' | '));
      assert.match(said[0]!, /does not accept the key, or wants one/);
      await prompts.over();
      await run('emolens.resume', undefined, '');
      assert.equal(session.runs[0]?.outcomes.size, 6);
      await start(() => errorReply(404, 'The model does not exist', 'model_not_found'));
      await store({ name: 'gone', baseUrl: server.baseUrl, model: 'vision' });
      const edit = new ScriptedPrompts({ pick: 'Done' });
      connections.driveBy(edit);
      const gone = await run(
        'emolens.evaluateBenchmark',
        { options: { ...options, model: 'gone' } },
        'Edit Connection...',
      );
      assert.equal(gone.length, 1, gone.join(' | '));
      assert.match(gone[0]!, /does not know this model/);
      await edit.over();
    } finally {
      driving.dispose();
    }
  });

  it('are removed with their key, after a question', async () => {
    const baseUrl = await guarded(vllmLike);
    await play('addConnection', [{ type: baseUrl }, { write: key }, { pick: 'vision' }]);
    await play('removeConnection', [{ pick: 'vision' }]);
    assert.equal(stored().length, 1);
    await play('removeConnection', [{ pick: 'vision' }, { press: 'Remove' }]);
    assert.deepEqual(stored(), []);
    await store({ name: 'vision', baseUrl, model: 'vision' });
    const failed = await play('testConnection', [], { connection: 'vision' });
    assert.match(failed.messages[0]!.text, /does not accept the key/);
  });

  it('that are malformed are told once and spoil no other', async () => {
    const good = { name: 'good', baseUrl: server.baseUrl, model: 'm' };
    await store({ ...good, name: 'bad', headers: { Authorization: `Bearer ${key}` } }, good, { ...good, model: 'n' });
    const { connections } = await emolens();
    const prompts = new ScriptedPrompts();
    const driving = connections.driveBy(prompts);
    try {
      assert.deepEqual(
        connections.all().map(({ name, model }) => [name, model]),
        [['good', 'm']],
      );
      connections.all();
      const told = prompts.messages.map(({ text }) => text);
      assert.equal(told.length, 2, told.join(' | '));
      assert.match(told[0]!, /^Connection bad in the settings is left out: headers: /);
      assert.match(told[1]!, /^Connection good is twice/);
      assert.deepEqual(prompts.messages[0]!.buttons, ['Open Settings']);
      assert.ok(!told.join().includes(key));
    } finally {
      driving.dispose();
    }
    await play('editConnection', [{ pick: 'Requests at once' }, { write: '3' }, { pick: 'Done' }], {
      connection: 'good',
    });
    assert.deepEqual(
      stored().map(({ name, concurrency }) => [name, concurrency]),
      [
        ['bad', undefined],
        ['good', 3],
        ['good', undefined],
      ],
    );
    await store();
  });

  it('bring their key into no setting, message, question, run, or log', async () => {
    const log = await gatherLog();
    const baseUrl = await guarded(vllmLike);
    const prompts = await play('addConnection', [{ type: baseUrl }, { write: key }, { pick: 'vision' }]);
    const root = await makeTinyBenchmark();
    const session = await openSession(root);
    server.setScript((_request, n) =>
      n % 2 === 0 ? errorReply(400, `echo: Bearer ${key}`) : { text: `happy ${key}` },
    );
    const { evaluations } = await emolens();
    const said = await messagesDuring(async () => {
      const options = { model: 'vision', protocol: 'memo-direct', confirm: false };
      await vscode.commands.executeCommand('emolens.evaluateBenchmark', { options });
      await evaluations.settled();
    });
    server.setScript(() => errorReply(401, `no: ${key}`));
    const failed = await play('testConnection', [], { connection: 'vision' });
    const files = await filesBelow(join(root.fsPath, '.emolens'));
    assert.ok(files.length >= 2);
    assert.equal(session.runs[0]?.outcomes.size, 6);
    const everything = [
      JSON.stringify(setting().inspect('connections')),
      JSON.stringify([prompts.shown, prompts.messages, failed.shown, failed.messages, said]),
      ...files,
      log.lines.join('\n'),
    ];
    log.stop();
    assert.ok(log.lines.some((line) => line.includes('added a connection')));
    assert.ok(everything.join('\n').includes('[key]'), 'the echo was there, without the key');
    for (const text of everything)
      assert.ok(!text.includes(key), text.slice(Math.max(0, text.indexOf(key) - 200)).slice(0, 300));
  });

  it('show in the status bar what is used, how far it is, and that it is held', () => {
    const idle = { running: false, done: 0, total: 0, failed: 0, text: '' };
    assert.equal(statusOf(idle, 'vision').text, '$(plug) vision');
    const running = { running: true, done: 120, total: 7145, failed: 0, perSecond: 3.14, costUsd: 0.42, text: 'long' };
    assert.equal(statusOf(running, 'vision').text, '$(sync~spin) vision · 120 of 7,145 · 3.1/s · 0.4200 USD');
    const held = statusOf({ ...running, held: true, failed: 3 }, 'vision');
    assert.equal(held.text, '$(debug-pause) vision · 120 of 7,145 · 3.1/s · 0.4200 USD · 3 failed');
    assert.match(held.label, /paused: vision · 120 of 7,145/);
    // The model that is being asked, which in a comparison is not the one that was used last; of a long name, the end.
    const long = 'organisation/collection/a-vision-model-72b-instruct';
    assert.equal(
      statusOf({ ...running, model: long }, 'vision').text.split(' · ')[0],
      '$(sync~spin) …ion/a-vision-model-72b-instruct',
    );
    assert.ok(!held.label.includes('$('));
  });
});

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')));
}

/** Gathers what is logged from now on. */
async function gatherLog(): Promise<{ readonly lines: string[]; stop(): void }> {
  const { log } = await emolens();
  const lines: string[] = [];
  const open = log as { -readonly [K in keyof typeof log]: (typeof log)[K] };
  const kept = { ...log };
  for (const level of ['info', 'warn', 'error'] as const) {
    open[level] = (...given: [string, string, unknown?]) => {
      lines.push(given.map((one) => (one instanceof Error ? String(one.stack) : JSON.stringify(one))).join(' '));
      kept[level](...given);
    };
  }
  return { lines, stop: () => Object.assign(open, kept) };
}
