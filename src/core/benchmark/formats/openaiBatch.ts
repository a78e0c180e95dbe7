import { noPicture } from '../embedded/base64.ts';
import { embeddedPictures } from '../embedded/embeddedPictures.ts';
import { embeddedValue } from '../embedded/embeddedValue.ts';
import type { EmbeddedPlace } from '../item.ts';
import { mediaFiles } from '../files/filesByKind.ts';
import type { Listing } from '../files/listing.ts';
import { looksLikePicture } from '../files/pictureFinder.ts';
import { readRecords, type ReadRecords, type RecordTable } from '../tables/recordTable.ts';
import type { FileHeads } from './fileHeads.ts';
import { folderReader, type FolderParts } from './folderParts.ts';
import type { Format, FormatContext, FormatReading } from './format.ts';
import type { JsonBeginning } from './jsonBeginning.ts';
import { hasJson, jsonFiles, type JsonFile } from './jsonFiles.ts';
import { badRecord } from './jsonTable.ts';
import { fieldOf, isJsonObject, textField, textOf, type JsonObject } from './jsonValues.ts';
import { PictureBook } from './pictureBook.ts';
import { QuestionBook, questionText } from './questionBook.ts';

/**
 * Requests of the OpenAI Batch API as questions (platform.openai.com, "Batch"): JSON Lines of `{custom_id, method, url, body}`, whose body is one of chat
 * completions (`messages`, parts `image_url: {url}`) or of responses (`input`, parts `input_image` with `image_url` as a text). A picture is a data URL, which stays where it is in the
 * file, a path, or a URL whose end is a path here. Equal data URLs are one picture; one whose `custom_id` names a picture of the folder (`<picture>#<stage>`) is that one. Nobody says
 * what is right, so an emotion in a file's name or folder is its label. Output of the API is no benchmark.
 */
export const openaiBatch: Format = {
  id: 'openai-batch',
  recognise: hasJson,
  async confirm(listing, heads) {
    return (await batchFiles(listing, heads)).length > 0 ? 0.9 : 0;
  },
  read: readBatches,
};

/** The files of requests in a folder. */
export function batchFiles(listing: Listing, heads: FileHeads): Promise<readonly JsonFile[]> {
  return jsonFiles(listing, heads, isBatch);
}

/** Whether requests name files of the folder, as far as the beginning of their file shows: else they hold their pictures. */
export function asksOfFiles({ records }: JsonBeginning): boolean {
  return records.filter(isJsonObject).some((record) => {
    const body = fieldOf(record, 'body');
    const urls = isJsonObject(body) ? partsOf(body).flatMap(({ picture }) => picture ?? []) : [];
    return urls.some((url) => !/^data:/i.test(url)) || looksLikePicture(pictureIn(textField(record, 'custom_id')));
  });
}

