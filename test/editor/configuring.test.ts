import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { makeTinyBenchmark } from './harness/tinyBenchmark.ts';
import { closeAll, emolens, openSession } from './harness/window.ts';

describe('configuring a benchmark', () => {
  afterEach(closeAll);

  it('shows its real rows, previews a correction without writing, and follows it once it is saved', async () => {
    const root = await makeTinyBenchmark([
      { image: 'north_happy_001.png', degree: 1, label: 'happy' },
      { image: 'north_happy_002.png', degree: 2, label: 'happy' },
      { image: 'north_sad_003.png', degree: 2, label: 'sad' },
      { image: 'north_sad_004.png', degree: 2, label: 'saad' },
    ]);
    const session = await openSession(root);
    await vscode.commands.executeCommand('emolens.configureBenchmark', root);
    const page = (await emolens()).configure.show(session);
    const info = await page.handlers.info(null);
    assert.equal(info.tables[0]?.path, 'annotation_emo.csv');
    assert.deepEqual(info.tables[0].rows[0], { line: 2, cells: ['north_happy_001.png', '1', 'happy'] });
    assert.deepEqual(info.effect.unknown, [{ text: 'saad', count: 1 }]);

    const descriptor = { version: 1 as const, foldings: { saad: 'sad' } };
    const effect = await page.handlers.preview({ descriptor });
    assert.equal(effect.unlabelled, 0);
    assert.equal(session.benchmark.items.filter(({ label }) => label === undefined).length, 1);

    await page.handlers.save({ descriptor });
    assert.equal(session.benchmark.items.filter(({ label }) => label === 'sad').length, 2);
    const written = JSON.parse(await readFile(join(root.fsPath, '.emolens', 'benchmark.json'), 'utf8')) as unknown;
    assert.deepEqual(written, descriptor);
  });

  it('keeps what a person wrote into the file by hand', async () => {
    const root = await makeTinyBenchmark();
    const session = await openSession(root);
    await session.store.write('benchmark.json', new TextEncoder().encode('{"version": 1, "name": "Mine"}'));
    const page = (await emolens()).configure.show(session);
    assert.deepEqual((await page.handlers.info(null)).corrected, { version: 1, name: 'Mine' });
    await writeFile(join(root.fsPath, 'notes.txt'), 'no table');
    assert.ok((await page.handlers.info(null)).tables.every(({ path }) => path.endsWith('.csv')));
  });
});
