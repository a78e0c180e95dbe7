import { getSchemaPath } from 'hyparquet/src/schema.js';
import type { ColumnMetaData, Compressors, FileMetaData } from 'hyparquet/src/index.js';
import { checkPages } from './parquetPages.ts';

/** A column chunk, by its bytes in the file. */
interface Chunk {
  readonly start: number;
  readonly end: number;
  readonly values: number;
  readonly column: ColumnMetaData;
}

/** More values of a column than this have no place in memory. */
const mostValues = 50_000_000;

/**
 * What a footer says of rows and places, checked against the size of the file: the reader believes it all, and would go round for ever or
 * fill the memory over a damaged one. Throws; the message says what is wrong.
 */
export function checkFooter(metadata: FileMetaData, size: number): void {
  const rows = metadata.row_groups.map((group) => Number(group.num_rows));
  const total = rows.reduce((sum, count) => sum + count, 0);
  if (rows.some((count) => count < 0) || total !== Number(metadata.num_rows)) {
    throw new Error('the numbers of rows in the footer do not agree');
  }
  for (const { start, end, values } of chunksOf(metadata)) {
    if (!(start >= 0 && start <= end && end <= size) || !(values >= 0 && values <= mostValues)) {
      throw new Error('the footer names a place that is not in the file');
    }
  }
}

function chunksOf(metadata: FileMetaData): readonly Chunk[] {
  return metadata.row_groups
    .flatMap((group) => group.columns)
    .map(({ meta_data: column }) => {
      if (column === undefined) throw new Error('the footer lacks a column');
      return chunkOf(column);
    });
}

/** Where a column chunk stands in the file. */
export function chunkOf(column: ColumnMetaData): Chunk {
  const first = Number(column.dictionary_page_offset ?? column.data_page_offset);
  const start = first > 0 ? Math.min(first, Number(column.data_page_offset)) : Number(column.data_page_offset);
  const end = start + Number(column.total_compressed_size);
  return { start, end, values: Number(column.num_values), column };
}

/**
 * Makes a check of bytes of the file that were read from `start` on: the pages of the columns that lie in them whole must be such as the reader can
 * go through. Throws.
 */
export function pageChecker(
  metadata: FileMetaData,
  compressors: Compressors,
): (start: number, bytes: ArrayBuffer) => void {
  const chunks = chunksOf(metadata);
  return (start, bytes) => {
    for (const chunk of chunks) {
      if (chunk.start < start || chunk.end > start + bytes.byteLength) continue;
      const { codec, type, path_in_schema: path } = chunk.column;
      const schemaPath = getSchemaPath(metadata.schema, [...path]);
      const view = new DataView(bytes, chunk.start - start, chunk.end - chunk.start);
      checkPages(view, { codec, type, schemaPath, values: chunk.values }, compressors);
    }
  };
}
