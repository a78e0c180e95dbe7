import { mediaFiles } from '../files/filesByKind.ts';
import type { JudgedColumn } from '../benchmark.ts';
import { taskNameOf } from '../columnNames.ts';
import type { Descriptor } from '../descriptor.ts';
import { isMediaFile, type ListedFile } from '../files/listing.ts';
import { looksLikePicture, pictureFinder, pictureFinders } from '../files/pictureFinder.ts';
import type { Problem } from '../problem.ts';
import { cellText } from '../tables/recordTable.ts';
import { TableCells } from './cellCodes.ts';
import { folderReader, type FolderReader } from './folderParts.ts';
import { withForeignCodes } from './foreignCodes.ts';
import type { FormatContext, FormatReading } from './format.ts';
import { withoutGuessedClasses } from './guessedClasses.ts';
import { namesPictures, saysLabels, withListLabels } from './listLabels.ts';
import { PictureColumns } from './pictureColumns.ts';
import { itemsOf } from './pictureItems.ts';
import { pixelTables } from './pixelTables.ts';
import { raterFiles } from './raterFiles.ts';
import { RowBook } from './rowBook.ts';
import type { PlacedTable } from './rowClashes.ts';
import { RowPlacer } from './rowPlaces.ts';
import { RowReader } from './rowValues.ts';
import { foundShare, withLaxNames } from './laxNames.ts';
import { readSidecars, sidecarsLeft, sidecarsOf } from './sidecars.ts';
import { splitFolders, splitOfTable } from './splitFolders.ts';
import { bookFor, classesIn, codeBookOf, codesIn, joinOf, type CodeBook } from './tableJoins.ts';
import { badRowsOf, columnOf, columnsOf, readTableSource, type TableSource } from './tableSource.ts';
import { ProseCodes } from './writtenCodes.ts';

/**
 * Reads a folder by its tables: those that name pictures row by row, those that belong to them by an id, and those that say what a code means. Each
 * picture that is here is an item; where no table has labels, an emotion in the folders is the label. `areBeside`: the tables only add to what another format
 * has read, so that neither pictures that they do not name nor folders count.
 */
