import { fieldOf, isJsonObject, textField, textOf, type JsonObject } from '../benchmark/formats/jsonValues.ts';
import { listedFile } from '../benchmark/files/listing.ts';
import { looksLikePicture } from '../benchmark/files/pictureFinder.ts';
import { jsonLines } from './fileLines.ts';
import { jsonElements, tornPath } from './jsonElements.ts';
import type { ForeignHead, ReplyReader, ReplySink, ReplySource, TheirReading } from './foreignReply.ts';

/** What stands for an answer where there is none: a request that failed, one that the budget forbade, and one that is not valid. */
const failureMarker = /^\s*\[(?:LMMS_EVAL_REQUEST_FAILED|LMMS_EVAL_BUDGET_EXCEEDED)|^\s*\[invalid\]\s*$/i;

/**
 * Reads `{date}_samples_{task}.jsonl` of lmms-eval, or `{task}.json` of its first versions, in which the same rows are a list `logs`; what `{date}_results.json` beside it says of the
 * model is taken from there.
 */
export const readLmmsEval: ReplyReader = async (source, sink) => {
  if (listedFile(source.path).extension === 'json') return readLogs(source, sink);
  for await (const { line, value, fault } of jsonLines(source.folder, source.path, sink.failed)) {
    if (isJsonObject(value)) await takeRow(value, line, source, sink);
    else sink.bad({ line, detail: fault ?? 'no JSON object' });
  }
  return headOf(source);
};

async function readLogs(source: ReplySource, sink: ReplySink): Promise<ForeignHead> {
  const { stem, folder } = listedFile(source.path);
  const named = new Map<string, string>();
  const wanted = (path: string): boolean => path === 'logs.[]' || path === 'args.model' || path === 'args.model_args';
  for await (const { path, line, value } of jsonElements(source.folder, source.path, wanted, sink.failed)) {
    if (path === tornPath) sink.bad({ line, detail: 'the file is cut off' });
    else if (path !== 'logs.[]') named.set(path, textOf(value) ?? '');
    else if (isJsonObject(value)) await takeRow(value, line, source, sink);
    else sink.bad({ line, detail: 'no JSON object' });
  }
  const model = modelInArgs(named.get('args.model_args')) ?? named.get('args.model') ?? modelOfFolder(source, folder);
  return { task: stem, ...(model !== undefined && { model }) };
}

async function takeRow(row: JsonObject, line: number, _source: ReplySource, sink: ReplySink): Promise<void> {
  const filtered = firstText(fieldOf(row, 'filtered_resps'));
  const reply = firstText(fieldOf(row, 'resps')) ?? filtered;
  if (reply === undefined) return sink.bad({ line, detail: 'no resps and no filtered_resps' });
  const isFailure = failureMarker.test(reply);
  const question = questionOf(fieldOf(row, 'input') ?? fieldOf(row, 'arguments'));
  const target = textField(row, 'target');
  const theirs = theirReading(row, filtered === reply ? undefined : filtered);
  const usage = usageOf(fieldOf(row, 'token_counts'));
  await sink.reply({
    line,
    pictures: picturesOf(row),
    ids: ['doc_id', 'id'].flatMap((name) => textField(row, name) ?? []),
    ...(question !== undefined && { question }),
    ...(target !== undefined && { target }),
    ...(isFailure ? { failure: { kind: 'modelError', detail: reply.slice(0, 500) } } : { reply }),
    ...(theirs && { theirs }),
    ...(usage && { usage }),
  });
}

/** The first text in a list, however deep: one reply for each request of the document, the first of each repeat. */
function firstText(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value) || depth > 4) return textOf(value);
  return value.length === 0 ? undefined : firstText(value[0], depth + 1);
}

/** The question as it was sent: a text, or the chat messages with it. */
function questionOf(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return value;
  if (depth > 6) return undefined;
  if (Array.isArray(value)) {
    const texts = value.flatMap((one) => questionOf(one, depth + 1) ?? []);
    return texts.length === 0 ? undefined : texts.join('\n');
  }
  if (!isJsonObject(value)) return undefined;
  return textField(value, 'text') ?? questionOf(fieldOf(value, 'content'), depth + 1);
}

/** Texts that name a picture, in the document, its media and its id. */
function picturesOf(row: JsonObject): readonly string[] {
  const found: string[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (typeof value === 'string' && value.length < 4096 && looksLikePicture(value)) found.push(value);
    else if (typeof value === 'object' && value !== null && depth < 5)
      for (const one of Object.values(value)) if (found.length < 16) visit(one, depth + 1);
  };
  for (const name of ['doc_id', 'input_media', 'doc', 'image', 'image_path', 'visuals']) visit(fieldOf(row, name), 0);
  return found;
}

