import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { withView } from '../../src/core/query/viewsFile.ts';
import { greyPicture } from './harness/tinyBenchmark.ts';
import { actUntil, closeAll, emolens, once, openSession, viewRows } from './harness/window.ts';

const labels = ['happy', 'sad', '😡', 'もやもや'];
const each = 60;

/** What a person, a script or another window may do to a benchmark while it is open. */
describe('a benchmark that is turned upside down while it is open', function () {
  this.timeout(120_000);
  let home: string;
  let root: vscode.Uri;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'el-upheaval-'));
    root = vscode.Uri.file(join(home, 'benchmark'));
    await mkdir(root.fsPath);
    for (const label of labels) await mkdir(join(root.fsPath, label));
    for (let i = 0; i < each * labels.length; i++) {
      const path = join(root.fsPath, labels[i % labels.length]!, `${i}.png`);
      await writeFile(path, Buffer.concat([greyPicture(i & 255), Buffer.from([i & 255])]));
    }
  });
  afterEach(async () => {
    await closeAll();
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  });

  const viewsPath = (): string => join(root.fsPath, '.emolens', 'views.json');
  const writeViews = async (views: readonly { name: string; query: string }[]): Promise<void> => {
    await mkdir(join(root.fsPath, '.emolens'), { recursive: true });
    await writeFile(viewsPath(), JSON.stringify({ version: 1, views }));
  };

  it('is found by labels that are no letters at all', async () => {
    const session = await openSession(root);
    assert.equal(session.table.length, each * labels.length);
    for (const query of ['label:😡', 'label:"😡"', 'label:もやもや', '😡', 'label:~😡', '(label:もやもや)']) {
      const found = await session.select(query);
      assert.equal(found.ok && found.value.length, each, query);
    }
  });

  it('answers long and deep queries, or says where they are not understood', async () => {
    const session = await openSession(root);
    const long = Array.from({ length: 800 }, (_, i) => `text:"w${i}"`).join(' or ');
    assert.ok(long.length > 10_000);
    const found = await session.select(`${long} or label:sad`);
    assert.equal(found.ok && found.value.length, each);
    const deep = (depth: number): string => `${'('.repeat(depth)}label:sad${')'.repeat(depth)}`;
    const nested = await session.select(deep(90));
    assert.equal(nested.ok && nested.value.length, each);
    for (const depth of [500, 20_000]) {
      const tooDeep = await session.select(deep(depth));
      assert.equal(!tooDeep.ok && tooDeep.error.kind, 'tooDeep');
    }
    const nots = await session.select(`${'not '.repeat(20_000)}label:sad`);
    assert.equal(!nots.ok && nots.error.kind, 'tooDeep');
  });

  it('counts thousands of saved views, and follows a file of them that is damaged and mended', async () => {
    const session = await openSession(root);
    const { views } = await emolens();
    const many = Array.from({ length: 5000 }, (_, i) => ({
      name: `View ${i}`,
      query: i % 2 === 0 ? 'label:sad' : `id:~${i}`,
    }));
    const told = views.onDidChange;
    await actUntil(
      () => writeViews(many),
      told,
      () => views.of(session).length === many.length,
    );
    const counted = new Promise<void>((resolve) => {
      const look = told(async () => {
        const rows = await viewRows(session);
        if (rows.length !== many.length || rows.some(([, count]) => count === '…')) return;
        look.dispose();
        resolve();
      });
    });
    await viewRows(session);
    await counted;
    const rows = await viewRows(session);
    assert.deepEqual(rows.slice(0, 2), [
      ['View 0', String(each)],
      ['View 1', String(session.table.filter(({ id }) => id.includes('1')).length)],
    ]);
    const damaged = once(vscode.languages.onDidChangeDiagnostics, () =>
      vscode.languages.getDiagnostics(vscode.Uri.file(viewsPath())).some(({ source }) => source === 'EmoLens'),
    );
    await Promise.all([
      once(told, () => views.of(session).length === 0),
      writeFile(viewsPath(), '{"version": 1, "views": [{"name": "A", '),
    ]);
    await damaged;
    await Promise.all([
      once(told, () => views.of(session).length === 2),
      writeViews([
        { name: 'A', query: '' },
        { name: 'B', query: 'label:happy' },
      ]),
    ]);
    await once(told, () => {
      const counts = views.of(session).map((view) => views.countOf(session, view));
      return counts.join() === `${each * labels.length},${each}`;
    });
  });

  it('keeps the views that are saved at the same time, by whichever window', async () => {
    const session = await openSession(root);
    const { views } = await emolens();
    const names = Array.from({ length: 8 }, (_, i) => `View ${i}`);
    const saved = await Promise.all(
      names.map((name) => views.write(session, (text) => withView(text, { name, query: '' }))),
    );
    assert.deepEqual(new Set(saved), new Set([true]));
    assert.deepEqual(
      views
        .of(session)
        .map(({ name }) => name)
        .toSorted(),
      names,
    );
  });

  it('follows its own removal and return, and what came and went meanwhile', async () => {
    const session = await openSession(root);
    const away = join(home, 'elsewhere');
    // Something that is followed shows that the folder is watched.
    const extra = join(root.fsPath, 'sad', 'extra.png');
    await actUntil(
      () => writeFile(extra, greyPicture(3)),
      session.onDidChange,
      () => session.item('sad/extra.png') !== undefined,
    );
    await rename(root.fsPath, away);
    await rm(join(away, 'sad', 'extra.png'));
    await writeFile(join(away, 'happy', 'new.png'), greyPicture(4));
    await rename(away, root.fsPath);
    const touch = (): Promise<void> => writeFile(join(root.fsPath, 'happy', 'touched.png'), greyPicture(5));
    await actUntil(touch, session.onDidChange, () => session.item('happy/touched.png') !== undefined);
    assert.deepEqual([session.item('happy/new.png')?.label, session.item('sad/extra.png')], ['happy', undefined]);
  });

  it('ends up with what is there after a storm of events', async () => {
    const session = await openSession(root);
    await actUntil(
      () => writeFile(join(root.fsPath, 'sad', 'extra.png'), greyPicture(3)),
      session.onDidChange,
      () => session.item('sad/extra.png') !== undefined,
    );
    for (let round = 0; round < 8; round++) {
      for (const label of labels) await rename(join(root.fsPath, label), join(home, label));
      for (const label of labels.slice(0, 2 + (round % 3))) await rename(join(home, label), join(root.fsPath, label));
      for (const label of labels.slice(2 + (round % 3))) await rename(join(home, label), join(root.fsPath, label));
    }
    await rename(join(root.fsPath, 'happy'), join(home, 'happy'));
    // Of three folders one is named after an emotion that is known: they are no classes any more, as in a folder that is opened anew.
    const isSettled = (): boolean =>
      session.table.length === each * 3 + 1 &&
      session.item('sad/extra.png') !== undefined &&
      session.item('happy/0.png') === undefined;
    await once(session.onDidChange, isSettled);
  });
});
