import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { shippedSample } from '../../../scripts/sample/shippedSample.ts';
import { openBenchmark } from '../../../src/core/benchmark/openBenchmark.ts';
import { decodePicture } from '../../../src/platform/node/pictures/imageFormats.ts';
import { readableFolder } from '../../../src/platform/node/nodeFolder.ts';
import { nodeHasher } from '../../../src/platform/node/nodeHasher.ts';

let folder: string;

beforeAll(async () => {
  folder = await shippedSample();
}, 120_000);

describe('the sample that ships', () => {
  it('adds little to the package', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const bytes = files.reduce((total, { parentPath, name }) => total + statSync(join(parentPath, name)).size, 0);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(600_000);
  });

  it('opens without a problem as 48 portraits of six emotions by eight generators, rated', async () => {
    const opened = await openBenchmark(readableFolder(folder), { hasher: nodeHasher });
    if (!opened.ok) throw new Error(opened.error.kind);
    const { format, items, labels, generators, problems, scales } = opened.value;
    expect({ format, items: items.length, labels: labels.length, generators: generators.length }).toEqual({
      format: 'memo-bench',
      items: 48,
      labels: 6,
      generators: 8,
    });
    expect(problems).toEqual([]);
    expect(Object.keys(scales).sort()).toEqual(['degree', 'quality']);
    for (const { label, degree, quality, prompted } of items)
      expect([typeof label, typeof degree, typeof quality, typeof prompted]).toEqual([
        'string',
        'number',
        'number',
        'string',
      ]);
  });

  it('has pictures that decode, and a note that says what they are not', async () => {
    for (const name of readdirSync(join(folder, 'dataset'))) {
      const decoded = await decodePicture(readFileSync(join(folder, 'dataset', name)));
      expect(decoded.ok && [decoded.value.width, decoded.value.height], name).toEqual([320, 320]);
    }
    const note = readFileSync(join(folder, 'SAMPLE.md'), 'utf8');
    expect(note).toMatch(/not photographs/);
    expect(note).toMatch(/no benchmark of any paper/);
  });
});