export async function readTables(
  context: FormatContext,
  files: readonly ListedFile[],
  fixed: { readonly task?: string; readonly areBeside?: true } = {},
): Promise<FormatReading> {
  const { listing, corrected, lexicon } = context;
  const finders = pictureFinders(listing);
  const parts = splitFolders(listing.files);
  const problems: Problem[] = [];
  const read: TableSource[] = [];
  for (const file of files) {
    const own = file.folder === '' ? [] : [file.folder];
    const find = finders([...own, ...parts(file), '']);
    const source = withTask(await readTableSource(context, file, find), fixed.task);
    if ('table' in source) read.push(source);
    else problems.push(...source.problems);
  }
  const isWhole = fixed.areBeside !== true;
  const sidecars =
    !isWhole || read.some((source) => namesPictures(source) && saysLabels(source)) ? [] : sidecarsOf(listing);
  if (sidecars.length > 0) {
    const source = await readSidecars(context, sidecars, finders(['']));
    read.push(source);
    problems.push(...source.problems);
  }
  const sources = withForeignCodes(
    withListLabels(withoutGuessedClasses(withAllNames(read, context), context), lexicon),
    lexicon,
  );
  const pictured = sources.filter((source) => namesPictures(source) && !isOnlyBook(source, sources, lexicon));
  const columns = pictureColumns(context, sources);
  const ofRows: Problem[] = [];
  const placer = new RowPlacer(columns, ofRows, context);
  const book = new RowBook(lexicon, columns, ofRows);
  const used: TableSource[] = [];
  const listed: (CodeBook | undefined)[] = [];
  const byPerson = raterFiles(sources);
  const rated: PlacedTable[] = [];
  const books = sources
    .filter((source) => !pictured.includes(source))
    .map((source) => codeBookOf(source.table, lexicon));
  const known = books.filter((book) => book !== undefined);
  const prose = new ProseCodes(listing, context.heads, lexicon);
  for (const source of sources) {
    const join = pictured.includes(source) || isClassMap(source) ? undefined : joinOf(source, pictured);
    if (join === undefined && !pictured.includes(source)) continue;
    used.push(source);
    for (const { problem, item } of badRowsOf(source)) {
      problems.push(problem);
      if (item !== undefined) columns.mention(source.table.path, columns.placeOf(item));
    }
    const written = bookFor(source, known) ?? (await prose.bookForRows(codesIn(source)));
    if (saysLabels(source)) listed.push(written);
    const reader = new RowReader(
      source,
      new TableCells(source.table, context.memory),
      written,
      splitOfTable(source.table),
    );
    const placed = { source, join, places: placer.place(source, join), reader };
    if (byPerson.has(source)) rated.push(placed);
    else book.add(placed);
  }
  book.addRaters(rated);
  const pictures = mediaFiles(listing.files);
  const hasLabels = used.some(saysLabels);
  const named = folderReader(pictures, corrected, lexicon, hasLabels ? [] : known);
  const told = hasLabels || !named.isNumbered ? undefined : await prose.bookFor(named.numbers);
  const folders = !isWhole ? noFolders : told ? folderReader(pictures, corrected, lexicon, [told]) : named;
  // Never as arguments of a call: there may be more of them than it has room for.
  const all = problems.concat(
    ofRows,
    emptyTables(sources, used),
    pixelTables(sources, used),
    isWhole ? withoutRow(pictured, columns) : [],
  );
  const mainTask = mainTaskOf(used);
  return {
    table: {
      ...itemsOf(columns, folders, { hasLabels, areClips: used.some(namesByFolder) }),
      ...(mainTask !== undefined && { mainTask }),
    },
    problems: all.sort(byPlace),
    tables: [
      ...sources.filter((source) => used.includes(source) || isBook(source, known, lexicon)).map(tableFile),
      ...(await prose.files(context.hasher)),
    ],
    ...classesIn(listed),
    hasPerceivedLabels: hasLabels || folders.labelLevel !== undefined,
    ...columnsFound(used),
    ...(isWhole && sidecars.length === 0 && sidecarsLeft(listing)),
    judged: used.flatMap(judgedColumns),
  };
}

const noFolders: FolderReader = { isNumbered: false, numbers: [], partsOf: () => ({}) };

function pictureColumns({ listing }: FormatContext, sources: readonly TableSource[]): PictureColumns {
  const inside = sources.flatMap(({ embedded }) => [...embedded.values()]).flat();
  const columns = new PictureColumns(listing.files, pictureFinder(listing, ['']).placeOf, inside.length);
  for (const { path, place } of inside) columns.embed(path, place);
  return columns;
}

/** Names that are not found as they stand are looked for in other ways, but not in a table that belongs to one whose names are found. */
function withAllNames(sources: readonly TableSource[], context: FormatContext): readonly TableSource[] {
  const found = sources.filter((source) => source.embedded.size > 0 || foundShare(source) >= 0.5);
  return sources.map((source) => {
    if (source.embedded.size > 0) return source;
    const isPart = !found.includes(source) && joinOf(source, found) !== undefined;
    return isPart ? source : { ...source, ...withLaxNames(source, context.listing.files, context) };
  });
}

type ReadSource = Awaited<ReturnType<typeof readTableSource>>;

/** Gives a column the role of naming the task, where the format says so. */
function withTask(source: ReadSource, column: string | undefined): ReadSource {
  if (!('table' in source) || column === undefined) return source;
  const at = source.table.columns.indexOf(column);
  if (at === -1) return source;
  const guess = { at, column, role: 'task', sure: 1, why: 'name' } as const;
  return { ...source, guesses: [...source.guesses.filter((other) => other.at !== at), guess] };
}

