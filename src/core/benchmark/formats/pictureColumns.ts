import { addMarks, keepPlaces, markPlaces, takeLines, type RowPairs } from '../codedPairs.ts';
import { TextColumnBuilder } from '../codedTexts.ts';
import { draftTexts, pickDrafts, tasksFrom, type DraftTable, type DraftText } from '../draftTable.ts';
import { FieldBuilder, type FieldValues } from '../fieldColumns.ts';
import type { EmbeddedPlace, FieldValue } from '../item.ts';
import { mediaFiles, mediaPlaces, otherPlaces } from '../files/filesByKind.ts';
import { listedFile, type ListedFile } from '../files/listing.ts';
import type { RowLines } from '../tables/recordTable.ts';
import type { DraftItem } from './format.ts';
import { RatedColumnBuilder } from './ratedColumn.ts';

/** Further columns by the places of pictures. What was said first stays. */
export class FieldColumns {
  readonly #size: number;
  readonly #columns = new Map<string, FieldBuilder>();

  constructor(size: number) {
    this.#size = size;
  }

  /** Whether a picture has a further column of this name. */
  has(place: number, name: string): boolean {
    return this.#columns.get(name)?.has(place) ?? false;
  }

  give(place: number, name: string, value: FieldValue): void {
    this.column(name).give(place, value);
  }

  /** The builder of a column; `asText`: that of one which is new is known to hold more than numbers. */
  column(name: string, asText = false): FieldBuilder {
    let column = this.#columns.get(name);
    if (column === undefined) this.#columns.set(name, (column = new FieldBuilder(this.#size, asText)));
    return column;
  }

  get isEmpty(): boolean {
    return this.#columns.size === 0;
  }

