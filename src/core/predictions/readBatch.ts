import {
  fieldOf,
  isJsonObject,
  listField,
  textField,
  textOf,
  type JsonObject,
} from '../benchmark/formats/jsonValues.ts';
import { listedFile } from '../benchmark/files/listing.ts';
import { looksLikePicture } from '../benchmark/files/pictureFinder.ts';
import { readCompletion, type ReadAnswer } from '../models/openAiAnswer.ts';
import { errorIn } from '../models/openAiDetail.ts';
import { statusFailure } from '../models/openAiFailure.ts';
import { readResponse } from '../models/responsesAnswer.ts';
import type { ReadableFolder } from '../ports.ts';
import { type JsonLine, jsonLines } from './fileLines.ts';
import type { ForeignReply, ReplyReader, ReplySink, ReplySource } from './foreignReply.ts';
import { jsonElements, tornPath } from './jsonElements.ts';
import { pictureHash, type PictureHash } from './pictureHash.ts';

/** What the request says of a reply: the lines of a batch's output hold no question. */
interface Request {
  readonly question?: string;
  readonly image?: PictureHash;
  readonly pictures: readonly string[];
}

const noHeaders = { get: (): null => null };
/** Requests of other batches may lie beside this one's; files are looked into by their first line. */
const mostRequestFiles = 32;

/** Reads the output and error files of the OpenAI Batch API (Chat Completions and Responses), and of vLLM, which writes the same. */
export const readBatch: ReplyReader = async (source, sink) => {
  const requests = await requestsBeside(source);
  let model: string | undefined;
  let startedAt: string | undefined;
  for (const path of [source.path, ...(await errorFiles(source))]) {
    for await (const { line, value, fault } of recordsIn(source, path, sink)) {
      const file = path === source.path ? {} : { file: path };
      if (!isJsonObject(value) || textField(value, 'custom_id') === undefined) {
        sink.bad({ ...file, line, detail: fault ?? (isJsonObject(value) ? 'no custom_id' : 'no JSON object') });
        continue;
      }
      const reply = replyOf(value, line, requests);
      model ??= reply.model;
      startedAt ??= reply.at;
      await sink.reply({ ...reply, ...file });
    }
  }
  return { ...(model !== undefined && { model }), ...(startedAt !== undefined && { startedAt }) };
};

/** The records of a file: its lines, or the elements of one list of JSON, as which some keep them. */
async function* recordsIn({ folder }: ReplySource, path: string, sink: ReplySink): AsyncGenerator<JsonLine> {
  if (await isList(folder, path)) {
    const isElement = (at: string): boolean => at === '[]';
    for await (const { path: at, line, value } of jsonElements(folder, path, isElement, sink.failed))
      yield { line, value, ...(at === tornPath && { fault: 'the file is cut off' }) };
    return;
  }
  yield* jsonLines(folder, path, sink.failed);
}

/** Whether a file begins as a list, in whatever encoding. */
async function isList(folder: ReadableFolder, path: string): Promise<boolean> {
  const head = await folder.readHead(path, 64);
  return head.ok && head.value.find((byte) => byte > 0x20 && byte < 0x80) === '['.charCodeAt(0);
}

/** `x_error.jsonl` belongs to `x_output.jsonl`. */
function baseOf(name: string): string {
  return listedFile(name).stem.replace(/[-_.]?(outputs?|errors?|results?|failed)$/i, '');
}

/** Whether a file holds the failures of a batch, by its name: it is read with its output file where there is one. */
export function isErrorFile(path: string): boolean {
  return /[-_.]?(errors?|failed)$/i.test(listedFile(path).stem);
}

/** The output file among others that an error file belongs to. */
export function outputOf(path: string, others: readonly string[]): string | undefined {
  const { folder } = listedFile(path);
  return others.find(
    (other) =>
      other !== path && !isErrorFile(other) && listedFile(other).folder === folder && baseOf(other) === baseOf(path),
  );
}

async function errorFiles(source: ReplySource): Promise<readonly string[]> {
  if (isErrorFile(source.path)) return [];
  const { folder } = listedFile(source.path);
  const names = (await source.beside()).filter((name) => /\.(jsonl|ndjson)$/i.test(name) && isErrorFile(name));
  return names
    .filter((name) => baseOf(name) === baseOf(source.path))
    .map((name) => (folder === '' ? name : `${folder}/${name}`));
}

function replyOf(row: JsonObject, line: number, requests: ReadonlyMap<string, Request>): ForeignReply {
  const id = textField(row, 'custom_id') ?? '';
  const hash = id.lastIndexOf('#');
  const [item, stage] =
    hash > 0 && /^[\w-]{1,64}$/.test(id.slice(hash + 1)) ? [id.slice(0, hash), id.slice(hash + 1)] : [id];
  const request = requests.get(id);
  const { model, ...said } = answerOf(row);
  return {
    line,
    pictures: [...[id, item].filter(looksLikePicture), ...(request?.pictures ?? [])],
    ids: [id, item],
    ...(stage !== undefined && { stage }),
    ...(request?.image && { image: request.image }),
    ...(request?.question !== undefined && { question: request.question }),
    ...(model !== undefined && { model }),
    ...said,
  };
}

