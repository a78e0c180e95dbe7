import { otherFiles } from '../files/filesByKind.ts';
import type { ListedFile, Listing } from '../files/listing.ts';
import type { FileHeads } from './fileHeads.ts';
import { jsonBeginning, type JsonBeginning } from './jsonBeginning.ts';

/** A JSON file with what its beginning shows. */
export interface JsonFile {
  readonly file: ListedFile;
  readonly beginning: JsonBeginning;
}

/** More than this in one folder are annotations of one picture each, not tables. */
const mostInFolder = 64;
/** Looked into to recognise a folder; tables stand near its root. */
const mostFiles = 96;

const jsonExtensions = ['json', 'jsonl', 'ndjson'];
const foundJson = new WeakMap<Listing, readonly ListedFile[]>();
const foundBeginnings = new WeakMap<FileHeads, Map<string, JsonBeginning>>();

/** 1 where a folder has a JSON file that may be a table, else 0: what it holds is seen later. */
export function hasJson(listing: Listing): number {
  return jsonTables(listing).length > 0 ? 1 : 0;
}

/** Found once for each listing, because each format of JSON asks. */
function jsonTables(listing: Listing): readonly ListedFile[] {
  const found = foundJson.get(listing) ?? likelyTables(listing, jsonExtensions);
  foundJson.set(listing, found);
  return found;
}

/** What the beginning of a JSON file shows, read once however many ask. */
export async function beginningOf(heads: FileHeads, path: string): Promise<JsonBeginning> {
  const known = foundBeginnings.get(heads) ?? new Map<string, JsonBeginning>();
  foundBeginnings.set(heads, known);
  const beginning = known.get(path) ?? jsonBeginning(await heads(path));
  known.set(path, beginning);
  return beginning;
}

/** The files that may be tables by their names: those of the given extensions, the nearest to the root first, and no folders full of them. */
export function likelyTables(listing: Listing, extensions: readonly string[]): readonly ListedFile[] {
  const folders = new Map<string, ListedFile[]>();
  for (const file of otherFiles(listing.files)) {
    if (!extensions.includes(file.extension)) continue;
    const files = folders.get(file.folder);
    if (files) files.push(file);
    else folders.set(file.folder, [file]);
  }
  const depth = (file: ListedFile) => file.path.split('/').length;
  return [...folders.values()]
    .filter((files) => files.length <= mostInFolder)
    .flat()
    .sort((a, b) => depth(a) - depth(b))
    .slice(0, mostFiles);
}

/** The JSON files (`.json`, `.jsonl`, `.ndjson`) whose beginning passes a test. */
export async function jsonFiles(
  listing: Listing,
  heads: FileHeads,
  test: (beginning: JsonBeginning, file: ListedFile) => boolean,
): Promise<readonly JsonFile[]> {
  const found: JsonFile[] = [];
  for (const file of jsonTables(listing)) {
    const beginning = await beginningOf(heads, file.path);
    if (test(beginning, file)) found.push({ file, beginning });
  }
  return found;
}