const metricNames =
  /^(?:exact_match|acc(?:uracy)?|em|correct|score|is_correct|\w+_(?:acc(?:uracy)?|exact_match|score))(?:,.*)?$/i;

function theirReading(row: JsonObject, filtered: string | undefined): TheirReading | undefined {
  let right: boolean | undefined;
  let extracted = filtered;
  for (const [name, value] of Object.entries(row)) {
    if (!metricNames.test(name)) continue;
    if (isJsonObject(value)) {
      extracted = textField(value, 'parsed_pred', 'pred', 'prediction', 'pred_answer') ?? extracted;
      right ??= truthValue(fieldOf(value, 'correct') ?? fieldOf(value, 'score') ?? fieldOf(value, 'exact_match'));
    } else right ??= truthValue(value);
  }
  if (right === undefined && extracted === undefined) return undefined;
  return { ...(right !== undefined && { right }), ...(extracted !== undefined && { extracted }) };
}

function truthValue(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  return value === 1 || value === 0 ? value === 1 : undefined;
}

function usageOf(value: unknown): { input: number; output: number; cached: number } | undefined {
  const first: unknown = Array.isArray(value) ? value.flat(3)[0] : value;
  if (!isJsonObject(first)) return undefined;
  const count = (...names: string[]): number | undefined => {
    const found = names.map((name) => fieldOf(first, name)).find((one) => typeof one === 'number');
    return typeof found === 'number' ? found : undefined;
  };
  const [input, output] = [
    count('input_tokens', 'prompt_tokens', 'input'),
    count('output_tokens', 'completion_tokens', 'output'),
  ];
  return input === undefined && output === undefined
    ? undefined
    : { input: input ?? 0, output: output ?? 0, cached: 0 };
}

async function headOf(source: ReplySource): Promise<ForeignHead> {
  const { stem, folder } = listedFile(source.path);
  const [, date, task] = /^(?:(\d{8}_\d{6})_)?(?:.*_)?samples_(.+)$/.exec(stem) ?? [];
  const named = modelOfFolder(source, folder);
  const head = {
    ...(named !== undefined && { model: named }),
    ...(task !== undefined && { task }),
    ...(date !== undefined && { startedAt: isoOf(date) }),
  };
  const summaries = (await source.beside()).filter((name) => /results(?:_[\d_T:.-]+)?\.json$/i.test(name));
  // One alone is that of all samples beside it, whatever they were renamed to.
  const results = summaries.find((name) => date !== undefined && name.startsWith(date)) ?? only(summaries);
  if (results === undefined) return head;
  const path = folder === '' ? results : `${folder}/${results}`;
  const model = await modelIn(source, path);
  return model === undefined ? head : { ...head, model };
}

function only(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}

/** Folders that only keep runs together. */
const containers =
  /^(?:results?|logs?|outputs?|samples|submissions?|predictions?|runs?|lmms[-_]?eval|eval(?:s|uations?)?|\d{4}[\d_T:.-]*)$/i;

/**
 * The model by the folder that lmms-eval writes into, which is its name with `__` for each slash. Of a file without a folder of its own that is the one that was opened, where its
 * name is of that kind.
 */
function modelOfFolder({ folder: opened }: ReplySource, folder: string): string | undefined {
  const outer = opened.name.split(/[\\/]/).findLast((segment) => segment !== '');
  const own = folder.split('/').findLast((segment) => segment !== '' && !containers.test(segment));
  const name = own ?? (outer?.includes('__') === true ? outer : undefined);
  return name?.replaceAll('__', '/');
}

/** The model as the run's summary names it; its `model_args` say more than the name of the class. */
async function modelIn(source: ReplySource, path: string): Promise<string | undefined> {
  const found = new Map<string, unknown>();
  const wanted = (at: string): boolean => ['model_name', 'config.model', 'config.model_args'].includes(at);
  for await (const one of jsonElements(source.folder, path, wanted, () => undefined)) found.set(one.path, one.value);
  const named = modelInArgs(textOf(found.get('config.model_args')));
  return textOf(found.get('model_name')) ?? named ?? textOf(found.get('config.model'));
}

function modelInArgs(args: string | undefined): string | undefined {
  return args === undefined
    ? undefined
    : /(?:^|,)\s*(?:pretrained|model_version|model|model_name)=([^,]+)/.exec(args)?.[1];
}

function isoOf(date: string): string {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)$/.exec(date) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return new Date(Number.isNaN(time) ? 0 : time).toISOString();
}
