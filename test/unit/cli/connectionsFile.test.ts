import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConnections } from '../../../src/cli/connectionsFile.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'el-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const good = { name: 'good', baseUrl: 'http://localhost:1/v1', model: 'm' };
const other = { ...good, name: 'other' };
const bad = { ...good, name: 'bad', headers: { Authorization: 'Bearer sk-0123456789' } };

async function read(value: unknown, wanted?: string) {
  const path = join(folder, 'connections.json');
  await writeFile(path, typeof value === 'string' ? value : JSON.stringify(value));
  const notes: string[] = [];
  const note = (line: string): void => void notes.push(line);
  const wish = wanted === undefined ? undefined : { name: wanted, note };
  const env = { EMOLENS_CONNECTIONS: path };
  return { path, notes, result: await readConnections(env, wish), again: () => readConnections(env, wish) };
}

describe('a connections file', () => {
  it('with one bad entry notes it with its place, once, and the others work', async () => {
    for (const value of [[good, bad, other], { version: 1, connections: [good, bad, other] }]) {
      const { path, notes, result, again } = await read(value, 'other');
      expect(result).toEqual({ ok: true, value: [good, other] });
      await again();
      expect(notes).toHaveLength(1);
      expect(notes[0]).toContain(`${path}: connections.1.headers: `);
      expect(notes[0]).not.toContain('sk-0123456789');
    }
  });

  it('is an error where the bad entry is the one that is asked for', async () => {
    const { path, notes, result } = await read([good, bad], 'bad');
    expect(result.ok).toBe(false);
    expect(!result.ok && result.error).toContain(`${path}: connections.1.headers: `);
    expect(notes).toEqual([]);
  });

  it('keeps the first of two with one name, and no name of a model that needs no connection', async () => {
    const { notes, result } = await read([good, { ...good, model: 'n' }, { ...good, name: 'editor/x' }, 7], 'good');
    expect(result).toEqual({ ok: true, value: [good] });
    expect(notes).toHaveLength(3);
    expect(notes.join('\n')).toMatch(/\.1\.name: .*\n.*\.2\.name: .*\n.*\.3: /);
    expect((await read([{ ...good, name: 'editor/x' }], 'editor/x')).result.ok).toBe(false);
  });

  it('that is no list of connections says so', async () => {
    for (const value of ['{', {}, 7, { connections: 1 }, { connections: [], keys: [] }]) {
      const { path, result } = await read(value, 'good');
      expect(!result.ok && result.error).toContain(path);
    }
  });
});