function isBook(source: TableSource, books: readonly CodeBook[], lexicon: FormatContext['lexicon']): boolean {
  return books.length > 0 && codeBookOf(source.table, lexicon) !== undefined;
}

/** Members of the objects in which programs keep what the numbers of classes stand for. */
const classMap = /(?:^|\.)(?:label2idx|idx2label|label2id|id2label|class_to_idx|idx_to_class)(?:\.|$)/i;

function isClassMap({ table }: TableSource): boolean {
  return table.columns.some((column) => classMap.test(column));
}

/** A list of codes that another table uses: its numbers may well be those of pictures, too. */
function isOnlyBook(source: TableSource, sources: readonly TableSource[], lexicon: FormatContext['lexicon']): boolean {
  const at = columnOf(source, 'image');
  if (at === undefined || source.embedded.size > 0) return false;
  if (isClassMap(source)) return true;
  const book = codeBookOf(source.table, lexicon);
  if (book === undefined) return false;
  const { table } = source;
  const names = Array.from({ length: table.length }, (_, row) => cellText(table, row, at) ?? '');
  return (
    !names.some(looksLikePicture) && sources.some((other) => other !== source && bookFor(other, [book]) !== undefined)
  );
}

function tableFile({ table }: TableSource): FormatReading['tables'][number] {
  return { path: table.path, sha256: table.sha256 };
}

/** The column of labels names the main task, beside others; unless rows say which task theirs is. */
function mainTaskOf(used: readonly TableSource[]): string | undefined {
  if (used.some((source) => columnOf(source, 'task') !== undefined)) return undefined;
  const label = used.flatMap((source) => columnsOf(source, 'label'))[0];
  return label === undefined ? 'emotion' : taskNameOf(label.column);
}

/** Whether the names of folders are values of the table. */
function namesByFolder({ namesFolders, joins }: TableSource): boolean {
  return namesFolders === true || joins === 'folder';
}

function withoutRow(pictured: readonly TableSource[], columns: PictureColumns): readonly Problem[] {
  const filled = pictured.filter(({ table }) => table.length > 0);
  const tables = filled.map(({ table }) => table.path);
  if (tables.length === 0) return [];
  const named = filled.map(({ table }) => table.files?.all ?? table.path).join(', ');
  const problems: Problem[] = [];
  for (const place of columns.notMentioned(tables)) {
    const file = columns.files[place]!;
    if (!isMediaFile(file)) continue;
    problems.push({ kind: 'image-without-row', file: file.path, item: file.path, facts: { table: named } });
  }
  return problems;
}

/** A table without a row that names pictures, where no other one does. */
function emptyTables(sources: readonly TableSource[], used: readonly TableSource[]): readonly Problem[] {
  if (used.length > 0) return [];
  return sources
    .filter(({ table }) => table.length === 0 && table.badRows.length === 0)
    .map(({ table }) => ({
      kind: 'nothing-found',
      file: table.path,
      line: table.headerLine,
      facts: { what: 'rows', pictures: '0' },
    }));
}

function byPlace(a: Problem, b: Problem): number {
  return a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : 0;
}

const shownRoles = [
  'image',
  'label',
  'degree',
  'quality',
  'id',
  'generator',
  'prompted',
  'prompt',
  'seed',
  'split',
  'text',
] as const;

function judgedColumns({ table, guesses }: TableSource): readonly JudgedColumn[] {
  return guesses.map(({ column, role, sure, why }) => ({ file: table.path, column, role, sure, why }));
}

/** The columns by role, those of the first table that has one. */
function columnsFound(used: readonly TableSource[]): Pick<FormatReading, 'columns'> {
  const columns: NonNullable<Descriptor['columns']> = {};
  for (const role of shownRoles) {
    const guess = used.flatMap((source) => columnsOf(source, role))[0];
    if (guess) columns[role] = guess.column;
  }
  return Object.keys(columns).length === 0 ? {} : { columns };
}
