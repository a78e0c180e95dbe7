import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { portraitViewOf } from '../../src/editor/pages/portraitViews.ts';
import { problemChildren, problemGroup, problemItem } from '../../src/editor/tree/problemRows.ts';
import { makeTinyBenchmark } from './harness/tinyBenchmark.ts';
import { actUntil, closeAll, emolens, openSession } from './harness/window.ts';

/** What lmms-eval writes of some portraits; its filter takes the first option that it finds. */
function samplesOf(names: readonly string[], reply: string, filtered: string): string {
  const rows = names.map((name) => ({
    doc_id: name,
    input: 'Which emotion?',
    target: 'x',
    resps: [[reply]],
    filtered_resps: [filtered],
  }));
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

describe('predictions of other tools', () => {
  let root: vscode.Uri;
  let elsewhere: string;

  beforeEach(async () => {
    root = await makeTinyBenchmark();
    elsewhere = await mkdtemp(join(tmpdir(), 'predictions-'));
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await closeAll();
    await rm(elsewhere, { recursive: true });
  });

  it('show beside ours with both readings, change with their file and come from elsewhere too', async () => {
    const file = join(root.fsPath, '20250102_030405_samples_memo.jsonl');
    const session = await openSession(root);
    const [first, second] = session.benchmark.items.slice(0, 2);
    assert.ok(first && second);
    const write = (): Promise<void> => writeFile(file, samplesOf([first.path], 'not happy but sad', 'happy'));
    await actUntil(write, session.onDidChange, () => session.runs.length === 1);

    const view = portraitViewOf(session, session.dossier(first), (path) => path, { index: 0, total: 1 });
    const stage = view.runs[0]?.stages[0];
    assert.deepEqual([stage?.answer, stage?.theirs], ['sad', { tool: 'lmms-eval', text: 'happy', differs: true }]);
    const found = await session.select('outcome:differs');
    assert.deepEqual(found.ok && found.value.map(({ id }) => id), [first.id]);
    assert.deepEqual(session.ownRecords, []);

    const { scores } = await emolens();
    const page = scores.show(session);
    const scored = await page.handlers.scores({ run: session.records[0]!.run });
    assert.match(scored?.gaps[0] ?? '', /lmms-eval.*1 of 1.*1 replies are read differently/s);

    const rewrite = (): Promise<void> => writeFile(file, samplesOf([first.path, second.path], 'sad', 'sad'));
    await actUntil(rewrite, session.onDidChange, () => session.dossier(second).runs.length === 1);

    const outside = join(elsewhere, 'samples.jsonl');
    await writeFile(outside, samplesOf([second.path], 'happy', 'happy'));
    await vscode.commands.executeCommand('emolens.importPredictions', undefined, [vscode.Uri.file(outside)]);
    assert.deepEqual(
      session.records.map(({ source }) => source?.file),
      ['20250102_030405_samples_memo.jsonl', outside],
    );
  });

  it('show their faults in the group of problems, at the line of their file, wherever it lies', async () => {
    const session = await openSession(root);
    const [first] = session.benchmark.items.slice(0, 1);
    assert.ok(first);
    const own = session.problems.length;
    const outside = join(elsewhere, 'samples.jsonl');
    await writeFile(outside, `${samplesOf([first.path, 'nobody.png'], 'sad', 'sad')}{"doc_id": \n`);
    await vscode.commands.executeCommand('emolens.importPredictions', undefined, [vscode.Uri.file(outside)]);
    const told = session.problems.slice(own).map(({ kind, file, line }) => [kind, file, line]);
    assert.deepEqual(told, [
      ['bad-row', outside, 2],
      ['bad-row', outside, 3],
    ]);
    const group = problemGroup(session);
    const rows = group && problemChildren(group).flatMap(problemChildren).map(problemItem);
    const places = rows?.map(({ command }) => (command?.arguments?.[0] as vscode.Uri | undefined)?.fsPath);
    assert.ok(places?.includes(outside));

    const spoil = (): Promise<void> => writeFile(outside, 'no predictions at all');
    await actUntil(spoil, session.onDidChange, () => session.records.length === 0);
    assert.deepEqual(
      session.problems.slice(own).map(({ kind, file }) => [kind, file]),
      [['unreadable', outside]],
    );
  });
});
