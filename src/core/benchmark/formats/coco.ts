import type { Stop } from '../../ports.ts';
import { scanMembers } from '../tables/jsonRecordScan.ts';
import { jsonMembers, lineFinder, type JsonMembers } from '../tables/jsonSpans.ts';
import { isEmotionWord } from '../labelFolding.ts';
import type { ListedFile } from '../files/listing.ts';
import { remembered } from '../remembered.ts';
import type { Format, FormatContext, FormatReading, ReadTableFile } from './format.ts';
import type { JsonBeginning } from './jsonBeginning.ts';
import { hasJson, jsonFiles } from './jsonFiles.ts';
import { badRecord, readTableText, splitOf, type TableText } from './jsonTable.ts';
import { fieldOf, isJsonObject, listField, textField, textOf, type JsonObject } from './jsonValues.ts';
import { PictureBook } from './pictureBook.ts';

/**
 * COCO object detection (cocodataset.org, "Data format"), for boxes around faces: `images` (`id`, `file_name`), `annotations` (`image_id`, `category_id`, `bbox`)
 * and `categories` (`id`, `name`). A category that is an emotion is the label of a picture that has one box, and so is an annotation's attribute
 * `emotion`, as CVAT writes it. How many boxes a picture has is its field `boxes`.
 */
export const coco: Format = {
  id: 'coco',
  recognise: hasJson,
  async confirm(listing, heads) {
    return (await jsonFiles(listing, heads, isCoco)).length > 0 ? 0.9 : 0;
  },
  read: readCoco,
};

function isCoco({ object }: JsonBeginning): boolean {
  const image = listField(object, 'images')[0];
  if (isJsonObject(image)) return fieldOf(image, 'id') !== undefined && textField(image, 'file_name') !== undefined;
  const annotation = listField(object, 'annotations')[0];
  return isJsonObject(annotation) && 'image_id' in annotation && 'category_id' in annotation;
}

async function readCoco(context: FormatContext): Promise<FormatReading> {
  const book = new PictureBook(context.listing);
  const tables: ReadTableFile[] = [];
  for (const { file } of await jsonFiles(context.listing, context.heads, isCoco)) {
    const table = await readTableText(context, file.path);
    if ('kind' in table) book.problems.push(table);
    else tables.push(new CocoReader(context, book, file, table).read());
  }
  return book.reading(tables);
}

/** One entry of `images`, with what is known of the boxes in it. */
interface CocoImage {
  readonly row: number;
  readonly name: string;
  readonly pictures: readonly number[];
  boxes: number;
  /** What the first of the boxes says, and the line of it. */
  label: string | undefined;
  line: number;
  /** Those of the only box. */
  attributes: JsonObject | undefined;
}

class CocoReader {
  readonly #book: PictureBook;
  readonly #file: ListedFile;
  readonly #table: TableText;
  readonly #top: JsonMembers | undefined;
  readonly #lineAt: (offset: number) => number;
  readonly #stop: Stop | undefined;
  readonly #isLabel: (name: string) => boolean;
  readonly #split: string | undefined;
  /** Images by id; without a picture where that is missing. */
  readonly #images = new Map<string, CocoImage>();

  constructor(context: FormatContext, book: PictureBook, file: ListedFile, table: TableText) {
    const { labels = [], foldings = {} } = context.corrected;
    const declared = new Set([...labels, ...Object.keys(foldings)]);
    this.#stop = context.signal;
    this.#book = book;
    this.#file = file;
    this.#table = table;
    this.#top = jsonMembers(table.text);
    this.#lineAt = lineFinder(table.text);
    this.#isLabel = remembered((name) => declared.has(name) || isEmotionWord(name, context.lexicon));
    this.#split = splitOf(file);
  }

