import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { scoreRun } from '../../src/core/scoring/scoreRun.ts';
import { cellQuery } from '../../src/editor/pages/cellQuery.ts';
import { runScoresViewOf } from '../../src/editor/pages/scoreViews.ts';
import type { BenchmarkSession } from '../../src/editor/session/session.ts';
import { answerWith } from '../fakes/fakeScripts.ts';
import { type FakeOpenAi, startFakeOpenAi } from '../fakes/openAiServer.ts';
import { makeTinyBenchmark } from './harness/tinyBenchmark.ts';
import { closeAll, emolens, messagesDuring, once, openSession } from './harness/window.ts';

const options = { model: 'fake', protocol: 'memo-progressive', confirm: false };

/** Right, wrong, refused, unread: something of each for every stage. */
function mixed(question: string, n: number): string {
  if (n % 7 === 3) return "I'm sorry, but I can't help with identifying emotions of people.";
  if (n % 7 === 5) return 'Hard to say.';
  if (/positive/.test(question)) return n % 2 === 0 ? 'ANSWER: positive' : 'ANSWER: negative';
  if (/happy/.test(question)) return n % 2 === 0 ? 'ANSWER: happy' : 'ANSWER: sad';
  return `ANSWER: ${1.2 + (n % 4)}`;
}

async function evaluated(root: vscode.Uri): Promise<BenchmarkSession> {
  const session = await openSession(root);
  const { evaluations } = await emolens();
  await messagesDuring(async () => {
    await vscode.commands.executeCommand('emolens.evaluateBenchmark', { options });
    await evaluations.settled();
  });
  return session;
}

function scoresByCore(session: BenchmarkSession, run: string): unknown {
  const record = session.records.find((one) => one.run === run)!;
  const columns = session.runs.find((one) => one.run === run)!.outcomes;
  const outcomes = new Map([...columns.values()].map((ofItem) => [[...ofItem.values()][0]!.item, ofItem]));
  const scores = scoreRun({ record, outcomes, items: session.benchmark.items });
  assert.ok(scores.ok);
  return JSON.parse(JSON.stringify(runScoresViewOf(scores.value)));
}

