import type { Items } from '../benchmark/item.ts';
import { ItemTable } from '../benchmark/itemTable.ts';
import { listedFile, type ListedFile } from '../benchmark/files/listing.ts';
import { PathIndex } from '../benchmark/files/pathIndex.ts';
import {
  looksLikePicture,
  pictureFinder,
  type PictureFinder,
  prepareFinder,
} from '../benchmark/files/pictureFinder.ts';
import type { Hasher, ReadableFolder } from '../ports.ts';
import { type Turns, workedOff } from '../turns.ts';
import { type AskedRows, askedRows } from './askedRows.ts';
import { type CalledRows, calledRows } from './calledRows.ts';
import type { ForeignReply } from './foreignReply.ts';
import type { PictureHash } from './pictureHash.ts';
import type { PredictionReader } from './predictionReader.ts';
import type { RowItemsSource } from './rowItems.ts';

/** What matching needs. `folder` has paths for pictures inside tables too. */
export interface MatchOptions {
  readonly items: Items;
  readonly folder: ReadableFolder;
  readonly hasher: Hasher;
  readonly reader: PredictionReader;
  /** Whether the items come from tables of VLMEvalKit, whose rows predictions name by their `index`. */
  readonly hasIndexes?: boolean;
  /** The columns of its tables that hold ids and name pictures, where the benchmark names them. */
  readonly idColumn?: string | undefined;
  readonly imageColumn?: string | undefined;
  readonly signal?: AbortSignal;
  /** Gives way to other work. */
  readonly pause?: () => Promise<void>;
}

/** What a reply says of the item that it is about. */
export type NamedReply = Pick<ForeignReply, 'pictures' | 'ids' | 'image' | 'indexes' | 'question'>;

/** Base64 in a table tells its size but for its padding. */
const paddingBytes = 2;

/**
 * Finds the item that a reply is about: by the names of its picture (as written, then as tables of other machines write them), by the SHA-256 of the
 * picture it came with, and, where the reply names no picture, by the `index` of the row that was asked; by an id that is a path or a file's name,
 * and, where the reply names no picture, by a number that one item alone is called, or by what a column of ids calls its row; last by what the table
 * itself calls the picture.
 * What fits several items fits none. Pictures are read only for hashes, and only those of the right size.
 */
export class ItemMatcher {
  readonly #options: MatchOptions;
  readonly #table: ItemTable;
  #finder: Promise<PictureFinder> | undefined;
  #sizes: Promise<ReadonlyMap<number, readonly string[]>> | undefined;
  #rows: Promise<AskedRows> | undefined;
  #called: Promise<CalledRows> | undefined;
  readonly #hashes = new Map<string, Promise<string>>();

  constructor(options: MatchOptions) {
    this.#options = options;
    this.#table = ItemTable.of(options.items);
  }

  /** `fits` says whether a reply may be about an item that only a number names: what is numbered alike need not be the same. */
  async find(reply: NamedReply, fits: (id: string) => boolean = () => true): Promise<string | undefined> {
    const { pictures, ids, image } = reply;
    for (const name of [...pictures, ...ids]) if (this.#isKnown(name)) return name;
    for (const name of pictures) {
      const found = await this.#named(name);
      if (found !== undefined) return found;
    }
    const same = image && (await this.#hashed(image));
    if (same !== undefined) return same;
    const isNumber = (id: string): boolean => /^\d+$/.test(id);
    const namesPicture = pictures.some(looksLikePicture);
    const asked = namesPicture ? undefined : await this.#asked(reply);
    if (asked !== undefined) return asked;
    for (const id of ids) {
      const found = namesPicture && isNumber(id) ? undefined : await this.#named(id);
      if (found !== undefined) return found;
    }
    // By their index these rows have been looked for already, and by their question.
    if (this.#options.hasIndexes === true && reply.indexes !== undefined) return undefined;
    for (const id of [...ids, ...pictures]) {
      const found = namesPicture && isNumber(id) ? undefined : (await this.called()).itemCalled(id);
      if (found !== undefined && fits(found)) return found;
    }
    return undefined;
  }

  /** What the rows of the benchmark's tables are called; read once, when it is first asked for. */
  called(): Promise<CalledRows> {
    return (this.#called ??= calledRows(this.#rowSource(), this.#options));
  }

  #rowSource(): RowItemsSource {
    return { ...this.#options, find: (name) => this.#itemNamed(name) };
  }

  async #itemNamed(name: string): Promise<string | undefined> {
    return this.#isKnown(name) ? name : this.#named(name);
  }

  async #asked({ indexes = [], question }: NamedReply): Promise<string | undefined> {
    if (this.#options.hasIndexes !== true || indexes.length === 0) return undefined;
    const rows = await (this.#rows ??= askedRows(this.#rowSource()));
    for (const index of indexes) {
      const found = rows.itemAt(index, question);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #isKnown(name: string): boolean {
    return this.#table.indexOf(name) >= 0;
  }

  async #named(name: string): Promise<string | undefined> {
    const find = await (this.#finder ??= this.#makeFinder());
    const found = find(name);
    return found.kind === 'found' && found.paths.length === 1 ? found.paths[0] : undefined;
  }

  async #makeFinder(): Promise<PictureFinder> {
    const { pause } = this.#options;
    const files = await workedOff(filesOf(this.#table), pause);
    const { ids, slots } = this.#table.parts;
    await workedOff(prepareFinder(files, PathIndex.from(ids, slots)), pause);
    return pictureFinder({ files }, ['']);
  }

  async #hashed({ sha256, size }: PictureHash): Promise<string | undefined> {
    const sizes = await (this.#sizes ??= this.#bySize());
    const candidates: string[] = [];
    for (let near = size; near <= size + paddingBytes; near++)
      for (const id of sizes.get(near) ?? []) candidates.push(id);
    let same: string | undefined;
    for (const id of candidates) {
      if (this.#options.signal?.aborted === true) return undefined;
      if ((await this.#hashOf(id)) !== sha256) continue;
      if (same !== undefined) return undefined;
      same = id;
    }
    return same;
  }

  async #bySize(): Promise<ReadonlyMap<number, readonly string[]>> {
    const sizes = new Map<number, string[]>();
    for (let place = 0; place < this.#table.length; place++) {
      const id = this.#table.idAt(place);
      if (this.#options.signal?.aborted === true) break;
      const stat = await this.#options.folder.stat(id);
      if (!stat.ok) continue;
      const ids = sizes.get(stat.value.size);
      if (ids) ids.push(id);
      else sizes.set(stat.value.size, [id]);
    }
    return sizes;
  }

  #hashOf(id: string): Promise<string> {
    const known = this.#hashes.get(id);
    if (known !== undefined) return known;
    const made = this.#options.folder
      .read(id)
      .then((bytes) => (bytes.ok ? this.#options.hasher.sha256(bytes.value) : ''));
    this.#hashes.set(id, made);
    return made;
  }
}

/** Ids that are split between two turns of others. */
const idsAtOnce = 8192;

function* filesOf(table: ItemTable): Turns<readonly ListedFile[]> {
  const files: ListedFile[] = [];
  for (let place = 0; place < table.length; place++) {
    files.push(listedFile(table.idAt(place)));
    if (place % idsAtOnce === idsAtOnce - 1) yield;
  }
  return files;
}
