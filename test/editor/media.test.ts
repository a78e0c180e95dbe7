import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { imageSize, sniffImage } from '../../src/core/images/sniff.ts';
import type { BenchmarkSession } from '../../src/editor/session/session.ts';
import { keyOf } from '../../src/editor/thumbnails.ts';
import { encodePng } from '../../src/platform/node/pictures/png.ts';
import { closeAll, emolens, once, openSession, rowsBelow } from './harness/window.ts';

describe('pictures and videos', () => {
  let root: vscode.Uri;

  before(async () => {
    root = vscode.Uri.file(await mkdtemp(join(tmpdir(), 'emolens-media-')));
    for (const label of ['happy', 'sad']) await mkdir(join(root.fsPath, label));
    const extension = vscode.extensions.getExtension('emolens.emolens');
    const fixture = (path: string): string => join(extension?.extensionPath ?? '', 'test', 'fixtures', path);
    await copyFile(fixture('pictures/cmyk.tif'), join(root.fsPath, 'happy', 'scan.tif'));
    await copyFile(fixture('videos/vp8.webm'), join(root.fsPath, 'sad', 'clip.webm'));
    await writeFile(join(root.fsPath, 'sad', 'large.png'), noise(400));
    await writeFile(join(root.fsPath, 'sad', 'broken.png'), noise(400).subarray(0, 60_000));
  });
  afterEach(closeAll);

  const itemOf = (session: BenchmarkSession, id: string) => {
    const item = session.item(id);
    assert.ok(item, id);
    return item;
  };

  it('shows a TIFF by a file of a type that the editor knows, small and at full size', async () => {
    const session = await openSession(root);
    const { thumbnails } = await emolens();
    const item = itemOf(session, 'happy/scan.tif');
    for (const size of ['card', 'full'] as const) {
      const shown = await thumbnails.get(session, item, size);
      assert.ok('uri' in shown);
      assert.ok(shown.uri.path.startsWith(thumbnails.folder.path));
      const bytes = await readFile(shown.uri.fsPath);
      assert.match(sniffImage(bytes)?.mime ?? '', /image\/(png|jpeg)/);
      assert.deepEqual(imageSize(bytes), { width: 37, height: 26 });
    }
  });

  it('shows a picture that lies inside a table', async () => {
    const own = vscode.Uri.file(await mkdtemp(join(tmpdir(), 'emolens-table-')));
    const base64 = Buffer.from(noise(40)).toString('base64');
    const rows = ['happy', 'sad'].map((answer, i) => `${i}\t${base64}\tWhich emotion?\thappy\tsad\t${answer}`);
    await writeFile(join(own.fsPath, 'emotions.tsv'), `index\timage\tquestion\tA\tB\tanswer\n${rows.join('\n')}\n`);
    const session = await openSession(own);
    const item = session.benchmark.items.find(({ embedded }) => embedded !== undefined);
    assert.ok(item, 'no picture was found in the table');
    const shown = await (await emolens()).thumbnails.get(session, item, 'full');
    assert.ok('uri' in shown, JSON.stringify(shown));
    assert.deepEqual(imageSize(await readFile(shown.uri.fsPath)), { width: 40, height: 40 });
  });

  it('makes a large picture small once, and finds it in the cache the second time', async () => {
    const session = await openSession(root);
    const { thumbnails } = await emolens();
    const item = itemOf(session, 'sad/large.png');
    const first = await thumbnails.get(session, item, 'card');
    assert.ok('uri' in first);
    const { made, found } = thumbnails.cache.counts;
    thumbnails.forget(session);
    assert.deepEqual(await thumbnails.get(session, item, 'card'), first);
    assert.deepEqual(thumbnails.cache.counts, { made, found: found + 1 });
    assert.ok((await readFile(first.uri.fsPath)).length < 250_000);
  });

  it('gives a row its small picture as icon as soon as it is made, and says of a broken one why there is none', async () => {
    const session = await openSession(root);
    const { thumbnails, tree } = await emolens();
    thumbnails.forget(session);
    const row = (await rowsBelow()).find((node) => node.kind === 'portrait' && node.item.id === 'sad/large.png');
    assert.ok(row?.kind === 'portrait');
    const made = once(thumbnails.onDidMake, () => thumbnails.known(session, row.item));
    assert.ok(tree.getTreeItem(row).iconPath instanceof vscode.ThemeIcon);
    const shown = await made;
    assert.ok('uri' in shown, keyOf(session, row.item.id));
    assert.equal(String(tree.getTreeItem(row).iconPath), String(shown.uri));
    const broken = await thumbnails.get(session, itemOf(session, 'sad/broken.png'), 'card');
    assert.ok('fault' in broken);
    assert.match(broken.fault, /cannot be decoded/);
  });

  it('takes what is in sight and forgets what was scrolled past', async () => {
    const session = await openSession(root);
    const { thumbnails } = await emolens();
    thumbnails.forget(session);
    const owner = {};
    const told: string[] = [];
    const wanted = (id: string, done: () => void = () => undefined) => ({
      session,
      item: itemOf(session, id),
      tell: () => {
        told.push(id);
        done();
      },
    });
    const past = Array.from({ length: 50 }, () => wanted('sad/large.png'));
    await new Promise<void>((resolve) => {
      thumbnails.want(owner, past);
      thumbnails.want(owner, [wanted('happy/scan.tif', resolve)]);
    });
    assert.ok(told.length < 10, `${told.length} were made`);
  });
});

/** A picture of so many kilobytes that its row does not show it as it is. */
function noise(side: number): Uint8Array {
  let state = 7;
  const data = new Uint8ClampedArray(side * side * 4).map((_, i) => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return i % 4 === 3 ? 255 : state >>> 24;
  });
  return encodePng({ width: side, height: side, data });
}
