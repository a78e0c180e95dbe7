import { compressors } from 'hyparquet-compressors';
import { parquetMetadata, parquetReadObjects } from 'hyparquet/src/index.js';
import { err, ok, type Result } from '../result.ts';

/**
 * Reads the rows of a Parquet file (Apache Parquet format, any of its compressions but LZO) as objects; 64-bit integers become
 * numbers. The error is the reader's own words.
 */
export async function readParquet(bytes: Uint8Array): Promise<Result<readonly Record<string, unknown>[], string>> {
  const buffer = bytes.slice().buffer;
  const file = {
    byteLength: buffer.byteLength,
    slice: (start: number, end?: number) => Promise.resolve(buffer.slice(start, end)),
  };
  try {
    const metadata = parquetMetadata(buffer);
    const rows = await parquetReadObjects({ file, metadata, compressors });
    return ok(rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]))));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}
