import { mapBounded } from '../boundedParallel.ts';
import { squeezed } from '../embedded/squeezeTable.ts';
import { mediaFiles, otherFiles } from '../files/filesByKind.ts';
import type { ListedFile, Listing } from '../files/listing.ts';
import type { PictureFinder } from '../files/pictureFinder.ts';
import type { Problem } from '../problem.ts';
import { decodeText } from '../tables/decodeText.ts';
import { rowsOfRecords } from '../tables/jsonRows.ts';
import type { JsonRecord } from '../tables/jsonRecords.ts';
import { parsedJson } from '../tables/jsonRecordScan.ts';
import { fromRows, type RecordTable } from '../tables/recordTable.ts';
import type { FileHeads } from './fileHeads.ts';
import type { FormatContext, FormatReading } from './format.ts';
import { withInnerColumns } from './innerColumns.ts';
import { isJsonObject } from './jsonValues.ts';
import { namedTable } from './laxNames.ts';
import { badRecord } from './jsonTable.ts';
import type { TableSource } from './tableSource.ts';

/** A file that says something of one picture, which has the same name but for its end. */
export interface Sidecar {
  readonly file: ListedFile;
  readonly picture: ListedFile;
}

/** Fewer files are tables that happen to be called as pictures are. */
const fewest = 8;
/** Behind the name of the picture in that of a file that holds nothing but its label (CK+: `S005_001_00000011_emotion.txt`). */
const labelEnd = /_(?:emotion|label|expression)$/i;
/** More of them take too long to read where something else tells the emotions. */
export const mostBeside = 2000;
const found = new WeakMap<Listing, readonly Sidecar[]>();

/** The files of a folder that each say something of one picture: JSON called as the picture is, or a text that ends in `_emotion`. None where there are only a few, or most JSON is something else. */
export function sidecarsOf(listing: Listing): readonly Sidecar[] {
  let sidecars = found.get(listing);
  if (sidecars === undefined) found.set(listing, (sidecars = findSidecars(listing)));
  return sidecars;
}

/** The same where something else tells the emotions: none where they are too many to be read for what they say besides. */
export function fewSidecars(listing: Listing): readonly Sidecar[] {
  const sidecars = sidecarsOf(listing);
  return sidecars.length > mostBeside ? [] : sidecars;
}

/** That the files of a folder which say something of one picture each were not read; nothing where there are none. */
export function sidecarsLeft(listing: Listing): Pick<FormatReading, 'unread'> {
  return filesLeft(sidecarsOf(listing).map(({ file }) => file));
}

/** The same for files that are known to be such. */
export function filesLeft(files: readonly ListedFile[]): Pick<FormatReading, 'unread'> {
  return files.length === 0 ? {} : { unread: { files: namesOf(files), count: files.length } };
}

function findSidecars({ files }: Listing): readonly Sidecar[] {
  const candidates = otherFiles(files).flatMap((file) => {
    const isJson = file.extension === 'json';
    if (!isJson && !(file.extension === 'txt' && labelEnd.test(file.stem))) return [];
    return [{ file, stem: (isJson ? file.stem : file.stem.replace(labelEnd, '')).toLowerCase() }];
  });
  if (candidates.length < fewest) return [];
  const pictures = picturesCalled(candidates, mediaFiles(files));
  const sidecars = candidates.flatMap(({ file, stem }) => {
    // `a.jpg.json` is of `a.jpg`.
    const called = pictures.get(stem) ?? [];
    const picture = nearest(file, called.length > 0 ? called : named(stem, pictures));
    return picture === undefined ? [] : [{ file, picture }];
  });
  return sidecars.length < fewest || sidecars.length * 2 < candidates.length ? [] : sidecars;
}

/** The pictures that may be meant, by their names without the end. Nearly all pictures of a large folder are none of them. */
function picturesCalled(
  candidates: readonly { readonly stem: string }[],
  files: readonly ListedFile[],
): ReadonlyMap<string, readonly ListedFile[]> {
  const pictures = new Map<string, ListedFile[]>();
  for (const { stem } of candidates) {
    pictures.set(stem, []);
    pictures.set(stem.slice(0, Math.max(0, stem.lastIndexOf('.'))), []);
  }
  for (const file of files) pictures.get(file.stem.toLowerCase())?.push(file);
  return pictures;
}

function named(name: string, pictures: ReadonlyMap<string, readonly ListedFile[]>): readonly ListedFile[] {
  const dot = name.lastIndexOf('.');
  const alike = dot > 0 ? (pictures.get(name.slice(0, dot)) ?? []) : [];
  return alike.filter((picture) => picture.name.toLowerCase() === name);
}

