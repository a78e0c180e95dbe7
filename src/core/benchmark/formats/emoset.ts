import { otherFiles } from '../files/filesByKind.ts';
import { parsedJson } from '../tables/jsonRecordScan.ts';
import type { ListedFile } from '../files/listing.ts';
import { looksLikePicture, pictureFinder } from '../files/pictureFinder.ts';
import { cellText } from '../tables/recordTable.ts';
import type { Format, FormatContext, FormatReading, ReadTableFile } from './format.ts';
import type { JsonBeginning } from './jsonBeginning.ts';
import { hasJson, jsonFiles, type JsonFile } from './jsonFiles.ts';
import { readTableText, splitOf, visitJsonTable, type JsonTable } from './jsonTable.ts';
import { fieldOf, isJsonObject, textField, textOf, type JsonObject } from './jsonValues.ts';
import { PictureBook } from './pictureBook.ts';
import { filesLeft, mostBeside, readSidecars, sidecarsOf } from './sidecars.ts';

/**
 * EmoSet-118K (Yang and others, ICCV 2023): `train.json`, `val.json` and `test.json`, each a list of `[emotion, id, picture, annotation]` with paths from
 * the root; `info.json` with `emotion.label2idx` and `idx2label`; `image/<emotion>/<id>.jpg`. Emotions may be numbers of `idx2label`, and records objects of the same
 * four fields. The annotations of single pictures (scene, brightness and the like) are further columns where there are not too many: see `sidecars.ts`.
 */
export const emoset: Format = {
  id: 'emoset',
  recognise: hasJson,
  async confirm(listing, heads) {
    return (await jsonFiles(listing, heads, isSplit)).length > 0 ? 1 : 0;
  },
  read: readEmoset,
};

interface EmosetRow {
  readonly emotion: string | undefined;
  readonly id: string | undefined;
  readonly picture: string | undefined;
}

function isSplit({ records }: JsonBeginning): boolean {
  const first = records[0];
  if (!Array.isArray(first)) return false;
  const { picture, emotion } = rowOf(first) ?? {};
  return emotion !== undefined && picture !== undefined && first.length <= 6;
}

/** Longer members are documents of their own. */
const longestField = 4000;

/** Fields by their place in the release; where another field alone looks like a picture, that one. */
function rowOf(value: unknown): EmosetRow | undefined {
  if (Array.isArray(value)) {
    const texts = value.map(textOf);
    const at = texts[2] !== undefined && looksLikePicture(texts[2]) ? 2 : texts.findIndex(isPictureText);
    if (at < 1) return undefined;
    return { emotion: texts[0], id: at === 1 ? undefined : texts[1], picture: texts[at] };
  }
  if (!isJsonObject(value)) return undefined;
  return {
    emotion: textField(value, 'emotion', 'label', 'class'),
    id: textField(value, 'id', 'image_id'),
    picture: textField(value, 'image', 'image_path', 'path', 'file_name'),
  };
}

function isPictureText(text: string | undefined): boolean {
  return text !== undefined && looksLikePicture(text);
}

async function readEmoset(context: FormatContext): Promise<FormatReading> {
  const found = await jsonFiles(context.listing, context.heads, isSplit);
  const rank = ({ file }: JsonFile) => ['train', 'val', 'test'].indexOf(splitOf(file) ?? '');
  const files = [...found].sort((a, b) => rank(a) - rank(b));
  const info = await readInfo(context, files[0]?.file);
  const book = new PictureBook(context.listing);
  const tables: JsonTable[] = [];
  for (const { file } of files) {
    const split = splitOf(file);
    const table = await visitJsonTable(context, file, (value, line) =>
      readRecord(book, split, value, book.rows.add(file.path, line), info.names),
    );
    tables.push(table);
    book.report(table.problems);
  }
  const classes = info.classes.length > 0 ? { classes: info.classes } : {};
  const lists = new Set(files.map(({ file }) => file));
  const annotations = otherFiles(context.listing.files).filter((file) => isAnnotation(file) && !lists.has(file));
  // So many are not even looked for among the pictures.
  if (annotations.length > mostBeside) return { ...book.reading(tables, classes), ...filesLeft(annotations) };
  const read = await readAnnotations(context, book);
  return book.reading(read ? [...tables, read] : tables, classes);
}

