import { isJsonObject, textField, textOf, fieldOf, type JsonObject } from '../benchmark/formats/jsonValues.ts';
import { listedFile } from '../benchmark/files/listing.ts';
import { embeddedValue } from '../benchmark/embedded/embeddedValue.ts';
import { readSqueezed } from '../benchmark/embedded/squeezeTable.ts';
import { looksLikePicture } from '../benchmark/files/pictureFinder.ts';
import type { ForeignHead, ForeignOptions, ReplyReader, ReplySink, ReplySource, TheirReading } from './foreignReply.ts';
import { jsonLines } from './fileLines.ts';
import { jsonElements, tornPath } from './jsonElements.ts';
import { ok } from '../result.ts';
import { readSheet } from './sheet.ts';
import { noteBadRows, wholeTable } from './wholeTable.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** What the tool writes where a request brought no answer; also with the words of an error behind it. */
const failureMarker = /Failed to obtain answer(?: via API)?/i;

/** Reads `{model}_{dataset}.xlsx`, `.tsv`, `.csv`, `.json` or `.jsonl` of VLMEvalKit, judged or not: the columns of the data, `prediction`, and after judging `hit` and `log`. */
export const readVlmEvalKit: ReplyReader = async (source, sink) => {
  const { extension } = listedFile(source.path);
  const circles = circlesOf(sink);
  if (extension === 'xlsx') await readWorkbook(source, circles);
  else if (extension === 'json') await readList(source, circles);
  else if (extension === 'jsonl' || extension === 'ndjson') await readLines(source, circles);
  else await readTable(source, circles);
  return headOf(source);
};

/** The model and the data set share one name: `status.json` beside it, or the folder, tells where the model's ends; else the first `_` does. */
async function headOf(source: ReplySource): Promise<ForeignHead> {
  const { stem, folder } = listedFile(source.path);
  const inStatus = (await source.beside()).includes('status.json')
    ? await modelInStatus(source, folder === '' ? 'status.json' : `${folder}/status.json`)
    : undefined;
  const known = [inStatus, folder.split('/').at(-1)].find((model) => model && stem.startsWith(`${model}_`));
  if (known !== undefined) return { model: known, task: stem.slice(known.length + 1) };
  const at = stem.indexOf('_');
  const task = at > 0 ? { task: stem.slice(at + 1) } : {};
  return { model: inStatus ?? (at > 0 ? stem.slice(0, at) : stem), ...task };
}

async function modelInStatus({ folder }: ReplySource, path: string): Promise<string | undefined> {
  for await (const { value } of jsonElements(
    folder,
    path,
    (at) => at === 'model_name',
    () => undefined,
  ))
    return textOf(value);
  return undefined;
}

async function readWorkbook(source: ReplySource, sink: ReplySink): Promise<void> {
  const rows = await readSheet(source.folder, source.path);
  if (!rows.ok) return sink.bad({ line: 1, detail: rows.error });
  const [header, ...rest] = rows.value;
  if (header?.cells.includes('prediction') !== true)
    return sink.bad({ line: header?.line ?? 1, detail: 'no column "prediction"' });
  for (const { line, cells } of rest) await takeRow(objectOf(header.cells, cells), line, sink);
}

async function readTable(source: ReplySource, sink: ReplySink): Promise<void> {
  // Pictures are most of such a table, and none of them is looked at: without them it may be as long as it will.
  const read = await readSqueezed(source.folder, source.path);
  const table = wholeTable(read.ok ? ok(read.value.bytes) : read, source, sink);
  if (table === undefined) return;
  if (!table.header.includes('prediction'))
    return sink.bad({ line: table.headerLine, detail: 'no column "prediction"' });
  noteBadRows(table, sink);
  for (const { line, fields } of table.rows) await takeRow(objectOf(table.header, fields), line, sink);
}

async function readList(source: ReplySource, sink: ReplySink): Promise<void> {
  const wanted = (path: string): boolean => path === '[]';
  for await (const { path, line, value } of jsonElements(source.folder, source.path, wanted, sink.failed)) {
    if (path === tornPath) sink.bad({ line, detail: 'the file is cut off' });
    else if (!isJsonObject(value)) sink.bad({ line, detail: 'no JSON object' });
    else await takeRow(value, line, sink);
  }
}

