import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { cutOut } from '../../../src/core/images/cutOut.ts';
import { resample } from '../../../src/core/images/resample.ts';
import type { Pixels } from '../../../src/core/ports.ts';
import { FaceFinder } from '../../../src/platform/node/faceFinder.ts';
import { decodePicture } from '../../../src/platform/node/pictures/imageFormats.ts';

interface Tensor {
  dispose(): void;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface FaceApi {
  tf: {
    setBackend(name: string): Promise<boolean>;
    tensor3d(values: Float32Array, shape: [number, number, number]): Tensor;
  };
  nets: {
    tinyFaceDetector: {
      loadFromDisk(path: string): Promise<void>;
      locateFaces(input: Tensor, options: unknown): Promise<{ score: number; box: Box }[]>;
    };
    faceLandmark68TinyNet: {
      loadFromDisk(path: string): Promise<void>;
      detectLandmarks(input: Tensor): Promise<{ positions: { x: number; y: number }[] }>;
    };
  };
  TinyFaceDetectorOptions: new (options: { inputSize: number; scoreThreshold: number }) => unknown;
}

const faceApi = createRequire(import.meta.url)('@vladmandic/face-api/dist/face-api.node-wasm.js') as FaceApi;
const models = 'node_modules/@vladmandic/face-api/model';
let finder: FaceFinder;
let group: Pixels;
let portrait: Pixels;

beforeAll(async () => {
  finder = await FaceFinder.load();
  await faceApi.tf.setBackend('cpu');
  await faceApi.nets.tinyFaceDetector.loadFromDisk(models);
  await faceApi.nets.faceLandmark68TinyNet.loadFromDisk(models);
  group = await photograph('sample1.jpg', 416);
  portrait = await photograph('sample6.jpg', 160, { x: 160, y: 400, width: 420, height: 420 });
});

/** A photograph of the package at a size that a network takes as it is, so that no resampling stands between the two implementations. */
async function photograph(name: string, side: number, part?: Box): Promise<Pixels> {
  const decoded = await decodePicture(readFileSync(`node_modules/@vladmandic/face-api/demo/${name}`));
  if (!decoded.ok) throw new Error(decoded.error.detail);
  const pixels = part === undefined ? decoded.value : cutOut(decoded.value, part);
  const { width, height } = pixels;
  const scale = side / Math.max(width, height);
  return resample(pixels, Math.round(width * scale), Math.round(height * scale), 'area');
}

function tensorOf({ width, height, data }: Pixels): Tensor {
  return faceApi.tf.tensor3d(Float32Array.from(data.filter((_, i) => i % 4 !== 3)), [height, width, 3]);
}

describe('the face finder', () => {
  it.each([
    [416, 3],
    [160, 1],
  ])('sees the faces that face-api itself sees in %i pixels, at the same places, as surely', async (side, least) => {
    const input = side === 416 ? group : portrait;
    const options = new faceApi.TinyFaceDetectorOptions({ inputSize: side, scoreThreshold: 0.5 });
    const theirs = await faceApi.nets.tinyFaceDetector.locateFaces(tensorOf(input), options);
    expect(theirs.length).toBeGreaterThanOrEqual(least);
    const ours = finder.detect(input, side);
    for (const { score, box } of theirs) {
      const same = ours.filter((one) => Math.abs(one.score - score) < 1e-3);
      expect(
        same.some((one) => near(one, box, 0.5)),
        `${JSON.stringify(box)} among ${JSON.stringify(ours)}`,
      ).toBe(true);
    }
  });

  it('places the 68 points where face-api itself places them', async () => {
    const face = finder.find(group);
    expect(face?.points).toHaveLength(68);
    const seen = [160, 416].map((side) => finder.detect(group, side)).find((boxes) => boxes.length > 0) ?? [];
    const [largest] = seen.toSorted((a, b) => b.width * b.height - a.width * a.height);
    const left = Math.max(0, Math.floor(largest!.x));
    const top = Math.max(0, Math.floor(largest!.y));
    const width = Math.floor(largest!.x + largest!.width) - left;
    const height = Math.floor(largest!.y + largest!.height) - top;
    const cut = cutOut(group, { x: left, y: top, width, height });
    // Again at the network's own size, which both then take as it is.
    const scale = 112 / Math.max(width, height);
    const small = resample(cut, Math.round(width * scale), Math.round(height * scale), 'area');
    const theirs = await faceApi.nets.faceLandmark68TinyNet.detectLandmarks(tensorOf(small));
    theirs.positions.forEach((point, i) => {
      expect(Math.abs(left + (point.x / small.width) * width - face!.points[i]!.x), `x of ${i}`).toBeLessThan(0.6);
      expect(Math.abs(top + (point.y / small.height) * height - face!.points[i]!.y), `y of ${i}`).toBeLessThan(0.6);
    });
  });

  it('sees no face in noise, and none in one pixel', () => {
    const noise = new Uint8ClampedArray(64 * 64 * 4).map((_, i) => (i % 4 === 3 ? 255 : (i * 2654435761) >>> 24));
    expect(finder.find({ width: 64, height: 64, data: noise })).toBeUndefined();
    expect(finder.find({ width: 1, height: 1, data: new Uint8ClampedArray(4) })).toBeUndefined();
  });
});

function near(a: Box, b: Box, by: number): boolean {
  return (['x', 'y', 'width', 'height'] as const).every((side) => Math.abs(a[side] - b[side]) < by);
}
