import type { FormatId } from '../benchmark.ts';
import type { ListedFile } from '../files/listing.ts';
import { pictureFinder } from '../files/pictureFinder.ts';
import { firstRecords } from '../tables/recordTable.ts';
import type { FileHeads } from './fileHeads.ts';
import { sureEnough, type Format, type FormatContext, type FormatReading } from './format.ts';
import { withInnerColumns } from './innerColumns.ts';
import { joinReadings } from './joinReadings.ts';
import { enoughFound, foundShare, namedTable, withLaxNames } from './laxNames.ts';
import { readTables } from './readTables.ts';
import { formats } from './registry.ts';
import { sidecarsOf } from './sidecars.ts';
import { namedAsTables } from './tableBeginnings.ts';
import { codeBookOf } from './tableJoins.ts';

/** Formats of records in JSON files, of which one folder may hold several. */
const ofRecords: ReadonlySet<FormatId> = new Set<FormatId>([
  ...(['emoset', 'fiftyone', 'coco', 'emobench-m', 'eemo-bench', 'label-studio', 'llava'] as const),
]);
/** Formats that read files of their own and no other tables. */
const readTheirOwn: ReadonlySet<FormatId> = new Set<FormatId>([...ofRecords, 'memo-bench', 'yolo', 'frame-lists']);
/** Fewer files than this are never taken for those of single pictures. */
const fewestSidecars = 8;
/** Fewer of its names than this may be found by chance: the table is one of other pictures. */
const leastFound = 0.1;
/** In these prose stands as often as rows, so that they have to name pictures. */
const mayBeProse: ReadonlySet<string> = new Set(['txt', 'lst', 'json', 'manifest']);

/**
 * Joins to what a format has read of a folder what other files in it say about its pictures: those of further formats of records, and then tables of any
 * kind whose rows name pictures, with those that belong to them.
 */
export async function withTablesBeside(
  format: Format,
  read: FormatReading,
  context: FormatContext,
): Promise<FormatReading> {
  if (!readTheirOwn.has(format.id)) return read;
  let left = await filesLeft(format, read, context);
  let joined = read;
  for (const other of formats) {
    if (other === format || !ofRecords.has(other.id) || !left.some(isJson)) continue;
    const heads = headsOf(context.heads, left);
    const sure = await other.confirm?.(context.listing, heads, context.lexicon);
    if (sure === undefined || sure < sureEnough) continue;
    const further = await other.read({ ...context, heads });
    joined = joinReadings(joined, further, context.lexicon);
    left = without(left, further.tables);
  }
  const tables = await tablesOfPictures(left, context);
  if (tables.length === 0) return joined;
  return joinReadings(joined, await readTables(context, tables, { areBeside: true }), context.lexicon);
}

/** The files that may be tables and were not read; none that the format knows as its own and has left out. */
async function filesLeft(
  format: Format,
  { tables }: FormatReading,
  { listing, heads, lexicon }: FormatContext,
): Promise<readonly ListedFile[]> {
  const named = namedAsTables(listing);
  const unread = without(named, tables);
  if (unread.length === 0) return unread;
  const ofPictures = new Set(named.length < fewestSidecars ? [] : sidecarsOf(listing).map(({ file }) => file));
  const left: ListedFile[] = [];
  for (const file of unread) {
    if (ofPictures.has(file)) continue;
    const isOwn = isJson(file) && ((await format.confirm?.(listing, headsOf(heads, [file]), lexicon)) ?? 0) > 0;
    if (!isOwn) left.push(file);
  }
  return left;
}

function isJson({ extension }: ListedFile): boolean {
  return extension === 'json' || extension === 'jsonl' || extension === 'ndjson';
}

function without(files: readonly ListedFile[], tables: FormatReading['tables']): readonly ListedFile[] {
  const left = new Map(files.map((file) => [file.path, file]));
  for (const { path } of tables) left.delete(path);
  return [...left.values()];
}

/** The beginnings of some files alone: to who asks, the others hold nothing. */
function headsOf(heads: FileHeads, files: readonly ListedFile[]): FileHeads {
  const paths = new Set(files.map(({ path }) => path));
  const own = (path: string) => (paths.has(path) ? heads(path) : Promise.resolve(''));
  return Object.assign(own, heads.folder && { folder: heads.folder });
}

/** The tables whose rows name pictures, and what may belong to them; none where no table names any. */
async function tablesOfPictures(files: readonly ListedFile[], context: FormatContext): Promise<readonly ListedFile[]> {
  const found: ListedFile[] = [];
  let hasPictures = false;
  for (const file of files) {
    const what = await beginningSays(file, context);
    if (what === 'pictures') hasPictures = true;
    if (what !== undefined) found.push(file);
  }
  return hasPictures ? found : [];
}

async function beginningSays(
  file: ListedFile,
  { listing, heads, corrected, lexicon }: FormatContext,
): Promise<'pictures' | 'codes' | 'rows' | undefined> {
  const find = pictureFinder(listing, file.folder === '' ? [''] : [file.folder, '']);
  const isPicture = (text: string) => find(text).kind === 'found';
  const head = file.extension === 'parquet' ? '' : await heads(file.path);
  const records = await firstRecords(file.path, head, { isPicture, ...(heads.folder && { folder: heads.folder }) });
  if (records === undefined) return undefined;
  const named = namedTable(withInnerColumns(records, lexicon), find, { corrected, lexicon });
  if (foundShare(named) >= enoughFound) return 'pictures';
  // To try other ways takes long among many pictures, and only a table that names some is worth it.
  const isNamed = named.guesses.some(({ role }) => role === 'image');
  const lax = isNamed ? withLaxNames(named, listing.files, { corrected, lexicon }) : named;
  if (isNamed && (foundShare(lax) >= enoughFound || foundShare(named) >= leastFound)) return 'pictures';
  if (codeBookOf(records, lexicon) !== undefined) return 'codes';
  return mayBeProse.has(file.extension) || isNamed ? undefined : 'rows';
}
