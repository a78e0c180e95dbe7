import type { FileHeads } from '../benchmark/formats/fileHeads.ts';
import { jsonBeginning, type JsonBeginning } from '../benchmark/formats/jsonBeginning.ts';
import { beginningOf } from '../benchmark/formats/jsonFiles.ts';
import { fieldOf, isJsonObject, listField, type JsonObject } from '../benchmark/formats/jsonValues.ts';
import { isPromptfooTable } from './promptfooTable.ts';
import { listedFile, type ListedFile } from '../benchmark/files/listing.ts';

/** The tools whose prediction files open as runs; `openai-batch` is also what vLLM writes. */
export const predictionTools = ['vlmevalkit', 'lmms-eval', 'inspect', 'promptfoo', 'openai-batch'] as const;

/** One of {@link predictionTools}. */
export type PredictionTool = (typeof predictionTools)[number];

/** What a file is among the files of a tool: one with replies, or one beside them that says more about them and holds no items either. */
export interface PredictionFileKind {
  readonly tool: PredictionTool;
  readonly holds: 'replies' | 'summary';
}

const textExtensions: ReadonlySet<string> = new Set(['json', 'jsonl', 'ndjson', 'tsv', 'csv']);

const isDelimited = ({ extension }: Pick<ListedFile, 'extension'>): boolean =>
  extension === 'tsv' || extension === 'csv';

/** Whether a file may hold predictions, by its name alone; all others need not be looked into. */
export function mayHoldPredictions(file: Pick<ListedFile, 'extension'>): boolean {
  return textExtensions.has(file.extension) || file.extension === 'eval' || file.extension === 'xlsx';
}

/** What a file is by its name alone; `undefined` where its beginning has to decide. */
export function namedForPredictions(file: Pick<ListedFile, 'stem' | 'extension'>): PredictionFileKind | undefined {
  const { stem, extension } = file;
  if (extension === 'eval') return { tool: 'inspect', holds: 'replies' };
  // Of the tools that are read here only this one writes sheets; the sheet's header is looked at when it is read.
  if (extension === 'xlsx') return { tool: 'vlmevalkit', holds: 'replies' };
  if (extension === 'jsonl' && /^\d{8}_\d{6}_samples_./.test(stem)) return { tool: 'lmms-eval', holds: 'replies' };
  if (extension === 'json' && /^\d{8}_\d{6}_results$/.test(stem)) return { tool: 'lmms-eval', holds: 'summary' };
  return undefined;
}

/** What a file is by its name and its beginning (empty where it was not read); `undefined` for files that hold no predictions of a known tool. */
export function predictionFileKind(file: ListedFile, head: string): PredictionFileKind | undefined {
  // Other programs have files of this name, too; an archive says that it is one.
  if (file.extension === 'eval' && head !== '' && !head.startsWith('PK')) return undefined;
  const named = namedForPredictions(file);
  if (named !== undefined || !textExtensions.has(file.extension)) return named;
  if (isDelimited(file)) return ofTable(head, file.extension === 'tsv' ? '\t' : ',');
  return ofJson(jsonBeginning(head));
}

function ofJson({ shape, records, object }: JsonBeginning): PredictionFileKind | undefined {
  const first = records.find(isJsonObject);
  if (shape === 'list' || shape === 'lines') return first && ofRecord(first);
  return shape === 'object' ? (ofDocument(object) ?? ofRecord(object)) : undefined;
}

/**
 * Whether a file of a benchmark folder holds predictions (or stands beside them) and so no items: a run is read from it. Files of other
 * extensions than {@link mayHoldPredictions} knows are not looked into.
 */
export async function isPredictionFile(file: ListedFile, heads: FileHeads): Promise<boolean> {
  if (namedForPredictions(file) !== undefined) return true;
  if (!textExtensions.has(file.extension)) return false;
  if (isDelimited(file)) return predictionFileKind(file, await heads(file.path)) !== undefined;
  return ofJson(await beginningOf(heads, file.path)) !== undefined;
}

/** The same for a path relative to the benchmark's root. */
export function isPredictionPath(path: string, heads: FileHeads): Promise<boolean> {
  return isPredictionFile(listedFile(path), heads);
}

function ofTable(head: string, delimiter: string): PredictionFileKind | undefined {
  if (delimiter === ',' && isPromptfooTable(head)) return { tool: 'promptfoo', holds: 'replies' };
  const header = head.slice(0, head.search(/[\r\n]|$/)).split(delimiter);
  const names = new Set(header.map((name) => name.trim().replace(/^"(.*)"$/, '$1')));
  return isVlmEvalKit((name) => names.has(name)) ? { tool: 'vlmevalkit', holds: 'replies' } : undefined;
}

/** A list of predictions alone is what other benchmarks score; VLMEvalKit keeps the columns of its data beside it. */
function isVlmEvalKit(has: (name: string) => boolean): boolean {
  return has('prediction') && has('index') && (has('question') || has('answer') || has('image_path'));
}

function isLmmsEval(has: (name: string) => boolean): boolean {
  return has('doc_id') && (has('filtered_resps') || has('resps'));
}

function ofRecord(record: JsonObject): PredictionFileKind | undefined {
  const has = (name: string): boolean => Object.hasOwn(record, name);
  if (isVlmEvalKit(has)) return { tool: 'vlmevalkit', holds: 'replies' };
  if (isLmmsEval(has)) return { tool: 'lmms-eval', holds: 'replies' };
  if (has('custom_id') && !has('body') && (has('response') || has('error')))
    return { tool: 'openai-batch', holds: 'replies' };
  if (has('promptIdx') && (has('vars') || has('provider'))) return { tool: 'promptfoo', holds: 'replies' };
  return undefined;
}

const inspectStatus: ReadonlySet<unknown> = new Set(['started', 'success', 'cancelled', 'error']);

function ofDocument(object: JsonObject): PredictionFileKind | undefined {
  const inner = fieldOf(object, 'results');
  if (isJsonObject(fieldOf(object, 'eval')) && inspectStatus.has(fieldOf(object, 'status')))
    return { tool: 'inspect', holds: 'replies' };
  if (isPromptfoo(object, inner)) return { tool: 'promptfoo', holds: 'replies' };
  const [log] = listField(object, 'logs').filter(isJsonObject);
  if (log !== undefined && isLmmsEval((name) => Object.hasOwn(log, name)))
    return { tool: 'lmms-eval', holds: 'replies' };
  if (isJsonObject(inner) && isJsonObject(fieldOf(object, 'configs'))) return { tool: 'lmms-eval', holds: 'summary' };
  const isStatus = ['schema_version', 'eval_id', 'model_name', 'datasets'].every((name) => Object.hasOwn(object, name));
  return isStatus ? { tool: 'vlmevalkit', holds: 'summary' } : undefined;
}

function isPromptfoo(object: JsonObject, inner: unknown): boolean {
  if (Array.isArray(inner)) return Object.hasOwn(object, 'prompts') || Object.hasOwn(object, 'stats');
  if (!isJsonObject(inner)) return false;
  const has = (name: string): boolean => Object.hasOwn(inner, name);
  const holds = has('prompts') || has('results') || has('outputs') || has('table');
  return (
    holds && (Object.hasOwn(object, 'evalId') || has('version') || has('stats') || has('outputs') || has('prompts'))
  );
}