async function readLines(source: ReplySource, sink: ReplySink): Promise<void> {
  for await (const { line, value, fault } of jsonLines(source.folder, source.path, sink.failed)) {
    if (isJsonObject(value)) await takeRow(value, line, sink);
    else sink.bad({ line, detail: fault ?? 'no JSON object' });
  }
}

function objectOf(header: readonly string[], cells: readonly string[]): JsonObject {
  return Object.fromEntries(header.map((name, at) => [name.trim(), cells[at] ?? '']));
}

async function takeRow(row: JsonObject, line: number, sink: ReplySink): Promise<void> {
  if (!Object.hasOwn(row, 'prediction')) return sink.bad({ line, detail: 'no prediction' });
  const reply = textOf(fieldOf(row, 'prediction')) ?? '';
  const failed = failureMarker.exec(reply);
  const options = optionsOf(row);
  const reasoning = textField(row, 'thinking');
  const theirs = theirReading(row);
  const target = textField(row, 'answer');
  const question = textField(row, 'question');
  const ids = idsOf(row);
  await sink.reply({
    line,
    pictures: picturesOf(row),
    ids,
    indexes: ids,
    ...(question !== undefined && { question }),
    ...(options && { options }),
    ...(target !== undefined && { target }),
    ...(failed ? { failure: { kind: 'modelError', detail: reply.slice(0, 500) } } : { reply }),
    ...(reasoning !== undefined && { reasoning }),
    ...(theirs && { theirs }),
  });
}

function picturesOf(row: JsonObject): readonly string[] {
  const named = ['image_path', 'image', 'img', 'file_name', 'video'].flatMap((name) => textField(row, name) ?? []);
  // A list of paths stands there as a literal; the first is the picture that the question is about.
  const first = named.map((text) => /^\[\s*['"]([^'"]+)['"]/.exec(text)?.[1] ?? text);
  return first.filter((text) => text.length < 4096 && embeddedValue(text) === undefined);
}

/** Asked in circles, a row comes again with its options turned by one, its index higher by a million each time: each round is a run of its own. */
function circlesOf(sink: ReplySink): ReplySink {
  const rounds = new Map<string, number>();
  return {
    bad: (bad) => sink.bad(bad),
    failed: (error) => sink.failed(error),
    reply: (reply) => {
      const row = reply.ids.at(-1);
      const round = row === undefined ? 1 : (rounds.get(row) ?? 0) + 1;
      if (row !== undefined) rounds.set(row, round);
      const isTurned = reply.ids.length > 1 && round > 1;
      return sink.reply(isTurned ? { ...reply, group: `circle ${round}` } : reply);
    },
  };
}

function idsOf(row: JsonObject): readonly string[] {
  const index = textField(row, 'index');
  if (index === undefined) return [];
  const plain = /^\d+\.0+$/.test(index) ? index.replace(/\.0+$/, '') : index;
  return looksLikePicture(plain) ? [plain] : [plain, ...(Number(plain) >= 1e6 ? [String(Number(plain) % 1e6)] : [])];
}

function optionsOf(row: JsonObject): ForeignOptions | undefined {
  const texts: string[] = [];
  for (const letter of letters) {
    const text = textField(row, letter);
    if (text === undefined || text.toLowerCase() === 'nan') break;
    texts.push(text);
  }
  return texts.length < 2 ? undefined : { style: 'letters', texts };
}

function theirReading(row: JsonObject): TheirReading | undefined {
  const hit = textField(row, 'hit');
  const right = hit === undefined || hit.toLowerCase() === 'nan' ? undefined : truthValue(hit);
  const extracted = textField(row, 'extracted', 'extracted_answer', 'res');
  const how = textField(row, 'log', 'judge_log');
  if (right === undefined && extracted === undefined && how === undefined) return undefined;
  return { ...(right !== undefined && { right }), ...(extracted !== undefined && { extracted }), ...(how && { how }) };
}

function truthValue(text: string): boolean | undefined {
  if (/^(true|1|1\.0+)$/i.test(text)) return true;
  return /^(false|0|0\.0+)$/i.test(text) ? false : undefined;
}
