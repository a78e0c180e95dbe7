import { folderStretches } from '../files/folderStretches.ts';
import type { ListedFile } from '../files/listing.ts';
import { NameSieve } from '../files/nameSieve.ts';
import { newPlaces, placesBefore, placesNow } from '../files/placesBefore.ts';
import { remembered } from '../remembered.ts';

/** How files differ from earlier ones. */
export interface FilesChange {
  readonly now: readonly ListedFile[];
  /** See `placesBefore`. */
  readonly was: Int32Array;
  /** See `placesNow`. */
  readonly placeNow: Int32Array;
}

/** What became of files. */
export function filesChange(before: readonly ListedFile[], now: readonly ListedFile[]): FilesChange {
  const was = placesBefore(before, now);
  return { now, was, placeNow: placesNow(was, before.length) };
}

/** The names of files that came. */
export interface CameNames {
  /** Where they are looked for. */
  readonly folders: string;
  readonly count: number;
  /** Whether one that came may go before another one of the same name that a row has stood for so far. */
  readonly isInDoubt: boolean;
  readonly sieve: NameSieve;
}

/** What was found out last of a change: tables beside each other ask the same. */
const known = new WeakMap<Int32Array, CameNames>();

/** The names of the files that came in a change, as rows may write them. `folders`: where files are looked for; `placeOf`: the place of a path. */
export function cameNames(
  change: FilesChange,
  folders: readonly string[],
  placeOf: (name: string) => number,
): CameNames {
  const key = JSON.stringify(folders);
  const before = known.get(change.was);
  if (before?.folders === key) return before;
  const came = namesOfAdded(change, folders);
  const isInDoubt = came.some(({ others }) => others.some((path) => change.now[placeOf(path)]?.path === path));
  const sieve = new NameSieve(came.map(({ name }) => name));
  const names = { folders: key, count: came.length, isInDoubt, sieve };
  known.set(change.was, names);
  return names;
}

/** How a table may name a file that came: its name, and the files that such a name would stand for where that one were not there. */
interface AddedName {
  readonly name: string;
  readonly others: readonly string[];
}

/** `folders`: where files are looked for, in this order, after the root. */
function namesOfAdded({ now, was }: FilesChange, folders: readonly string[]): readonly AddedName[] {
  const prefixes = ['', ...folders.filter((folder) => folder !== '').map((folder) => `${folder}/`)];
  const here = new Set(folderStretches(now).map(({ folder }) => (folder === '' ? '' : `${folder}/`)));
  /** The beginnings of a name in a folder, each with the other ones below which the same folder is here. */
  const prefixesOf = remembered((folder) => {
    const path = folder === '' ? '' : `${folder}/`;
    return prefixes.flatMap((prefix, at) => {
      if (!path.startsWith(prefix)) return [];
      const others = prefixes.slice(at + 1).filter((other) => here.has(other + path.slice(prefix.length)));
      return [{ length: prefix.length, others }];
    });
  });
  const names: AddedName[] = [];
  for (const place of newPlaces(was)) {
    const { path, folder } = now[place]!;
    for (const { length, others } of prefixesOf(folder)) {
      const name = path.slice(length);
      names.push({ name, others: others.map((other) => other + name) });
    }
  }
  return names;
}
