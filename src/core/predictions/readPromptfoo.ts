import { fieldOf, isJsonObject, textField, textOf, type JsonObject } from '../benchmark/formats/jsonValues.ts';
import { listedFile } from '../benchmark/files/listing.ts';
import { looksLikePicture } from '../benchmark/files/pictureFinder.ts';
import { jsonLines, jsonValueOf } from './fileLines.ts';
import type { ForeignHead, ForeignReply, ReplyReader, ReplySink, ReplySource, TheirReading } from './foreignReply.ts';
import { jsonElements, tornPath } from './jsonElements.ts';
import { pictureHash } from './pictureHash.ts';
import { tableResults } from './promptfooTable.ts';
import { noteBadRows, wholeTable } from './wholeTable.ts';

/** Where results stand: in version 3, in what handlers are given, in the older form of the documentation, and in a summary alone. */
const resultPaths: ReadonlySet<string> = new Set([
  'results.results.[]',
  'results.outputs.[]',
  'results.[]',
  'outputs.[]',
]);

/** Reads the JSON, JSON Lines or CSV that promptfoo writes: one result for each prompt, provider and test. */
export const readPromptfoo: ReplyReader = async (source, sink) => {
  const { extension } = listedFile(source.path);
  if (extension === 'csv') return readTable(source, sink);
  if (extension !== 'json') return readLines(source, sink);
  const head: { startedAt?: string } = {};
  const wanted = (path: string): boolean =>
    resultPaths.has(path) || path === 'timestamp' || path === 'results.timestamp';
  for await (const { path, line, value } of jsonElements(source.folder, source.path, wanted, sink.failed)) {
    if (path === tornPath) sink.bad({ line, detail: 'the file is cut off' });
    else if (path.endsWith('timestamp')) head.startedAt = textOf(value);
    else if (isJsonObject(value)) await takeResult(value, line, source, sink);
    else sink.bad({ line, detail: 'no JSON object' });
  }
  return head;
};

async function readLines(source: ReplySource, sink: ReplySink): Promise<ForeignHead> {
  for await (const { line, value, fault } of jsonLines(source.folder, source.path, sink.failed)) {
    if (isJsonObject(value)) await takeResult(value, line, source, sink);
    else sink.bad({ line, detail: fault ?? 'no JSON object' });
  }
  return {};
}

async function readTable(source: ReplySource, sink: ReplySink): Promise<ForeignHead> {
  const table = wholeTable(await source.folder.read(source.path), source, sink);
  if (table === undefined) return {};
  noteBadRows(table, sink);
  for (const { line, result } of tableResults(table)) await takeResult(result, line, source, sink);
  return {};
}

function objectField(object: JsonObject, name: string): JsonObject {
  const value = fieldOf(object, name);
  return isJsonObject(value) ? value : {};
}

async function takeResult(result: JsonObject, line: number, source: ReplySource, sink: ReplySink): Promise<void> {
  const test = objectField(result, 'testCase');
  const vars = { ...objectField(test, 'vars'), ...objectField(result, 'vars') };
  const texts = [...Object.values(vars), ...Object.values(objectField(test, 'metadata'))].filter(
    (one) => typeof one === 'string',
  );
  const prompt = promptText(result);
  const model = modelOf(result);
  const index = textField(result, 'promptIdx');
  const target = textField(vars, 'label', 'expected', 'answer', 'target', 'emotion');
  const image = await firstHash([...texts, ...prompt.images], source);
  const theirs = theirReading(result);
  await sink.reply({
    line,
    pictures: texts
      .map((text) => text.replace(/^file:\/\/(?!\/)/, ''))
      .filter((text) => text.length < 4096 && looksLikePicture(text)),
    ids: ['id', 'item', 'item_id', 'name', 'index'].flatMap((name) => textField(vars, name) ?? []),
    ...(image && { image }),
    group: JSON.stringify([model ?? '', index ?? '0']),
    ...(model !== undefined && { model }),
    ...(prompt.text !== '' && { question: prompt.text }),
    ...(target !== undefined && { target }),
    ...outputOf(result),
    ...(theirs && { theirs }),
  });
}

async function firstHash(texts: readonly string[], { hasher }: ReplySource): ReturnType<typeof pictureHash> {
  for (const text of texts) {
    const hash = await pictureHash(text, hasher);
    if (hash !== undefined) return hash;
  }
  return undefined;
}

function modelOf(result: JsonObject): string | undefined {
  const provider = fieldOf(result, 'provider');
  return isJsonObject(provider) ? textField(provider, 'label', 'id') : textOf(provider);
}

/** The prompt as it was sent: a text, or messages as JSON, in which pictures stand as well. */
function promptText(result: JsonObject): { readonly text: string; readonly images: readonly string[] } {
  const prompt = fieldOf(result, 'prompt');
  const raw = isJsonObject(prompt) ? (textField(prompt, 'raw') ?? '') : (textOf(prompt) ?? '');
  const messages = /^\s*\[/.test(raw) ? jsonValueOf(raw) : undefined;
  if (messages === undefined) return { text: raw.length < 20_000 ? raw : '', images: [] };
  const texts: string[] = [];
  const images: string[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (depth > 8 || typeof value !== 'object' || value === null) return;
    for (const [name, one] of Object.entries(value) as [string, unknown][]) {
      if (typeof one !== 'string') visit(one, depth + 1);
      else if (name === 'text' || name === 'content') texts.push(one);
      else if (name === 'url' || name === 'image_url' || name === 'data') images.push(one);
    }
  };
  visit(messages, 0);
  return { text: texts.join('\n'), images };
}

function outputOf(result: JsonObject): Partial<ForeignReply> {
  const response = objectField(result, 'response');
  const output = fieldOf(response, 'output') ?? fieldOf(result, 'output') ?? fieldOf(result, 'text');
  const reply = typeof output === 'object' && output !== null ? JSON.stringify(output) : textOf(output);
  const error = textField(response, 'error') ?? textField(result, 'error');
  const number = (object: JsonObject, name: string): number | undefined => {
    const value = fieldOf(object, name);
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const tokens = { ...objectField(result, 'tokenUsage'), ...objectField(response, 'tokenUsage') };
  const [input, spent] = [number(tokens, 'prompt'), number(tokens, 'completion')];
  const [cost, latencyMs] = [number(result, 'cost') ?? number(response, 'cost'), number(result, 'latencyMs')];
  const finish = textField(response, 'finishReason');
  const refused = fieldOf(response, 'isRefusal') === true;
  return {
    // An assertion that did not hold is told under `error` too: the reply is there all the same.
    ...(reply === undefined ? { failure: { kind: 'modelError', detail: (error ?? '').slice(0, 500) } } : { reply }),
    ...(finish !== undefined && { finish }),
    ...(refused && { refusal: reply ?? 'refused' }),
    ...((input !== undefined || spent !== undefined) && {
      usage: { input: input ?? 0, output: spent ?? 0, cached: number(tokens, 'cached') ?? 0 },
    }),
    ...(cost !== undefined && { costUsd: cost }),
    ...(latencyMs !== undefined && { latencyMs }),
  };
}

function theirReading(result: JsonObject): TheirReading | undefined {
  const success = fieldOf(result, 'success') ?? fieldOf(result, 'pass');
  const grading = objectField(result, 'gradingResult');
  const pass = typeof success === 'boolean' ? success : fieldOf(grading, 'pass');
  if (typeof pass !== 'boolean') return undefined;
  const how = textField(grading, 'reason');
  return { right: pass, ...(how !== undefined && { how }) };
}