  read(): ReadTableFile {
    const categories = new Map<string, string>();
    this.#each('categories', (category) => {
      const [id, name] = [textField(category, 'id'), textField(category, 'name')];
      if (id !== undefined && name !== undefined) categories.set(id, name);
    });
    this.#each('images', (image, line) => this.#readImage(image, line));
    this.#each('annotations', (annotation, line) => this.#readBox(annotation, line, categories));
    for (const image of this.#images.values()) this.#label(image);
    return this.#table;
  }

  /** The objects of a list of the file; one that is none is a bad row. */
  #each(name: string, visit: (object: JsonObject, line: number) => void): void {
    const start = this.#startOf(name);
    if (start === undefined || this.#table.text[start] !== '[') return;
    const bad = (offset: number) => this.#book.problems.push(badRecord(this.#file.path, this.#lineAt(offset)));
    scanMembers(this.#table.text, start, {
      bad,
      stop: this.#stop,
      member: ({ at }, value) => (isJsonObject(value) ? visit(value, this.#lineAt(at)) : bad(at)),
    });
  }

  /** Where a list begins; behind something broken, where its name stands. */
  #startOf(name: string): number | undefined {
    const span = this.#top?.members.find(({ key }) => key === name);
    if (span !== undefined || this.#top?.closed !== false) return span?.start;
    const found = new RegExp(`"${name}"\\s*:\\s*(?=\\[)`).exec(this.#table.text);
    return found ? found.index + found[0].length : undefined;
  }

  #readImage(image: JsonObject, line: number): void {
    const row = this.#book.rows.add(this.#file.path, line);
    const names = ['file_name', 'path', 'coco_url'].flatMap((field) => textField(image, field) ?? []);
    const id = textField(image, 'id') ?? `line ${line}`;
    const pictures = this.#book.locate(row, names);
    const before = this.#images.get(id);
    if (before !== undefined) {
      const item = pictures[0] === undefined ? (names[0] ?? id) : this.#book.columns.pathOf(pictures[0]);
      this.#book.duplicate(row, id, item, before.row);
    }
    for (const picture of pictures) giveMembers(this.#book, picture, image, ownMembers);
    // A second picture under one id has no boxes of its own: nothing says which of the two they are about.
    const key = before === undefined ? id : `${id} line ${line}`;
    this.#images.set(key, {
      row,
      name: names[0] ?? id,
      pictures,
      boxes: 0,
      label: undefined,
      line,
      attributes: undefined,
    });
  }

  #readBox(annotation: JsonObject, line: number, categories: ReadonlyMap<string, string>): void {
    const id = textField(annotation, 'image_id') ?? '';
    const image = this.#images.get(id);
    if (image === undefined) {
      const place = { file: this.#file.path, line };
      this.#book.problems.push({ kind: 'missing-image', ...place, facts: { value: id } });
      return;
    }
    const attributes = fieldOf(annotation, 'attributes');
    const said = isJsonObject(attributes) ? textField(attributes, ...emotionMembers) : undefined;
    const category = textField(annotation, 'category_id');
    const name = category === undefined ? undefined : categories.get(category);
    if (category !== undefined && name === undefined && categories.size > 0) {
      const row = this.#book.rows.add(this.#file.path, line);
      this.#book.note('unknown-label', row, { value: category }, image.pictures[0]);
    }
    image.boxes++;
    image.attributes = image.boxes > 1 || !isJsonObject(attributes) ? undefined : attributes;
    if (image.boxes > 1) return;
    image.label = said ?? (name !== undefined && this.#isLabel(name) ? name : undefined);
    image.line = line;
  }

  #label({ row, name, pictures, boxes, label, line, attributes = {} }: CocoImage): void {
    const { rows, columns } = this.#book;
    const only = boxes === 1 ? label : undefined;
    for (const picture of pictures) {
      const own = rows.at(this.#book.rowOf(picture));
      // The row of a picture that no file has told of before is the one that `locate` has noted.
      const isFirst =
        own.file === this.#file.path && own.line === rows.lineOf(row) && !columns.fields.has(picture, 'boxes');
      const box = boxes === 1 && (only !== undefined || !isFirst) ? rows.add(this.#file.path, line) : row;
      if (!isFirst) this.#book.label(picture, only, box, name);
      else if (only !== undefined) this.#book.setLabel(picture, only, box);
      columns.fields.give(picture, 'boxes', boxes);
      giveMembers(this.#book, picture, attributes, emotionMembers);
      if (this.#split !== undefined) columns.texts.split.give(picture, this.#split);
    }
  }
}

const emotionMembers = ['emotion', 'expression'] as const;
/** What COCO says of every image. */
const ownMembers = [
  ...['id', 'file_name', 'path', 'width', 'height', 'license', 'flickr_url', 'coco_url', 'date_captured', 'split'],
] as const;
/** Longer members are documents of their own. */
const longestMember = 4000;

/** Texts and numbers of an object as further columns. */
function giveMembers(book: PictureBook, picture: number, object: JsonObject, but: readonly string[]): void {
  for (const name of Object.keys(object)) {
    const written = but.includes(name) ? undefined : textOf(object[name]);
    if (written !== undefined && written.length <= longestMember) book.columns.fields.give(picture, name, written);
  }
}
