import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import { readRecords } from '../../../src/core/benchmark/tables/recordTable.ts';
import { memoryFolder, png, testHasher } from './memoryFolder.ts';

const labels = ['happy', 'sad', 'angry'];
const rows = 40;

type Encoding = 'DELTA_BYTE_ARRAY' | 'DELTA_LENGTH_BYTE_ARRAY' | undefined;

function table(encoding: Encoding, codec: 'SNAPPY' | 'UNCOMPRESSED'): Uint8Array {
  const names = Array.from({ length: rows }, (_, i) => `p${i}.png`);
  const columnData = [
    { name: 'image', data: names, type: 'STRING' as const, ...(encoding && { encoding }) },
    { name: 'label', data: names.map((_, i) => labels[i % labels.length]!), type: 'STRING' as const },
    // Two columns of one name, of which only the first is read: damage to the second is nobody's error, above all none that nobody catches.
    { name: 'label', data: names.map((_, i) => labels[(i + 1) % labels.length]!), type: 'STRING' as const },
    { name: 'score', data: names.map((_, i) => (i % 7 === 0 ? null : i)), type: 'INT32' as const, nullable: true },
  ];
  return new Uint8Array(parquetWriteBuffer({ columnData, codec }));
}

/** Where the footer begins, with its length and the mark at the end. */
function endOfPages(bytes: Uint8Array): number {
  return bytes.length - 8 - new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
}

async function read(bytes: Uint8Array): ReturnType<typeof readRecords> {
  return readRecords({ folder: memoryFolder({ 'a.parquet': bytes }), hasher: testHasher }, 'a.parquet');
}

it('is read the same from a part of a larger buffer', async () => {
  const whole = table(undefined, 'SNAPPY');
  const larger = Buffer.concat([Buffer.alloc(100, 0xff), whole, Buffer.alloc(100, 0xff)]);
  const part = larger.subarray(100, 100 + whole.length);
  const { table: found } = await read(part);
  expect(found?.length).toBe(rows);
  expect(found?.valueAt(1, 1)).toBe('sad');
});

/** As a variable-length number: a run of a billion values, a run that is packed, and a size below zero. */
const claims = [
  [0xfe, 0xff, 0xff, 0xff, 0x07],
  [0xff, 0xff, 0xff, 0xff, 0x07],
  [0xff, 0xff, 0xff, 0xff, 0x0f],
];

describe('a damaged Parquet page', () => {
  it.each<[Encoding, 'SNAPPY' | 'UNCOMPRESSED']>([
    [undefined, 'UNCOMPRESSED'],
    [undefined, 'SNAPPY'],
    ['DELTA_BYTE_ARRAY', 'UNCOMPRESSED'],
    ['DELTA_LENGTH_BYTE_ARRAY', 'UNCOMPRESSED'],
  ])('that claims far more than it has, anywhere, is a table or one problem (%s, %s)', async (encoding, codec) => {
    const whole = table(encoding, codec);
    expect((await read(whole)).table?.length).toBe(rows);
    for (let at = 4; at < endOfPages(whole) - claims[0]!.length; at++) {
      for (const claim of claims) {
        const bytes = whole.slice();
        bytes.set(claim, at);
        const { table: found, problems } = await read(bytes);
        expect(found === undefined ? problems.length : problems.length + 1).toBe(1);
      }
    }
  });

  it('is one problem with the name of its file, and the rest of the folder opens', async () => {
    const bytes = table(undefined, 'UNCOMPRESSED');
    // The runs that say which of the three labels each row has stand behind the last of these words and the head of their page.
    const text = Buffer.from(bytes).toString('latin1');
    const behind = text.indexOf('angry') + 'angry'.length;
    bytes.fill(0xff, behind, behind + 60);
    const opened = await openBenchmark(
      memoryFolder({
        'a.png': png(1),
        'b.png': png(2),
        'labels.csv': 'image,emotion\na.png,happy\nb.png,sad\n',
        'more.parquet': bytes,
      }),
      { hasher: testHasher },
    );
    expect(opened.ok && opened.value.items.map(({ label }) => label)).toEqual(['happy', 'sad']);
    expect(opened.ok && opened.value.problems).toMatchObject([{ kind: 'unreadable', file: 'more.parquet' }]);
  });
});
