import { mediaFiles, otherFiles } from '../files/filesByKind.ts';
import { mapBounded } from '../boundedParallel.ts';
import { isMediaFile, type ListedFile, type Listing } from '../files/listing.ts';
import { folderReader } from './folderParts.ts';
import type { Format, FormatContext, FormatReading } from './format.ts';
import { readTableText, type TableText } from './jsonTable.ts';
import { PictureBook } from './pictureBook.ts';
import type { CodeBook } from './tableJoins.ts';
import { ProseCodes } from './writtenCodes.ts';

/** Read to recognise a folder. */
const sampledFiles = 6;
const filesAtOnce = 32;
/** A list of classes is that of these boxes where it names so many of the numbers; others are slips. */
const mostNamed = 0.5;

/**
 * Darknet's and Ultralytics' boxes: for each picture a `.txt` of its name beside it, or in `labels` where the picture is in `images`, with a line for each box:
 * the number of its class, then its corners or its middle and size, 0 to 1. What the numbers stand for is said by `data.yaml`, `classes.txt` and the like.
 */
export const yolo: Format = {
  id: 'yolo',
  recognise(listing) {
    const { files, pictures } = boxFiles(listing);
    return files.length > 1 && pictures * 2 >= files.length ? 0.95 : 0;
  },
  async confirm(listing, heads) {
    const { files } = boxFiles(listing);
    const step = Math.max(1, Math.floor(files.length / sampledFiles));
    const texts: string[] = [];
    for (let i = 0; i < files.length; i += step) texts.push(await heads(files[i]!.file.path));
    const filled = texts.filter((text) => text.trim() !== '');
    const good = filled.filter((text) => boxOf(text.trim().split(/\r?\n/, 1)[0]!) !== undefined);
    return filled.length > 0 && good.length * 2 >= filled.length ? 0.95 : 0;
  },
  read: readYolo,
};

/** A list of boxes, and the picture that is called as it is. */
interface BoxFile {
  readonly file: ListedFile;
  readonly picture: string | undefined;
}

interface BoxFiles {
  readonly files: readonly BoxFile[];
  /** How many of them have a picture. */
  readonly pictures: number;
}

const known = new WeakMap<Listing, BoxFiles>();
const noFiles: BoxFiles = { files: [], pictures: 0 };

/** The `.txt` files of folders in which most of them are called as pictures are; looked for once for each listing. */
function boxFiles(listing: Listing): BoxFiles {
  let found = known.get(listing);
  if (found === undefined) known.set(listing, (found = findBoxFiles(listing)));
  return found;
}

function findBoxFiles(listing: Listing): BoxFiles {
  const texts = otherFiles(listing.files).filter(({ extension }) => extension === 'txt');
  if (texts.length < 2) return noFiles;
  const pictures = new Map<string, string>();
  for (const file of listing.files) {
    if (isMediaFile(file)) pictures.set(keyOf(file, /^(?:images?|imgs?)$/i), file.path);
  }
  const folders = new Map<string, BoxFile[]>();
  for (const file of texts) {
    const one = { file, picture: pictures.get(keyOf(file, /^labels?$/i)) };
    const others = folders.get(file.folder);
    if (others) others.push(one);
    else folders.set(file.folder, [one]);
  }
  const share = (files: readonly BoxFile[]) => files.filter(({ picture }) => picture !== undefined).length;
  const whole = [...folders.values()].filter((files) => share(files) * 2 >= files.length && share(files) > 0).flat();
  return { files: whole.filter((one) => one.picture !== undefined || !isOfClasses(one.file)), pictures: share(whole) };
}

/** A list of the classes often lies among those of boxes. */
function isOfClasses({ stem }: ListedFile): boolean {
  return /^(?:classes|labels?|names|read_?me.*|notes?|train|val|test)$/i.test(stem);
}

/** Folder and name without what tells pictures from their boxes. */
function keyOf({ folder, stem }: ListedFile, container: RegExp): string {
  return `${folder
    .split('/')
    .filter((name) => !container.test(name))
    .join('/')}/${stem}`;
}

/** The number of the class in the line of a box: four numbers behind it, or more pairs of them, most of them 0 to 1. */
function boxOf(line: string): string | undefined {
  const [of, ...numbers] = line.trim().split(/\s+/);
  if (of === undefined || !/^\d{1,4}$/.test(of) || numbers.length < 4) return undefined;
  return numbers.every((text) => /^-?\d*\.?\d+(?:e[+-]?\d+)?$/i.test(text) && Math.abs(Number(text)) <= 1.5)
    ? of
    : undefined;
}

interface ReadBoxes extends BoxFile {
  readonly table: TableText;
  readonly boxes: readonly { readonly of: string; readonly line: number }[];
}

async function readYolo(context: FormatContext): Promise<FormatReading> {
  const { listing, lexicon, corrected } = context;
  const book = new PictureBook(listing);
  const folders = folderReader(mediaFiles(listing.files), corrected, lexicon);
  const prose = new ProseCodes(listing, context.heads, lexicon);
  const read = await mapBounded(boxFiles(listing).files, filesAtOnce, (one) => readBoxes(context, one, book));
  const whole = read.filter((one) => one !== undefined);
  const names = await namesOf(whole, prose);
  for (const one of whole) {
    const row = book.rows.add(one.file.path, one.boxes[0]?.line ?? 1);
    if (one.picture === undefined) {
      book.problems.push({ kind: 'missing-image', file: one.file.path, facts: { value: one.file.stem } });
      continue;
    }
    const picture = book.take(book.columns.placeOf(one.picture), row);
    const only = one.boxes.length === 1 ? one.boxes[0]!.of : undefined;
    const label = only === undefined ? undefined : names(only);
    if (label !== undefined) book.label(picture, label, row, one.file.stem);
    book.columns.fields.give(picture, 'boxes', one.boxes.length);
    const { split } = folders.partsOf({ folder: one.picture.replace(/\/?[^/]*$/, '') });
    if (split !== undefined) book.columns.texts.split.give(picture, split);
  }
  const tables = [
    ...whole.map(({ table: { path, sha256 } }) => ({ path, sha256 })),
    ...(await prose.files(context.hasher)),
  ];
  return book.reading(tables);
}

async function readBoxes(context: FormatContext, one: BoxFile, book: PictureBook): Promise<ReadBoxes | undefined> {
  const table = await readTableText(context, one.file.path);
  if ('kind' in table) {
    book.problems.push(table);
    return undefined;
  }
  const boxes: { of: string; line: number }[] = [];
  for (const [i, text] of table.text.split(/\r?\n/).entries()) {
    if (text.trim() === '') continue;
    const of = boxOf(text);
    const place = { file: one.file.path, line: i + 1, ...(one.picture !== undefined && { item: one.picture }) };
    if (of === undefined) book.problems.push({ kind: 'bad-row', ...place, facts: { reason: 'box' } });
    else boxes.push({ of, line: i + 1 });
  }
  return { ...one, table, boxes };
}

/** What the numbers of classes stand for. One class alone without a name is that of faces, and no label. */
async function namesOf(read: readonly ReadBoxes[], prose: ProseCodes): Promise<(of: string) => string | undefined> {
  const codes = new Set(read.flatMap(({ boxes }) => boxes.map(({ of }) => of)));
  const book: CodeBook | undefined = await prose.bookFor(codes, mostNamed);
  if (book === undefined) return (of) => (codes.size > 1 ? of : undefined);
  return (of) => book.get(of) ?? of;
}
