import { isMediaFile, type ListedFile } from './listing.ts';

interface ByKind {
  media?: readonly ListedFile[];
  readonly others: readonly ListedFile[];
}

/** Told apart once for each list of files, because many ask, and nearly all files are pictures. */
const known = new WeakMap<readonly ListedFile[], ByKind>();

/** Those of some files that are pictures and videos by their names, in their order. */
export function mediaFiles(files: readonly ListedFile[]): readonly ListedFile[] {
  const kinds = byKind(files);
  return (kinds.media ??= kinds.others.length === 0 ? files : files.filter(isMediaFile));
}

/** All others. */
export function otherFiles(files: readonly ListedFile[]): readonly ListedFile[] {
  return byKind(files).others;
}

function byKind(files: readonly ListedFile[]): ByKind {
  let kinds = known.get(files);
  if (kinds === undefined) {
    known.set(files, (kinds = { others: othersAmong(files) }));
  }
  return kinds;
}

function othersAmong(files: readonly ListedFile[]): readonly ListedFile[] {
  const others: ListedFile[] = [];
  let [extension, isMedia]: [string | undefined, boolean] = [undefined, false];
  for (const file of files) {
    // Nearly all end as the one before them.
    if (file.extension !== extension) {
      extension = file.extension;
      isMedia = isMediaFile(file);
    }
    if (!isMedia) others.push(file);
  }
  return others;
}