/** What our own requests are called by: `<picture>#<stage>`. */
function pictureIn(id: string | undefined): string {
  return id?.replace(/#[^#]*$/, '') ?? '';
}

function isBatch({ records }: JsonBeginning): boolean {
  return records.some((record) => {
    if (!isJsonObject(record) || textField(record, 'custom_id') === undefined || 'response' in record) return false;
    const body = fieldOf(record, 'body');
    return isJsonObject(body) && partsOf(body).some(({ picture }) => picture !== undefined);
  });
}

interface Part {
  readonly text?: string;
  readonly picture?: string;
}

/** What the messages of a request say and show, those of the assistant and of the system left out. */
function partsOf(body: JsonObject): readonly Part[] {
  const messages = fieldOf(body, 'messages') ?? fieldOf(body, 'input');
  if (!Array.isArray(messages)) return [];
  return messages.filter(isJsonObject).flatMap((message) => {
    if (/^(?:assistant|system|developer|tool)$/.test(textField(message, 'role') ?? 'user')) return [];
    const content = fieldOf(message, 'content');
    // Parts may stand among the messages themselves, as an `input` of the Responses API may have them.
    return Array.isArray(content)
      ? content.flatMap(partOf)
      : typeof content === 'string'
        ? [{ text: content }]
        : partOf(message);
  });
}

function partOf(part: unknown): readonly Part[] {
  if (!isJsonObject(part)) return typeof part === 'string' ? [{ text: part }] : [];
  for (const field of ['image_url', 'video_url', 'input_image', 'image']) {
    const value = fieldOf(part, field);
    const url = isJsonObject(value) ? textField(value, 'url') : typeof value === 'string' ? value.trim() : undefined;
    if (url !== undefined && url !== '') return [{ picture: url }];
  }
  const text = textField(part, 'text');
  return text === undefined ? [] : [{ text }];
}

async function readBatches(context: FormatContext): Promise<FormatReading> {
  const { folder, hasher } = context;
  const files = await batchFiles(context.listing, context.heads);
  const read: ReadRecords[] = [];
  for (const { file } of files) read.push(await readRecords({ folder, hasher }, file.path));
  const tables = read.flatMap(({ table }) => table ?? []);
  const inside = tables.reduce((sum, table) => sum + embeddedPictures(table).size, 0);
  const book = new PictureBook(context.listing, inside);
  const questions = new QuestionBook(book, context.lexicon, (task) => task ?? 'question');
  const known = new Map<string, string>();
  for (const { problems } of read) book.report(problems);
  for (const table of tables) {
    book.report(table.badRows.map(({ line }) => badRecord(table.path, line)));
    new BatchReader(book, questions, table, known).read();
  }
  const hasFolders = labelByFolder(book, context);
  return { ...book.reading(tables.map(({ path, sha256 }) => ({ path, sha256 }))), hasPerceivedLabels: hasFolders };
}

/** Gives pictures the emotions that their folders are called by, where these are. */
function labelByFolder({ columns }: PictureBook, { listing, corrected, lexicon }: FormatContext): boolean {
  const files = mediaFiles(listing.files);
  const folders = folderReader(files, corrected, lexicon);
  if (folders.labelLevel === undefined) return false;
  for (const file of files)
    for (const [part, word] of Object.entries(folders.partsOf(file)) as [keyof FolderParts, string | undefined][])
      if (word !== undefined) columns.texts[part].set(columns.placeOf(file.path), word);
  return true;
}

class BatchReader {
  readonly #book: PictureBook;
  readonly #questions: QuestionBook;
  readonly #table: RecordTable;
  /** Paths of embedded pictures by their content, over all files. */
  readonly #known: Map<string, string>;
  /** Pictures inside this table, by where they begin. */
  readonly #embedded: ReadonlyMap<number, { readonly path: string; readonly place: EmbeddedPlace }>;

  constructor(book: PictureBook, questions: QuestionBook, table: RecordTable, known: Map<string, string>) {
    this.#book = book;
    this.#questions = questions;
    this.#table = table;
    this.#known = known;
    const pictures = [...embeddedPictures(table)];
    this.#embedded = new Map(
      pictures.map(([name, place]) => [place.start ?? -1, { path: `${table.path}/${name}`, place }]),
    );
  }

  read(): void {
    const table = this.#table;
    const at = (name: string) => table.columns.indexOf(name);
    const [id, messages, input] = [at('custom_id'), at('body.messages'), at('body.input')];
    for (let row = 0; row < table.length; row++) {
      const body = { messages: table.valueAt(row, messages), input: table.valueAt(row, input) };
      this.#readRequest(this.#book.rows.add(table.path, table.lineAt(row)), textOf(table.valueAt(row, id)), body);
    }
  }

  #readRequest(row: number, id: string | undefined, body: JsonObject): void {
    const parts = partsOf(body['messages'] === undefined ? { input: body['input'] } : body);
    const pictures = parts.flatMap(({ picture }) => picture ?? []);
    if (pictures.length === 0) {
      this.#book.note('bad-row', row, { reason: 'noImage' });
      return;
    }
    const text = questionText(parts.flatMap((part) => part.text ?? []).join('\n'));
    const found = new Set(
      pictures.flatMap((picture) => this.#locate(row, picture, pictures.length === 1 ? id : undefined)),
    );
    const [first] = found;
    if (first === undefined) return;
    this.#book.noteId(row, id, first, true);
    // A question about several pictures, or after others that show how to answer, is about the last one at most: nothing says so.
    if (found.size === 1) this.#questions.add(first, { row, called: id ?? this.#book.columns.pathOf(first), text });
  }

  #locate(row: number, picture: string, id: string | undefined): readonly number[] {
    if (!/^data:/i.test(picture)) return this.#book.locate(row, [picture]);
    const named = pictureIn(id);
    const found = looksLikePicture(named) ? this.#book.find(this.#table.path, named) : undefined;
    if (found?.kind === 'found' && found.paths.length === 1) return this.#book.locate(row, [named]);
    const value = embeddedValue(picture);
    const inside = value && this.#embedded.get(value.start ?? -1);
    if (inside === undefined) {
      this.#book.note('corrupt-image', row, noPicture(picture));
      return [];
    }
    const content = picture.replace(/^[\s\S]*embedded@\d+\+/, '');
    const path = this.#known.get(content) ?? inside.path;
    this.#known.set(content, path);
    if (path === inside.path) this.#book.columns.embed(path, inside.place);
    return [this.#book.take(this.#book.columns.placeOf(path), row)];
  }
}
