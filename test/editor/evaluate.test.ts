import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { answerWith, errorReply } from '../fakes/fakeScripts.ts';
import { type FakeOpenAi, startFakeOpenAi } from '../fakes/openAiServer.ts';
import { makeTinyBenchmark } from './harness/tinyBenchmark.ts';
import { closeAll, diagnosticsOf, emolens, messagesDuring, once, openSession, rowsBelow } from './harness/window.ts';

const options = { model: 'fake', protocol: 'memo-direct', confirm: false };

async function connectTo(server: FakeOpenAi): Promise<void> {
  const connection = { name: 'fake', baseUrl: server.baseUrl, model: 'fake-vision' };
  await vscode.workspace
    .getConfiguration('emolens')
    .update('connections', [connection], vscode.ConfigurationTarget.Global);
}

/** Evaluates everything, waits for its end, and hands back what the window said. */
async function evaluateAll(): Promise<string[]> {
  const { evaluations } = await emolens();
  return messagesDuring(async () => {
    await vscode.commands.executeCommand('emolens.evaluateBenchmark', { options });
    await evaluations.settled();
  });
}

describe('evaluating and reviewing', () => {
  let server: FakeOpenAi;
  let root: vscode.Uri;
  let table: vscode.Uri;

  beforeEach(async () => {
    server = await startFakeOpenAi(answerWith('ANSWER: happy'));
    await connectTo(server);
    root = await makeTinyBenchmark();
    table = vscode.Uri.joinPath(root, 'annotation_emo.csv');
  });
  afterEach(async () => {
    await closeAll();
    await server.close();
  });

  it('sends each picture once, keeps every outcome on disk, and ends with a summary', async () => {
    const session = await openSession(root);
    const said = await evaluateAll();
    assert.equal(server.requests.length, 6);
    assert.equal(new Set(server.requests.map(({ images }) => images[0]?.sha256)).size, 6);
    assert.equal(said.length, 1, said.join(' | '));
    const run = session.runs[0]!.run;
    const lines = (await readFile(join(root.fsPath, '.emolens', 'runs', run, 'outcomes.jsonl'), 'utf8'))
      .trim()
      .split('\n');
    assert.equal(lines.length, 6);
    assert.equal(session.openErrors, 4);
  });

  it('puts each wrong answer on its line of the table, and takes it off when a person has judged it', async () => {
    await openSession(root);
    await evaluateAll();
    const errors = await diagnosticsOf(table, 4);
    assert.deepEqual(errors.map(({ range }) => range.start.line).sort(), [2, 3, 5, 6]);
    assert.match(errors[0]!.message, /fake-vision says happy, the label is (sad|worry)/);

    await vscode.workspace.openTextDocument(table);
    const [first] = errors.sort((a, b) => a.range.start.line - b.range.start.line);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      table,
      first!.range,
    );
    const titles = actions.map(({ title }) => title);
    assert.deepEqual(titles, ['Model is wrong', 'Label is wrong', 'Ambiguous', 'Open Portrait', 'Ask Again']);

    const label = actions[1]!.command!;
    await vscode.commands.executeCommand(label.command, ...(label.arguments ?? []));
    assert.equal((await diagnosticsOf(table, 3)).length, 3);
    const kept = JSON.parse((await readFile(join(root.fsPath, '.emolens', 'reviews.jsonl'), 'utf8')).trim()) as Record<
      string,
      unknown
    >;
    assert.equal(kept['verdict'], 'labelWrong');
    assert.equal(kept['item'], 'dataset/north_sad_001.png');
    assert.ok(kept['author']);
    assert.match(String(kept['at']), /^\d{4}-\d\d-\d\dT/);

    await vscode.commands.executeCommand('emolens.takeBackVerdict', { item: 'dataset/north_sad_001.png' });
    assert.equal((await diagnosticsOf(table, 4)).length, 4);
  });

  it('shows the portrait in a hover on its row', async () => {
    await openSession(root);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      table,
      new vscode.Position(2, 3),
    );
    const text = hovers
      .flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value)))
      .join();
    assert.match(text, /!\[\]\(file:[^)]+north_sad_001\.png\|height/);
  });

  it('finds outcomes and verdicts again when the benchmark is opened anew', async () => {
    const before = await openSession(root);
    await evaluateAll();
    await vscode.commands.executeCommand('emolens.isAmbiguous', { item: 'dataset/south_sad_001.png' });
    await once(before.onDidChange, () => before.openErrors === 3);
    await closeAll();
    const after = await openSession(root);
    assert.equal(after.openErrors, 3);
    const judged = after.dossier(after.item('dataset/south_sad_001.png')!);
    assert.deepEqual(
      judged.verdicts.map(({ kind }) => kind),
      ['ambiguous'],
    );
    assert.equal(judged.runs[0]?.headline.outcome.label, 'happy');
  });

  it('stops at once on a refused key, says so once, and keeps what was done', async () => {
    server.setScript((request, n) => (n < 2 ? answerWith('ANSWER: sad')(request, n) : errorReply(401, 'bad key')));
    const session = await openSession(root);
    const said = await evaluateAll();
    assert.equal(said.length, 1, said.join(' | '));
    const { outcomes, run } = session.runs[0]!;
    assert.ok(outcomes.size >= 2 && outcomes.size < 6);
    assert.equal(session.records.find((record) => record.run === run)?.stopped, 'unauthorized');

    server.setScript(answerWith('ANSWER: sad'));
    const { evaluations } = await emolens();
    await messagesDuring(async () => {
      await vscode.commands.executeCommand('emolens.resume');
      await evaluations.settled();
    });
    assert.equal(session.runs.length, 1);
    assert.equal(session.runs[0]!.outcomes.size, 6);
  });

  it('says in one message that a server cannot be reached', async () => {
    await server.close();
    await openSession(root);
    const said = await evaluateAll();
    assert.equal(said.length, 1, said.join(' | '));
    assert.match(said[0] ?? '', /127\.0\.0\.1/);
  });

  it('asks one portrait from its row of the tree, and keeps a reply with markup as text', async () => {
    const hostile = '<script>alert(1)</script> ANSWER: <b>happy</b>';
    server.setScript(answerWith(hostile));
    const session = await openSession(root);
    const { evaluations } = await emolens();
    await messagesDuring(async () => {
      await vscode.commands.executeCommand('emolens.evaluatePortrait', { item: 'dataset/north_sad_001.png', options });
      await evaluations.settled();
    });
    const dossier = session.dossier(session.item('dataset/north_sad_001.png')!);
    assert.equal(server.requests.length, 1);
    assert.equal(dossier.runs[0]?.headline.outcome.reply, hostile);
  });

  it('asks portrait after portrait within one run, and the same portrait again in a new one', async () => {
    const session = await openSession(root);
    const { evaluations } = await emolens();
    const ask = async (item: string): Promise<void> => {
      await vscode.commands.executeCommand('emolens.evaluatePortrait', { item, options });
      await evaluations.settled();
    };
    await messagesDuring(async () => {
      await ask('dataset/north_sad_001.png');
      await ask('dataset/south_sad_001.png');
      assert.equal(session.runs.length, 1);
      assert.equal(session.records[0]?.items, 2);
      server.setScript(answerWith('ANSWER: sad'));
      await ask('dataset/north_sad_001.png');
    });
    assert.equal(session.runs.length, 2);
    const { runs } = session.dossier(session.item('dataset/north_sad_001.png')!);
    assert.deepEqual(
      runs.map(({ headline }) => headline.standing),
      ['right'],
    );
  });

  it('asks a selection of rows, stops at once, and goes on with what is left', async () => {
    const session = await openSession(root);
    const { evaluations } = await emolens();
    server.setScript((request, n) => (n < 2 ? answerWith('ANSWER: sad')(request, n) : { neverEnds: true }));
    const rows = (await rowsBelow()).filter((row) => row.kind === 'portrait' && row.item.generator === 'north');
    await messagesDuring(async () => {
      await evaluations.evaluate(
        session,
        rows.flatMap((row) => (row.kind === 'portrait' ? [row.item] : [])),
        options,
      );
      // What is on its way when a run is stopped would be asked again.
      await once(session.onDidChange, () => session.runs[0]?.outcomes.size === 2);
      await server.arrived(3);
      // The server never ends its third answer, so this settles only if stopping lets go of it.
      await vscode.commands.executeCommand('emolens.stop');
      await evaluations.settled();
      assert.equal(session.records[0]?.stopped, 'cancelled');
      server.setScript(answerWith('ANSWER: sad'));
      await vscode.commands.executeCommand('emolens.resume');
      await evaluations.settled();
    });
    assert.equal(session.runs.length, 1);
    assert.equal(session.runs[0]?.outcomes.size, 3);
    const sad = server.requests.filter(({ n }) => n < 2 || n > 2);
    assert.equal(sad.length, 3);
  });

  it('lets a second verdict correct the first, and offers to take it back on the row', async () => {
    const session = await openSession(root);
    await evaluateAll();
    const item = 'dataset/north_sad_001.png';
    await vscode.commands.executeCommand('emolens.modelIsWrong', { item });
    await vscode.commands.executeCommand('emolens.labelIsWrong', { item });
    const kinds = (): string[] => session.dossier(session.item(item)!).verdicts.map(({ kind }) => kind);
    assert.deepEqual(kinds(), ['labelWrong']);
    await diagnosticsOf(table, 3);
    await vscode.workspace.openTextDocument(table);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      table,
      new vscode.Range(2, 0, 2, 1),
    );
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Take Back Verdict'],
    );
    const { command } = actions[0]!;
    await vscode.commands.executeCommand(command!.command, ...(command!.arguments ?? []));
    assert.deepEqual(kinds(), []);
  });

  it('takes the benchmark that the person dealt with last', async () => {
    const { workbench } = await emolens();
    const first = await openSession(root);
    workbench.setCurrent({ session: first, id: 'dataset/north_sad_001.png' });
    assert.equal(workbench.activeSession, first);
    const second = await openSession(await makeTinyBenchmark());
    await vscode.commands.executeCommand('emolens.showGallery', second.root);
    assert.equal(workbench.current?.session, first);
    assert.equal(workbench.activeSession, second);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
});
