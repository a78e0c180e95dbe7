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
import { jsonValueOf } from './fileLines.ts';
import type {
  ForeignHead,
  ForeignOptions,
  ForeignReply,
  ReplyReader,
  ReplySink,
  ReplySource,
  TheirReading,
} from './foreignReply.ts';
import { sampleFiles, wholeSample } from './inspectSamples.ts';
import { jsonElements, tornPath } from './jsonElements.ts';
import { pictureHash, type PictureHash } from './pictureHash.ts';
import { readZipEntry, zipEntries, type ZipEntry } from './zipArchive.ts';

/** What a log says once for all its samples. */
interface LogHead extends ForeignHead {
  /** The solver put letters before the choices. */
  readonly hasLetters: boolean;
}

/** Reads a log of Inspect: `.eval` (a zip archive with a file for each sample; stored, deflate or Zstandard) or the plain `.json`. */
export const readInspect: ReplyReader = (source, sink) =>
  listedFile(source.path).extension === 'eval' ? readArchive(source, sink) : readPlain(source, sink);

async function readArchive(source: ReplySource, sink: ReplySink): Promise<ForeignHead> {
  const listing = await zipEntries(source.folder, source.path);
  const failed = (detail: string): void => sink.failed({ kind: 'io', path: source.path, detail });
  if (!listing.ok) {
    failed(listing.error);
    return {};
  }
  const { entries, isCut } = listing.value;
  const head = await headOfArchive(source, entries);
  const samples = sampleFiles(entries);
  if (samples.length === 0) failed(isCut ? 'it is cut off before its first sample' : 'it holds no samples');
  else if (isCut) sink.bad({ line: samples.length + 1, detail: 'the file is cut off' });
  for (const [place, files] of samples.entries()) {
    const json = await wholeSample(files, (entry) => entryValue(source, entry));
    if (typeof json === 'string') sink.bad({ line: place + 1, detail: `${files.main.name}: ${json}` });
    else await takeSample(json, place + 1, head, source, sink);
  }
  return head;
}

async function headOfArchive(source: ReplySource, entries: readonly ZipEntry[]): Promise<LogHead> {
  for (const name of ['header.json', '_journal/start.json', 'start.json']) {
    const entry = entries.find((one) => one.name === name);
    const json = entry && (await entryValue(source, entry));
    if (typeof json === 'object' && isJsonObject(json.value)) return headOf(json.value);
  }
  return { hasLetters: false };
}

async function entryValue(source: ReplySource, entry: ZipEntry): Promise<{ readonly value: unknown } | string> {
  const bytes = await readZipEntry(source.folder, source.path, entry, source.hasher);
  if (!bytes.ok) return bytes.error;
  const value = jsonValueOf(new TextDecoder().decode(bytes.value));
  return value === undefined ? 'no JSON' : { value };
}

async function readPlain(source: ReplySource, sink: ReplySink): Promise<ForeignHead> {
  let json: Record<string, unknown> = {};
  let head: LogHead | undefined;
  const wanted = (path: string): boolean => path === 'eval' || path === 'plan' || path === 'samples.[]';
  for await (const { path, line, value } of jsonElements(source.folder, source.path, wanted, sink.failed)) {
    if (path === tornPath) sink.bad({ line, detail: 'the file is cut off' });
    else if (path !== 'samples.[]') json = { ...json, [path]: value };
    else if (isJsonObject(value)) await takeSample(value, line, (head ??= headOf(json)), source, sink);
    else sink.bad({ line, detail: 'no JSON object' });
  }
  return head ?? headOf(json);
}

function objectField(object: JsonObject, name: string): JsonObject {
  const value = fieldOf(object, name);
  return isJsonObject(value) ? value : {};
}

