import type { ColumnGuess } from '../columnRoles.ts';
import { fold } from '../files/nameIndex.ts';
import { noLetter } from '../tables/decodeText.ts';
import { isContent, noPicture } from '../embedded/base64.ts';
import type { Problem } from '../problem.ts';
import { cellText, placeOfRow } from '../tables/recordTable.ts';
import type { FormatContext } from './format.ts';
import type { PictureColumns } from './pictureColumns.ts';
import { placedPlace, placeOfCell } from './cellFiles.ts';
import { type KeptFiles, recordFiles, rowFiles } from './rowFiles.ts';
import { endsAsCalled } from './stillNamed.ts';
import { RowPlaces } from './placesOfRows.ts';
import type { Join } from './tableJoins.ts';
import { columnOf, columnsOf, picturesOfRow, type TableSource } from './tableSource.ts';

const none: readonly number[] = [];

/** What looking rows up needs to be found out once for each table. */
interface KnownOfTable {
  readonly images: readonly ColumnGuess[];
  /** See `#references`. */
  readonly references: ReadonlyMap<string, string>;
}

interface SimplePlaces {
  readonly places: Int32Array;
  readonly keep: (row: number, place: number) => void;
}

/** Finds the pictures of rows; a row without one is a problem. */
export class RowPlacer {
  readonly #columns: PictureColumns;
  readonly #problems: Problem[];
  readonly #context: Pick<FormatContext, 'listing' | 'memory'>;
  readonly #missing = new Set<string>();

  /** What is wrong is added to `problems`. */
  constructor(columns: PictureColumns, problems: Problem[], context: Pick<FormatContext, 'listing' | 'memory'>) {
    this.#columns = columns;
    this.#problems = problems;
    this.#context = context;
  }

  /** Finds the pictures of all rows of a table. */
  place(source: TableSource, join?: Join): RowPlaces {
    const { table } = source;
    const simply = join === undefined ? this.#simplePlaces(source) : undefined;
    const places = new RowPlaces(simply?.places ?? new Int32Array(table.length).fill(-1));
    const known = { images: columnsOf(source, 'image'), references: this.#references(source) };
    for (const row of places.without()) {
      const found = join ? this.#placeJoined(source, row, join) : this.#placeRow(source, row, known);
      if (found.length > 0) places.set(row, found);
      if (found.length === 1) simply?.keep(row, found[0]!);
    }
    return places;
  }

  /** The places of the files that rows surely name, where a table names one in each row; -1 where more has to be looked at, of which what was found can be kept. */
  #simplePlaces(source: TableSource): SimplePlaces | undefined {
    const { table, find } = source;
    const images = columnsOf(source, 'image');
    if (images.length !== 1 || source.embedded.size > 0) return undefined;
    const { at } = images[0]!;
    const { placed } = table;
    const kept = this.#keptFiles(source, at);
    if (kept === undefined) {
      const placeOf = placed
        ? placedPlace({ ...placed, at }, find)
        : (row: number) => placeOfCell(table.valueAt(row, at), find);
      return { places: Int32Array.from({ length: table.length }, (_, row) => placeOf(row)), keep: () => undefined };
    }
    return {
      places: firstFound(kept),
      keep: (row, place) => {
        if (endsAsCalled(table.valueAt(row, at), kept.files[place]!)) kept.found[row] = place;
      },
    };
  }

