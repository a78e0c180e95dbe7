import { otherFiles } from '../benchmark/files/filesByKind.ts';
import type { FileHeads } from '../benchmark/formats/fileHeads.ts';
import type { ListedFile, Listing } from '../benchmark/files/listing.ts';
import { isPredictionFile, mayHoldPredictions, namedForPredictions } from './predictionFile.ts';

/** More than this in one folder are annotations of one picture each. */
const mostInFolder = 64;
/** Tables of benchmarks by the names that their formats give them. */
const namedForBenchmarks = /^(annotation_(emo|quality)|metadata)$/;
/** Looked into at most: each costs a read, and the open waits for it. */
const mostFiles = 256;

/**
 * Takes the prediction files out of a listing, so that no format takes one for a table of the benchmark. Of the files whose names do not
 * settle it those in folders with few of their kind are looked into, the nearest to the root first.
 */
export async function withoutPredictions(
  listing: Listing,
  heads: FileHeads,
): Promise<{ readonly listing: Listing; readonly predictions: readonly string[] }> {
  const found = new Set<ListedFile>();
  for (const file of otherFiles(listing.files)) if (namedForPredictions(file) !== undefined) found.add(file);
  for (const file of filesToLookInto(listing)) if (await isPredictionFile(file, heads)) found.add(file);
  if (found.size === 0) return { listing, predictions: [] };
  return {
    listing: { ...listing, files: listing.files.filter((file) => !found.has(file)) },
    predictions: listing.files.filter((file) => found.has(file)).map(({ path }) => path),
  };
}

function filesToLookInto(listing: Listing): readonly ListedFile[] {
  const folders = new Map<string, ListedFile[]>();
  for (const file of otherFiles(listing.files)) {
    if (!mayHoldPredictions(file) || namedForPredictions(file) !== undefined || namedForBenchmarks.test(file.stem))
      continue;
    const files = folders.get(file.folder);
    if (files) files.push(file);
    else folders.set(file.folder, [file]);
  }
  const depth = ({ path }: ListedFile): number => path.split('/').length;
  return [...folders.values()]
    .filter((files) => files.length <= mostInFolder)
    .flat()
    .sort((a, b) => depth(a) - depth(b))
    .slice(0, mostFiles);
}
