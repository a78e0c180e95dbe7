import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileIndex, followIndex, indexFiles } from '../../../src/core/benchmark/files/fileIndex.ts';
import { listedFile, type ListedFile } from '../../../src/core/benchmark/files/listing.ts';
import { compareNatural } from '../../../src/core/benchmark/naturalOrder.ts';
import { pictureFinder } from '../../../src/core/benchmark/files/pictureFinder.ts';
import { workedOffAtOnce } from '../../../src/core/turns.ts';

const folders = ['', 'a', 'a/b', 'A', 'c'];
const names = [
  'x.png',
  'X.png',
  'x.jpg',
  'x',
  'y.png',
  'y.PNG',
  'é.png',
  'e\u0301.png',
  'z 1.png',
  'z.png.jpg',
  't.csv',
];
const paths = folders.flatMap((folder) => names.map((name) => (folder === '' ? name : `${folder}/${name}`)));
/** Enough that a few others are few. */
const always = Array.from({ length: 800 }, (_, i) => `a/k${i}.png`);
const asked = [...paths, ...names, 'z 1', 'z', 'k7', 'b/x.png', '/home/me/b/x.png', 'a\\x.png', 'gone.png', 'k8.PNG'];

function filesAt(some: readonly string[]): readonly ListedFile[] {
  return [...new Set([...some, ...always])].sort(compareNatural).map(listedFile);
}

function answers(files: readonly ListedFile[]): unknown {
  return [[''], ['a', ''], ['c', 'a/b', '']].map((among) => {
    const find = pictureFinder({ files }, among);
    return asked.map((name) => [name, find(name), find.placeOf(name)]);
  });
}

describe('an index of files that goes on from an earlier one', () => {
  it('finds what one of its own finds', () => {
    const some = fc.subarray(paths);
    fc.assert(
      fc.property(some, fc.array(some, { minLength: 1, maxLength: 3 }), (before, states) => {
        let kept: FileIndex | undefined = followIndex(filesAt(before), undefined);
        workedOffAtOnce(kept.prepareNames());
        for (const state of states) {
          const files = filesAt(state);
          kept = followIndex(files, kept);
          expect(answers(files)).toEqual(answers(filesAt(state)));
        }
      }),
      { numRuns: 60, seed: 20261129 },
    );
  });

  it.each([
    ['one that came has another extension', ['b/n.png', 'b/m.jpg'], [], ['.png', '.jpg']],
    ['one that came has the same', ['b/n.png'], ['a/k3.png'], ['.png']],
    ['what came is no picture', ['b/n.csv'], [], ['.png']],
  ] as const)('knows the extensions of pictures where %s', (_, came, went, extensions) => {
    const before = new FileIndex(filesAt([]));
    before.paths();
    const files = filesAt([...came]).filter(({ path }) => !(went as readonly string[]).includes(path));
    expect(followIndex(files, before)).toBe(before);
    expect(new Set(indexFiles(files).extensions())).toEqual(new Set(extensions));
  });

  it('knows no extension where the last picture went', () => {
    const texts = Array.from({ length: 20 }, (_, i) => `${i}.csv`);
    const [files, now] = [[...texts, 'a.png'], texts].map((some) => some.sort(compareNatural).map(listedFile));
    const before = new FileIndex(files!);
    before.paths();
    expect(followIndex(now!, before)).toBe(before);
    expect(indexFiles(now!).extensions()).toEqual([]);
  });

  it('is only gone on from where names were looked for, and few files differ', () => {
    const files = filesAt(paths);
    const unused = new FileIndex(files);
    const others = filesAt(['x.png']);
    expect(followIndex(others, unused)).toBe(indexFiles(others));
    workedOffAtOnce(unused.prepareNames());
    expect(followIndex(filesAt(paths.slice(1)), unused)).toBe(unused);
    const few = ['x.png', 'y.png'].map(listedFile);
    expect(followIndex(few, unused)).toBe(indexFiles(few));
  });
});

describe('a name that is that of two pictures but for case or Unicode form', () => {
  it('stands for the picture that is called just so, else for both', () => {
    const files = ['img/A.png', 'img/a.png', 'img/é.png', 'img/e\u0301.png', 'other/a.PNG', 't.csv'].map(listedFile);
    const find = pictureFinder({ files }, ['']);
    for (const [name, path] of [
      ['A.png', 'img/A.png'],
      ['a.png', 'img/a.png'],
      ['a.PNG', 'other/a.PNG'],
      ['A', 'img/A.png'],
      ['é.png', 'img/é.png'],
      ['e\u0301.png', 'img/e\u0301.png'],
    ] as const)
      expect(find(name), name).toEqual({ kind: 'found', paths: [path] });
    expect(find('É.png')).toEqual({ kind: 'found', paths: ['img/é.png', 'img/e\u0301.png'] });
    expect(find('A.PNG')).toMatchObject({ paths: ['img/A.png', 'img/a.png', 'other/a.PNG'] });
  });
});
