import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { withView } from '../../src/core/query/viewsFile.ts';
import type { BenchmarkSession } from '../../src/editor/session/session.ts';
import type { TreeNode } from '../../src/editor/tree/treeNodes.ts';
import { actUntil, closeAll, emolens, once, openSession, viewRows } from './harness/window.ts';
import { greyPicture } from './harness/tinyBenchmark.ts';

const count = 6000;
const labels = ['happy', 'sad', 'angry'];

/** How many items are made while something is done: what costs time with 287,000 of them is making them, not looking along columns. */
async function itemsMade({ table }: BenchmarkSession, act: () => unknown): Promise<number> {
  // The table's own class: this file is bundled apart from the extension.
  const shared = Object.getPrototypeOf(table) as { at: (index: number) => unknown };
  const { at } = shared;
  let made = 0;
  shared.at = function (this: unknown, index: number) {
    made++;
    return at.call(this, index);
  };
  try {
    await act();
    return made;
  } finally {
    shared.at = at;
  }
}

describe('a large benchmark', function () {
  this.timeout(120_000);
  let root: vscode.Uri;

  before(async () => {
    root = vscode.Uri.file(await mkdtemp(join(tmpdir(), 'el-large-')));
    const picture = greyPicture(7);
    for (const label of labels) await mkdir(join(root.fsPath, label));
    for (let i = 0; i < count; i += 200) {
      const some = Array.from({ length: 200 }, (_, j) => join(root.fsPath, labels[(i + j) % 3]!, `${i + j}.png`));
      await Promise.all(some.map((path, j) => writeFile(path, Buffer.concat([picture, Buffer.from([i & 255, j])]))));
    }
  });
  after(async () => {
    await closeAll();
    await vscode.workspace.getConfiguration('emolens').update('groupBy', undefined, vscode.ConfigurationTarget.Global);
    await rm(root.fsPath, { recursive: true, force: true });
  });

  it('is grouped, counted, searched and gone through without making its items', async () => {
    const session = await openSession(root);
    const { tree, workbench } = await emolens();
    assert.equal(session.table.length, count);
    let groups: TreeNode[] = [];
    const opened = await itemsMade(session, async () => {
      const node = (await tree.getChildren()).find((one) => one.session === session)!;
      groups = (await tree.getChildren(node)).filter(({ kind }) => kind === 'group');
      for (const group of groups) tree.getTreeItem(group);
    });
    assert.equal(groups.length, labels.length);
    assert.ok(opened < 100, `${opened} items made for the groups`);
    const found = await itemsMade(session, async () => {
      const sad = await session.select('label:sad or (outcome:wrong text:"crying") sort:-id');
      assert.ok(sad.ok && sad.value.length === count / 3);
      assert.equal(session.openErrors, 0);
    });
    assert.equal(found, 0);
    const gone = await itemsMade(session, () => {
      workbench.setCurrent({ session, id: session.table.idAt(10) });
      const { index } = workbench.place;
      workbench.move(1);
      workbench.move(1);
      assert.deepEqual({ ...workbench.place }, { index: index + 2, total: count });
    });
    // The tree follows, and opens one group of at most 500 rows for it.
    assert.ok(gone < 1200, `${gone} items made for going on`);
  });

  it('is grouped by other fields, on one level or two', async () => {
    const session = await openSession(root);
    const { tree } = await emolens();
    await vscode.commands.executeCommand('emolens.groupBy', root, ['folder', 'review']);
    const top = await tree.getChildren((await tree.getChildren()).find((one) => one.session === session));
    const groups = top.flatMap((node) => (node.kind === 'group' ? [node] : []));
    assert.deepEqual(
      groups.map(({ group }) => [group.by, group.value, group.places.length]),
      labels.toSorted().map((label) => ['folder', label, count / 3]),
    );
    const below = (await tree.getChildren(groups[0])).filter((node) => node.kind === 'group');
    assert.deepEqual(
      below.map(({ group }) => [group.by, group.value]),
      [['review', undefined]],
    );
    assert.ok((await tree.getChildren(below[0])).length <= 500);
  });

  it('keeps views in a file, shows them with their counts, and follows edits by hand', async () => {
    const session = await openSession(root);
    const { views } = await emolens();
    assert.ok(await views.write(session, (text) => withView(text, { name: 'Sad', query: 'label:sad' })));
    const counts = (): (number | string | undefined)[] => views.of(session).map((view) => views.countOf(session, view));
    await once(views.onDidChange, () => counts()[0] === count / 3);
    assert.deepEqual(await viewRows(session), [['Sad', String(count / 3)]]);
    const path = join(root.fsPath, '.emolens', 'views.json');
    const file = JSON.parse(await readFile(path, 'utf8')) as { views: unknown[] };
    file.views.push({ name: 'All', query: '' }, { name: 'Wrong', query: 'lable:sad' }, 7);
    await Promise.all([
      once(views.onDidChange, () => counts().length === 3 && counts()[1] === count),
      writeFile(path, JSON.stringify(file, undefined, 2)),
    ]);
    assert.deepEqual((await viewRows(session)).slice(0, 2), [
      ['Sad', String(count / 3)],
      ['All', String(count)],
    ]);
    const faults = vscode.languages.getDiagnostics(vscode.Uri.file(path));
    const ours = faults.filter(({ source }) => source === 'EmoLens').map(({ message }) => message);
    assert.equal(ours.length, 2);
    assert.match(ours.join(), /Did you mean "label"/);
    await vscode.commands.executeCommand('emolens.openView', { root, view: 'Sad' });
  });
});

