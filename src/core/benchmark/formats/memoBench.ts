import { otherFiles } from '../files/filesByKind.ts';
import type { JudgedColumn } from '../benchmark.ts';
import { isMediaFile, type ListedFile, type Listing } from '../files/listing.ts';
import { pictureFinder } from '../files/pictureFinder.ts';
import type { Problem } from '../problem.ts';
import type { Format, FormatContext, FormatReading, ReadTableFile } from './format.ts';
import { MemoColumns } from './memoColumns.ts';
import { readMemoTable, type MemoTable } from './memoTable.ts';

const emotionTable = 'annotation_emo';
const qualityTable = 'annotation_quality';
const pictureFolder = 'dataset';
const tableExtensions = new Set(['csv', 'tsv', 'txt']);

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
  const find = pictureFinder(listing, folders);
  const book = new MemoColumns(listing.files);
  const problems: Problem[] = [];
  const tables: ReadTableFile[] = [];
  let columns: FormatReading['columns'];
  const judged: JudgedColumn[] = [];
  let read: MemoTable | undefined;
  for (const file of [emotions, qualities]) {
    if (file === undefined) continue;
    const roles = file === emotions ? (['image', 'label', 'degree'] as const) : (['image', 'quality'] as const);
    const table = await readMemoTable(context, file, roles, { find, folders }, book);
    // As arguments of one call, hundreds of thousands of faults would overflow the stack.
    for (const problem of table.problems) problems.push(problem);
    tables.push({ path: file.path, sha256: table.sha256 });
    columns = inOrder({ ...table.columns, ...columns });
    judged.push(...table.judged);
    if (file === emotions) read = table;
  }
  if (emotions === undefined) problems.push(absentTable(base));
  if (read?.usable === true) for (const problem of withoutRow(read.path, book)) problems.push(problem);
  return {
    table: book.finish(),
    problems,
    tables,
    hasPerceivedLabels: read?.usable === true && read.hasLabels,
    ...(columns && { columns }),
    judged,
  };
}

/** The table nearest to the root, whatever the case of its name. */
function findTable(listing: Listing, name: string): ListedFile | undefined {
  const found = otherFiles(listing.files).filter(
    ({ extension, stem }) =>
      stem.length === name.length && tableExtensions.has(extension) && stem.toLowerCase() === name,
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

function withoutRow(table: string, book: MemoColumns): readonly Problem[] {
  const problems: Problem[] = [];
  const mentions = book.mentions(table);
  for (let i = 0; i < mentions.length; i++) {
    const file = book.files[i]!;
    if (mentions[i] === 1 || !isMediaFile(file)) continue;
    problems.push({ kind: 'image-without-row', file: file.path, item: file.path, facts: { table } });
  }
  return problems;
}
