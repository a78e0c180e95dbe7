import { isMediaFile, type ListedFile, type Listing } from '../listing.ts';
import { pictureFinder } from '../pictureFinder.ts';
import type { Problem } from '../problem.ts';
import type { DraftItem, Format, FormatContext, FormatReading, ReadTableFile } from './format.ts';
import { DraftBook } from './draftBook.ts';
import { readMemoTable, type MemoTable } from './memoTable.ts';

const emotionTable = 'annotation_emo';
const qualityTable = 'annotation_quality';
const pictureFolder = 'dataset';

/**
 * The MEMO-Bench release (arXiv 2411.11235): `annotation_emo.csv` (`Image`, `Score` = degree, `Distortions` = label),
 * `annotation_quality.csv` (`Image`, `Quality`) and the pictures flat in `dataset/`. The paper does not give the columns: they are
 * what people who hold the data read, so other names are accepted and a person can correct them. The three may lie below the root.
 */
export const memoBench: Format = {
  id: 'memo-bench',
  recognise(listing) {
    if (findTable(listing, emotionTable)) return 1;
    return findTable(listing, qualityTable) ? 0.8 : 0;
  },
  read: readMemoBench,
};

async function readMemoBench(context: FormatContext): Promise<FormatReading> {
  const { listing } = context;
  const emotions = findTable(listing, emotionTable);
  const qualities = findTable(listing, qualityTable);
  const base = (emotions ?? qualities)?.folder ?? '';
  const folders = base === '' ? ['', pictureFolder] : [base, `${base}/${pictureFolder}`, ''];
  const find = pictureFinder(listing.files, folders);
  const book = new DraftBook();
  const problems: Problem[] = [];
  const tables: ReadTableFile[] = [];
  let columns: FormatReading['columns'];
  let read: MemoTable | undefined;
  for (const file of [emotions, qualities]) {
    if (file === undefined) continue;
    const roles = file === emotions ? (['image', 'label', 'degree'] as const) : (['image', 'quality'] as const);
    const table = await readMemoTable(context, file, roles, find, book);
    problems.push(...table.problems);
    tables.push({ path: file.path, sha256: table.sha256 });
    columns = inOrder({ ...table.columns, ...columns });
    if (file === emotions) read = table;
  }
  if (emotions === undefined) problems.push(absentTable(base));
  const pictures = listing.files.filter(isMediaFile);
  if (read?.usable === true) problems.push(...withoutRow(pictures, read.path, book));
  const items = itemsOf(pictures, book);
  return {
    items,
    problems,
    tables,
    hasPerceivedLabels: read?.usable === true && read.hasLabels,
    ...(columns && { columns }),
  };
}

/** The table nearest to the root, whatever the case of its name. */
function findTable(listing: Listing, name: string): ListedFile | undefined {
  const found = listing.files.filter(
    (file) => file.stem.toLowerCase() === name && ['csv', 'tsv', 'txt'].includes(file.extension),
  );
  const depth = (file: ListedFile) => file.path.split('/').length;
  return found.sort((a, b) => depth(a) - depth(b))[0];
}

/** The order of the schema, which is the order in which a person reads them. */
function inOrder(columns: NonNullable<FormatReading['columns']>): NonNullable<FormatReading['columns']> {
  const roles = ['image', 'label', 'degree', 'quality'] as const;
  return Object.fromEntries(roles.flatMap((role) => (columns[role] === undefined ? [] : [[role, columns[role]]])));
}

function absentTable(base: string): Problem {
  const file = base === '' ? `${emotionTable}.csv` : `${base}/${emotionTable}.csv`;
  return { kind: 'unreadable', file, facts: { reason: 'absent' } };
}

function withoutRow(pictures: readonly ListedFile[], table: string, book: DraftBook): readonly Problem[] {
  return pictures
    .filter(({ path }) => !book.isMentioned(table, path))
    .map(({ path }) => ({ kind: 'image-without-row', file: path, item: path, facts: { table } }));
}

/** All pictures are items; a file that only a row calls a picture is one too, and its bytes will tell. */
function itemsOf(pictures: readonly ListedFile[], book: DraftBook): readonly DraftItem[] {
  const paths = new Set([...pictures.map((file) => file.path), ...book.drafts.keys()]);
  return [...paths].map((path) => book.drafts.get(path) ?? { path });
}