describe('a large benchmark of records', function () {
  this.timeout(180_000);
  // From here on what records say is not waited for.
  const many = 20_000;
  let root: vscode.Uri;
  const nameOf = (i: number) => `data/${String(i).padStart(5, '0')}.png`;

  before(async () => {
    root = vscode.Uri.file(await mkdtemp(join(tmpdir(), 'el-records-')));
    await mkdir(join(root.fsPath, 'data'));
    const picture = greyPicture(7);
    for (let i = 0; i < many; i += 200) {
      await Promise.all(Array.from({ length: 200 }, (_, j) => writeFile(join(root.fsPath, nameOf(i + j)), picture)));
    }
    await writeFile(join(root.fsPath, nameOf(5)), 'no picture');
    const samples = Array.from({ length: many + 1 }, (_, i) => {
      return { filepath: nameOf(i), ground_truth: { _cls: 'Classification', label: labels[i % 3]! } };
    });
    await writeFile(join(root.fsPath, 'samples.json'), JSON.stringify({ samples }));
  });
  after(async () => {
    await closeAll();
    await rm(root.fsPath, { recursive: true, force: true });
  });

  it('shows at once which pictures there are, and then what the records say of them', async () => {
    const session = await openSession(root);
    const missing = () =>
      session.benchmark.problems.flatMap(({ kind, facts }) => (kind === 'missing-image' ? facts.value! : []));
    assert.equal(session.table.length, many);
    assert.deepEqual(missing(), [nameOf(many)]);
    const isFaultKnown = () => session.benchmark.problems.some(({ item }) => item === nameOf(5));
    await once(session.onDidChange, isFaultKnown);
    let wasFaultKnown = true;
    const shown: (string | undefined)[] = [];
    const listening = session.onDidChange(() => {
      wasFaultKnown &&= isFaultKnown();
      const item = session.item(nameOf(many));
      if (item !== undefined && (shown.length === 0 || shown.at(-1) !== item.label)) shown.push(item.label);
    });
    await actUntil(
      () => writeFile(join(root.fsPath, nameOf(many)), greyPicture(7)),
      session.onDidChange,
      () => session.item(nameOf(many)) !== undefined,
    );
    await once(session.onDidChange, () => session.item(nameOf(many))?.label);
    listening.dispose();
    assert.equal(wasFaultKnown, true);
    assert.deepEqual(shown, [undefined, labels[many % 3]]);
    assert.deepEqual(missing(), []);
    await rm(join(root.fsPath, nameOf(7)));
    await once(session.onDidChange, () => session.item(nameOf(7)) === undefined);
    assert.equal(session.table.length, many);
    await once(session.onDidChange, () => missing()[0] === nameOf(7));
    assert.equal(session.table.length, many);
  });
});
