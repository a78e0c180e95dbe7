import { mediaFiles } from '../files/filesByKind.ts';
import type { DraftTable } from '../draftTable.ts';
import { isMediaFile, type ListedFile, type Listing } from '../files/listing.ts';
import { compareNatural } from '../naturalOrder.ts';
import { pictureFinders, placeOfName, type FoundPicture, type PictureFinder } from '../files/pictureFinder.ts';
import type { Problem } from '../problem.ts';
import type { FormatReading, ReadTableFile } from './format.ts';
import { PictureColumns } from './pictureColumns.ts';
import { RowNumbers } from './rowNumbers.ts';
import { TextNumbers } from '../textNumbers.ts';

/** Folders that pictures stand in, beside a table or one above it. */
const pictureFolders = ['images', 'image', 'img', 'imgs', 'pictures', 'data', 'dataset', 'videos', 'video', 'media'];

/** What a format knows of a reading besides what stands in the columns of its book. */
export interface MoreOfReading extends Pick<FormatReading, 'classes' | 'taskClasses'> {
  /** Columns of the pictures at some places, in their order. */
  readonly columns?: (places: Uint32Array) => Pick<DraftTable, 'tasks' | 'fields'>;
}

const nothing: readonly number[] = [];

/**
 * Puts together what the records of a folder's tables say about its pictures, and what is wrong with them. Pictures are known by their place among the
 * columns, records by the number of their row.
 */
export class PictureBook {
  readonly problems: Problem[] = [];
  readonly columns: PictureColumns;
  readonly rows = new RowNumbers();
  readonly #files: readonly ListedFile[];
  readonly #finders: (folders: readonly string[]) => PictureFinder;
  #folders: ReadonlySet<string> | undefined;
  readonly #finderOf = new Map<string, PictureFinder>();
  /** The table that was asked about last: each of its rows asks. */
  #last: { readonly table: string; readonly find: PictureFinder } | undefined;
  readonly #ofTables: Problem[] = [];
  /** By picture the row that gave its label, or the first one about it; 0 where there is none. */
  readonly #rowOf: Uint32Array;
  readonly #missing = new Set<string>();
  readonly #ids = new IdBook();