  get values(): ReadonlyMap<string, FieldValues> {
    return new Map([...this.#columns].map(([name, column]) => [name, column.values(this.#size)]));
  }
}

/**
 * Collects in columns what tables say about each picture, by its place: that of its file in the listing, behind these those of pictures inside
 * tables. What was said first stays.
 */
export class PictureColumns {
  readonly files: readonly ListedFile[];
  /** Places that there can be. */
  readonly size: number;
  readonly texts: Readonly<Record<DraftText, TextColumnBuilder>>;
  readonly degree: RatedColumnBuilder;
  readonly quality: RatedColumnBuilder;
  readonly fields: FieldColumns;
  #text: (string | undefined)[] | undefined;
  readonly #placeOfFile: (path: string) => number;
  /** Places and paths of pictures inside tables. */
  readonly #inside = new Map<string, number>();
  readonly #insidePaths: string[] = [];
  #embedded: (EmbeddedPlace | undefined)[] | undefined;
  #media: Uint32Array | undefined;
  /** Places in the order in which they were first kept. */
  readonly #kept: Uint8Array;
  readonly #order: Uint32Array;
  #keptCount = 0;
  readonly #mentioned = new Map<string, Uint8Array>();
  #raters: (readonly string[] | undefined)[] | undefined;
  #tasks: (Readonly<Record<string, string>> | undefined)[] | undefined;
  readonly #rowFile: TextColumnBuilder;
  readonly #rowLine: Uint32Array;

  /** `inside`: how many pictures the tables have in them. */
  constructor(files: readonly ListedFile[], placeOfFile: (path: string) => number, inside: number) {
    const size = files.length + inside;
    this.files = files;
    this.size = size;
    this.#placeOfFile = placeOfFile;
    this.texts = Object.fromEntries(draftTexts.map((field) => [field, new TextColumnBuilder(size)])) as Record<
      DraftText,
      TextColumnBuilder
    >;
    this.degree = new RatedColumnBuilder(size);
    this.quality = new RatedColumnBuilder(size);
    this.fields = new FieldColumns(size);
    this.#kept = new Uint8Array(size);
    this.#order = new Uint32Array(size);
    this.#rowFile = new TextColumnBuilder(size);
    this.#rowLine = new Uint32Array(size);
  }

  /** The place of a picture that is here or inside a table. */
  placeOf(path: string): number {
    return this.#inside.get(path) ?? this.#placeOfFile(path);
  }

  pathOf(place: number): string {
    return this.#insidePaths[place - this.files.length] ?? this.files[place]!.path;
  }

  /** Takes in a picture inside a table, before any row is. */
  embed(path: string, embedded: EmbeddedPlace): void {
    if (this.#inside.has(path)) return;
    const place = this.files.length + this.#insidePaths.push(path) - 1;
    this.#inside.set(path, place);
    (this.#embedded ??= new Array<EmbeddedPlace | undefined>(this.size))[place] = embedded;
  }

  isEmbedded(place: number): boolean {
    return place >= this.files.length;
  }

  /** Notes that a table has a line for a picture, were it a bad one: then the picture is not without a row. */
  mention(table: string, place: number): void {
    this.mentions(table)[place] = 1;
  }

  /** For each place whether {@link mention} was called for it. */
  mentions(table: string): Uint8Array {
    let mentioned = this.#mentioned.get(table);
    if (mentioned === undefined) this.#mentioned.set(table, (mentioned = new Uint8Array(this.size)));
    return mentioned;
  }

  /** The places of files for which {@link mention} was not called for any of some tables. */
  notMentioned(tables: readonly string[]): readonly number[] {
    const [first, ...others] = tables.map((table) => this.mentions(table)) as [Uint8Array, ...Uint8Array[]];
    const marks = others.length === 0 ? first : first.slice();
    for (const more of others) addMarks(marks, more);
    const places: number[] = [];
    const { length } = this.files;
    for (let place = marks.indexOf(0); place !== -1 && place < length; place = marks.indexOf(0, place + 1))
      places.push(place);
    return places;
  }

  /** The places for which {@link keep} was called, in the order in which it was. */
  get kept(): Uint32Array {
    return this.#order.subarray(0, this.#keptCount);
  }

  isKept(place: number): boolean {
    return this.#kept[place] === 1;
  }

  /** Notes that a row is about a picture, so that it is one. */
  keep(place: number): void {
    if (this.#kept[place] === 1) return;
    this.#kept[place] = 1;
    this.#order[this.#keptCount++] = place;
  }

  /** The same for the rows of a table, which are noted as lines of it, too; says for how many it was called before, or twice. */
  keepAll(table: string, places: Uint32Array): number {
    markPlaces(this.mentions(table), places);
    const before = this.#keptCount;
    this.#keptCount = keepPlaces(this.#kept, places, this.#order, before);
    return places.length - (this.#keptCount - before);
  }

  /** The rows of a file that gave pictures their labels. */
  giveRows(pairs: RowPairs, file: string, lines: RowLines): void {
    this.#rowFile.giveTo(pairs.places, file);
    takeLines(this.#rowLine, pairs, lines);
  }

  /** The row that gave a picture its label. */
  giveRow(place: number, file: string, line: number): void {
    if (this.#rowLine[place] !== 0) return;
    this.#rowLine[place] = line;
    this.#rowFile.give(place, file);
  }

  giveText(place: number, text: string): void {
    (this.#text ??= new Array<string | undefined>(this.size))[place] ??= text;
  }

  giveRaters(place: number, raters: readonly string[]): void {
    (this.#raters ??= new Array<readonly string[] | undefined>(this.size))[place] ??= raters;
  }

  ratersOf(place: number): readonly string[] | undefined {
    return this.#raters?.[place];
  }

  giveTasks(place: number, tasks: Readonly<Record<string, string>>): void {
    (this.#tasks ??= new Array<Readonly<Record<string, string>> | undefined>(this.size))[place] ??= tasks;
  }

  /** All that a row says. */
  give(place: number, values: Omit<DraftItem, 'path' | 'embedded'>): void {
    for (const field of draftTexts) {
      const text = values[field];
      if (text !== undefined) this.texts[field].give(place, text);
    }
    if (values.degree) this.degree.give(place, values.degree);
    if (values.quality) this.quality.give(place, values.quality);
    if (values.text !== undefined) this.giveText(place, values.text);
    if (values.raters) this.giveRaters(place, values.raters);
    if (values.tasks) this.giveTasks(place, values.tasks);
    if (values.row) this.giveRow(place, values.row.file, values.row.line);
    for (const [name, value] of Object.entries(values.fields ?? {})) this.fields.give(place, name, value);
  }

  /** Whether anything is known of some picture. */
  get isEmpty(): boolean {
    return this.#keptCount === 0;
  }

  /** The places of pictures and videos in the listing, and behind them those of all others that a row is about. Not to be changed. */
  places(): Uint32Array {
    const media = (this.#media ??= mediaPlaces(this.files));
    const others = this.#others();
    if (others.length === 0) return media;
    const places = new Uint32Array(media.length + others.length);
    places.set(media);
    places.set(others, media.length);
    return places;
  }

  #others(): Uint32Array {
    const { length } = this.files;
    const isOther = new Set(otherPlaces(this.files).filter((place) => this.#kept[place] === 1));
    if (isOther.size === 0 && this.size === length) return noPlaces;
    return this.kept.filter((place) => place >= length || isOther.has(place));
  }

  /** What is known of the pictures at some places, in their order; `more`: what is known of them elsewhere. */
  finish(places: Uint32Array, more: Pick<DraftTable, 'tasks' | 'fields'> = {}): DraftTable {
    const { length } = places;
    const [degree, quality] = [this.degree.numbers, this.quality.numbers];
    const fields = this.fields.values;
    const files = this.#insidePaths.length === 0 ? this.files : this.files.concat(this.#insidePaths.map(listedFile));
    const texts = Object.entries(this.texts).filter(([, { coded }]) => coded.values.length > 0);
    const whole: DraftTable = {
      length: this.size,
      files,
      texts: Object.fromEntries(texts.map(([field, { coded }]) => [field, coded])),
      ...(degree && { degree }),
      ...(quality && { quality }),
      rows: { file: this.#rowFile.coded, line: this.#rowLine },
      ...(this.#text && { text: this.#text }),
      ...(fields.size > 0 && { fields }),
      ...(this.#raters && { raters: this.#raters }),
      ...(this.#embedded && { embedded: this.#embedded }),
    };
    const records = this.#tasks;
    const tasks = records && tasksFrom(length, (i) => tasksOf(records[places[i]!]));
    // The list that others ask about, too: more is known of it.
    const media = places === this.#media ? mediaFiles(this.files) : undefined;
    return { ...pickDrafts(whole, places, media), ...(tasks && { tasks }), ...more };
  }
}

const noPlaces = new Uint32Array(0);

function tasksOf(tasks: Readonly<Record<string, string>> | undefined): Pick<DraftItem, 'tasks'> {
  return tasks === undefined ? {} : { tasks };
}