  #keptFiles({ table, find }: TableSource, at: number): KeptFiles | undefined {
    const { memory, listing } = this.#context;
    const { folders } = find;
    if (memory === undefined || folders === undefined) return undefined;
    const named = Object.assign(find, { folders });
    if (table.placed) {
      const column = { ...table.placed, delimiter: table.delimiter, at, width: table.columns.length };
      const kept = rowFiles(column, named, listing.files, memory.rowFiles.get(table.path));
      memory.rowFiles.set(table.path, kept);
      return kept;
    }
    // What else the cells of another one depend on is not known.
    if (memory.records.get(table.path) !== table) return undefined;
    const kept = recordFiles(table, at, named, listing.files, memory.recordFiles.get(table.path));
    memory.recordFiles.set(table.path, kept);
    return kept;
  }

  #placeJoined(source: TableSource, row: number, join: Join): readonly number[] {
    const written = cellText(source.table, row, join.at) ?? '';
    const paths = join.paths.get(written);
    if (paths !== undefined) return this.#placesOf(paths);
    const found = written === '' ? undefined : source.find(written);
    if (found?.kind === 'found') return this.#placesOf(found.paths);
    if (written === '') this.#note('bad-row', source, row, { reason: 'noImage' });
    else if (this.#isNews(written)) this.#note('missing-image', source, row, { value: written });
    return none;
  }

  #placeRow(source: TableSource, row: number, { images, references }: KnownOfTable): readonly number[] {
    const pictures = picturesOfRow(source, row, images);
    if (pictures.kind === 'embedded') {
      return this.#placesOf(pictures.pictures.map(({ path }) => path));
    }
    if (pictures.found.length === 0) {
      this.#note('bad-row', source, row, { reason: 'noImage' });
      return none;
    }
    const paths: string[] = [];
    for (const one of pictures.found) {
      const reference = references.get(one.written);
      if (one.kind === 'found') {
        paths.push(...one.paths);
        if (one.paths.length > 1 && source.namesFolders !== true && source.areShared !== true)
          this.#noteSeveral(source, row, one.written, one.paths);
      } else if (reference !== undefined) paths.push(reference);
      else if (isContent(one.written, source.embedded.size > 0))
        this.#note('corrupt-image', source, row, noPicture(one.written));
      else if (!isToldDamaged(source, row, one.written) && this.#isNews(one.written)) {
        const kind = one.kind === 'outside' ? 'outside-root' : 'missing-image';
        this.#note(kind, source, row, { value: one.written });
      }
    }
    return this.#placesOf(paths.length > 1 ? [...new Set(paths)] : paths);
  }

  #placesOf(paths: readonly string[]): readonly number[] {
    return paths.map((path) => this.#columns.placeOf(path));
  }

  /** VLMEvalKit writes the index of another row where the picture is that row's. */
  #references(source: TableSource): ReadonlyMap<string, string> {
    const id = columnOf(source, 'id');
    const references = new Map<string, string>();
    if (id === undefined) return references;
    for (const [row, pictures] of source.embedded) {
      const key = cellText(source.table, row, id);
      if (key === undefined || pictures.length !== 1) continue;
      references.set(key, pictures[0]!.path);
    }
    return references;
  }

  /** True the first time that a name without a picture is seen: one missing file is one fault, in how many tables it may stand. */
  #isNews(name: string): boolean {
    const key = fold(name);
    if (this.#missing.has(key)) return false;
    this.#missing.add(key);
    return true;
  }

  #noteSeveral(source: TableSource, row: number, value: string, paths: readonly string[]): void {
    const place = { ...placeOfRow(source.table, row), item: paths[0]! };
    this.#problems.push({ kind: 'duplicate-id', ...place, facts: { value, pictures: paths.join(', ') } });
  }

  #note(kind: Problem['kind'], source: TableSource, row: number, facts: Problem['facts']): void {
    this.#problems.push({ kind, ...placeOfRow(source.table, row), facts });
  }
}

/** By row the place that it names just so, else the one that is surely meant, else the one that was found. */
function firstFound({ places, sure, found }: KeptFiles): Int32Array {
  const all = places.slice();
  for (let row = 0; row < all.length; row++)
    if (all[row] === -1) all[row] = sure[row] === -1 ? found[row]! : sure[row]!;
  return all;
}

/** Whether a name has bytes in it that are no letters, for which its row is a bad one already. */
function isToldDamaged({ table }: TableSource, row: number, written: string): boolean {
  if (!written.includes(noLetter)) return false;
  const line = table.lineAt(row);
  return table.badRows.some((bad) => bad.reason === 'letters' && bad.line === line);
}

/** How a table writes the picture of a row. */
export function writtenOf(source: TableSource, row: number, join: Join | undefined): string {
  if (join) return cellText(source.table, row, join.at) ?? '';
  const pictures = picturesOfRow(source, row);
  return (pictures.kind === 'embedded' ? pictures.pictures[0]?.path : pictures.found[0]?.written) ?? '';
}
