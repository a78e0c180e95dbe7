import { describe, expect, it } from 'vitest';
import { throughLinks } from '../../../src/core/benchmark/files/linkedFolders.ts';

const links = new Map([
  ['img', 'data/images'],
  ['data/images/old', 'data/2019'],
  ['top', ''],
  ['a', 'b/c'],
  ['b/c', 'a'],
]);

describe('a path through links to folders', () => {
  it.each([
    ['img/1.png', 'data/images/1.png'],
    ['img/old/x/1.png', 'data/2019/x/1.png'],
    ['top/img/1.png', 'data/images/1.png'],
    ['top/1.png', '1.png'],
    // The link itself is no picture, and a folder whose name begins alike is another one.
    ['img', undefined],
    ['images/1.png', undefined],
    ['data/images/1.png', undefined],
    ['a/1.png', undefined],
  ])('%s leads to %s', (path, to) => {
    expect(throughLinks(links, path)).toBe(to);
  });
});