function answerOf(row: JsonObject): Partial<ForeignReply> {
  const response = fieldOf(row, 'response');
  const error = fieldOf(row, 'error');
  if (!isJsonObject(response)) {
    const detail = isJsonObject(error)
      ? [textField(error, 'code'), textField(error, 'message')].filter(Boolean).join(' ')
      : (textOf(error) ?? '');
    return {
      failure: { kind: /expired|timeout/i.test(detail) ? 'timeout' : 'badResponse', detail: detail.slice(0, 500) },
    };
  }
  const body = fieldOf(response, 'body');
  const status = Number(fieldOf(response, 'status_code') ?? 200);
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
  const read = readBody(body, { status, headers: noHeaders, text });
  const about = aboutOf(body, response);
  if (!read.ok) return { ...about, failure: { ...pick(read.failure), httpStatus: status } };
  const { reply, finish, refusal, reasoning, usage } = read.answer;
  return {
    ...about,
    reply,
    httpStatus: status,
    ...(finish !== undefined && { finish }),
    ...(typeof refusal === 'string' && { refusal }),
    ...(reasoning !== undefined && { reasoning }),
    ...(usage && { usage }),
  };
}

function pick({
  kind,
  detail,
}: {
  kind: NonNullable<ForeignReply['failure']>['kind'];
  detail: string;
}): NonNullable<ForeignReply['failure']> {
  return { kind, detail: detail.slice(0, 500) };
}

function readBody(body: unknown, response: Parameters<typeof readCompletion>[0]): ReadAnswer {
  if (response.status < 200 || response.status > 299) {
    const error = errorIn(body, response.text);
    return { ok: false, failure: statusFailure({ status: response.status, headers: noHeaders, error }, undefined, 0) };
  }
  const isResponse = isJsonObject(body) && (Array.isArray(body['output']) || body['object'] === 'response');
  return isResponse ? readResponse(response, undefined, 0) : readCompletion(response, undefined, 0);
}

function aboutOf(body: unknown, response: JsonObject): Partial<ForeignReply> {
  const requestId = textField(response, 'request_id');
  if (!isJsonObject(body)) return requestId === undefined ? {} : { requestId };
  const model = textField(body, 'model');
  const seconds = fieldOf(body, 'created') ?? fieldOf(body, 'created_at');
  const hasTime = typeof seconds === 'number' && seconds > 0 && seconds < 1e11;
  return {
    ...(requestId !== undefined && { requestId }),
    ...(model !== undefined && { model }),
    ...(hasTime && { at: new Date(seconds * 1000).toISOString() }),
  };
}

/** The requests of the batch, where their file lies beside: read line by line, and of each only its words and its picture's hash are kept. */
async function requestsBeside(source: ReplySource): Promise<ReadonlyMap<string, Request>> {
  const { folder } = listedFile(source.path);
  const found = new Map<string, Request>();
  const texts = new Map<string, string>();
  const names = (await source.beside()).filter((name) => /\.(jsonl|ndjson)$/i.test(name));
  for (const name of names.slice(0, mostRequestFiles)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (path === source.path) continue;
    const head = await source.folder.readHead(path, 4096);
    const begin = head.ok ? new TextDecoder().decode(head.value) : '';
    if (!/"custom_id"\s*:/.test(begin) || !/"(?:body|method|url)"\s*:/.test(begin)) continue;
    for await (const { value: row } of jsonLines(source.folder, path, () => undefined)) {
      const id = isJsonObject(row) ? textField(row, 'custom_id') : undefined;
      const body = isJsonObject(row) ? fieldOf(row, 'body') : undefined;
      if (id !== undefined && isJsonObject(body)) found.set(id, await requestOf(body, source, texts));
    }
  }
  return found;
}

async function requestOf(body: JsonObject, { hasher }: ReplySource, texts: Map<string, string>): Promise<Request> {
  const messages = [...listField(body, 'messages'), ...listField(body, 'input')].filter(isJsonObject);
  const words: string[] = [];
  const urls: string[] = [];
  for (const message of messages) {
    const content = fieldOf(message, 'content');
    if (typeof content === 'string') words.push(content);
    else if (Array.isArray(content))
      for (const part of (content as readonly unknown[]).filter(isJsonObject)) {
        words.push(...[textField(part, 'text')].filter((text) => text !== undefined));
        const url = fieldOf(part, 'image_url');
        urls.push(...[isJsonObject(url) ? textField(url, 'url') : textOf(url)].filter((text) => text !== undefined));
      }
  }
  const image = urls[0] === undefined ? undefined : await pictureHash(urls[0], hasher);
  const written = words.join('\n') || textField(body, 'input') || '';
  // One question is asked of thousands of pictures: it is held once.
  const question = texts.get(written) ?? written;
  if (texts.size < 10_000) texts.set(written, question);
  return {
    pictures: image === undefined ? urls.filter((url) => url.length < 4096) : [],
    ...(image && { image }),
    ...(question !== '' && { question }),
  };
}
