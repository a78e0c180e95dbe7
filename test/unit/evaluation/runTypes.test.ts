import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { evaluate } from '../../../src/core/evaluation/runner.ts';
import { sniffImage } from '../../../src/core/images/sniff.ts';
import { createImageCodec } from '../../../src/platform/node/pictures/imageCodec.ts';
import { linesOnDisk, oneStage, planFor, scriptedModel, smallBenchmark } from './runKit.ts';

const codec = createImageCodec();
afterAll(() => codec.dispose());

const pictures = join(import.meta.dirname, '../../fixtures/pictures');

test.each([
  ['plain.gif', 'image/png'],
  ['plain24.bmp', 'image/png'],
  ['cmyk.tif', 'image/png'],
  ['plain.avif', 'image/jpeg'],
])('%s is sent as %s, which every model takes, and the outcome says so', async (name, mime) => {
  const { root, benchmark, ports } = await smallBenchmark(1);
  await cp(join(pictures, name), join(root, 'dataset', 'i0.png'));
  const model = scriptedModel();
  const summary = await evaluate(
    planFor(benchmark, model, { protocol: oneStage }),
    { ...ports, codec },
    {},
    new AbortController().signal,
  );
  if (!summary.ok) throw new Error(summary.error.kind);
  const part = model.requests[0]?.messages[0]?.parts.find((one) => one.type === 'image');
  if (part?.type !== 'image') throw new Error('no picture was sent');
  expect(part.image.mime).toBe(mime);
  expect(sniffImage(part.image.bytes)?.mime).toBe(mime);
  expect(await linesOnDisk(root, summary.value.run)).toMatchObject([{ kind: 'answered', sentAs: mime }]);
});

test('a PNG is sent as it is, and the outcome says nothing of it', async () => {
  const { root, benchmark, ports } = await smallBenchmark(1);
  const summary = await evaluate(
    planFor(benchmark, scriptedModel(), { protocol: oneStage }),
    { ...ports, codec },
    {},
    new AbortController().signal,
  );
  if (!summary.ok) throw new Error(summary.error.kind);
  expect((await linesOnDisk(root, summary.value.run))[0]?.sentAs).toBeUndefined();
});
