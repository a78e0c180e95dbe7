import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSample } from '../../../scripts/sample/makeSample.ts';

const FEW = { perCell: 1, generators: ['posterhaus'] } as const;
let root = '';
let folder = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emolens-sample-'));
  folder = join(root, 'first');
  await makeSample({ folder, seed: 3, ...FEW });
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function digest(of: string): Promise<Record<string, string>> {
  const names = (await readdir(of, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const pairs = names.map(async ({ parentPath, name }) => {
    const bytes = await readFile(join(parentPath, name));
    return [name, createHash('sha256').update(bytes).digest('hex')] as const;
  });
  return Object.fromEntries((await Promise.all(pairs)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function rowsOf(text: string): string[][] {
  return text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
}

describe('the layout', () => {
  it('is two tables, one flat folder and a note that says what this is not', async () => {
    expect((await readdir(folder)).sort()).toEqual(['SAMPLE.md', 'annotation_emo.csv', 'annotation_quality.csv', 'dataset']);
    const images = await readdir(join(folder, 'dataset'), { withFileTypes: true });
    expect(images).toHaveLength(6);
    expect(images.every((entry) => entry.isFile())).toBe(true);
    for (const { name } of images) expect(name).toMatch(/^posterhaus_(happy|sad|angry|surprise|worry|neutral)_\d{3}\.png$/);
    expect(await readFile(join(folder, 'SAMPLE.md'), 'utf8')).toContain("not MEMO-Bench's data");
  });

  it('marks the emotion table with a byte order mark and names every image once, some without extension', async () => {
    const bytes = await readFile(join(folder, 'annotation_emo.csv'));
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [header, ...rows] = rowsOf(bytes.subarray(3).toString('utf8'));
    expect(header).toEqual(['Image', 'Score', 'Distortions']);
    const images = rows.map(([image = '']) => image);
    expect(images.some((image) => !image.endsWith('.png'))).toBe(true);
    expect(images.some((image) => image.endsWith('.png'))).toBe(true);
    const named = images.map((image) => (image.endsWith('.png') ? image : `${image}.png`)).sort();
    expect(named).toEqual((await readdir(join(folder, 'dataset'))).sort());
    for (const [, score, label] of rows) {
      expect(score).toMatch(/^[1-5]\.\d\d$/);
      expect(['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral']).toContain(label);
    }
  });

  it('gives each image a quality', async () => {
    const [header, ...rows] = rowsOf(await readFile(join(folder, 'annotation_quality.csv'), 'utf8'));
    expect(header).toEqual(['Image', 'Quality']);
    expect(rows).toHaveLength(6);
    for (const [, quality] of rows) expect(Number(quality)).toSatisfy((value: number) => value >= 1 && value <= 5);
  });
});

describe('making it again', () => {
  it('gives the same bytes for the same seed and others for another', async () => {
    const [again, other] = [join(root, 'again'), join(root, 'other')];
    await makeSample({ folder: again, seed: 3, ...FEW });
    await makeSample({ folder: other, seed: 4, ...FEW });
    const first = await digest(folder);
    expect(await digest(again)).toEqual(first);
    const changed = await digest(other);
    expect(Object.values(changed).filter((hash) => Object.values(first).includes(hash))).toEqual([]);
  });

  it('leaves the same sample alone, draws another seed over it, and keeps what is not its own', async () => {
    const place = join(root, 'twice');
    const made = await makeSample({ folder: place, seed: 3, ...FEW });
    expect(made).toMatchObject({ portraits: 6, made: true });
    await mkdir(join(place, '.emolens'));
    await writeFile(join(place, '.emolens', 'reviews.jsonl'), 'kept');
    const calls: number[] = [];
    expect(await makeSample({ folder: place, seed: 3, ...FEW, onProgress: (done) => calls.push(done) })).toMatchObject({ made: false });
    expect(calls).toEqual([]);
    await makeSample({ folder: place, seed: 5, ...FEW, onProgress: (done) => calls.push(done) });
    expect(calls).toEqual(Array.from({ length: 6 }, (_, index) => index + 1));
    expect(await readdir(join(place, 'dataset'))).toHaveLength(6);
    expect(await readFile(join(place, '.emolens', 'reviews.jsonl'), 'utf8')).toBe('kept');
  });

  it('draws a sample again that was cut short', async () => {
    const place = join(root, 'torn');
    await makeSample({ folder: place, seed: 3, ...FEW });
    const [victim = ''] = await readdir(join(place, 'dataset'));
    await rm(join(place, 'dataset', victim));
    expect(await makeSample({ folder: place, seed: 3, ...FEW })).toMatchObject({ made: true });
    expect(await digest(place)).toEqual(await digest(folder));
  });

  it("refuses a folder that holds a user's own files, and writes nothing there", async () => {
    const place = join(root, 'theirs');
    await mkdir(place);
    await writeFile(join(place, 'annotation_emo.csv'), 'theirs');
    await expect(makeSample({ folder: place, seed: 3, ...FEW, force: true })).rejects.toThrow(/not a sample/);
    expect(await readdir(place)).toEqual(['annotation_emo.csv']);
    expect(await readFile(join(place, 'annotation_emo.csv'), 'utf8')).toBe('theirs');
  });

  it('draws the same with workers as without', async () => {
    const place = join(root, 'workers');
    const seen: number[] = [];
    await makeSample({ folder: place, seed: 3, perCell: 7, generators: FEW.generators, onProgress: (done) => seen.push(done) });
    const all = await digest(join(place, 'dataset'));
    expect(Object.keys(all)).toHaveLength(42);
    expect(seen).toEqual(Array.from({ length: 42 }, (_, index) => index + 1));
    expect(all).toMatchObject(await digest(join(folder, 'dataset')));
  });
});
