import { describe, expect, it } from 'vitest';
import { openBenchmark } from '../../../../src/core/benchmark/openBenchmark.ts';
import { openMemory } from '../../../../src/core/benchmark/openMemory.ts';
import { memoryFolder, png, testHasher } from '../memoryFolder.ts';

async function opened(files: Parameters<typeof memoryFolder>[0], memory = openMemory()) {
  const result = await openBenchmark(memoryFolder(files), { hasher: testHasher, memory, examine: false });
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

/** More than a column has codes for. */
const many = 5000;
const picture = png();
const names = Array.from({ length: many }, (_, i) => `images/${String(i).padStart(5, '0')}.png`);
const pictures = Object.fromEntries(names.map((name) => [name, picture]));

describe('the rows of a table at once', () => {
  it.each([
    ['that rise', (i: number) => `${i * 2}`, []],
    ['of which the last is the first', (i: number) => `${i === many - 1 ? 0 : i}`, [many + 1]],
    ['of which one is missing and two are the same', (i: number) => (i === 7 ? '' : `${i === 9 ? 8 : i}`), [11]],
    ['that are two ways to write one number', (i: number) => (i === 9 ? '8.0' : `${i}`), []],
  ])('have ids %s', async (_what, idOf, lines) => {
    const rows = names.map((name, i) => `${idOf(i)},${name},happy`);
    const { items, problems } = await opened({ ...pictures, 'labels.csv': ['id,image,label', ...rows].join('\n') });
    expect(items.length).toBe(many);
    expect(problems.map(({ kind, line }) => [kind, line])).toEqual(lines.map((line) => ['duplicate-id', line]));
  });

  it('are held against those of later tables, and these against their own', async () => {
    const [a, b, c] = names.slice(0, 3) as [string, string, string];
    const { items, problems } = await opened({
      ...{ [a]: picture, [b]: picture, [c]: picture },
      'a.csv': `image,label\n${a},happy\n${b},sad`,
      'b.csv': `image,label\n${c},angry`,
      'c.csv': `image,label\n${b},happy\n${c},angry\n${c},sad`,
    });
    expect(items.map(({ label }) => label)).toEqual(['happy', 'sad', 'angry']);
    expect(problems.map(({ kind, file, line, facts }) => [kind, file, line, facts['line']])).toEqual([
      ['conflicting-label', 'c.csv', 2, 'a.csv:3'],
      ['conflicting-label', 'c.csv', 4, 'b.csv:2'],
    ]);
  });
});

it('says of a picture what the first row about it says, in one table or in two', async () => {
  const files = { 'train/a.png': picture, 'test/b.png': picture, 'val/c.dat': picture, 'val/d.dat': picture };
  const { items } = await opened({
    ...files,
    'one_train.csv': 'image,label,score\ntrain/a.png,happy,1\ntest/b.png,sad,2\ntest/b.png,happy,3\nval/c.dat,sad,4',
    'two_test.csv': 'image,label,score\ntest/b.png,sad,5',
  });
  expect(items.map(({ id, split, degree, row }) => [id, split, degree, row?.file, row?.line])).toEqual([
    ['test/b.png', 'train', 2, 'one_train.csv', 3],
    ['train/a.png', 'train', 1, 'one_train.csv', 2],
    ['val/c.dat', 'train', 4, 'one_train.csv', 5],
  ]);
  const named = await opened({ ...files, 'labels.csv': 'image,label\ntrain/a.png,happy\nval/c.dat,sad' });
  expect(named.items.map(({ id, split }) => [id, split])).toEqual([
    ['test/b.png', 'test'],
    ['train/a.png', 'train'],
    ['val/c.dat', 'val'],
  ]);
});

it.each([
  ['other than', 'angry', ['happy', 'sad', 'sad']],
  ['the same as', 'sad', [undefined, undefined, undefined]],
])('takes folders for what was prompted where some row says %s its folder', async (_what, label, prompted) => {
  const files = { 'happy/a.png': picture, 'sad/b.png': picture, 'sad/c.png': picture };
  const table = `image,label\nhappy/a.png,happy\nsad/b.png,sad\nsad/c.png,${label}`;
  const { items } = await opened({ ...files, 'labels.csv': table });
  expect(items.map((item) => item.prompted)).toEqual(prompted);
});

it('finds the only picture of a name again, after one that stood as the name for a while', async () => {
  const table = { 'x.csv': 'image,label\nm.png,happy\nn.png,sad', 'n.png': picture };
  const memory = openMemory();
  const states = [
    ['b/m.png'],
    ['b/m.png', 'm.png'],
    ['b/m.png', 'c/m.png', 'm.png'],
    ['b/m.png', 'c/m.png'],
    ['b/m.png'],
  ];
  for (const state of states) {
    const files = { ...table, ...Object.fromEntries(state.map((path) => [path, picture])) };
    expect(await opened(files, memory)).toEqual(await opened(files));
  }
});

it('has one fingerprint for the same tables and ids, whatever letters are in them', async () => {
  for (const name of ['a.png', 'é.png', '😀 happy.png', 'x'.repeat(200) + 'ß.png']) {
    const { fingerprint, items } = await opened({ [name]: picture, 'labels.csv': `image,label\n${name},happy` });
    const table = await testHasher.sha256(new TextEncoder().encode(`image,label\n${name},happy`));
    const all = `${JSON.stringify(['labels.csv', table])}\n${items.ids.all}`;
    expect(items.ids.all).toContain(name);
    expect(fingerprint).toBe(await testHasher.sha256(new TextEncoder().encode(all)));
  }
});