describe('scores', () => {
  let server: FakeOpenAi;
  let root: vscode.Uri;

  beforeEach(async () => {
    server = await startFakeOpenAi(answerWith(({ lastText }, n) => mixed(lastText, n)));
    const connection = { name: 'fake', baseUrl: server.baseUrl, model: 'fake-vision' };
    await vscode.workspace
      .getConfiguration('emolens')
      .update('connections', [connection], vscode.ConfigurationTarget.Global);
    root = await makeTinyBenchmark();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await closeAll();
    await server.close();
  });

  it('gives the page exactly the figures of core, and new ones as soon as an answer is there', async () => {
    const session = await evaluated(root);
    const { scores, evaluations } = await emolens();
    const page = scores.show(session);
    const info = await page.handlers.info(null);
    assert.equal(info.portraits, 6);
    assert.deepEqual(
      info.runs.map(({ model, strategy, done, items, state }) => ({ model, strategy, done, items, state })),
      [{ model: 'fake-vision', strategy: 'plain', done: 6, items: 6, state: 'complete' }],
    );
    const { run } = info.runs[0]!;
    const shown = await page.handlers.scores({ run });
    assert.deepEqual(JSON.parse(JSON.stringify(shown)), scoresByCore(session, run));
    assert.equal(shown?.stages.length, 3);

    // A person's own picture is asked once more: the run changes under the page.
    await writeFile(join(root.fsPath, 'annotation_emo.csv'), (await table(root)).replace(',happy', ',worry'));
    await vscode.commands.executeCommand('emolens.refresh');
    await once(session.onDidChange, () => session.item('dataset/north_happy_001.png')?.label === 'worry');
    const after = await page.handlers.scores({ run });
    assert.deepEqual(JSON.parse(JSON.stringify(after)), scoresByCore(session, run));
    assert.notDeepEqual(after, shown);
    assert.equal(evaluations.view.running, false);
  });

  it('finds with the query of each cell exactly the portraits that the cell counts', async () => {
    const session = await evaluated(root);
    const { scores } = await emolens();
    const { run } = session.runs[0]!;
    const shown = await scores.show(session).handlers.scores({ run });
    let checked = 0;
    for (const stage of shown!.stages) {
      if (stage.kind !== 'class') continue;
      const { labels, others, rows } = stage.confusion;
      const answers = [...labels.map((label) => ({ label })), ...others.map(({ kind }) => ({ other: kind }))];
      for (const [row, truth] of labels.entries())
        for (const [column, answer] of answers.entries()) {
          const text: string = cellQuery({ stage: stage.stage, truth, answer }, session.runs[0]!, session.runs)!;
          const found = await session.select(text);
          assert.ok(found.ok, text);
          assert.equal(found.value.length, rows[row]![column], text);
          checked += found.value.length;
        }
    }
    assert.ok(checked > 6, String(checked));
  });

  it('opens a cell in the gallery, and no cell of a run that is gone', async () => {
    const session = await evaluated(root);
    const { scores, workbench } = await emolens();
    const page = scores.show(session);
    const { run } = session.runs[0]!;
    await page.handlers.openCell({ run, stage: 'emotion', truth: 'sad', answer: { label: 'happy' } });
    await tabsNamed(session.benchmark.name, 1);
    assert.equal(workbench.activeSession, session);
    await assert.rejects(
      page.handlers.openCell({ run: 'x', stage: 'emotion', truth: 'sad', answer: { label: 'sad' } }),
    );
    assert.equal(await page.handlers.scores({ run: 'x' }), null);
  });

  it('copies tables in three formats and opens them as a document', async () => {
    const session = await evaluated(root);
    const { scores } = await emolens();
    const page = scores.show(session);
    const runs = [session.runs[0]!.run];
    await page.handlers.copy({ runs, format: 'markdown' });
    const markdown = await vscode.env.clipboard.readText();
    assert.match(markdown, /memo-progressive: emotion/);
    assert.match(markdown, /Polarity table in force/);
    await page.handlers.copy({ runs, format: 'latex' });
    assert.match(await vscode.env.clipboard.readText(), /\\begin\{tabular\}/);
    await page.handlers.copy({ runs, format: 'csv' });
    assert.match(await vscode.env.clipboard.readText(), /accuracyStrict/);
    await page.handlers.openDocument({ runs });
    const { document } = vscode.window.activeTextEditor!;
    assert.equal(document.languageId, 'markdown');
    assert.equal(document.getText(), markdown);
  });

  it('holds two runs of one protocol against each other', async () => {
    const session = await evaluated(root);
    await vscode.workspace
      .getConfiguration('emolens')
      .update('strategy', 'reasoned', vscode.ConfigurationTarget.Global);
    try {
      await evaluated(root);
    } finally {
      await vscode.workspace
        .getConfiguration('emolens')
        .update('strategy', undefined, vscode.ConfigurationTarget.Global);
    }
    const { scores } = await emolens();
    const runs = session.runs.map(({ run }) => run);
    assert.equal(runs.length, 2);
    const { tables, why } = await scores.show(session).handlers.compare({ runs });
    assert.deepEqual(why, []);
    assert.match(tables[0]!.title, /strategies by models/);
    assert.deepEqual(await scores.show(session).handlers.compare({ runs: runs.slice(0, 1) }), { tables: [], why: [] });
  });

  it('shows one page for a benchmark, by its command too', async () => {
    const session = await evaluated(root);
    const { scores } = await emolens();
    await vscode.commands.executeCommand('emolens.showScores', { root: session.root, run: session.runs[0]!.run });
    await vscode.commands.executeCommand('emolens.showScores', { root: session.root.toString(), comparison: 'c' });
    const page = scores.show(session);
    await tabsNamed(page.panel.title, 1);
  });
});

describe('the sample that ships', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await closeAll();
  });

  it('opens at once in this window, can be written to, and keeps what was done with it', async () => {
    const { workbench } = await emolens();
    const said = await messagesDuring(async () => vscode.commands.executeCommand('emolens.openSample'));
    assert.deepEqual(said, []);
    const session = workbench.activeSession!;
    assert.match(session.root.path, /emolens-sample$/);
    const { items, labels, generators, problems } = session.benchmark;
    assert.equal(items.length, 48);
    assert.equal(labels.length, 6);
    assert.equal(generators.length, 8);
    assert.deepEqual(problems, []);
    const note = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(session.root, 'SAMPLE.md'));
    assert.match(new TextDecoder().decode(note), /not photographs[\s\S]*no benchmark of any paper/);
    const written = await session.store.write('test.txt', new TextEncoder().encode('mine'));
    assert.ok(written.ok);
    workbench.close(session);
    await vscode.commands.executeCommand('emolens.openSample');
    const again = workbench.activeSession!;
    assert.equal(again.root.toString(), session.root.toString());
    const kept = await again.store.read('test.txt');
    assert.ok(kept.ok && new TextDecoder().decode(kept.value) === 'mine');
  });
});

/** Resolves when so many tabs have a title: the editor tells of tabs some time after they were made. */
function tabsNamed(title: string, count: number): Promise<true> {
  return once(vscode.window.tabGroups.onDidChangeTabs, () => {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    return tabs.filter(({ label }) => label === title).length === count || undefined;
  });
}

async function table(root: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(root, 'annotation_emo.csv')));
}
