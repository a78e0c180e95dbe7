import type { RowPlace } from '../item.ts';
import { draftTable } from '../draftTable.ts';
import { isMediaFile, type ListedFile, type Listing } from '../listing.ts';
import { compareNatural } from '../naturalOrder.ts';
import { pictureFinders, type FoundPicture, type PictureFinder } from '../pictureFinder.ts';
import type { Problem } from '../problem.ts';
import type { DraftItem, FormatReading, ReadTableFile } from './format.ts';

/** A draft that is being put together. */
export type OpenDraft = { -readonly [K in keyof DraftItem]: DraftItem[K] };

/** Folders that pictures stand in, beside a table or one above it. */
const pictureFolders = ['images', 'image', 'img', 'imgs', 'pictures', 'data', 'dataset', 'videos', 'video', 'media'];

/** Puts together what the records of a folder's tables say about its pictures, and what is wrong with them. */
export class PictureBook {
  readonly problems: Problem[] = [];
  readonly #media: readonly ListedFile[];
  readonly #finders: (folders: readonly string[]) => PictureFinder;
  readonly #folders: ReadonlySet<string>;
  readonly #finderOf = new Map<string, PictureFinder>();
  readonly #drafts = new Map<string, OpenDraft>();
  readonly #missing = new Set<string>();
  /** Rows by file and id. */
  readonly #ids = new Map<string, Map<string, { readonly place: RowPlace; readonly path: string }>>();
  /** The draft that was asked for last: a row asks for its own several times. */
  #last: OpenDraft | undefined;

  constructor(listing: Listing) {
    this.#media = listing.files.filter(isMediaFile);
    this.#finders = pictureFinders(listing.files);
    this.#folders = foldersOf(this.#media);
  }

  /** Takes on problems that a table has by itself: there may be more of them than a call has room for arguments. */
  report(problems: readonly Problem[]): void {
    for (const problem of problems) this.problems.push(problem);
  }

  /** Whether a name stands for a picture, without a problem where it does not. */
  find(table: string, name: string): FoundPicture {
    const folder = table.includes('/') ? table.slice(0, table.lastIndexOf('/')) : '';
    let finder = this.#finderOf.get(folder);
    if (finder === undefined) {
      finder = this.#finders(this.#placesNear(folder));
      this.#finderOf.set(folder, finder);
    }
    return finder(name);
  }