  /** `inside`: how many pictures the tables have in them. */
  constructor(listing: Listing, inside = 0) {
    this.#files = listing.files;
    this.#finders = pictureFinders(listing);
    this.columns = new PictureColumns(listing.files, this.#finders(['']).placeOf, inside);
    this.#rowOf = new Uint32Array(this.columns.size);
  }

  /** Takes on problems that a table has by itself, which go before those of its records. There may be more of them than a call has room for arguments. */
  report(problems: readonly Problem[]): void {
    for (const problem of problems) this.#ofTables.push(problem);
  }

  /** A problem of a row, and of the picture at a place where one is given. */
  note(kind: Problem['kind'], row: number, facts: Problem['facts'], picture?: number): void {
    const item = picture === undefined ? {} : { item: this.columns.pathOf(picture) };
    this.problems.push({ kind, ...this.rows.at(row), ...item, facts });
  }

  /** Whether a name stands for a picture, without a problem where it does not. */
  find(table: string, name: string): FoundPicture {
    return this.#finderFor(table)(name);
  }

  /**
   * The pictures that a row is about: those of the first of `names` that stands for any. A name without a picture is a problem, once for each
   * picture that is missing; so is one that stands for several, which all stay.
   */
  locate(row: number, names: readonly string[]): readonly number[] {
    const written = names[0]?.trim();
    if (written === undefined) {
      this.note('bad-row', row, { reason: 'noImage' });
      return nothing;
    }
    const find = this.#finderFor(this.rows.fileOf(row));
    let isOutside = false;
    for (const name of names) {
      const place = placeOfName(name, find.surelyAt);
      if (place !== -1) return [this.take(place, row)];
      const found = find(name);
      if (found.kind === 'found') return this.#takeAll(row, written, found.paths);
      isOutside ||= found.kind === 'outside';
    }
    if (this.#isNews(written)) this.note(isOutside ? 'outside-root' : 'missing-image', row, { value: written });
    return nothing;
  }

  /** Notes that a row is about a picture: the first such row is its own. */
  take(picture: number, row: number): number {
    if (this.#rowOf[picture] === 0) {
      this.#rowOf[picture] = row;
      this.columns.keep(picture);
    }
    return picture;
  }

  /** The row of a picture; 0 where it has none. */
  rowOf(picture: number): number {
    return this.#rowOf[picture]!;
  }

  setRow(picture: number, row: number): void {
    this.#rowOf[picture] = row;
  }

  /** Says that a row with this id is about this picture: a second picture under one id of a file is a problem, and so is any second row of an id that is the row's own. */
  noteId(row: number, id: string | undefined, picture: number, isOwn = false): void {
    if (id === undefined) return;
    const before = this.#ids.enter(this.rows.fileOf(row), id, row, picture);
    if (before !== undefined && (isOwn || before.picture !== picture)) {
      this.duplicate(row, id, this.columns.pathOf(picture), before.row);
    }
  }

  /** A row that says again what an earlier one says. */
  duplicate(row: number, value: string, item: string, before: number): void {
    const facts = { value, line: this.#lineOf(before, row) };
    this.problems.push({ kind: 'duplicate-id', ...this.rows.at(row), item, facts });
  }

  /** Gives a picture its label. Where an earlier row has given one, that one stays, and this row is a problem. */
  label(picture: number, label: string | undefined, row: number, written: string): void {
    const known = this.columns.texts.label;
    const before = this.#rowOf[picture]!;
    if (before === row || (label !== undefined && !known.has(picture))) {
      if (label !== undefined) this.setLabel(picture, label, row);
      return;
    }
    this.disagree(picture, row, before, { value: written, label, before: known.at(picture) });
  }

  /** Gives a picture its label, whatever was said before. */
  setLabel(picture: number, label: string, row: number): void {
    this.columns.texts.label.set(picture, label);
    this.#rowOf[picture] = row;
  }

  /** Two rows on one picture: whether their labels conflict is decided once spellings are folded. */
  disagree(
    picture: number,
    row: number,
    first: number,
    said: { readonly value: string; readonly label: string | undefined; readonly before: string | undefined },
  ): void {
    const { value, label, before } = said;
    if (label === undefined || before === undefined || label === before) {
      if (this.rows.fileOf(first) === this.rows.fileOf(row)) {
        this.duplicate(row, value, this.columns.pathOf(picture), first);
      }
      return;
    }
    this.note('conflicting-label', row, { value, line: this.#lineOf(first, row), label, before }, picture);
  }

  /** What was read. Pictures without a row are items, too, and problems. */
  reading(tables: readonly ReadTableFile[], { columns: more, ...classes }: MoreOfReading = {}): FormatReading {
    const read = tables.filter(({ sha256 }) => sha256 !== '');
    const { columns, rows } = this;
    for (const picture of columns.kept) {
      const row = this.#rowOf[picture]!;
      columns.giveRow(picture, rows.fileOf(row), rows.lineOf(row));
    }
    const places = this.#places();
    const table = columns.finish(places, more?.(places));
    const problems = inOrderOf(tables, this.#ofTables.concat(this.problems));
    const isRead = !columns.isEmpty || this.#missing.size > 0;
    const all = isRead ? problems.concat(this.#withoutRow(read[0]?.path ?? '')) : problems;
    return { table, problems: all, tables: read, hasPerceivedLabels: true, ...classes };
  }

  /** The places of all items: also of pictures that are no files of their own, or that only a row calls pictures. */
  #places(): Uint32Array {
    const { columns } = this;
    const places = columns.places();
    const isOther = (place: number) => columns.isEmbedded(place) || !isMediaFile(this.#files[place]!);
    return places.some(isOther) ? places.sort((a, b) => compareNatural(columns.pathOf(a), columns.pathOf(b))) : places;
  }

  #withoutRow(table: string): readonly Problem[] {
    const problems: Problem[] = [];
    for (const [place, file] of this.#files.entries()) {
      if (!isMediaFile(file) || this.columns.isKept(place)) continue;
      problems.push({ kind: 'image-without-row', file: file.path, item: file.path, facts: { table } });
    }
    return problems;
  }

  #takeAll(row: number, written: string, paths: readonly string[]): readonly number[] {
    const pictures = paths.map((path) => this.take(this.columns.placeOf(path), row));
    if (paths.length > 1 && this.#isNews(written)) {
      this.note('duplicate-id', row, { value: written, pictures: paths.join(', ') }, pictures[0]);
    }
    return pictures;
  }

  #isNews(name: string): boolean {
    const key = name.normalize('NFC').toLowerCase();
    if (this.#missing.has(key)) return false;
    this.#missing.add(key);
    return true;
  }

  /** A line of the same file by its number, one of another with its file. */
  #lineOf(first: number, row: number): string {
    const { file, line } = this.rows.at(first);
    return file === this.rows.fileOf(row) ? String(line) : `${file}:${line}`;
  }

  #finderFor(table: string): PictureFinder {
    if (this.#last?.table === table) return this.#last.find;
    const folder = table.includes('/') ? table.slice(0, table.lastIndexOf('/')) : '';
    let find = this.#finderOf.get(folder);
    if (find === undefined) this.#finderOf.set(folder, (find = this.#finders(this.#placesNear(folder))));
    this.#last = { table, find };
    return find;
  }

  /** Where the pictures of a table in a folder are looked for, the nearest first. */
  #placesNear(folder: string): readonly string[] {
    const folders = (this.#folders ??= foldersOf(mediaFiles(this.#files)));
    const near = folder === '' ? [''] : [folder, folder.slice(0, Math.max(0, folder.lastIndexOf('/')))];
    const places = near.flatMap((base) => [
      base,
      ...pictureFolders.map((name) => (base === '' ? name : `${base}/${name}`)),
    ]);
    return [...new Set([...places, ''])].filter((place) => place === '' || folders.has(place));
  }
}

/** The ids of a file by number, with the row that has each first and its picture. */
interface FileIds {
  readonly numbers: TextNumbers;
  readonly rows: number[];
  readonly pictures: number[];
}

/** The rows of a file by their ids, with the picture of each. */
class IdBook {
  readonly #files = new Map<string, FileIds>();
  #last: { readonly file: string; readonly ids: FileIds } | undefined;

  /** Enters a row, unless an earlier one has its id, which is then said. */
  enter(
    file: string,
    id: string,
    row: number,
    picture: number,
  ): { readonly row: number; readonly picture: number } | undefined {
    const { numbers, rows, pictures } = this.#idsOf(file);
    const at = numbers.numberOf(id);
    if (at < rows.length) return { row: rows[at]!, picture: pictures[at]! };
    rows.push(row);
    pictures.push(picture);
    return undefined;
  }

  #idsOf(file: string): FileIds {
    if (this.#last?.file === file) return this.#last.ids;
    let ids = this.#files.get(file);
    if (ids === undefined) this.#files.set(file, (ids = { numbers: new TextNumbers(), rows: [], pictures: [] }));
    this.#last = { file, ids };
    return ids;
  }
}

function foldersOf(files: readonly ListedFile[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const { folder } of files) {
    for (
      let path = folder;
      path !== '' && !folders.has(path);
      path = path.slice(0, Math.max(0, path.lastIndexOf('/')))
    ) {
      folders.add(path);
    }
  }
  return folders;
}

function inOrderOf(tables: readonly ReadTableFile[], problems: readonly Problem[]): readonly Problem[] {
  const order = new Map(tables.map(({ path }, i) => [path, i]));
  const place = (problem: Problem) => order.get(problem.file) ?? tables.length;
  return problems.toSorted((a, b) => place(a) - place(b) || (a.line ?? 0) - (b.line ?? 0));
}
