import { mediaFiles } from '../files/filesByKind.ts';
import { draftTable } from '../draftTable.ts';
import { inferPatternByWords } from '../names/inferPattern.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import type { ListedFile, Listing } from '../files/listing.ts';
import { haveNamesCodes } from '../names/nameCodes.ts';
import { recordsOfText } from '../tables/recordTable.ts';
import type { FileHeads } from './fileHeads.ts';
import { folderReader } from './folderParts.ts';
import { sureEnough, type Format, type FormatContext, type FormatReading } from './format.ts';
import { numbersInNames } from './numbersInNames.ts';
import { sidecarsLeft } from './sidecars.ts';
import { imageProfile, tableBeginnings, tableFiles, type TableBeginning } from './tableBeginnings.ts';
import { codeBookOf, type CodeBook } from './tableJoins.ts';
import { codeFiles, ProseCodes } from './writtenCodes.ts';

/** Surer than a table that names no pictures, less sure than one that does. */
const surely = 0.6;
/** Lists of classes are looked for in so many files. */
const mostLists = 16;

/**
 * A folder for each class: `<label>/x.png`, `<generator>/<label>/x.png`, `<split>/<label>/x.png`, in any order and with containers
 * between; `<code>/x.png` where a list (`classes.txt`, `labels.json` and the like) says what the codes stand for. Without emotions in folders there is no label
 * here, only a generator.
 */
export const classFolders: Format = {
  id: 'class-folders',
  recognise(listing, lexicon) {
    const { sure, isNumbered } = namesOf(listing, lexicon);
    return isNumbered && (listsOf(listing).length > 0 || codeFiles(listing).length > 0) ? surely : sure;
  },
  async confirm(listing, heads, lexicon) {
    const { sure, isNumbered } = namesOf(listing, lexicon);
    if (sure >= surely || !isNumbered) return sure;
    const { books } = await codeBooks(listing, heads, lexicon);
    const pictures = mediaFiles(listing.files);
    const named = folderReader(pictures, { version: 1 }, lexicon, books);
    // Numbered folders may as well be parts of what a table lists.
    const beginnings = await tableBeginnings(listing, heads, lexicon);
    if (beginnings.some(labelsPictures)) return sure;
    if (named.labelLevel !== undefined) return surely;
    return (await toldBy(new ProseCodes(listing, heads, lexicon), named.numbers)) === undefined ? sure : surely;
  },
  read: readClassFolders,
};

/** How sure names alone make it that folders, or files, are called by emotions. */
export function sureByNames(listing: Listing, lexicon: Lexicon): number {
  return namesOf(listing, lexicon).sure;
}

interface Names {
  readonly lexicon: Lexicon;
  readonly sure: number;
  readonly isNumbered: boolean;
}

const knownNames = new WeakMap<Listing, Names>();

/** Looked at once for each listing, because other formats ask, too. */
function namesOf(listing: Listing, lexicon: Lexicon): Names {
  const known = knownNames.get(listing);
  if (known?.lexicon === lexicon) return known;
  const pictures = mediaFiles(listing.files);
  const names = { lexicon, ...judgeNames(pictures, lexicon) };
  knownNames.set(listing, names);
  return names;
}

function judgeNames(pictures: readonly ListedFile[], lexicon: Lexicon): Omit<Names, 'lexicon'> {
  if (pictures.length === 0) return { sure: 0, isNumbered: false };
  const { labelLevel, isNumbered } = folderReader(pictures, { version: 1 }, lexicon);
  if (labelLevel?.several === true) return { sure: surely, isNumbered };
  const named = inferPatternByWords(pictures, lexicon)?.pattern.includes('{prompted}') === true;
  return { sure: named || haveNamesCodes(pictures) ? sureEnough : 0.1, isNumbered };
}

async function readClassFolders({ heads, listing, corrected, lexicon, hasher }: FormatContext): Promise<FormatReading> {
  const pictures = mediaFiles(listing.files);
  const byNames = folderReader(pictures, corrected, lexicon);
  const lists = byNames.isNumbered ? await codeBooks(listing, heads, lexicon) : undefined;
  const listed = lists ? folderReader(pictures, corrected, lexicon, lists.books) : byNames;
  const prose = new ProseCodes(listing, heads, lexicon);
  const told = listed.isNumbered ? await toldBy(prose, listed.numbers) : undefined;
  const folders = told ? folderReader(pictures, corrected, lexicon, [told]) : listed;
  const ofName = folders.labelLevel || corrected.fileName ? undefined : await numbersInNames(pictures, prose);
  const tables = await Promise.all(
    (lists?.files ?? []).map(async ({ path, text }) => ({
      path,
      sha256: await hasher.sha256(new TextEncoder().encode(text)),
    })),
  );
  return {
    table: draftTable(pictures, (file) => {
      const label = ofName?.(file);
      return { ...folders.partsOf(file), ...(label !== undefined && { label }) };
    }),
    problems: [],
    tables: [...tables, ...(await prose.files(hasher))],
    hasPerceivedLabels: folders.labelLevel !== undefined || ofName !== undefined,
    ...sidecarsLeft(listing),
  };
}

/** A list of which most classes have a folder. */
async function toldBy(prose: ProseCodes, numbers: readonly string[]): Promise<CodeBook | undefined> {
  const book = await prose.bookFor(numbers);
  return book !== undefined && numbers.length * 3 >= book.size * 2 ? book : undefined;
}

/** Whether a table names pictures that are here, with a label each. */
function labelsPictures(beginning: TableBeginning): boolean {
  const isLabelled = beginning.guesses.some(({ role }) => role === 'label' || role === 'rater' || role === 'votes');
  return isLabelled && (imageProfile(beginning)?.found ?? 0) >= 0.5;
}

function listsOf(listing: Listing): readonly ListedFile[] {
  return tableFiles(listing)
    .filter(({ extension }) => extension !== 'parquet')
    .slice(0, mostLists);
}

/** The lists that say which code stands for which emotion: each is short, so that its beginning is all of it. */
async function codeBooks(
  listing: Listing,
  heads: FileHeads,
  lexicon: Lexicon,
): Promise<{ readonly books: readonly CodeBook[]; readonly files: readonly { path: string; text: string }[] }> {
  const books: CodeBook[] = [];
  const files: { path: string; text: string }[] = [];
  for (const { path } of listsOf(listing)) {
    const text = await heads(path);
    const book = codeBookOf(recordsOfText(new TextEncoder().encode(text), path), lexicon);
    if (book === undefined) continue;
    books.push(book);
    files.push({ path, text });
  }
  return { books, files };
}
