import type { Lexicon } from '../../affect/lexicon.ts';
import type { ColumnGuess } from '../columnRoles.ts';
import { profileColumns, type ColumnProfile } from '../columnProfile.ts';
import type { ListedFile, Listing } from '../files/listing.ts';
import { pictureFinder } from '../files/pictureFinder.ts';
import type { ReadableFolder } from '../../ports.ts';
import { decodeText } from '../tables/decodeText.ts';
import { firstRecords } from '../tables/recordTable.ts';
import type { FileHeads } from './fileHeads.ts';
import { withInnerColumns } from './innerColumns.ts';
import { enoughFound, foundShare, namedTable, type NamedTable, withLaxNames } from './laxNames.ts';
import { likelyTables } from './jsonFiles.ts';
import { firstSidecars, sidecarsOf } from './sidecars.ts';

/** What the beginning of a table shows. */
export interface TableBeginning {
  readonly file: ListedFile;
  readonly columns: readonly string[];
  readonly guesses: readonly ColumnGuess[];
  readonly profiles: readonly ColumnProfile[];
}

const extensions = ['csv', 'tsv', 'tab', 'psv', 'txt', 'lst', 'json', 'jsonl', 'ndjson', 'manifest', 'parquet'];
/** Looked into to recognise a folder. */
const mostTables = 16;
const known = new WeakMap<FileHeads, Promise<readonly TableBeginning[]>>();

/** The files of a folder that may be tables, by their names; not those that tools and projects keep beside them, and none that says something of one picture alone. */
export function tableFiles(listing: Listing): readonly ListedFile[] {
  const ofPictures = new Set(sidecarsOf(listing).map(({ file }) => file));
  return namedAsTables(listing).filter((file) => !ofPictures.has(file));
}

/** The same with those that say something of one picture alone, which take longer to tell. */
export function namedAsTables(listing: Listing): readonly ListedFile[] {
  const other =
    /^(?:package(?:-lock)?|tsconfig.*|readme.*|licen[cs]e.*|requirements.*|notice.*|changelog.*|robots|sample_?submission.*|cmakelists)$/i;
  return likelyTables(listing, extensions).filter((file) => !other.test(file.stem));
}

/**
 * Reads how the tables nearest to the root begin, once for all formats that ask. What a beginning shows of its columns only says which format reads: it may be sorted by label, or lack
 * what later rows say. So the columns of a table that is read are judged anew, by rows of all of it.
 */
export function tableBeginnings(
  listing: Listing,
  heads: FileHeads,
  lexicon: Lexicon,
): Promise<readonly TableBeginning[]> {
  let beginnings = known.get(heads);
  if (beginnings === undefined) {
    beginnings = readBeginnings(listing, heads, lexicon);
    known.set(heads, beginnings);
  }
  return beginnings;
}

async function readBeginnings(
  listing: Listing,
  heads: FileHeads,
  lexicon: Lexicon,
): Promise<readonly TableBeginning[]> {
  const beginnings: TableBeginning[] = [];
  for (const file of tableFiles(listing).slice(0, mostTables)) {
    const find = pictureFinder(listing, file.folder === '' ? [''] : [file.folder, '']);
    const head = file.extension === 'parquet' ? '' : await heads(file.path);
    const isPicture = (text: string) => find(text).kind === 'found';
    const records = await firstRecords(file.path, head, { isPicture, ...(heads.folder && { folder: heads.folder }) });
    if (records === undefined) continue;
    const context = { corrected: { version: 1 }, lexicon } as const;
    const named = namedTable(withInnerColumns(records, lexicon), find, context);
    const isNamed = await areFoundLater(named, file, head, heads.folder);
    const { table, guesses, find: lax } = isNamed ? named : withLaxNames(named, listing.files, context);
    beginnings.push({ file, columns: table.columns, guesses, profiles: profileColumns(table, lax, lexicon) });
  }
  return beginnings;
}

/** What the files that say something of one picture each begin with, as one table. */
export async function sidecarBeginning(
  listing: Listing,
  heads: FileHeads,
  lexicon: Lexicon,
): Promise<TableBeginning | undefined> {
  const sidecars = sidecarsOf(listing);
  if (sidecars.length === 0) return undefined;
  const find = pictureFinder(listing, ['']);
  const named = namedTable(await firstSidecars(sidecars, heads), find, { corrected: { version: 1 }, lexicon });
  const { table, guesses } = named;
  return { file: sidecars[0]!.file, columns: table.columns, guesses, profiles: profileColumns(table, find, lexicon) };
}

/** Tables that are cut into lines, so that a part of them reads as a table does. */
const inLines: ReadonlySet<string> = new Set(['csv', 'tsv', 'tab', 'psv', 'txt', 'lst', 'jsonl', 'ndjson']);
const laterBytes = 64 * 1024;

/**
 * Whether names of pictures that are not found in the beginning of a table are found as they stand in its middle: then the first pictures are only gone, and
 * nothing has to be gone through for another way in which the table might name them.
 */
async function areFoundLater(
  named: NamedTable,
  file: ListedFile,
  head: string,
  folder: ReadableFolder | undefined,
): Promise<boolean> {
  const image = named.guesses.find(({ role }) => role === 'image')?.at;
  if (image === undefined || folder === undefined || !inLines.has(file.extension)) return false;
  if (foundShare(named) >= enoughFound) return false;
  const size = await folder.stat(file.path);
  if (!size.ok || size.value.size < 2 * laterBytes) return false;
  const bytes = await folder.readRange(file.path, Math.floor(size.value.size / 2), laterBytes);
  if (!bytes.ok) return false;
  const { text } = decodeText(bytes.value);
  const header = named.table.hasHeader ? (/^.*[\r\n]+/.exec(head)?.[0] ?? '') : '';
  const table = await firstRecords(file.path, header + text.slice(text.search(/[\r\n]/) + 1), {});
  return table !== undefined && foundShare({ ...named, table }) >= enoughFound;
}

/** Whether a table says which emotion a picture shows: by words for emotions, or by votes for them. */
export function saysEmotions({ guesses, profiles }: TableBeginning): boolean {
  return guesses.some(({ role, at }) => {
    if (role === 'votes') return true;
    return (role === 'label' || role === 'rater') && profiles[at]!.emotions >= 0.5;
  });
}

/** The column of pictures, where a table has one. */
export function imageProfile({ guesses, profiles }: TableBeginning): ColumnProfile | undefined {
  const guess = guesses.find(({ role }) => role === 'image');
  return guess && profiles[guess.at];
}
