import { isMediaFile, type ListedFile } from '../files/listing.ts';
import { fold } from '../files/nameIndex.ts';
import { finderBeyond, type PictureFinder } from '../files/pictureFinder.ts';

/**
 * A finder for names of folders, each of which stands for all pictures in it: frames of a clip, crops of a picture. A folder is found by its path, the end of it,
 * or its name without the zeros that it begins with, where one folder alone has it.
 */
export function folderFinder(find: PictureFinder, files: readonly ListedFile[]): PictureFinder {
  const folders = new Map<string, string[]>();
  for (const file of files) {
    if (file.folder === '' || !isMediaFile(file)) continue;
    const paths = folders.get(file.folder);
    if (paths) paths.push(file.path);
    else folders.set(file.folder, [file.path]);
  }
  const named = new Map<string, readonly string[]>();
  for (const [folder, paths] of folders) {
    const segments = fold(folder).split('/');
    for (const from of segments.keys()) {
      const key = keyOf(segments.slice(from).join('/'));
      named.set(key, named.has(key) ? [] : paths);
    }
  }
  const framed = (name: string) => {
    const as = find(name);
    const paths = as.kind === 'missing' ? named.get(keyOf(fold(name.trim().replaceAll('\\', '/')))) : undefined;
    return paths === undefined || paths.length === 0 ? as : { kind: 'found' as const, paths };
  };
  return finderBeyond(find, framed);
}

function keyOf(folder: string): string {
  return folder
    .replace(/\/+$/, '')
    .replace(/^(\d+)\.0+$/, '$1')
    .replace(/(?<=^|\/)0+(?=\d+$)/, '');
}