function headOf(log: JsonObject): LogHead {
  const spec = objectField(log, 'eval');
  const [model, task, startedAt] = [textField(spec, 'model'), textField(spec, 'task'), textField(spec, 'created')];
  const config = objectField(spec, 'model_generate_config');
  const number = (name: string): number | undefined => {
    const value = fieldOf(config, name);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const [temperature, maxTokens, seed] = [number('temperature'), number('max_tokens'), number('seed')];
  const steps = listField(objectField(log, 'plan'), 'steps').filter(isJsonObject);
  return {
    hasLetters: steps.some((step) => textField(step, 'solver')?.endsWith('multiple_choice') === true),
    ...(model !== undefined && { model }),
    ...(task !== undefined && { task }),
    ...(startedAt !== undefined && { startedAt }),
    ...(temperature !== undefined && { temperature }),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(seed !== undefined && { seed }),
  };
}

async function takeSample(
  sample: JsonObject,
  line: number,
  head: LogHead,
  { hasher }: ReplySource,
  sink: ReplySink,
): Promise<void> {
  const messages = [...listField(sample, 'messages'), ...listField(sample, 'input')].filter(isJsonObject);
  const asked = messages.filter((message) => textField(message, 'role') === 'user');
  const attachments = objectField(sample, 'attachments');
  const resolved = (text: string): string => {
    const name = /^attachment:\/\/(.+)$/.exec(text)?.[1];
    return name === undefined ? text : (textOf(fieldOf(attachments, name)) ?? text);
  };
  const images = asked.flatMap(imagesOf).map(resolved);
  const question = asked
    .map((message) => resolved(textOfContent(fieldOf(message, 'content'))))
    .find((text) => text !== '');
  const { epoch, at, latency } = timesOf(sample);
  const sent = question ?? textField(sample, 'input');
  const options = optionsOf(sample, sent, head);
  const target = textOf(listField(sample, 'target')[0] ?? fieldOf(sample, 'target'));
  const theirs = theirReading(sample);
  const image = await firstHash(images, hasher);
  await sink.reply({
    line,
    pictures: [...images, ...namesIn(sample)].filter((text) => text.length < 4096 && looksLikePicture(text)),
    ids: [textField(sample, 'id')].filter((id) => id !== undefined),
    ...(image && { image }),
    ...(epoch > 1 && { group: `epoch ${epoch}` }),
    ...(sent !== undefined && { question: sent }),
    ...(options && { options }),
    ...(target !== undefined && { target }),
    ...outputOf(sample, resolved),
    // What a provider calls its model is not what was asked for by name.
    ...(head.model !== undefined && { model: head.model }),
    ...(theirs && { theirs }),
    ...(at !== undefined && { at }),
    ...(latency !== undefined && { latencyMs: latency }),
  });
}

function timesOf(sample: JsonObject): { epoch: number; at?: string; latency?: number } {
  const epoch = Number(fieldOf(sample, 'epoch') ?? 1);
  const at = textField(sample, 'completed_at', 'started_at');
  const seconds = fieldOf(objectField(sample, 'output'), 'time') ?? fieldOf(sample, 'total_time');
  return {
    epoch: Number.isFinite(epoch) ? epoch : 1,
    ...(at !== undefined && { at }),
    ...(typeof seconds === 'number' && seconds >= 0 && { latency: seconds * 1000 }),
  };
}

function outputOf(sample: JsonObject, resolved: (text: string) => string): Partial<ForeignReply> {
  const output = objectField(sample, 'output');
  const [choice] = listField(output, 'choices').filter(isJsonObject);
  const error = fieldOf(sample, 'error') ?? fieldOf(output, 'error');
  const content = choice && fieldOf(objectField(choice, 'message'), 'content');
  const reply = resolved(textOfContent(content) || (textField(output, 'completion') ?? ''));
  const usage = usageOf(objectField(output, 'usage'));
  const model = textField(output, 'model');
  const about = { ...(usage && { usage }), ...(model !== undefined && { model }) };
  if (reply === '' && error !== undefined && error !== null) {
    const detail = isJsonObject(error) ? (textField(error, 'message') ?? '') : (textOf(error) ?? '');
    return { ...about, failure: { kind: 'modelError', detail: detail.slice(0, 500) } };
  }
  if (choice === undefined && reply === '') return { ...about, failure: { kind: 'emptyResponse', detail: '' } };
  const stop = choice && textField(choice, 'stop_reason');
  const reasoning = reasoningOf(content);
  return {
    ...about,
    reply,
    ...(stop !== undefined && { finish: stop === 'max_tokens' || stop === 'model_length' ? 'length' : stop }),
    ...(reasoning !== '' && { reasoning }),
  };
}

function usageOf(usage: JsonObject): ForeignReply['usage'] {
  const count = (name: string): number | undefined => {
    const value = fieldOf(usage, name);
    return typeof value === 'number' ? value : undefined;
  };
  const [input, output] = [count('input_tokens'), count('output_tokens')];
  if (input === undefined && output === undefined) return undefined;
  return { input: input ?? 0, output: output ?? 0, cached: count('input_tokens_cache_read') ?? 0 };
}

function partsOf(content: unknown): readonly JsonObject[] {
  return Array.isArray(content) ? (content as readonly unknown[]).filter(isJsonObject) : [];
}

function textOfContent(content: unknown): string {
  if (typeof content === 'string') return content;
  return partsOf(content)
    .flatMap((part) => (textField(part, 'type') === 'text' ? (textField(part, 'text') ?? []) : []))
    .join('\n');
}

function reasoningOf(content: unknown): string {
  return partsOf(content)
    .flatMap((part) => textField(part, 'reasoning') ?? [])
    .join('\n');
}

function imagesOf(message: JsonObject): readonly string[] {
  return partsOf(fieldOf(message, 'content')).flatMap((part) => textField(part, 'image') ?? []);
}

async function firstHash(images: readonly string[], hasher: ReplySource['hasher']): Promise<PictureHash | undefined> {
  for (const text of images) {
    const hash = await pictureHash(text, hasher);
    if (hash !== undefined) return hash;
  }
  return undefined;
}

/** Names of pictures in what the author of the task kept beside a sample. */
function namesIn(sample: JsonObject): readonly string[] {
  const metadata = Object.values(objectField(sample, 'metadata')).filter((value) => typeof value === 'string');
  const files = listField(sample, 'files').filter((value) => typeof value === 'string');
  return [...[textField(sample, 'id')].filter((id) => id !== undefined), ...metadata, ...files];
}

function optionsOf(sample: JsonObject, question: string | undefined, head: LogHead): ForeignOptions | undefined {
  const texts = listField(sample, 'choices').flatMap((choice) => textOf(choice) ?? []);
  if (texts.length < 2) return undefined;
  const first = question === undefined ? -1 : question.search(/(?<![A-Za-z])\(?A[).:]\s*\S/);
  return { style: first >= 0 || head.hasLetters ? 'letters' : 'words', texts };
}

const values: Readonly<Record<string, boolean>> = { C: true, I: false, N: false };

function theirReading(sample: JsonObject): TheirReading | undefined {
  const [score] = Object.values(objectField(sample, 'scores')).filter(isJsonObject);
  if (score === undefined) return undefined;
  const value = fieldOf(score, 'value');
  const right =
    typeof value === 'string'
      ? values[value]
      : value === 1 || value === true
        ? true
        : value === 0 || value === false
          ? false
          : undefined;
  const [extracted, how] = [textField(score, 'answer'), textField(score, 'explanation')];
  if (right === undefined && extracted === undefined) return undefined;
  return { ...(right !== undefined && { right }), ...(extracted !== undefined && { extracted }), ...(how && { how }) };
}
