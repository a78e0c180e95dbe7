import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changedListing } from '../../../src/core/benchmark/files/changedListing.ts';
import { folderStretches } from '../../../src/core/benchmark/files/folderStretches.ts';
import { listedFile } from '../../../src/core/benchmark/files/listing.ts';
import { sortNatural } from '../../../src/core/benchmark/naturalOrder.ts';

it('knows folders by where their files begin and end', () => {
  expect(folderStretches(['a', 'x/a', 'x/b', 'x/y/c', 'x/d'].map(listedFile))).toEqual([
    { folder: '', from: 0, to: 1 },
    { folder: 'x', from: 1, to: 3 },
    { folder: 'x/y', from: 3, to: 4 },
    { folder: 'x', from: 4, to: 5 },
  ]);
  expect(folderStretches([])).toEqual([]);
});

it('leaves out of a listing what is gone, alone or with its folder, and takes in what came', () => {
  const folder = fc.constantFrom('', 'a/', 'a/b/', 'a/b/c/', 'a1/', 'a01/', 'ab/', 'a.png/');
  const path = fc
    .tuple(folder, fc.constantFrom('1', '01', '2', '10', 'a', 'b'))
    .map(([at, name]) => `${at}${name}.png`);
  const paths = fc.array(path, { maxLength: 30 }).map((all) => sortNatural([...new Set(all)]));
  const gone = fc.array(
    fc.oneof(
      path,
      folder.filter(Boolean).map((one) => one.slice(0, -1)),
    ),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(paths, gone, fc.array(path, { maxLength: 6 }), (before, left, there) => {
      const listing = { files: before.map(listedFile), outside: new Set(''), broken: new Set(''), problems: [] };
      const isGone = (one: string) => left.some((other) => one === other || one.startsWith(`${other}/`));
      const stay = before.filter((one) => !isGone(one));
      const changed = changedListing(listing, { gone: new Set(left), there });
      expect(changed.files.map((file) => file.path)).toEqual(sortNatural([...new Set([...stay, ...there])]));
      const known = new Set(listing.files);
      for (const file of changed.files) if (stay.includes(file.path)) expect(known).toContain(file);
    }),
  );
});
