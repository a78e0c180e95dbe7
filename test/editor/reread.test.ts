import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { lexiconVersion } from '../../src/core/affect/lexicon.ts';
import { readerVersion } from '../../src/core/evaluation/answerReader.ts';
import type { BenchmarkSession } from '../../src/editor/session/session.ts';
import { answerWith } from '../fakes/fakeScripts.ts';
import { type FakeOpenAi, startFakeOpenAi } from '../fakes/openAiServer.ts';
import { makeTinyBenchmark } from './harness/tinyBenchmark.ts';
import { closeAll, diagnosticsOf, emolens, messagesDuring, openSession } from './harness/window.ts';

/** No built-in word means anything here. */
const said = 'She is fraught.';

interface Entry {
  readonly concept: string;
  readonly forms: { readonly en: readonly string[] };
  readonly note?: string;
}

describe('a person’s own words', () => {
  let server: FakeOpenAi;
  let root: vscode.Uri;
  let session: BenchmarkSession;
  let lexicon: vscode.Uri;

  beforeEach(async () => {
    server = await startFakeOpenAi(answerWith(said));
    const connection = { name: 'fake', baseUrl: server.baseUrl, model: 'fake-vision' };
    await vscode.workspace
      .getConfiguration('emolens')
      .update('connections', [connection], vscode.ConfigurationTarget.Global);
    root = await makeTinyBenchmark();
    lexicon = vscode.Uri.joinPath(root, '.emolens', 'lexicon.json');
    session = await openSession(root);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await closeAll();
    await server.close();
  });

  async function evaluateAll(): Promise<void> {
    const { evaluations } = await emolens();
    const options = { model: 'fake', protocol: 'memo-direct', confirm: false };
    await messagesDuring(async () => {
      await vscode.commands.executeCommand('emolens.evaluateBenchmark', { options });
      await evaluations.settled();
    });
  }

  /** Types words into the list, as a person does, and saves. */
  async function saveWords(...entries: readonly Entry[]): Promise<void> {
    await vscode.commands.executeCommand('emolens.editLexicon', root);
    const editor = vscode.window.activeTextEditor!;
    const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
    assert.ok(await editor.edit((edit) => edit.replace(all, JSON.stringify({ version: 1, entries }, undefined, 2))));
    await save(editor.document);
    await (await emolens()).rereading.settled();
  }

  const fraught = { concept: 'worry', forms: { en: ['fraught'] } };
  const outcomes = (run: string): Promise<string> =>
    readFile(join(root.fsPath, '.emolens', 'runs', run, 'outcomes.jsonl'), 'utf8');
  const standings = (): string[] => session.benchmark.items.map((item) => session.dossier(item).standing);

  it('begin with a list that changes nothing, with the cursor where the first word goes, and are not written over', async () => {
    await vscode.commands.executeCommand('emolens.editLexicon', root);
    const editor = vscode.window.activeTextEditor!;
    assert.equal(editor.document.uri.fsPath, lexicon.fsPath);
    const { entries } = JSON.parse(editor.document.getText()) as { entries: Entry[] };
    assert.deepEqual(entries, [{ note: entries[0]?.note, concept: 'worry', forms: { en: [], zh: [] } }]);
    await editor.edit((edit) => edit.insert(editor.selection.active, '"fraught"'));
    const typed = editor.document.getText();
    assert.deepEqual((JSON.parse(typed) as { entries: Entry[] }).entries[0]?.forms.en, ['fraught']);
    await save(editor.document);
    await vscode.commands.executeCommand('emolens.editLexicon', root);
    assert.equal(await readFile(lexicon.fsPath, 'utf8'), typed);
  });

  it('have their faults at their places as they are typed, and gone when mended', async () => {
    await saveWords(fraught, { concept: 'sad', forms: { en: ['fraught'] } });
    const [fault] = await diagnosticsOf(lexicon, 1);
    assert.equal(fault?.code, 'contestedForm');
    assert.equal(vscode.window.activeTextEditor!.document.getText(fault.range), '"fraught"');
    assert.match(fault.message, /claimed by worry/);
    const editor = vscode.window.activeTextEditor!;
    await editor.edit((edit) => edit.replace(fault.range, '"blue"'));
    await diagnosticsOf(lexicon, 0);
  });

  it('are refused with one sentence while they are faulty, and nothing is read or asked', async () => {
    await evaluateAll();
    const run = session.records[0]!.run;
    const before = await outcomes(run);
    await saveWords(fraught, { concept: 'sad', forms: { en: ['fraught'] } });
    const asked = server.requests.length;
    const told = await messagesDuring(async () =>
      vscode.commands.executeCommand('emolens.rereadAnswers', { runs: [run] }),
    );
    assert.equal(told.length, 1);
    assert.match(told[0]!, /^lexicon\.json, line \d+: "fraught" is claimed by worry/);
    const refused = await messagesDuring(async () =>
      vscode.commands.executeCommand('emolens.evaluateBenchmark', {
        options: { model: 'fake', protocol: 'memo-direct', confirm: false },
      }),
    );
    assert.match(refused.join(), /"fraught" is claimed by worry/);
    assert.equal(server.requests.length, asked);
    assert.equal(await outcomes(run), before);
  });

  it('show what flips, each line with its portrait, and change nothing until it is applied', async () => {
    await evaluateAll();
    const run = session.records[0]!.run;
    assert.deepEqual(new Set(standings()), new Set(['unparsed']));
    const before = await outcomes(run);
    await messagesDuring(() => saveWords(fraught));
    const told = await messagesDuring(
      async () => vscode.commands.executeCommand('emolens.rereadAnswers', { runs: [run] }),
      'Leave as It Was',
    );
    assert.deepEqual(told, [`${session.benchmark.name}: 6 of 6 answers are read otherwise.`]);
    assert.equal(await outcomes(run), before);

    const { document } = vscode.window.activeTextEditor!;
    const lines = document.getText().split('\n');
    assert.match(lines[0]!, /6 of 6 answers are read otherwise\. Nothing is written yet\./);
    assert.ok(lines.includes('  emotion: 0 of 6 right before (0.0 %), 2 after (33.3 %); strict accuracy.'), lines[4]);
    const line = lines.find((one) => one.includes('north_worry_001.png')) ?? '';
    assert.match(line, /emotion +unread → worry +label worry +the only label named: She is fraught\.$/);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    assert.equal(links.length, 6);
    const link = links.find(({ range }) => document.getText(range) === 'dataset/north_worry_001.png')!;
    assert.equal(link.target?.scheme, 'command');
    assert.equal(link.target.path, 'emolens.openPortrait');
    const [portrait] = JSON.parse(decodeURIComponent(link.target.query)) as [unknown];
    await vscode.commands.executeCommand(link.target.path, portrait);
    assert.equal((await emolens()).workbench.current?.id, 'dataset/north_worry_001.png');
    // It was left as it was, so the list offers nothing any more.
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    assert.deepEqual(lenses, []);
  });

  it('are applied with one click, and tree, diagnostics and scores follow', async () => {
    await evaluateAll();
    const run = session.records[0]!.run;
    await diagnosticsOf(vscode.Uri.joinPath(root, 'annotation_emo.csv'), 6);
    await messagesDuring(() => saveWords(fraught));
    const told = await messagesDuring(
      async () => vscode.commands.executeCommand('emolens.rereadAnswers', { runs: [run] }),
      'Apply',
    );
    assert.equal(told.at(-1), '6 answers are read otherwise now.');
    assert.deepEqual(standings().sort(), ['right', 'right', 'wrong', 'wrong', 'wrong', 'wrong']);
    await diagnosticsOf(vscode.Uri.joinPath(root, 'annotation_emo.csv'), 4);
    const [first] = (await outcomes(run)).split('\n');
    const kept = JSON.parse(first!) as { was: unknown; label: string };
    assert.equal(kept.label, 'worry');
    assert.deepEqual(kept.was, { kind: 'unparsed', rule: 'unparsed', readerVersion, lexiconVersion });
    assert.deepEqual(session.records[0]!.lexicon, [{ concept: 'worry', forms: { en: ['fraught'], zh: [] } }]);

    const again = await messagesDuring(async () =>
      vscode.commands.executeCommand('emolens.rereadAnswers', { runs: [run] }),
    );
    assert.deepEqual(again, ['None of 6 answers is read otherwise.']);
    assert.equal(server.requests.length, 6);
  });

  it('are applied from the list where the message is gone', async () => {
    await evaluateAll();
    const run = session.records[0]!.run;
    await messagesDuring(() => saveWords(fraught));
    await messagesDuring(async () => {
      await vscode.commands.executeCommand('emolens.rereadAnswers', { runs: [run] });
      const { uri } = vscode.window.activeTextEditor!.document;
      const [lens] = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
      assert.match(lens!.command!.title, /Apply/);
      await vscode.commands.executeCommand(lens!.command!.command, ...(lens!.command!.arguments ?? []));
    });
    assert.equal(session.dossier(session.benchmark.items.at(0)!).runs[0]?.headline.outcome.label, 'worry');
  });

  it('are offered once for each save that changes them, and only where there is something to read', async () => {
    // No run is there to be read again.
    assert.deepEqual(await messagesDuring(() => saveWords()), []);
    await evaluateAll();
    const offered = await messagesDuring(async () => {
      await saveWords(fraught);
    });
    assert.deepEqual(offered, [
      `The words of ${session.benchmark.name} have changed. Stored answers are read as before.`,
    ]);
    const runs = session.records.map(({ run }) => run);
    await messagesDuring(async () => vscode.commands.executeCommand('emolens.rereadAnswers', { runs }), 'Apply');
    const same = await messagesDuring(() => saveWords({ ...fraught, note: 'seen often' }));
    assert.deepEqual(same, []);
  });
});

/** An editor that saves by itself now and then may be at it already, and then does not save once more. */
async function save(document: vscode.TextDocument): Promise<void> {
  const isSaved = async (): Promise<boolean> => (await readFile(document.uri.fsPath, 'utf8')) === document.getText();
  for (let tries = 0; tries < 5 && !(await isSaved()); tries++) await document.save();
  assert.ok(await isSaved(), 'the editor did not save');
}
