import { indexFiles, type FileIndex } from './files/fileIndex.ts';
import type { ListedFile } from './files/listing.ts';
import type { KeptReading } from './followedReading.ts';
import type { FormatReading } from './formats/format.ts';
import type { KeptCells } from './formats/cellCodes.ts';
import type { KeptTable } from './formats/memoRows.ts';
import type { KeptRecordFiles, KeptRowFiles } from './formats/rowFiles.ts';
import type { KeptIds } from './keptIds.ts';
import type { KeptNames } from './names/nameParts.ts';
import type { KeptText, RecordTable } from './tables/recordTable.ts';

/**
 * What one opening of a folder leaves to the next one, so that it need not look again at what is as it was. Everything in it is held
 * against the files and texts of now before it is believed: an opening with it comes to what one without it comes to.
 */
export interface OpenMemory {
  /** Tables by their path. */
  readonly tables: Map<string, KeptTable>;
  /** Other tables by their path, where reading them again depends on their bytes alone. */
  readonly records: Map<string, RecordTable>;
  /** Delimited ones of these other tables, whatever the files are that they name. */
  readonly texts: Map<string, KeptText>;
  /** What the columns of tables hold, by the tables' paths. */
  readonly cells: Map<string, KeptCells>;
  /** Which files the rows of delimited tables name, by the tables' paths. */
  readonly rowFiles: Map<string, KeptRowFiles>;
  /** The same for those of {@link records}. */
  readonly recordFiles: Map<string, KeptRecordFiles>;
  /** Finds files by their names; of those of the last opening, or of nearly the same ones. */
  files?: FileIndex;
  names?: KeptNames;
  ids?: KeptIds;
  /** What was read last, where that takes long to read again. */
  reading?: KeptReading | undefined;
  /** Of fewer items than this all is read again at once. */
  readonly fewItems: number;
}

/** Whether reading something again takes much more time than what changed of it: it is large, and some table of it is not remembered. */
export function takesLong({ tables, records, rowFiles, fewItems }: OpenMemory, reading: FormatReading): boolean {
  const isRemembered = (path: string) => tables.has(path) || records.has(path) || rowFiles.has(path);
  return reading.table.length >= fewItems && !reading.tables.every(({ path }) => isRemembered(path));
}

/** Lets go of tables that are not among some files. */
export function forgetGone(
  { tables, records, texts, cells, rowFiles, recordFiles }: OpenMemory,
  files: readonly ListedFile[],
): void {
  for (const kept of [tables, records, texts, cells, rowFiles, recordFiles]) {
    for (const path of kept.keys()) if (indexFiles(files).paths().placeOf(path) === -1) kept.delete(path);
  }
}

/** So many items are read again before a person has seen anything of a change. */
const usuallyFew = 20_000;

/** A memory with nothing in it. */
export function openMemory(fewItems = usuallyFew): OpenMemory {
  return {
    tables: new Map(),
    records: new Map(),
    texts: new Map(),
    cells: new Map(),
    rowFiles: new Map(),
    recordFiles: new Map(),
    fewItems,
  };
}
