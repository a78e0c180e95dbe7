import { mediaFiles } from '../files/filesByKind.ts';
import type { Listing } from '../files/listing.ts';
import { sureByNames } from './classFolders.ts';
import { sureEnough, type Format } from './format.ts';
import { readTables } from './readTables.ts';
import { fewSidecars, sidecarsOf } from './sidecars.ts';
import {
  imageProfile,
  saysEmotions,
  sidecarBeginning,
  tableBeginnings,
  tableFiles,
  type TableBeginning,
} from './tableBeginnings.ts';

const surest = 0.75;

function areFew(listing: Listing): boolean {
  return fewSidecars(listing).length > 0;
}

/**
 * Any table beside or above a folder of pictures, or with pictures in it: CSV and its kin, JSON, JSON Lines, Parquet; columns by name and content
 * (`columnRoles.ts`), several tables joined. Files that say something of one picture each are one table, read where no other one says labels.
 */
export const anyTable: Format = {
  id: 'table',
  recognise: (listing) => (tableFiles(listing).length > 0 || sidecarsOf(listing).length > 0 ? surest : 0),
  async confirm(listing, heads, lexicon) {
    const beginnings = await tableBeginnings(listing, heads, lexicon);
    const hasPictures = mediaFiles(listing.files).length > 0;
    const isTold = beginnings.some(saysEmotions) || (!areFew(listing) && sureByNames(listing, lexicon) >= sureEnough);
    const sidecars = isTold ? undefined : await sidecarBeginning(listing, heads, lexicon);
    const all = sidecars === undefined ? beginnings : [...beginnings, sidecars];
    const sure = Math.max(0, ...all.map((beginning) => sureOf(beginning, hasPictures)));
    const told = beginnings.some((beginning) => imageProfile(beginning) !== undefined) || areFew(listing);
    // Folders or names that tell emotions make a benchmark of it; the table says more about the same pictures.
    const beside = told ? sureByNames(listing, lexicon) : 0;
    if (beside >= sureEnough) return Math.max(sure, beside + 0.05);
    const isTable = tableFiles(listing).some((file) => ['csv', 'tsv', 'jsonl', 'parquet'].includes(file.extension));
    return Math.max(sure, isTable ? 0.15 : 0);
  },
  read: (context) => readTables(context, tableFiles(context.listing)),
};

function sureOf(beginning: TableBeginning, hasPictures: boolean): number {
  const image = imageProfile(beginning);
  const emotions = saysEmotions(beginning);
  if (image === undefined) return emotions ? 0.2 : 0;
  if (image.embedded || image.found >= 0.5) return emotions ? surest : 0.4;
  return emotions && hasPictures ? 0.55 : 0.3;
}
