import assert from 'node:assert/strict';
import { mkdtemp, readFile, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TreeNode } from '../../src/editor/tree/treeNodes.ts';
import { greyPicture, makeTinyBenchmark, tinyRows } from './harness/tinyBenchmark.ts';
import { actUntil, closeAll, emolens, messagesDuring, once, openSession, rowsBelow } from './harness/window.ts';

describe('browsing', () => {
  let root: vscode.Uri;

  before(async () => {
    root = await makeTinyBenchmark();
  });
  afterEach(closeAll);

  it('shows benchmark, groups and portraits with counts', async () => {
    const session = await openSession(root);
    assert.equal(session.benchmark.items.length, tinyRows.length);
    const rows = (await rowsBelow()).map(shown);
    assert.deepEqual(rows.slice(0, 4), [
      ['benchmark', session.benchmark.name, '6 portraits'],
      ['group', 'north', '3'],
      ['group', 'happy', '1'],
      ['portrait', 'north_happy_001', 'happy 4.1'],
    ]);
  });

  it('groups the other way round when asked to', async () => {
    await openSession(root);
    await vscode.commands.executeCommand('emolens.groupByEmotion');
    try {
      const groups = (await rowsBelow()).map(shown).filter(([kind]) => kind === 'group');
      assert.deepEqual(groups[0], ['group', 'happy', '2']);
      assert.deepEqual(groups[1], ['group', 'north', '1']);
    } finally {
      await vscode.commands.executeCommand('emolens.groupByGenerator');
    }
  });

  it("gives a portrait its own picture as icon and all it knows as tooltip, with the file's name as text", async () => {
    const { tree } = await emolens();
    const session = await openSession(root);
    const row = (await rowsBelow()).find((node) => node.kind === 'portrait' && node.item.id.includes('north_sad'));
    assert.ok(row?.kind === 'portrait');
    const item = tree.getTreeItem(row);
    const tooltip = (await tree.resolveTreeItem(item, row)).tooltip as vscode.MarkdownString;
    // The glyph gives way to the picture as soon as it is known that it may be shown as it is.
    assert.equal(String(tree.getTreeItem(row).iconPath), String(session.imageUri(row.item)));
    assert.match(tooltip.value, /!\[\]\(file:[^)]+north_sad_001\.png\|height/);
    assert.match(tooltip.value, /sad(&nbsp;| )2\.5/);
    assert.match(tooltip.value, /quality/);
    assert.notEqual(tooltip.isTrusted, true);
  });

  it('follows the files: a new picture and a new row appear, a deleted one goes', async () => {
    const own = await makeTinyBenchmark();
    const session = await openSession(own);
    const picture = join(own.fsPath, 'dataset', 'north_happy_002.png');
    const added = await actUntil(
      () => writeFile(picture, greyPicture(99)),
      session.onDidChange,
      () => session.benchmark.items.length === 7 && session.benchmark,
    );
    assert.ok(added.items.some(({ id }) => id.includes('north_happy_002')));
    await unlink(picture);
    await once(session.onDidChange, () => session.benchmark.items.length === 6);
  });

  it('reads names and labels as text, never as markup', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const { tree } = await emolens();
    await openSession(
      await makeTinyBenchmark([...tinyRows, { image: 'north_sad_009.png', degree: 2, label: hostile }]),
    );
    const row = (await rowsBelow()).find((node) => node.kind === 'portrait' && node.item.id.includes('north_sad_009'));
    assert.ok(row?.kind === 'portrait');
    const tooltip = (await tree.resolveTreeItem(tree.getTreeItem(row), row)).tooltip as vscode.MarkdownString;
    assert.equal(tooltip.value.includes('<img'), false, tooltip.value);
    assert.notEqual(tooltip.supportHtml, true);
  });

  it('says so, and opens nothing, when there is nothing to recognise', async () => {
    const empty = vscode.Uri.file(await mkdtemp(join(tmpdir(), 'emolens-empty-')));
    const said = await messagesDuring(() =>
      Promise.resolve(vscode.commands.executeCommand('emolens.openBenchmark', empty)),
    );
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /no benchmark was recognised/);
    assert.equal((await emolens()).workbench.sessions.length, 0);
  });

  it('names a folder that does not exist', async () => {
    const gone = vscode.Uri.joinPath(root, 'not-there');
    const said = await messagesDuring(() =>
      Promise.resolve(vscode.commands.executeCommand('emolens.openBenchmark', gone)),
    );
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /not-there/);
  });

  it('lists a column that is not there, and a picture that is none, each with its file', async () => {
    const own = await makeTinyBenchmark();
    await writeFile(join(own.fsPath, 'annotation_emo.csv'), 'Image,Score\nnorth_happy_001.png,3\n');
    await writeFile(join(own.fsPath, 'dataset', 'south_sad_001.png'), 'no picture at all');
    const { benchmark } = await openSession(own);
    assert.equal(benchmark.items.length, tinyRows.length);
    const kinds = benchmark.problems.map(({ kind, file }) => `${kind} ${file}`);
    assert.ok(kinds.includes('missing-column annotation_emo.csv'), kinds.join());
    assert.ok(kinds.includes('corrupt-image dataset/south_sad_001.png'), kinds.join());
    const told = async (file: string, code: string): Promise<string> => {
      const uri = vscode.Uri.joinPath(own, file);
      const ofCode = () => vscode.languages.getDiagnostics(uri).find((one) => one.code === code);
      return (await once(vscode.languages.onDidChangeDiagnostics, ofCode)).message;
    };
    assert.match(await told('annotation_emo.csv', 'missing-column'), /annotation_emo\.csv/);
    assert.match(await told('dataset/south_sad_001.png', 'corrupt-image'), /south_sad_001\.png/);
  });

  it('reads file names as the descriptor says, as soon as it is written', async () => {
    const own = await makeTinyBenchmark();
    const session = await openSession(own);
    assert.equal(session.item('dataset/north_happy_001.png')?.generator, 'north');
    await vscode.commands.executeCommand('emolens.editDescriptor');
    const descriptor = vscode.Uri.joinPath(own, '.emolens', 'benchmark.json');
    const text = (await readFile(descriptor.fsPath, 'utf8')).replace(
      '{generator}_{prompted}',
      '{prompted}_{generator}',
    );
    assert.match(text, /\{prompted\}_\{generator\}/);
    const generator = await actUntil(
      () => writeFile(descriptor.fsPath, text),
      session.onDidChange,
      () => session.item('dataset/north_happy_001.png')?.generator === 'happy' && 'happy',
    );
    assert.equal(generator, 'happy');
  });

  it('goes to the portrait of the row that the cursor is on', async () => {
    const { workbench } = await emolens();
    const session = await openSession(root);
    const editor = await vscode.window.showTextDocument(vscode.Uri.joinPath(root, 'annotation_emo.csv'));
    editor.selection = new vscode.Selection(4, 0, 4, 0);
    const id = await once(
      workbench.onDidChangeCurrent,
      () => workbench.current?.session === session && workbench.current.id,
    );
    assert.equal(id, 'dataset/south_happy_001.png');
    await vscode.commands.executeCommand('emolens.nextPortrait');
    assert.equal(workbench.current?.id, 'dataset/south_sad_001.png');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('opens with its faults told: rows without picture, and paths that leave the folder', async () => {
    const rows = [...tinyRows, { image: '../../etc/passwd', degree: 1, label: 'sad' }];
    const own = await makeTinyBenchmark(tinyRows);
    const lines = [...rows, { image: 'gone.png', degree: 2, label: 'sad' }];
    const table = lines.map(({ image, degree, label }) => `${image},${degree},${label}`).join('\n');
    await writeFile(join(own.fsPath, 'annotation_emo.csv'), `Image,Score,Distortions\n${table}\n`);
    const { benchmark } = await openSession(own);
    assert.equal(benchmark.items.length, tinyRows.length);
    const kinds = benchmark.problems.map(({ kind, line }) => `${kind}:${line ?? ''}`);
    assert.ok(kinds.includes('outside-root:8'), kinds.join());
    assert.ok(kinds.includes('missing-image:9'), kinds.join());
  });
});

function shown(node: TreeNode): readonly [string, string, string] {
  const name =
    node.kind === 'benchmark'
      ? node.session.benchmark.name
      : node.kind === 'group'
        ? (node.group.value ?? '')
        : node.kind === 'portrait'
          ? node.item.path.replace(/^.*\/|\.png$/g, '')
          : '';
  return [node.kind, name, itemText(node)];
}

function itemText(node: TreeNode): string {
  const item = vscode.extensions.getExtension<{ tree: { getTreeItem(row: TreeNode): vscode.TreeItem } }>(
    'emolens.emolens',
  );
  return String(item?.exports.tree.getTreeItem(node).description ?? '');
}
