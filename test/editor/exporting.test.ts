import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { makeTinyBenchmark } from './harness/tinyBenchmark.ts';
import { closeAll, messagesDuring, openSession } from './harness/window.ts';

describe('exporting', () => {
  let root: vscode.Uri;
  let scratch: string;

  before(async () => {
    root = await makeTinyBenchmark();
    scratch = await mkdtemp(join(tmpdir(), 'emolens-export-'));
  });
  afterEach(closeAll);
  after(() => rm(scratch, { recursive: true, force: true }));

  it('writes what a query finds, and says what it wrote', async () => {
    const session = await openSession(root);
    const out = vscode.Uri.file(join(scratch, 'happy'));
    const messages = await messagesDuring(async () =>
      vscode.commands.executeCommand('emolens.exportBenchmark', {
        root,
        to: 'image-folder',
        out,
        where: 'label:happy',
      }),
    );
    const lines = (await readFile(join(out.fsPath, 'metadata.jsonl'), 'utf8')).trimEnd().split('\n');
    const happy = session.benchmark.items.filter(({ label }) => label === 'happy').map(({ path }) => path);
    assert.deepEqual(
      lines.map((line) => (JSON.parse(line) as { file_name: string }).file_name),
      happy,
    );
    assert.ok(
      messages.some((text) => text.includes(`${happy.length} items`)),
      messages.join(),
    );
  });

  it('writes over nothing', async () => {
    await openSession(root);
    const messages = await messagesDuring(async () =>
      vscode.commands.executeCommand('emolens.exportBenchmark', { root, to: 'llava', out: root, where: '' }),
    );
    assert.ok(
      messages.some((text) => text.includes('not an empty folder')),
      messages.join(),
    );
  });
});
