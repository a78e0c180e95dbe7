import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { writableFolder } from '../../../src/platform/node/nodeFolder.ts';
import { scratchFolder } from './scratch.ts';

const module = pathToFileURL(join(import.meta.dirname, '../../../src/platform/node/nodeFolder.ts')).href;

/** Another process that takes the lock, says how that went, and holds it until it is killed. */
async function holder(root: string): Promise<{ pid: number; said: string; kill(): Promise<void> }> {
  const script = `
    const { writableFolder } = await import(${JSON.stringify(module)});
    const taken = await writableFolder(${JSON.stringify(root)}).lock('lock');
    console.log(taken.ok ? 'held' : taken.error.kind);
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    pid: child.pid!,
    said: said.toString().trim(),
    async kill() {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

test('a living process keeps others out and is named; a killed one is taken over from', async () => {
  const root = await scratchFolder();
  const other = await holder(root);
  expect(other.said).toBe('held');
  const refused = await writableFolder(root).lock('lock');
  expect(refused).toMatchObject({
    ok: false,
    error: { kind: 'locked', heldBy: expect.stringContaining(`process ${other.pid}`) as string },
  });
  await other.kill();
  await writeFile(join(root, `.tmp-${other.pid}-0a0b`), 'half a record');
  await writeFile(join(root, `.tmp-${process.pid}-0a0b`), 'mine');
  const taken = await writableFolder(root).lock('lock');
  expect(taken.ok).toBe(true);
  expect(await readFile(join(root, 'lock'), 'utf8')).toContain(`"pid":${process.pid}`);
  if (taken.ok) await taken.value.release();
  // What the dead one left half done is swept up; what belongs to others is not.
  expect(await readdir(root)).toEqual([`.tmp-${process.pid}-0a0b`]);
});

test('of many that find a dead lock at once, exactly one gets it', async () => {
  const root = await scratchFolder();
  for (let round = 0; round < 10; round++) {
    const dead = { pid: 2 ** 22 + 1, host: hostname(), since: '2026-01-01T00:00:00Z', token: `dead${round}` };
    await writeFile(join(root, 'lock'), JSON.stringify(dead));
    const results = await Promise.all(Array.from({ length: 12 }, () => writableFolder(root).lock('lock')));
    const got = results.filter((result) => result.ok);
    expect(got).toHaveLength(1);
    for (const result of got) if (result.ok) await result.value.release();
  }
});

test('a lock whose process number was given to a later process is dead', async () => {
  const root = await scratchFolder();
  const holderOfNumber = { pid: process.pid, host: hostname(), born: '1', since: '2026-01-01T00:00:00Z', token: 'old' };
  await writeFile(join(root, 'lock'), JSON.stringify(holderOfNumber));
  expect(await writableFolder(root).lock('lock')).toMatchObject({ ok: true });
});

test('a lock of another machine cannot be judged and is respected', async () => {
  const root = await scratchFolder();
  const far = { pid: 1, host: 'elsewhere', since: '2026-01-01T00:00:00Z', token: 'far' };
  await writeFile(join(root, 'lock'), JSON.stringify(far));
  const refused = await writableFolder(root).lock('lock');
  expect(refused).toMatchObject({
    ok: false,
    error: { kind: 'locked', heldBy: expect.stringContaining('elsewhere') as string },
  });
});

test('an unreadable lock is taken over, and releasing never removes another one', async () => {
  const root = await scratchFolder();
  await writeFile(join(root, 'lock'), '');
  const taken = await writableFolder(root).lock('lock');
  expect(taken.ok).toBe(true);
  const other = JSON.stringify({ pid: 1, host: 'x', since: 's', token: 'other' });
  await writeFile(join(root, 'lock'), other);
  if (taken.ok) await taken.value.release();
  expect(await readFile(join(root, 'lock'), 'utf8')).toBe(other);
});