function isAnnotation({ stem, extension }: ListedFile): boolean {
  return extension === 'json' && stem.toLowerCase() !== 'info';
}

/** Takes in what the files of single pictures say besides the emotion; `undefined` where none are read. */
async function readAnnotations(context: FormatContext, book: PictureBook): Promise<ReadTableFile | undefined> {
  const { listing } = context;
  const sidecars = sidecarsOf(listing);
  if (sidecars.length === 0) return undefined;
  const { table, problems } = await readSidecars(context, sidecars, pictureFinder(listing, ['']));
  book.report(problems);
  const pictures = new Map(sidecars.map(({ file, picture }) => [file.path, book.columns.placeOf(picture.path)]));
  const further = [...table.columns.entries()].filter(([, name]) => !ownFields.has(name) && !namesItem.has(name));
  for (let row = 0; row < table.length; row++) {
    const place = pictures.get(table.files?.at(row) ?? '')!;
    for (const [at, name] of further) {
      const text = cellText(table, row, at);
      if (text !== undefined && text.length <= longestField) book.columns.fields.give(place, name, text);
    }
  }
  return table;
}

function readRecord(
  book: PictureBook,
  split: string | undefined,
  value: unknown,
  row: number,
  names: ReadonlyMap<string, string>,
): void {
  const said = rowOf(value);
  if (said === undefined) {
    book.note('bad-row', row, { reason: 'noImage' });
    return;
  }
  const { emotion, id, picture: written } = said;
  const further = furtherOf(value);
  for (const picture of book.locate(row, written === undefined ? [] : [written])) {
    book.noteId(row, id, picture);
    book.label(picture, emotion === undefined ? undefined : (names.get(emotion) ?? emotion), row, written!);
    if (split !== undefined) book.columns.texts.split.give(picture, split);
    for (const [name, text] of further) book.columns.fields.give(picture, name, text);
  }
}

const ownFields = new Set(['emotion', 'label', 'class', 'image', 'image_path', 'path', 'file_name', 'annotation']);
/** What an annotation calls its picture. */
const namesItem = new Set(['picture', 'id', 'image_id']);

/** What a record by names says beside picture and emotion. */
function furtherOf(value: unknown): readonly (readonly [name: string, text: string])[] {
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, one]) => {
    const text = ownFields.has(name) ? undefined : textOf(one);
    return text === undefined || text.length > longestField ? [] : [[name, text] as const];
  });
}

interface EmosetInfo {
  /** Emotions by their number. */
  readonly names: ReadonlyMap<string, string>;
  readonly classes: readonly string[];
}

/** `info.json` beside the first split, or the one nearest to the root. */
async function readInfo(context: FormatContext, split: ListedFile | undefined): Promise<EmosetInfo> {
  const named = otherFiles(context.listing.files).filter(
    (file) => file.stem.toLowerCase() === 'info' && file.extension === 'json',
  );
  const file = named.find(({ folder }) => folder === split?.folder) ?? named[0];
  const text = file && (await readTableText(context, file.path));
  const info = text && 'text' in text ? parsedJson(text.text)?.value : undefined;
  const emotion = isJsonObject(info) ? fieldOf(info, 'emotion') : undefined;
  if (!isJsonObject(emotion)) return { names: new Map(), classes: [] };
  const [byName, byNumber] = [objectField(emotion, 'label2idx'), objectField(emotion, 'idx2label')];
  const names = [
    ...Object.entries(byName).map(([name, number]) => [textOf(number), name] as const),
    ...Object.entries(byNumber).map(([number, name]) => [number, textOf(name)] as const),
  ].filter((pair): pair is readonly [string, string] => pair[0] !== undefined && pair[1] !== undefined);
  return { names: new Map(names), classes: [...new Set(names.map(([, name]) => name))] };
}

function objectField(object: JsonObject, name: string): JsonObject {
  const value = fieldOf(object, name);
  return isJsonObject(value) ? value : {};
}
