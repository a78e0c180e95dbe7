import { inferColumns, type ColumnGuess } from '../columnRoles.ts';
import { listedFile, type ListedFile } from '../files/listing.ts';
import { finderBeyond, looksLikePicture, type PictureFinder } from '../files/pictureFinder.ts';
import { cellText, type RecordTable } from '../tables/recordTable.ts';
import type { FormatContext } from './format.ts';
import { composedNames } from './composedNames.ts';
import { withMeltedPictures } from './meltedPictures.ts';
import { folderFinder } from './folderFinder.ts';
import { hasZeros, numberedFinder } from './numberedFinder.ts';
import { sharedFinder } from './sharedNames.ts';
import { suffixedFinder } from './suffixedFinder.ts';
import { uploadedFinder } from './uploadedNames.ts';

/** A table, what its columns hold, and how the names in it are found. */
export interface NamedTable {
  readonly table: RecordTable;
  readonly guesses: readonly ColumnGuess[];
  readonly find: PictureFinder;
  /** Where rows name folders, of which each picture is theirs. */
  readonly namesFolders?: true;
  /** Where rows are about prompts, and each name stands for the pictures that several generators made of one. */
  readonly areShared?: true;
  /** Where names are put together from two columns: whether the first one is the name of a folder. */
  readonly joins?: 'folder' | 'name';
}

const sampledRows = 60;
/** Names by which it is found out what files have behind theirs, evenly over the table: the first ones may be gone. */
const suffixedNames = 20;
/** The share of names from which on no other way to find them is looked for. */
export const enoughFound = 0.5;
/** Fewer names than this may well be those of pictures that are missing. */
const fewestNames = 3;

/** Says what the columns of a table hold. `parts`: those that make up the names of pictures together. */
export function namedTable(
  read: RecordTable,
  find: PictureFinder,
  { corrected, lexicon }: Pick<FormatContext, 'corrected' | 'lexicon'>,
  parts: readonly number[] = [],
): NamedTable {
  const table = withMeltedPictures(withOwnPicture(read, find), find);
  return { table, find, guesses: inferColumns(table, { corrected: corrected.columns, find, lexicon, parts }) };
}

/** A record alone in a file that is called as a picture beside it is about that picture: a column names it. */
function withOwnPicture(table: RecordTable, find: PictureFinder): RecordTable {
  if (table.kind !== 'json' || table.length !== 1) return table;
  const path = table.path.replace(/\.[^./]*$/, '');
  const own = find(path);
  const isNamed = table.columns.some((_, at) => looksLikePicture(cellText(table, 0, at) ?? ''));
  if (
    isNamed ||
    own.kind !== 'found' ||
    own.paths.length > 1 ||
    listedFile(own.paths[0]!).folder !== listedFile(path).folder
  ) {
    return table;
  }
  const at = table.columns.length;
  return {
    ...table,
    columns: [...table.columns, 'file_name'],
    valueAt: (row, column) => (column === at ? own.paths[0] : table.valueAt(row, column)),
  };
}

/** How many of some names of pictures that a table gives stand for one picture each, 0 to 1; 0 where it names none. */
export function foundShare({ table, guesses, find }: NamedTable): number {
  const names = namesOf(table, guesses);
  const found = names.map((name) => find(name)).filter((one) => one.kind === 'found' && one.paths.length === 1);
  return names.length === 0 ? 0 : found.length / names.length;
}

/**
 * The same table with names that are found in another way, where they are not found as they stand: with what all files have behind their names or had before an upload, as numbers
 * that lost their zeros, as folders of frames, or put together from two columns. The table as it is where none of that helps.
 */
export function withLaxNames(
  named: NamedTable,
  files: readonly ListedFile[],
  context: Pick<FormatContext, 'corrected' | 'lexicon'>,
): NamedTable {
  const { table, guesses, find } = named;
  const image = imageOf(guesses);
  if (table.length === 0) return named;
  const before = foundShare(named);
  const isBetter = (other: NamedTable, share: number) => {
    const at = imageOf(other.guesses);
    return (
      at !== undefined &&
      (image === undefined || at === image || before < 0.1) &&
      share > before &&
      share >= enoughFound
    );
  };
  const numbered = { ...named, find: numberedFinder(find, files, () => isZeroed(table, image)) };
  if (before >= enoughFound) {
    const composed = isAmbiguous(named) ? composedTable(named, files, context) : undefined;
    return composed && foundShare(composed) === 1 ? composed : image === undefined ? named : numbered;
  }
  const written = image === undefined ? [] : namesOf(table, guesses);
  const every = Math.ceil(written.length / suffixedNames);
  const some = written.filter((_, i) => i % every === 0);
  const suffixed = suffixedFinder(find, some, files);
  const finders = [...(suffixed ? [suffixed] : []), numberedFinder(find, files, () => false)];
  for (const finder of finders) {
    const other = namedTable(table, finder, context);
    const isLost = finder === suffixed || !isZeroed(table, imageOf(other.guesses));
    if (isLost && isBetter(other, foundShare(other))) return other;
  }
  for (const finder of before === 0 && written.length >= fewestNames
    ? [uploadedFinder(find), otherExtension(find)]
    : []) {
    const renamed = namedTable(table, finder, context);
    if (isBetter(renamed, foundShare(renamed))) return renamed;
  }
  const composed = composedTable(named, files, context);
  if (composed && foundShare(composed) > before) return composed;
  const shared = withSharedNames(named, files, context);
  if (shared && isBetter(shared, shareOfFolders(shared))) return shared;
  const framed = { ...namedTable(table, folderFinder(find, files), context), namesFolders: true as const };
  if (isBetter(framed, shareOfFolders(framed))) return framed;
  return image === undefined ? named : numbered;
}

