import { damagedLines } from '../tables/damagedLetters.ts';
import { decodeText, tooLongFile } from '../tables/decodeText.ts';
import { visitJsonRecords } from '../tables/jsonRecords.ts';
import type { ListedFile } from '../files/listing.ts';
import type { FileError } from '../../ports.ts';
import type { Problem } from '../problem.ts';
import type { FormatContext, ReadTableFile } from './format.ts';

/** The text of a table, with the SHA-256 of its bytes. */
export interface TableText extends ReadTableFile {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** Reads a table as text, in whatever encoding it is; or the problem that it cannot be read. */
export async function readTableText(context: FormatContext, path: string): Promise<TableText | Problem> {
  const read = await readText(context, path);
  if ('kind' in read) return read;
  const { bytes, text, hash } = read;
  return { path, sha256: await hash, bytes, text };
}

interface HashedText extends Pick<TableText, 'bytes' | 'text'> {
  /** Not awaited: a large file is hashed in another thread, while its text is read here. */
  readonly hash: Promise<string>;
  /** Lines in which bytes were no letters. */
  readonly damaged: readonly number[];
}

async function readText({ folder, hasher }: FormatContext, path: string): Promise<HashedText | Problem> {
  const bytes = await folder.read(path);
  if (!bytes.ok) return unreadable(path, bytes.error);
  const hash = hasher.sha256(bytes.value);
  try {
    const decoded = decodeText(bytes.value);
    return { bytes: bytes.value, text: decoded.text, hash, damaged: damagedLines(decoded) };
  } catch (thrown) {
    return unreadable(path, tooLongFile(thrown, path));
  }
}

function unreadable(file: string, { kind, detail }: FileError): Problem {
  return { kind: kind === 'outsideRoot' ? 'outside-root' : 'unreadable', file, facts: { reason: kind, detail } };
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
  const read = await readText(context, file.path);
  if ('kind' in read) return { path: file.path, sha256: '', problems: [read] };
  const problems: Problem[] = read.damaged.map((line) => badRecord(file.path, line, 'letters'));
  const bad = (line: number) => problems.push(badRecord(file.path, line));
  visitJsonRecords(read.text, file.extension !== 'json', { record, bad, stop: context.signal });
  return { path: file.path, sha256: await read.hash, problems };
}

/** The problem of a record that is no JSON, or not what its format holds. */
export function badRecord(
  file: string,
  line: number,
  reason: 'json' | 'noImage' | 'options' | 'letters' = 'json',
): Problem {
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
