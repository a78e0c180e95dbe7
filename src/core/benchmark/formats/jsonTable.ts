import { decodeText } from '../tables/decodeText.ts';
import { visitJsonRecords } from '../tables/jsonRecords.ts';
import type { ListedFile } from '../files/listing.ts';
import type { Problem } from '../problem.ts';
import type { FormatContext, ReadTableFile } from './format.ts';

/** The text of a table, with the SHA-256 of its bytes. */
export interface TableText extends ReadTableFile {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** Reads a table as text, in whatever encoding it is; or the problem that it cannot be read. */
export async function readTableText(context: FormatContext, path: string): Promise<TableText | Problem> {
  const bytes = await readBytes(context, path);
  if ('kind' in bytes) return bytes;
  const hash = context.hasher.sha256(bytes);
  const { text } = decodeText(bytes);
  return { path, sha256: await hash, bytes, text };
}

async function readBytes({ folder }: FormatContext, path: string): Promise<Uint8Array | Problem> {
  const bytes = await folder.read(path);
  if (bytes.ok) return bytes.value;
  const kind = bytes.error.kind === 'outsideRoot' ? 'outside-root' : 'unreadable';
  return { kind, file: path, facts: { reason: bytes.error.kind, detail: bytes.error.detail } };
}

/** A JSON file that was read, with one `bad-row` problem for each record that could not be. */
export interface JsonTable extends ReadTableFile {
  readonly problems: readonly Problem[];
}

/** Reads a JSON or JSON Lines file record by record; what cannot be read is among its problems. */
export async function visitJsonTable(
  context: FormatContext,
  file: ListedFile,
  record: (value: unknown, line: number) => void,
): Promise<JsonTable> {
  const bytes = await readBytes(context, file.path);
  if ('kind' in bytes) return { path: file.path, sha256: '', problems: [bytes] };
  // A large one is hashed in another thread, while its records are read here.
  const hash = context.hasher.sha256(bytes);
  const { text } = decodeText(bytes);
  const problems: Problem[] = [];
  const bad = (line: number) => problems.push(badRecord(file.path, line));
  visitJsonRecords(text, file.extension !== 'json', { record, bad, stop: context.signal });
  return { path: file.path, sha256: await hash, problems };
}

/** The problem of a record that is no JSON, or not what its format holds. */
export function badRecord(file: string, line: number, reason: 'json' | 'noImage' | 'options' = 'json'): Problem {
  return { kind: 'bad-row', file, line, facts: { reason } };
}

const splits = /^(train|training|val|valid|validation|dev|test|testing|eval)\d*$/i;

/** The file that was asked about last: each of its rows asks. */
let lastSplit: { readonly key: string; readonly split: string | undefined } | undefined;

/** The part of the data that a file holds, by a word of its name (`train.json`, `instances_val2017.json`) or its folder (`test/labels.json`). */
export function splitOf(file: Pick<ListedFile, 'stem' | 'folder'>): string | undefined {
  const key = `${file.folder}/${file.stem}`;
  if (lastSplit?.key === key) return lastSplit.split;
  const ofName = file.stem.split(/[^A-Za-z0-9]+/).find((word) => splits.test(word));
  const ofFolder = file.folder.split('/').findLast((name) => splits.test(name));
  const split = (ofName ?? ofFolder)?.toLowerCase().replace(/\d+$/, '');
  lastSplit = { key, split };
  return split;
}
