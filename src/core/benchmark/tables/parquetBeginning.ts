import { parquetHeader } from 'hyparquet/src/column.js';
import { getMaxRepetitionLevel, getSchemaPath } from 'hyparquet/src/schema.js';
import type { ColumnMetaData, FileMetaData } from 'hyparquet/src/index.js';
import { chunkOf } from './parquetChecks.ts';
import type { ParquetFile } from './parquetFile.ts';

type Buffer = ParquetFile['buffer'];

/** Room for the header of a page, which may hold the least and the greatest value of the page. */
const headerBytes = 16 * 1024;
/** Columns of which so many bytes are in the first group of rows are read whole. */
const fewBytes = 64 * 1024;
/** Where the first rows lie in more pages than this, the pages are those of no common writer. */
const mostPages = 16;

/** The same footer as if the columns of the first group of rows ended behind the pages that hold its first rows: pictures of all others need not be read for a look at these. */
export async function withFirstPages(
  buffer: Buffer,
  metadata: FileMetaData,
  rows: number,
  column: string | undefined,
): Promise<FileMetaData> {
  const [group, ...others] = metadata.row_groups;
  if (group === undefined || rows >= Number(group.num_rows)) return metadata;
  const columns = await Promise.all(
    group.columns.map(async (chunk) => {
      const { meta_data: meta } = chunk;
      if (meta === undefined || (column !== undefined && meta.path_in_schema[0] !== column)) return chunk;
      const length = await lengthOfFirst(buffer, metadata, meta, rows);
      return length === undefined ? chunk : { ...chunk, meta_data: { ...meta, total_compressed_size: BigInt(length) } };
    }),
  );
  return { ...metadata, row_groups: [{ ...group, columns }, ...others] };
}

/** How many bytes of a column the pages take that hold so many rows; `undefined` where all of it is to be read. */
async function lengthOfFirst(
  buffer: Buffer,
  metadata: FileMetaData,
  column: ColumnMetaData,
  rows: number,
): Promise<number | undefined> {
  const { start, end } = chunkOf(column);
  // Rows with several values may stretch over pages.
  const isRepeated = getMaxRepetitionLevel(getSchemaPath(metadata.schema, [...column.path_in_schema])) > 0;
  if (isRepeated || end - start <= fewBytes) return undefined;
  let at = start;
  let seen = 0;
  for (let page = 0; at < end && seen < rows; page++) {
    if (page === mostPages) return undefined;
    const header = pageHeader(await buffer.slice(at, Math.min(end, at + headerBytes)));
    if (header === undefined) return undefined;
    at += header.length;
    seen += header.rows;
  }
  return at > end ? undefined : at - start;
}

/** How long a page is with its header, and how many rows are in it; `undefined` for what is no page. */
function pageHeader(bytes: ArrayBuffer): { readonly length: number; readonly rows: number } | undefined {
  const reader = { view: new DataView(bytes), offset: 0 };
  try {
    const { compressed_page_size: size, data_page_header: first, data_page_header_v2: second } = parquetHeader(reader);
    const rows = first?.num_values ?? second?.num_rows ?? 0;
    return size >= 0 && rows >= 0 ? { length: reader.offset + size, rows } : undefined;
  } catch {
    return undefined;
  }
}
