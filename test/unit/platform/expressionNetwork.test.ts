import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resample } from '../../../src/core/images/resample.ts';
import { expressionBaseline } from '../../../src/core/models/expressionBaseline.ts';
import type { ModelRequest } from '../../../src/core/models/model.ts';
import { expressionClasses } from '../../../src/core/models/expressionClass.ts';
import type { ExpressionScores } from '../../../src/core/models/expressionClass.ts';
import type { Pixels } from '../../../src/core/ports.ts';
import { startExpressionNetwork } from '../../../src/platform/node/expressionNetwork.ts';
import { decodePicture } from '../../../src/platform/node/pictures/imageFormats.ts';
import { encodePng } from '../../../src/platform/node/pictures/png.ts';

const network = startExpressionNetwork();
const { signal } = new AbortController();
afterAll(() => network.dispose());

/** Faces cut from the group photograph in the package of the weights: x, y and size in its pixels. */
const places = {
  smiling: [1430, 180, 280, 300],
  downcast: [800, 400, 260, 330],
  serious: [400, 320, 310, 310],
} as const;

const faces = {} as Record<keyof typeof places, Pixels>;

beforeAll(async () => {
  const photograph = await decodePicture(readFileSync('node_modules/@vladmandic/face-api/demo/sample1.jpg'));
  if (!photograph.ok) throw new Error(photograph.error.detail);
  for (const [name, [x, y, width, height]] of Object.entries(places)) {
    const cut = crop(photograph.value, x, y, width, height);
    const scale = 112 / Math.max(width, height);
    // At the network's own size no resampling stands between the picture and the two implementations.
    const small = resample(cut, Math.round(width * scale), Math.round(height * scale), 'area');
    faces[name as keyof typeof places] = small;
  }
});

function crop(pixels: Pixels, left: number, top: number, width: number, height: number): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * pixels.width + left) * 4;
    data.set(pixels.data.subarray(from, from + width * 4), y * width * 4);
  }
  return { width, height, data };
}

async function classify(pixels: Pixels): Promise<ExpressionScores> {
  const result = await network.classify(encodePng(pixels), signal);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

interface FaceApi {
  tf: {
    setBackend(name: string): Promise<boolean>;
    getBackend(): string;
    tensor3d(values: Float32Array, shape: [number, number, number]): { dispose(): void };
  };
  nets: {
    faceExpressionNet: {
      loadFromDisk(path: string): Promise<void>;
      predictExpressions(input: unknown): Promise<Record<string, number>>;
    };
  };
}

/** The package's own implementation, on the plain JavaScript backend. */
async function startFaceApi(): Promise<(pixels: Pixels) => Promise<Record<string, number>>> {
  const faceApi = createRequire(import.meta.url)('@vladmandic/face-api/dist/face-api.node-wasm.js') as FaceApi;
  await faceApi.tf.setBackend('cpu');
  expect(faceApi.tf.getBackend()).toBe('cpu');
  const net = faceApi.nets.faceExpressionNet;
  await net.loadFromDisk('node_modules/@vladmandic/face-api/model');
  return async ({ width, height, data }) => {
    const rgb = Float32Array.from(data.filter((_, i) => i % 4 !== 3));
    return net.predictExpressions(faceApi.tf.tensor3d(rgb, [height, width, 3]));
  };
}

describe('the expression network', () => {
  it('gives the probabilities that face-api itself gives, padded and not', async () => {
    const reference = await startFaceApi();
    for (const [name, pixels] of Object.entries(faces)) {
      const [ours, theirs] = [await classify(pixels), await reference(pixels)];
      for (const expression of expressionClasses) {
        expect(Math.abs(ours[expression] - (theirs[expression] ?? NaN)), `${name} ${expression}`).toBeLessThan(1e-3);
      }
    }
  });

  it('sees a smile', async () => {
    const scores = await classify(faces.smiling);
    expect(Math.max(...Object.values(scores))).toBe(scores.happy);
    expect(Object.values(scores).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
  });

  it('gives the same numbers every time, eight at once', async () => {
    const first = await classify(faces.serious);
    const all = await Promise.all(Array.from({ length: 8 }, () => classify(faces.serious)));
    for (const scores of all) expect(scores).toEqual(first);
  });

  it('hardly minds the size of the file it is given', async () => {
    const large = resample(faces.smiling, 420, 448, 'lanczos3');
    expect((await classify(large)).happy).toBeGreaterThan(0.5);
    expect(Object.keys(await classify({ width: 1, height: 1, data: new Uint8ClampedArray(4) }))).toHaveLength(7);
  });

  it('gives an error value for a broken picture, and goes on', async () => {
    const file = encodePng(faces.smiling);
    const broken = await network.classify(file.subarray(0, file.length - 30), signal);
    expect(broken.ok ? 'ok' : broken.error.kind).toBe('corruptImage');
    const empty = await network.classify(new Uint8Array(), signal);
    expect(empty.ok ? 'ok' : empty.error.kind).toBe('emptyImage');
    expect((await classify(faces.smiling)).happy).toBeGreaterThan(0.5);
  });

  it('cancels', async () => {
    const abort = new AbortController();
    const pending = network.classify(encodePng(faces.smiling), abort.signal);
    abort.abort();
    expect(await pending).toEqual({ ok: false, error: { kind: 'cancelled' } });
  });

  it('says that its worker was ended, each time anew', async () => {
    const hurried = startExpressionNetwork({ size: 1, timeoutMs: 1 });
    const stopped = { ok: false, error: { kind: 'networkStopped', detail: 'no result in 1 ms' } };
    for (let i = 0; i < 2; i++) expect(await hurried.classify(encodePng(faces.serious), signal)).toEqual(stopped);
    await hurried.dispose();
  });

  it('answers as a model, once disposed with a failure', async () => {
    const own = startExpressionNetwork({ size: 1 });
    const model = expressionBaseline(own);
    const ask = (bytes: Uint8Array) => {
      const image = { bytes, mime: 'image/png', sha256: createHash('sha256').update(bytes).digest('hex') };
      const stage = { id: 'emotion', question: '?', answer: { kind: 'open', labels: [] } } as const;
      const request: ModelRequest = {
        messages: [{ role: 'user', parts: [{ type: 'image', image }] }],
        parameters: {},
        stage,
      };
      return model.ask(request, signal);
    };
    const answered = await ask(encodePng(faces.smiling));
    expect(answered.ok && answered.answer.reply).toMatch(/^ANSWER: happy\n\(happy [01]\.\d\d, /);
    await own.dispose();
    expect(await ask(encodePng(faces.serious))).toMatchObject({ ok: false, failure: { kind: 'modelError' } });
  });
});