  /**
   * The pictures that a row is about: those of the first of `names` that stands for any. A name without a picture is a problem, once for each
   * picture that is missing; so is one that stands for several, which all stay.
   */
  locate(place: RowPlace, names: readonly string[]): readonly string[] {
    const written = names[0];
    if (written === undefined) {
      this.problems.push({ kind: 'bad-row', ...place, facts: { reason: 'noImage' } });
      return [];
    }
    let first: FoundPicture | undefined;
    let isOutside = false;
    for (const name of names) {
      first = this.find(place.file, name);
      if (first.kind === 'found') break;
      isOutside ||= first.kind === 'outside';
    }
    if (first?.kind !== 'found') {
      const kind = isOutside ? 'outside-root' : 'missing-image';
      if (this.#isNews(written)) this.problems.push({ kind, ...place, facts: { value: written } });
      return [];
    }
    if (first.paths.length > 1 && this.#isNews(written)) {
      const facts = { value: written, pictures: first.paths.join(', ') };
      this.problems.push({ kind: 'duplicate-id', ...place, item: first.paths[0]!, facts });
    }
    for (const path of first.paths) this.draft(path, place);
    return first.paths;
  }

  /** Says that a row with this id is about this picture: a second picture under one id of a file is a problem, and so is any second row of an id that is the row's own. */
  noteId(place: RowPlace, id: string | undefined, path: string, isOwn = false): void {
    if (id === undefined) return;
    let ids = this.#ids.get(place.file);
    if (ids === undefined) {
      ids = new Map();
      this.#ids.set(place.file, ids);
    }
    const before = ids.get(id);
    if (before === undefined) ids.set(id, { place, path });
    else if (isOwn || before.path !== path) this.duplicate(place, id, path, before.place);
  }

  /** A row that says again what an earlier one says. */
  duplicate(place: RowPlace, value: string, item: string, before: RowPlace): void {
    this.problems.push({ kind: 'duplicate-id', ...place, item, facts: { value, line: lineOf(before, place) } });
  }

  /** The draft of a picture, made where there is none yet; then the row is its own. */
  draft(path: string, row: RowPlace): OpenDraft {
    if (this.#last?.path === path) return this.#last;
    let draft = this.#drafts.get(path);
    if (draft === undefined) {
      draft = { path, row };
      this.#drafts.set(path, draft);
    }
    this.#last = draft;
    return draft;
  }

  /** Gives a picture its label. Where an earlier row has given one, that one stays, and this row is a problem. */
  label(path: string, label: string | undefined, place: RowPlace, written: string): void {
    const draft = this.draft(path, place);
    if (draft.row === place || (draft.label === undefined && label !== undefined)) {
      if (label !== undefined) Object.assign(draft, { label, row: place });
      return;
    }
    this.disagree(path, place, draft.row ?? place, { value: written, label, before: draft.label });
  }

  /** Two rows on one picture: whether their labels conflict is decided once spellings are folded. */
  disagree(
    item: string,
    place: RowPlace,
    first: RowPlace,
    said: { readonly value: string; readonly label: string | undefined; readonly before: string | undefined },
  ): void {
    const { value, label, before } = said;
    if (label === undefined || before === undefined || label === before) {
      if (first.file === place.file) this.duplicate(place, value, item, first);
      return;
    }
    const facts = { value, line: lineOf(first, place), label, before };
    this.problems.push({ kind: 'conflicting-label', ...place, item, facts });
  }

  /** All drafts so far. */
  drafts(): Iterable<OpenDraft> {
    return this.#drafts.values();
  }

  /** What was read. Pictures without a row are items, too, and problems. */
  reading(tables: readonly ReadTableFile[], more: Pick<FormatReading, 'classes' | 'taskClasses'> = {}): FormatReading {
    const read = tables.filter(({ sha256 }) => sha256 !== '');
    let known = 0;
    const ofMedia = this.#media.map((file) => {
      const draft = this.#drafts.get(file.path);
      if (draft !== undefined) known++;
      return draft ?? { path: file.path };
    });
    const table =
      known === this.#drafts.size ? draftTable(ofMedia, this.#media) : draftTable(this.#withOthers(ofMedia));
    const problems = inOrderOf(tables, this.problems);
    const isRead = this.#drafts.size > 0 || this.#missing.size > 0;
    const all = isRead ? problems.concat(this.#withoutRow(read[0]?.path ?? '')) : problems;
    return { items: [], table, problems: all, tables: read, hasPerceivedLabels: true, ...more };
  }

  /** With the pictures that are no files of their own, or that only a row calls pictures. */
  #withOthers(ofMedia: readonly DraftItem[]): readonly DraftItem[] {
    const known = new Set(this.#media.map(({ path }) => path));
    const others = [...this.#drafts.values()].filter(({ path }) => !known.has(path));
    return [...ofMedia, ...others].sort((a, b) => compareNatural(a.path, b.path));
  }

  #withoutRow(table: string): readonly Problem[] {
    return this.#media
      .filter(({ path }) => !this.#drafts.has(path))
      .map(({ path }) => ({ kind: 'image-without-row', file: path, item: path, facts: { table } }));
  }

  #isNews(name: string): boolean {
    const key = name.normalize('NFC').toLowerCase();
    if (this.#missing.has(key)) return false;
    this.#missing.add(key);
    return true;
  }

  /** Where the pictures of a table in a folder are looked for, the nearest first. */
  #placesNear(folder: string): readonly string[] {
    const near = folder === '' ? [''] : [folder, folder.slice(0, Math.max(0, folder.lastIndexOf('/')))];
    const places = near.flatMap((base) => [
      base,
      ...pictureFolders.map((name) => (base === '' ? name : `${base}/${name}`)),
    ]);
    return [...new Set([...places, ''])].filter((place) => place === '' || this.#folders.has(place));
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

/** A line of the same file by its number, one of another with its file. */
function lineOf(first: RowPlace, place: RowPlace): string {
  return first.file === place.file ? String(first.line) : `${first.file}:${first.line}`;
}

function inOrderOf(tables: readonly ReadTableFile[], problems: readonly Problem[]): Problem[] {
  const order = new Map(tables.map(({ path }, i) => [path, i]));
  const place = (problem: Problem) => order.get(problem.file) ?? tables.length;
  return problems.toSorted((a, b) => place(a) - place(b) || (a.line ?? 0) - (b.line ?? 0));
}
