import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { firstRecords, readRecords, type RecordTable } from '../../../src/core/benchmark/tables/recordTable.ts';
import type { ReadableFolder } from '../../../src/core/ports.ts';
import { memoryFolder, png, testHasher } from './memoryFolder.ts';

const rows = 3000;
const numbers = Array.from({ length: rows }, (_, i) => i);
/** A picture with something behind it that does not compress. */
const picture = (i: number): Uint8Array => {
  let state = i + 1;
  const bytes = Uint8Array.from({ length: 1500 }, () => (state = Math.imul(state, 1_664_525) + 1_013_904_223) >>> 24);
  bytes.set(png(i % 250));
  return bytes;
};

const plain = parquetWriteBuffer({
  rowGroupSize: rows,
  columnData: [
    { name: 'image', data: numbers.map(picture), type: 'BYTE_ARRAY' },
    { name: 'label', data: numbers.map((i) => (i % 2 ? 'happy' : 'sad')), type: 'STRING' },
    { name: 'caption', data: numbers.map((i) => `the face with the number ${i}, and more about it`), type: 'STRING' },
  ],
});
const struct = parquetWriteBuffer({
  rowGroupSize: rows,
  columnData: [
    { name: 'image', data: numbers.map((i) => ({ bytes: picture(i), path: `train/of/many/faces/${i}_happy.png` })) },
    { name: 'label', data: numbers.map((i) => (i % 2 ? 'happy' : 'sad')) },
  ],
  schema: [
    { name: 'root', num_children: 2 },
    { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
    { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
    { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
    { name: 'label', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  ],
});

/** The folder of a table, and how many bytes of it were read. */
function counted(file: ArrayBuffer): { readonly folder: ReadableFolder; readonly bytes: () => number } {
  const folder = memoryFolder({ 'faces.parquet': new Uint8Array(file) });
  let bytes = 0;
  const counting = async (read: ReturnType<ReadableFolder['read']>) => {
    const result = await read;
    if (result.ok) bytes += result.value.length;
    return result;
  };
  return {
    folder: {
      ...folder,
      read: (path) => counting(folder.read(path)),
      readHead: (path, length) => counting(folder.readHead(path, length)),
      readRange: (path, start, length) => counting(folder.readRange(path, start, length)),
    },
    bytes: () => bytes,
  };
}

const rowsOf = ({ columns, valueAt }: RecordTable, from: number, to: number) =>
  numbers.slice(from, to).map((row) => columns.map((_name, at) => valueAt(row, at)));

describe('a Parquet file with many pictures in it', () => {
  it.each([
    { name: 'plain bytes', file: plain },
    { name: 'bytes and a path', file: struct },
  ])('is looked at by its first pages alone: $name', async ({ file }) => {
    const whole = counted(file);
    const { table, problems } = await readRecords({ folder: whole.folder, hasher: testHasher }, 'faces.parquet');
    expect(problems).toEqual([]);
    expect(table!.length).toBe(rows);
    // Once for its hash; what is read of it besides are the footer and pages at the beginning.
    expect(whole.bytes()).toBeLessThan(file.byteLength * 1.5);
    const look = counted(file);
    const first = await firstRecords('faces.parquet', '', { folder: look.folder });
    expect(look.bytes()).toBeLessThan(file.byteLength / 2);
    expect(first!.columns).toEqual(table!.columns);
    expect(rowsOf(first!, 0, 50)).toEqual(rowsOf(table!, 0, 50));
    const label = table!.columns.indexOf('label');
    expect(rowsOf(table!, rows - 2, rows).map((row) => row[label])).toEqual(['sad', 'happy']);
  });

  it('is the same table as long as its bytes are the same', async () => {
    const files = memoryFolder({ 'faces.parquet': new Uint8Array(plain) });
    const source = { folder: files, hasher: testHasher, kept: new Map<string, RecordTable>() };
    const { table } = await readRecords(source, 'faces.parquet');
    expect((await readRecords(source, 'faces.parquet')).table).toBe(table);
    files.files.set('faces.parquet', new Uint8Array(struct));
    const { table: other } = await readRecords(source, 'faces.parquet');
    expect(other!.columns.toSorted()).toEqual(['image.bytes', 'image.path', 'label']);
  });
});