/** The picture of this name that shares most of the way: there may be one in each of several folders. */
function nearest(file: ListedFile, pictures: readonly ListedFile[]): ListedFile | undefined {
  if (pictures.length < 2) return pictures[0];
  const own = file.folder.split('/').reverse();
  const shared = ({ folder }: ListedFile): number => {
    const way = folder.split('/').reverse();
    const at = own.findIndex((name, i) => name !== way[i]);
    return at === -1 ? own.length : at;
  };
  const best = pictures.toSorted((a, b) => shared(b) - shared(a));
  return shared(best[0]!) > shared(best[1]!) ? best[0] : pictures.find(({ folder }) => folder === file.folder);
}

const atOnce = 32;
/** Files that are looked into to see what they hold. */
const looked = 12;

/** What the first of the files hold, as a table. */
export async function firstSidecars(sidecars: readonly Sidecar[], heads: FileHeads): Promise<RecordTable> {
  const step = Math.max(1, Math.floor(sidecars.length / looked));
  const sampled = sidecars.filter((_, i) => i % step === 0).slice(0, looked);
  const texts = await Promise.all(sampled.map(({ file }) => heads(file.path)));
  return tableOf(sampled, texts, '').table;
}

/** Reads all of the files as one table, a row for each. */
export async function readSidecars(
  context: FormatContext,
  sidecars: readonly Sidecar[],
  find: PictureFinder,
): Promise<TableSource> {
  const problems: Problem[] = [];
  const read = await mapBounded(
    sidecars,
    atOnce,
    async ({ file }) => {
      const bytes = await context.folder.read(file.path);
      if (bytes.ok) return decodeText(squeezed(bytes.value).bytes).text;
      const facts = { reason: bytes.error.kind, detail: bytes.error.detail };
      problems.push({ kind: 'unreadable', file: file.path, facts });
      return undefined;
    },
    context.signal,
  );
  const kept = sidecars.filter((_, i) => read[i] !== undefined);
  const texts = read.filter((text) => text !== undefined);
  const sha256 = await context.hasher.sha256(new TextEncoder().encode(texts.join('\0')));
  const { table, broken } = tableOf(kept, texts, sha256);
  for (const file of broken) problems.push(badRecord(file.path, 1));
  return { ...namedTable(withInnerColumns(table, context.lexicon), find, context), embedded: new Map(), problems };
}

function tableOf(
  sidecars: readonly Sidecar[],
  texts: readonly string[],
  sha256: string,
): { readonly table: RecordTable; readonly broken: readonly ListedFile[] } {
  const records: JsonRecord[] = [];
  const files: string[] = [];
  const broken: ListedFile[] = [];
  for (const [i, { file, picture }] of sidecars.entries()) {
    const said = saidIn(file, texts[i]!);
    if (said === undefined) broken.push(file);
    else {
      files.push(file.path);
      records.push({ line: 1, value: { picture: picture.path, ...said } });
    }
  }
  const first = sidecars[0]!.file;
  const path = files[0] ?? first.path;
  const table = fromRows(path, sha256, 'json', rowsOfRecords(records, []));
  return {
    table: { ...table, files: { at: (row) => files[row] ?? path, all: namesOf(sidecars.map(({ file }) => file)) } },
    broken,
  };
}

/** All of the files in one name: `annotation/*.json`. */
function namesOf(files: readonly ListedFile[]): string {
  const folder = sharedFolder(files.map((file) => file.folder));
  return `${folder === '' ? '' : `${folder}/`}*.${files[0]!.extension}`;
}

/** The folder that all of some folders are in. */
function sharedFolder(folders: readonly string[]): string {
  let shared = folders[0] ?? '';
  for (const folder of folders)
    while (shared !== '' && folder !== shared && !folder.startsWith(`${shared}/`))
      shared = shared.slice(0, Math.max(0, shared.lastIndexOf('/')));
  return shared;
}

/** What a file says: the members of its object, or the one word or number of a text. */
function saidIn({ extension }: ListedFile, text: string): Readonly<Record<string, unknown>> | undefined {
  if (extension === 'txt') {
    const word = text.trim();
    // `3.0000000e+00` is a number of a class.
    const number = /^\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i.test(word) ? Number(word) : Number.NaN;
    return word === '' || /\n/.test(word) ? undefined : { label: Number.isInteger(number) ? String(number) : word };
  }
  const value = parsedJson(text)?.value;
  const one = Array.isArray(value) && value.length === 1 ? (value as readonly unknown[])[0] : value;
  return isJsonObject(one) ? one : undefined;
}
