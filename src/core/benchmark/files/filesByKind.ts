import { isMediaFile, type ListedFile } from './listing.ts';

interface ByKind {
  readonly media: readonly ListedFile[];
  readonly others: readonly ListedFile[];
}

/** Told apart once for each list of files, because many ask, and nearly all files are pictures. */
const known = new WeakMap<readonly ListedFile[], ByKind>();

/** Those of some files that are pictures and videos by their names, in their order. */
export function mediaFiles(files: readonly ListedFile[]): readonly ListedFile[] {
  return byKind(files).media;
}

/** All others. */
export function otherFiles(files: readonly ListedFile[]): readonly ListedFile[] {
  return byKind(files).others;
}

function byKind(files: readonly ListedFile[]): ByKind {
  let kinds = known.get(files);
  if (kinds === undefined) {
    const others = files.filter((file) => !isMediaFile(file));
    const media = others.length === 0 ? files : files.filter(isMediaFile);
    known.set(files, (kinds = { media, others }));
  }
  return kinds;
}
