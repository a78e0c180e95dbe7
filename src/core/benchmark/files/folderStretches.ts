import type { ListedFile } from './listing.ts';

/** Files one behind the other in one folder, from one place up to another. */
export interface FolderStretch {
  readonly folder: string;
  readonly from: number;
  readonly to: number;
}

/** Found once for each list of files, because many ask for the folders of hundreds of thousands of files, and there are few of them. */
const known = new WeakMap<readonly ListedFile[], readonly FolderStretch[]>();

/** The stretches that some files are made of. A folder has several where others stand between its files. */
export function folderStretches(files: readonly ListedFile[]): readonly FolderStretch[] {
  let stretches = known.get(files);
  if (stretches === undefined) known.set(files, (stretches = findStretches(files)));
  return stretches;
}

function findStretches(files: readonly ListedFile[]): readonly FolderStretch[] {
  const found: FolderStretch[] = [];
  for (let from = 0; from < files.length;) {
    const { folder } = files[from]!;
    const to = endOf(files, folder, from);
    found.push({ folder, from, to });
    from = to;
  }
  return found;
}

function endOf(files: readonly ListedFile[], folder: string, from: number): number {
  let to = from + 1;
  while (to < files.length && files[to]!.folder === folder) to++;
  return to;
}
