import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { withEmbedded } from '../../../src/core/benchmark/embedded/embeddedFolder.ts';
import { embeddedPictures } from '../../../src/core/benchmark/embedded/embeddedPictures.ts';
import { readRecords } from '../../../src/core/benchmark/tables/recordTable.ts';
import type { ReadableFolder } from '../../../src/core/ports.ts';
import { memoryFolder, png, testHasher, type MemoryFile } from './memoryFolder.ts';

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

async function tableOf(folder: ReadableFolder, path: string) {
  const { table, problems } = await readRecords({ folder, hasher: testHasher }, path);
  expect(problems).toEqual([]);
  return table!;
}

async function readAll(files: Record<string, MemoryFile>, table: string) {
  const folder = memoryFolder(files);
  const names = [...embeddedPictures(await tableOf(folder, table)).keys()];
  const embedded = withEmbedded(folder);
  const pictures = await Promise.all(names.map((name) => embedded.read(`${table}/${name}`)));
  return { names, pictures: pictures.map((picture) => picture.ok && Buffer.from(picture.value)), folder, embedded };
}

/** A picture of more bytes than are read at once to find out what a table is. */
function largePng(shade: number): Uint8Array {
  const noise = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31 + shade * 7) & 255);
  return Buffer.concat([png(shade), noise]);
}

describe('pictures inside tables', () => {
  const pictures = [png(1), largePng(2), png(3)];
  const written = pictures.map((picture) => base64(picture));

  it.each([
    ['a.tsv', ['index\timage\tanswer', ...written.map((text, i) => `${i + 5}\t${text}\tA`)].join('\n')],
    ['a.csv', ['index,image', ...written.map((text, i) => `${i + 5},"data:image/png;base64,${text}"`)].join('\r\n')],
    ['a.json', JSON.stringify(written.map((image, i) => ({ index: i + 5, image }))).replaceAll('/', '\\/')],
    ['a.jsonl', written.map((image, i) => JSON.stringify({ index: i + 5, image })).join('\n')],
  ])('reads base64 in %s by its place', async (name, text) => {
    const read = await readAll({ [name]: text }, name);
    expect(read.names).toEqual(['5.png', '6.png', '7.png']);
    expect(read.pictures).toEqual(pictures.map((picture) => Buffer.from(picture)));
    const head = await read.embedded.readHead(`${name}/6.png`, 10);
    expect(head.ok && [...head.value]).toEqual([...pictures[1]!.subarray(0, 10)]);
    const range = await read.embedded.readRange(`${name}/6.png`, 1000, 10);
    expect(range.ok && [...range.value]).toEqual([...pictures[1]!.subarray(1000, 1010)]);
    const stat = await read.embedded.stat(`${name}/5.png`);
    expect(stat).toMatchObject({ ok: true, value: { kind: 'file', mtime: 1 } });
  });

  it.each([
    ['a.csv', 'le', '\ufeff', ['index,image', ...written.map((text, i) => `${i + 5},"data:image/png;base64,${text}"`)]],
    ['a.tsv', 'be', '\ufeff', ['index\timage\t情感', ...written.map((text, i) => `${i + 5}\t${text}\t开心`)]],
    ['a.tsv', 'le', '', ['index\timage\temotion', ...written.map((text, i) => `${i + 5}\t${text}\tsad`)]],
    ['a.jsonl', 'le', '\ufeff', written.map((image, i) => JSON.stringify({ index: i + 5, image }))],
  ])('reads base64 in %s in UTF-16 %s with the mark %j', async (name, order, mark, lines) => {
    const bytes = Buffer.from(mark + lines.join('\r\n'), 'utf16le');
    const read = await readAll({ [name]: order === 'be' ? bytes.swap16() : bytes }, name);
    expect(read.names).toEqual(['5.png', '6.png', '7.png']);
    expect(read.pictures).toEqual(pictures.map((picture) => Buffer.from(picture)));
    const range = await read.embedded.readRange(`${name}/6.png`, 1000, 10);
    expect(range.ok && [...range.value]).toEqual([...pictures[1]!.subarray(1000, 1010)]);
    const stat = await read.embedded.stat(`${name}/6.png`);
    const size = stat.ok ? stat.value.size : 0;
    expect(Math.abs(size - pictures[1]!.length)).toBeLessThan(3);
  });

  it('leaves no picture in memory with the table', async () => {
    const table = await tableOf(memoryFolder({ 'a.tsv': `image\tx\n${written[1]}\t1` }), 'a.tsv');
    expect(String(table.valueAt(0, 0)).length).toBeLessThan(100);
    const other = await tableOf(memoryFolder({ 'a.tsv': `image\tx\n${base64(largePng(9))}\t1` }), 'a.tsv');
    expect(other.sha256).not.toBe(table.sha256);
  });

  it('reads a list of pictures of one row', async () => {
    const read = await readAll({ 'a.tsv': `image\tx\n['${written[0]}', '${written[2]}']\t1` }, 'a.tsv');
    expect(read.names).toEqual(['0.png', '0+1.png']);
    expect(read.pictures).toEqual([Buffer.from(pictures[0]!), Buffer.from(pictures[2]!)]);
  });

  it('reads Parquet with bytes and path, and with bytes alone', async () => {
    const struct = new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          { name: 'image', data: pictures.map((bytes, i) => ({ bytes, path: `sdxl_happy_00${i}.png` })) },
          { name: 'label', data: [0, 1, -1] },
        ],
        schema: [
          { name: 'root', num_children: 2 },
          { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
          { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
          { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
          { name: 'label', type: 'INT32', repetition_type: 'OPTIONAL' },
        ],
        rowGroupSize: 2,
        kvMetadata: [
          {
            key: 'huggingface',
            value: JSON.stringify({
              info: { features: { label: { names: ['angry', 'happy'], _type: 'ClassLabel' } } },
            }),
          },
        ],
      }),
    );
    const read = await readAll({ 'data/test.parquet': struct }, 'data/test.parquet');
    expect(read.names).toEqual(['sdxl_happy_000.png', 'sdxl_happy_001.png', 'sdxl_happy_002.png']);
    expect(read.pictures).toEqual(pictures.map((picture) => Buffer.from(picture)));
    const table = await tableOf(read.folder, 'data/test.parquet');
    expect(table.columns).toEqual(['image.path', 'image.bytes', 'label']);
    expect([0, 1, 2].map((row) => table.valueAt(row, 2))).toEqual(['angry', 'happy', undefined]);

    const plain = new Uint8Array(
      parquetWriteBuffer({ columnData: [{ name: 'picture', data: pictures, type: 'BYTE_ARRAY' }] }),
    );
    const bare = await readAll({ 'x.parquet': plain }, 'x.parquet');
    expect(bare.names).toEqual(['0.png', '1.png', '2.png']);
    expect(bare.pictures).toEqual(pictures.map((picture) => Buffer.from(picture)));
  });

  it('takes a folder that is called like a table for what it is', async () => {
    const embedded = withEmbedded(memoryFolder({ 'all.parquet/a.png': png(1) }));
    expect((await embedded.read('all.parquet/a.png')).ok).toBe(true);
    expect(await embedded.read('all.parquet/b.png')).toMatchObject({ ok: false, error: { kind: 'notFound' } });
  });

  it('has no picture where the table has none of this name', async () => {
    const embedded = withEmbedded(memoryFolder({ 'a.tsv': `image\tx\n${written[0]}\t1` }));
    expect((await embedded.read('a.tsv/0.png')).ok).toBe(true);
    expect((await embedded.read('a.tsv/1.png')).ok).toBe(false);
  });
});
