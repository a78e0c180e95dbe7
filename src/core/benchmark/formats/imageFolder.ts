import { otherFiles } from '../files/filesByKind.ts';
import type { ListedFile } from '../files/listing.ts';
import { sureByNames } from './classFolders.ts';
import { sureEnough, type Format } from './format.ts';
import { readTables } from './readTables.ts';
import { saysEmotions, tableBeginnings, tableFiles } from './tableBeginnings.ts';

const surest = 0.98;
const fileNames = /^(?:.*_)?file_names?$/;

/**
 * `imagefolder` of Hugging Face `datasets`: `metadata.csv`, `.jsonl` or `.parquet` beside the pictures (or one in the folder of each split), with
 * `file_name`, `*_file_name`, `file_names` or `*_file_names` relative to it.
 */
export const imageFolder: Format = {
  id: 'image-folder',
  recognise: (listing) => (otherFiles(listing.files).some(isMetadata) ? surest : 0),
  async confirm(listing, heads, lexicon) {
    const beginnings = await tableBeginnings(listing, heads, lexicon);
    const own = beginnings.filter(
      ({ file, columns }) => isMetadata(file) && columns.some((name) => fileNames.test(name)),
    );
    if (own.length === 0) return 0;
    const sure = own.some(saysEmotions) ? 0.85 : 0.45;
    // Folders or names that tell emotions make a benchmark of it; the table says more about the same pictures, and is more than any one.
    const beside = sureByNames(listing, lexicon);
    return beside >= sureEnough ? Math.min(surest, Math.max(sure, beside + 0.06)) : sure;
  },
  read(context) {
    const files = tableFiles(context.listing);
    return readTables(context, [...files.filter(isMetadata), ...files.filter((file) => !isMetadata(file))]);
  },
};

function isMetadata(file: ListedFile): boolean {
  return file.stem === 'metadata' && ['csv', 'jsonl', 'parquet', 'tsv'].includes(file.extension);
}
