import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync, zstdCompressSync } from 'node:zlib';
import { png } from '../benchmark/memoryFolder.ts';
import { releaseFolder } from '../cli/cliKit.ts';

/** How the entries of an archive are packed. */
export type Packing = 'stored' | 'deflate' | 'zstd';

const methods = { stored: 0, deflate: 8, zstd: 93 } as const;

/** A zip archive as its format says, with what a test wants to be different: large numbers in its directory, or sizes in 64 bits before each file. */
export function zipOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  packing: Packing = 'deflate',
  { zip64 = false, localZip64 = false }: { readonly zip64?: boolean; readonly localZip64?: boolean } = {},
): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const data = Buffer.from(content);
    const packed =
      packing === 'stored' ? data : packing === 'deflate' ? deflateRawSync(data) : Buffer.from(zstdCompressSync(data));
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(methods[packing], 8);
    header.writeUInt32LE(crc32(data), 14);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(data.length, 22);
    header.writeUInt16LE(Buffer.byteLength(name), 26);
    const sizes = Buffer.alloc(localZip64 ? 20 : 0);
    if (localZip64) {
      header.writeUInt32LE(0xffffffff, 18);
      header.writeUInt32LE(0xffffffff, 22);
      header.writeUInt16LE(sizes.length, 28);
      sizes.writeUInt16LE(1, 0);
      sizes.writeUInt16LE(16, 2);
      sizes.writeBigUInt64LE(BigInt(data.length), 4);
      sizes.writeBigUInt64LE(BigInt(packed.length), 12);
    }
    const local = Buffer.concat([header, Buffer.from(name), sizes, packed]);
    const extra = Buffer.alloc(zip64 ? 28 : 0);
    if (zip64) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      extra.writeBigUInt64LE(BigInt(data.length), 4);
      extra.writeBigUInt64LE(BigInt(packed.length), 12);
      extra.writeBigUInt64LE(BigInt(offset), 20);
    }
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(methods[packing], 10);
    entry.writeUInt32LE(crc32(data), 16);
    entry.writeUInt32LE(zip64 ? 0xffffffff : packed.length, 20);
    entry.writeUInt32LE(zip64 ? 0xffffffff : data.length, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt16LE(extra.length, 30);
    entry.writeUInt32LE(zip64 ? 0xffffffff : offset, 42);
    locals.push(local);
    directory.push(Buffer.concat([entry, Buffer.from(name), extra]));
    offset += local.length;
  }
  const size = directory.reduce((sum, one) => sum + one.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(zip64 ? 0xffffffff : size, 12);
  end.writeUInt32LE(zip64 ? 0xffffffff : offset, 16);
  return Buffer.concat([...locals, ...directory, ...(zip64 ? zip64End(size, offset) : []), end]);
}

function zip64End(size: number, offset: number): Buffer[] {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  return [record, locator];
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** An Excel workbook with one sheet, texts shared. */
export function workbookOf(rows: readonly (readonly (string | number)[])[]): Buffer {
  const shared: string[] = [];
  const cell = (value: string | number, column: number, row: number): string => {
    const place = `${String.fromCharCode(65 + column)}${row}`;
    if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
    return `<c r="${place}" t="s"><v>${shared.push(value) - 1}</v></c>`;
  };
  const sheet = rows.map(
    (cells, at) => `<row r="${at + 1}">${cells.map((one, i) => cell(one, i, at + 1)).join('')}</row>`,
  );
  const head = '<?xml version="1.0" encoding="UTF-8"?>';
  return zipOf({
    'xl/worksheets/sheet1.xml': `${head}<worksheet><sheetData>${sheet.join('')}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `${head}<sst>${shared.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
  });
}

/** The labels of a benchmark of the kit, in order. */
export const labels = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'] as const;

/** The name and the label of a picture of {@link withFiles}. */
export function portrait(at: number): { readonly name: string; readonly path: string; readonly label: string } {
  const label = labels[at % labels.length]!;
  const name = `gen${at % 3}_${label}_${at}.png`;
  return { name, path: `dataset/${name}`, label };
}

/** A benchmark of `count` portraits with further files in it. */
export async function withFiles(count: number, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await releaseFolder(count);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return root;
}

/** Base64 of a portrait that lies in a benchmark of the kit; all of them are the same from test to test. */
export async function pictureOf(
  root: string,
  at: number,
): Promise<{ readonly base64: string; readonly sha256: string }> {
  const bytes = await readFile(join(root, portrait(at).path));
  return { base64: bytes.toString('base64'), sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Values as JSON Lines. */
export function jsonLines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** Three portraits, for the files below. */
export const pictures = { 'happy/1.png': png(1), 'sad/2.png': png(2), 'angry/3.png': png(3) };

const sample = {
  id: 'happy/1.png',
  epoch: 1,
  choices: ['happy', 'sad'],
  target: 'A',
  output: { choices: [{ message: { content: 'A' } }] },
  scores: { a: { value: 'C', answer: 'A' } },
};
/** A small file of predictions of each kind that is read, by its name. */
export const fileOfEachKind: Readonly<Record<string, Uint8Array>> = {
  'm_d.xlsx': workbookOf([
    ['index', 'question', 'answer', 'prediction'],
    [1, 'q', 'A', 'happy & "more"'],
  ]),
  'm_d.tsv': Buffer.from('index\tquestion\tA\tB\tanswer\tprediction\thit\n1\tq\thappy\tsad\tA\tB\t1\n'),
  'm_d.json': Buffer.from(JSON.stringify([{ index: 1, question: 'q', answer: 'A', prediction: 'happy' }])),
  'a.eval': zipOf({ 'header.json': '{}', 'samples/1_epoch_1.json': JSON.stringify(sample) }),
  'z.eval': zipOf({ 'samples/1_epoch_1.json': JSON.stringify(sample) }, 'zstd'),
  'log.json': Buffer.from(JSON.stringify({ version: 2, status: 'success', eval: { model: 'm' }, samples: [sample] })),
  '20250102_030405_samples_t.jsonl': Buffer.from(
    jsonLines([{ doc_id: 'happy/1.png', resps: [['happy']], filtered_resps: ['sad'], acc: { score: 1 } }]),
  ),
  'p.json': Buffer.from(
    JSON.stringify({
      evalId: 'e',
      results: {
        version: 3,
        results: [{ promptIdx: 0, vars: { image: 'happy/1.png' }, response: { output: 'happy' }, success: false }],
      },
    }),
  ),
  'out.jsonl': Buffer.from(
    jsonLines([
      {
        custom_id: 'happy/1.png#emotion',
        response: { status_code: 200, body: { choices: [{ message: { content: 'happy' } }] } },
        error: null,
      },
    ]),
  ),
};
