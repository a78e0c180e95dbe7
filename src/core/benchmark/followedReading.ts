import type { Descriptor } from './descriptor.ts';
import { addDrafts, pickDrafts, type DraftTable } from './draftTable.ts';
import { placesBefore } from './files/placesBefore.ts';
import { isMediaFile, type ListedFile } from './files/listing.ts';
import type { Format, FormatReading } from './formats/format.ts';
import { compareNatural } from './naturalOrder.ts';
import type { Problem } from './problem.ts';

/** What was read of a folder, with all that it depends on besides the bytes of its tables. */
export interface KeptReading {
  /** Those that the format was given. */
  readonly files: readonly ListedFile[];
  readonly corrected: Descriptor;
  readonly format: Format | undefined;
  readonly reading: FormatReading;
}

/** What may be different now. */
export interface FilesNow {
  readonly files: readonly ListedFile[];
  readonly corrected: Descriptor;
  /** Paths below the root that something happened to. */
  readonly changed: readonly string[];
}

/**
 * What a reading comes to after pictures came or went, without asking any table: a picture that came is an item of which no row says anything, one that
 * went is none. What rows say of the one, and that rows lack the other, is left open. `undefined` where something else changed, too.
 */
export function followedReading(kept: KeptReading, now: FilesNow): FormatReading | undefined {
  const { reading, files } = kept;
  if (JSON.stringify(kept.corrected) !== JSON.stringify(now.corrected)) return undefined;
  if (!hasSameTables(files, now)) return undefined;
  const was = placesBefore(files, now.files);
  const stays = new Uint8Array(files.length);
  for (const place of was) if (place !== -1) stays[place] = 1;
  const gone = new Set(files.filter((_file, place) => stays[place] === 0).map(({ path }) => path));
  const came = now.files.filter((file, i) => was[i] === -1 && isMediaFile(file));
  if (gone.size === 0 && came.length === 0) return reading;
  const table = withPictures(reading.table, gone, came);
  const left = reading.problems.filter(({ item }) => item === undefined || !gone.has(item));
  return { ...reading, table, problems: [...left, ...withoutRow(came, reading)] };
}

/** Whether all files that are no pictures are the same objects as before, which those are that stayed, and nothing happened to any. */
function hasSameTables(before: readonly ListedFile[], { files, changed }: FilesNow): boolean {
  const [old, now] = [before.filter((file) => !isMediaFile(file)), files.filter((file) => !isMediaFile(file))];
  const touched = new Set(changed);
  return old.length === now.length && old.every((file, i) => file === now[i] && !touched.has(file.path));
}

function withPictures(table: DraftTable, gone: ReadonlySet<string>, came: readonly ListedFile[]): DraftTable {
  const places: number[] = [];
  let next = 0;
  const takeUpTo = (path: string | undefined): void => {
    while (next < came.length && (path === undefined || compareNatural(came[next]!.path, path) < 0)) {
      places.push(table.length + next++);
    }
  };
  for (const [place, { path }] of table.files.entries()) {
    if (next < came.length) takeUpTo(path);
    if (!gone.has(path)) places.push(place);
  }
  takeUpTo(undefined);
  return pickDrafts(came.length === 0 ? table : addDrafts(table, came), Uint32Array.from(places));
}

function withoutRow(came: readonly ListedFile[], { tables }: FormatReading): readonly Problem[] {
  const table = tables[0]?.path;
  if (table === undefined) return [];
  return came.map(({ path }) => ({ kind: 'image-without-row', file: path, item: path, facts: { table } }));
}