/** Whether some name is that of several pictures. */
function isAmbiguous({ table, guesses, find }: NamedTable): boolean {
  return namesOf(table, guesses).some((name) => {
    const found = find(name);
    return found.kind === 'found' && found.paths.length > 1;
  });
}

/** Every name is that of several pictures, as it stands or as a part of theirs, and the table says which emotion they show. */
function withSharedNames(
  { table, guesses, find }: NamedTable,
  files: readonly ListedFile[],
  context: Pick<FormatContext, 'corrected' | 'lexicon'>,
): NamedTable | undefined {
  const areSeveral = (other: Pick<NamedTable, 'guesses' | 'find'>) => {
    const names = namesOf(table, other.guesses);
    const found = names.map((name) => other.find(name)).filter((one) => one.kind === 'found');
    const hasLabels = other.guesses.some(({ role }) => role === 'label' || role === 'rater' || role === 'votes');
    return hasLabels && found.length > 1 && found.every(({ paths }) => paths.length > 1);
  };
  if (areSeveral({ guesses, find })) return { table, guesses, find, areShared: true };
  const finder = sharedFinder(find, files);
  const named = finder && namedTable(table, finder, context);
  return named && areSeveral(named) ? { ...named, areShared: true } : undefined;
}

function composedTable(
  { table, find }: NamedTable,
  files: readonly ListedFile[],
  { corrected, lexicon }: Pick<FormatContext, 'corrected' | 'lexicon'>,
): NamedTable | undefined {
  if (corrected.columns?.image?.trim() === '') return undefined;
  const composed = composedNames(table, find, files);
  if (composed === undefined) return undefined;
  const { column, parts, joins } = composed;
  const columns = { ...corrected.columns, image: column };
  const named = namedTable(composed.table, find, { corrected: { ...corrected, columns }, lexicon }, parts);
  const guesses = named.guesses
    // A part of a name is no name of its own.
    .filter(({ at, role }) => role !== 'id' || !parts.includes(at))
    .map((guess) => (guess.role === 'image' ? { ...guess, sure: 0.7, why: 'content' as const } : guess));
  return { ...named, guesses, joins };
}

function imageOf(guesses: readonly ColumnGuess[]): number | undefined {
  return guesses.find(({ role }) => role === 'image')?.at;
}

/** Names that are written with zeros before their numbers are no names that lost them. */
function isZeroed(table: RecordTable, at: number | undefined): boolean {
  for (let row = 0; row < table.length; row++) if (hasZeros(cellText(table, row, at) ?? '')) return true;
  return false;
}

/** Where no picture is there under its name, they may have been converted since: a finder that takes the same name with another extension. */
function otherExtension(find: PictureFinder): PictureFinder {
  const swapped = (name: string) => {
    const as = find(name);
    if (as.kind !== 'missing' || !looksLikePicture(name)) return as;
    return find(name.trim().replace(/\.[^.]*$/, ''));
  };
  return finderBeyond(find, swapped, { folders: find.folders, isLax: true });
}

function shareOfFolders({ table, guesses, find }: NamedTable): number {
  const names = namesOf(table, guesses);
  return names.length === 0 ? 0 : names.filter((name) => find(name).kind === 'found').length / names.length;
}

/** Names in the column of pictures of some rows, evenly over the table. */
function namesOf(table: RecordTable, guesses: readonly ColumnGuess[]): readonly string[] {
  const image = imageOf(guesses);
  const step = Math.max(1, Math.floor(table.length / sampledRows));
  const names: string[] = [];
  for (let row = 0; image !== undefined && row < table.length; row += step) {
    const text = cellText(table, row, image);
    if (text !== undefined && !text.includes('embedded@')) names.push(text);
  }
  return names;
}
