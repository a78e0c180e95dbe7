import type { Lexicon } from '../../affect/lexicon.ts';
import type { ColumnGuess } from '../columnRoles.ts';
import { profileColumns, type ColumnProfile } from '../columnProfile.ts';
import type { ListedFile, Listing } from '../files/listing.ts';
import { pictureFinder } from '../files/pictureFinder.ts';
import { firstRecords } from '../tables/recordTable.ts';
import type { FileHeads } from './fileHeads.ts';
import { withInnerColumns } from './innerColumns.ts';
import { namedTable, withLaxNames } from './laxNames.ts';
import { likelyTables } from './jsonFiles.ts';

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

/** The files of a folder that may be tables, by their names; not those that tools and projects keep beside them. */
export function tableFiles(listing: Listing): readonly ListedFile[] {
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
    const find = pictureFinder(listing.files, file.folder === '' ? [''] : [file.folder, '']);
    const head = file.extension === 'parquet' ? '' : await heads(file.path);
    const isPicture = (text: string) => find(text).kind === 'found';
    const records = await firstRecords(file.path, head, { isPicture, ...(heads.folder && { folder: heads.folder }) });
    if (records === undefined) continue;
    const context = { corrected: { version: 1 }, lexicon } as const;
    const named = namedTable(withInnerColumns(records, lexicon), find, context);
    const { table, guesses, find: lax } = withLaxNames(named, listing.files, context);
    beginnings.push({ file, columns: table.columns, guesses, profiles: profileColumns(table, lax, lexicon) });
  }
  return beginnings;
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
