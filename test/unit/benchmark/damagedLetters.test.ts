import { describe, expect, it } from 'vitest';
import type { Benchmark } from '../../../src/core/benchmark/benchmark.ts';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import { decodeText } from '../../../src/core/benchmark/tables/decodeText.ts';
import { memoryFolder, png, testHasher, type MemoryFile } from './memoryFolder.ts';

const labels = ['开心', '悲伤', '害怕', '愤怒'];
const names = Array.from({ length: 40 }, (_, i) => `第${i}张.png`);
const pictures = Object.fromEntries(names.map((name, i): [string, MemoryFile] => [`图/${name}`, png(i)]));
/** `开心`, `悲伤`, `害怕`, `愤怒`, `第`, `张`, `图`, `注释` in GB 2312. */
const pairs: Readonly<Record<string, readonly number[]>> = {
  ...{ 开: [0xbf, 0xaa], 心: [0xd0, 0xc4], 悲: [0xb1, 0xaf], 伤: [0xc9, 0xcb], 害: [0xba, 0xa6], 怕: [0xc5, 0xc2] },
  ...{ 愤: [0xb7, 0xdf], 怒: [0xc5, 0xad], 第: [0xb5, 0xda], 张: [0xd5, 0xc5], 注: [0xd7, 0xa2], 释: [0xca, 0xcd] },
};
const encoders = {
  'utf-8': (text: string) => new TextEncoder().encode(text),
  gb18030: (text: string) => Uint8Array.from([...text].flatMap((one) => pairs[one] ?? [one.charCodeAt(0)])),
};

/** Bytes with one that is no letter in place of `~`. */
const broken = (bytes: Uint8Array) => bytes.map((byte) => (byte === 0x7e ? 0xff : byte));

async function open(files: Record<string, MemoryFile>): Promise<Benchmark> {
  const opened = await openBenchmark(memoryFolder(files), { hasher: testHasher });
  return opened.ok ? opened.value : expect.fail(opened.error.kind);
}

describe.each(['utf-8', 'gb18030'] as const)('one byte of %s that is no letter', (encoding) => {
  const rowsWith = (at: number, row: string) =>
    names.map((name, i) => (i === at ? row : `${name},${labels[i % 4]!},注释`)).join('\n');
  const tableWith = (at: number, row: string) =>
    broken(encoders[encoding](`image,label,caption\n${rowsWith(at, row)}\n`));

  it('costs nothing but a problem at its line', async () => {
    const benchmark = await open({ 'l.csv': tableWith(5, `${names[5]!},悲伤,注~`), ...pictures });
    expect(benchmark.problems).toMatchObject([
      { kind: 'bad-row', file: 'l.csv', line: 7, item: '图/第5张.png', facts: { reason: 'letters' } },
    ]);
    const counted = benchmark.labels.map((label) => benchmark.items.filter((item) => item.label === label).length);
    expect(counted).toEqual([10, 10, 10, 10]);
  });

  it('in the name of a picture is one problem of its row', async () => {
    const benchmark = await open({ 'l.csv': tableWith(5, '第5~张.png,悲伤,注释'), ...pictures });
    expect(benchmark.problems.filter(({ file }) => file === 'l.csv')).toMatchObject([{ kind: 'bad-row', line: 7 }]);
    expect(benchmark.items.filter(({ label }) => label !== undefined)).toHaveLength(39);
  });

  it('in JSON Lines is a problem at its line', async () => {
    const record = (i: number) =>
      `{"image": "${names[i]!}", "label": "${labels[i % 4]!}", "caption": "注${i === 7 ? '~' : ''}"}`;
    const bytes = broken(encoders[encoding](names.map((_, i) => record(i)).join('\n')));
    const benchmark = await open({ 'l.jsonl': bytes, ...pictures });
    expect(benchmark.problems).toMatchObject([{ kind: 'bad-row', file: 'l.jsonl', line: 8 }]);
    expect(benchmark.items.filter(({ label }) => label !== undefined)).toHaveLength(40);
  });
});

describe('what is no UTF-8 for the most part', () => {
  it.each(['café,1', 'naïve élève déjà,1', 'Über Größe, Straße: ÄÖÜ', '¿Qué? «así» Ã©, ñ, ó, ü'])(
    'stays Latin-1: %s',
    (text) => {
      const read = decodeText(new Uint8Array(Buffer.from(text, 'latin1')));
      expect(read).toEqual({ text, encoding: 'windows-1252' });
    },
  );

  it('is UTF-8 with a mark whatever follows', () => {
    const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, 0x61, 0xe9, 0x2c]);
    expect(decodeText(bytes)).toEqual({ text: 'a\ufffd,', encoding: 'utf-8', isDamaged: true });
  });
});
