import { mediaFiles } from '../files/filesByKind.ts';
import { folderStretches } from '../files/folderStretches.ts';
import { columnWords, isSplitWord, onlySplit, splitKey } from '../columnNames.ts';
import { listedFile, type ListedFile } from '../files/listing.ts';
import type { RecordTable } from '../tables/recordTable.ts';

/** More folders than this hold pictures each under names of their own, as a rule. */
const mostFolders = 64;

/**
 * Says in which folders to look first for the pictures of a table that is called by a part of the data (`test.csv`): those with pictures that are called by
 * the same part, where another one has folders of its own. Pictures of two parts often have the same names.
 */
export function splitFolders(files: readonly ListedFile[]): (table: ListedFile) => readonly string[] {
  let found: ReadonlyMap<string, readonly string[]> | undefined;
  return ({ stem, folder }) => {
    const split = splitOfName(stem) ?? splitOfFolder(folder);
    if (split === undefined) return [];
    found ??= foldersBySplit(files);
    const own = found.get(split) ?? [];
    return found.size > 1 && own.length <= mostFolders ? own : [];
  };
}

function foldersBySplit(files: readonly ListedFile[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Set(folderStretches(mediaFiles(files)).map(({ folder }) => folder));
  const bySplit = new Map<string, string[]>();
  for (const folder of folders) {
    const split = splitOfFolder(folder);
    if (split === undefined) continue;
    const others = bySplit.get(split);
    if (others) others.push(folder);
    else bySplit.set(split, [folder]);
  }
  return bySplit;
}

/** The part of the data that a folder is called by, or one above it: `train`, `val` or `test`. */
export function splitOfFolder(folder: string): string | undefined {
  return folder
    .split('/')
    .map(splitOfName)
    .findLast((split) => split !== undefined);
}

function splitOfName(name: string): string | undefined {
  const words = columnWords(name.replace(/(?<=\p{L})(?=\d)/gu, ' ').replace(/(?<=\d)(?=\p{L})/gu, ' '));
  return splitKey(onlySplit(words) ?? '');
}

/** `train.csv`, `test_labels.csv`, `train(single-labeled)/set_1.csv` and, as Hugging Face converts data, `default/train/0000.parquet` are the parts of the data that they or their folders are called by. */
export function splitOfTable({ path }: Pick<RecordTable, 'path'>): string | undefined {
  const { stem, folder } = listedFile(path);
  const own = onlySplit(columnWords(stem).map((word) => word.replace(/\d+$/, '')));
  // Of a part that is too large, Hugging Face converts the beginning alone.
  const above = () => folder.split('/').map((name) => name.replace(/^partial-/, ''));
  const partOf = (name: string) => (isSplitWord(name) ? name : onlySplit(columnWords(name)));
  return (
    own ??
    above()
      .map(partOf)
      .findLast((part) => part !== undefined)
  );
}
