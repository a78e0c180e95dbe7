import type { ListedFile } from '../files/listing.ts';
import type { Format } from './format.ts';
import { readTables } from './readTables.ts';
import { saysEmotions, tableBeginnings, tableFiles } from './tableBeginnings.ts';

const fileNames = /^(?:.*_)?file_names?$/;

/**
 * `imagefolder` of Hugging Face `datasets`: `metadata.csv`, `.jsonl` or `.parquet` beside the pictures (or one in the folder of each split), with
 * `file_name`, `*_file_name`, `file_names` or `*_file_names` relative to it.
 */
export const imageFolder: Format = {
  id: 'image-folder',
  recognise: (listing) => (listing.files.some(isMetadata) ? 0.85 : 0),
  async confirm(listing, heads, lexicon) {
    const beginnings = await tableBeginnings(listing, heads, lexicon);
    const own = beginnings.filter(
      ({ file, columns }) => isMetadata(file) && columns.some((name) => fileNames.test(name)),
    );
    if (own.length === 0) return 0;
    return own.some(saysEmotions) ? 0.85 : 0.45;
  },
  read(context) {
    const files = tableFiles(context.listing);
    return readTables(context, [...files.filter(isMetadata), ...files.filter((file) => !isMetadata(file))]);
  },
};

function isMetadata(file: ListedFile): boolean {
  return file.stem === 'metadata' && ['csv', 'jsonl', 'parquet', 'tsv'].includes(file.extension);
}
