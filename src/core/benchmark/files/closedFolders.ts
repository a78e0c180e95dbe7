import type { Listing } from './listing.ts';
import { fold } from './nameIndex.ts';

/** Folders of the listing into which nothing looks, by their folded paths, with what becomes of names below them. */
export type ClosedFolders = ReadonlyMap<string, 'outside' | 'missing'>;

/** The folders that problems of a listing name. */
export function closedFolders(problems: Listing['problems']): ClosedFolders {
  return new Map(problems.map(({ kind, file }) => [fold(file), kind === 'outside-root' ? 'outside' : 'missing']));
}

/** What becomes of a path that leads through a closed folder: one below some of `folders`, or where these are left out one of another machine, which may begin anywhere. */
export function whatIsBehind(
  closed: ClosedFolders,
  segments: readonly string[],
  folders: readonly string[] | undefined,
): 'outside' | 'missing' | undefined {
  const path = segments.map(fold);
  const isThrough = (folder: string) =>
    folders?.some((own) => `${[fold(own), ...path].filter(Boolean).join('/')}/`.startsWith(`${folder}/`)) ??
    `/${path.join('/')}/`.includes(`/${folder}/`);
  for (const [folder, kind] of closed) if (isThrough(folder)) return kind;
  return undefined;
}
