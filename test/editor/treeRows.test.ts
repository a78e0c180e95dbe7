import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { BenchmarkSession } from '../../src/editor/session/session.ts';
import { itemsAt, type TreeNode } from '../../src/editor/tree/treeNodes.ts';
import { greyPicture, makeTinyBenchmark } from './harness/tinyBenchmark.ts';
import { actUntil, closeAll, emolens, once, openSession } from './harness/window.ts';

/** Rows that the editor still has of a benchmark that is another one by now. */
describe('rows of the tree', () => {
  let root: vscode.Uri;

  beforeEach(async () => {
    root = await makeTinyBenchmark();
  });
  afterEach(async () => {
    await closeAll();
    await vscode.workspace.getConfiguration('emolens').update('groupBy', undefined, vscode.ConfigurationTarget.Global);
    await rm(root.fsPath, { recursive: true, force: true });
  });

  async function groupsOf(session: BenchmarkSession): Promise<readonly TreeNode[]> {
    const { tree } = await emolens();
    const top = (await tree.getChildren()).find((one) => one.session === session);
    return (await tree.getChildren(top)).filter(({ kind }) => kind === 'group');
  }

  const idsAt = (nodes: readonly TreeNode[]): string[] => itemsAt(nodes).map(({ id }) => id);

  it('are made once, whoever asks meanwhile', async () => {
    let isTold = false;
    const session = await openSession(root);
    const { tree } = await emolens();
    // Before the editor asks, which it does in a turn of its own.
    const asked = once(tree.onDidChangeTreeData, () => isTold && [groupsOf(session), groupsOf(session)]);
    isTold = true;
    await vscode.commands.executeCommand('emolens.groupBy', root, ['label']);
    const [one, other] = await Promise.all(await asked);
    assert.equal(one!.length, 3);
    for (const [at, row] of one!.entries()) assert.equal(other![at], row);
  });

  it('go on with what they were made of until there are new ones', async () => {
    const session = await openSession(root);
    const { tree } = await emolens();
    const before = await groupsOf(session);
    // In front of all others, so that each of them is at another place from then on.
    const added = vscode.Uri.joinPath(root, 'dataset', 'a_happy_001.png');
    await actUntil(
      () => writeFile(added.fsPath, greyPicture(7)),
      session.onDidChange,
      () => session.table.length === 7,
    );
    assert.deepEqual(idsAt([before[1]!]), [
      'dataset/south_happy_001.png',
      'dataset/south_sad_001.png',
      'dataset/south_worry_001.png',
    ]);
    assert.deepEqual(idsAt(before), session.table.map(({ id }) => id).slice(1));
    const below = (await tree.getChildren(before[1])).flatMap((row) => (row.kind === 'group' ? [row] : []));
    assert.deepEqual(
      below.map(({ group }) => group.value),
      ['happy', 'sad', 'worry'],
    );
    assert.deepEqual(idsAt([below[0]!]), ['dataset/south_happy_001.png']);
    assert.match(String(tree.getTreeItem(before[1]!).description), /^3\b/);
    assert.deepEqual(
      (await groupsOf(session)).flatMap((row) => (row.kind === 'group' ? [row.group.value] : [])),
      ['a', 'north', 'south'],
    );
  });

  it('follow another grouping that comes while they are made', async () => {
    const session = await openSession(root);
    const first = groupsOf(session);
    await vscode.commands.executeCommand('emolens.groupBy', root, ['label']);
    await first;
    const labels = (await groupsOf(session)).flatMap((row) => (row.kind === 'group' ? [row.group.value] : []));
    assert.deepEqual(labels, ['happy', 'sad', 'worry']);
  });
});
