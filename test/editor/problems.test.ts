import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TreeNode } from '../../src/editor/tree/treeNodes.ts';
import { makeTinyBenchmark, tinyRows } from './harness/tinyBenchmark.ts';
import { closeAll, emolens, openSession, rowsBelow } from './harness/window.ts';

describe('problems of the data in the tree', () => {
  afterEach(closeAll);

  const itemOf = async (node: TreeNode): Promise<vscode.TreeItem> => (await emolens()).tree.getTreeItem(node);

  it('stand in a group by kind, each leading to its line', async () => {
    const root = await makeTinyBenchmark();
    const lines = tinyRows.map(({ image, degree, label }) => `${image},${degree},${label}`);
    const table = ['Image,Score,Distortions', ...lines, 'gone.png,1,sad', 'also-gone.png,1,happy'];
    await writeFile(join(root.fsPath, 'annotation_emo.csv'), `${table.join('\n')}\n`);
    await openSession(root);
    const rows = await rowsBelow();
    const group = rows.find(({ kind }) => kind === 'problems');
    assert.ok(group);
    assert.equal((await itemOf(group)).description, '2');
    const kinds = rows.filter(({ kind }) => kind === 'problemKind');
    assert.deepEqual(await Promise.all(kinds.map(async (kind) => (await itemOf(kind)).label)), [
      'Rows without their picture',
    ]);
    const faults = await Promise.all(rows.filter(({ kind }) => kind === 'problem').map(itemOf));
    assert.deepEqual(
      faults.map(({ label }) => label),
      ['annotation_emo.csv:8', 'annotation_emo.csv:9'],
    );
    const { command, arguments: at = [] } = faults[1]?.command ?? {};
    await vscode.commands.executeCommand(String(command), ...at);
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, 8);
  });

  it('have no group where there are none', async () => {
    await openSession(await makeTinyBenchmark());
    assert.ok((await rowsBelow()).every(({ kind }) => kind !== 'problems'));
  });
});
