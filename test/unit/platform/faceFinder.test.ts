import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { cutOut } from '../../../src/core/images/cutOut.ts';
import { resample } from '../../../src/core/images/resample.ts';
import type { Pixels } from '../../../src/core/ports.ts';
import { FaceFinder } from '../../../src/platform/node/faceFinder.ts';
import { decodePicture } from '../../../src/platform/node/imageFormats.ts';

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

beforeAll(async () => {
  finder = await FaceFinder.load();
  await faceApi.tf.setBackend('cpu');
  await faceApi.nets.tinyFaceDetector.loadFromDisk(models);
  await faceApi.nets.faceLandmark68TinyNet.loadFromDisk(models);
  const photograph = await decodePicture(readFileSync('node_modules/@vladmandic/face-api/demo/sample1.jpg'));
  if (!photograph.ok) throw new Error(photograph.error.detail);
  // At the detector's own size no resampling stands between the picture and the two implementations.
  const { width, height } = photograph.value;
  const scale = 416 / Math.max(width, height);
  group = resample(photograph.value, Math.round(width * scale), Math.round(height * scale), 'area');
});

function tensorOf({ width, height, data }: Pixels): Tensor {
  return faceApi.tf.tensor3d(Float32Array.from(data.filter((_, i) => i % 4 !== 3)), [height, width, 3]);
}

describe('the face finder', () => {
  it('sees the faces that face-api itself sees, at the same places, as surely', async () => {
    const options = new faceApi.TinyFaceDetectorOptions({ inputSize: 416, scoreThreshold: 0.5 });
    const theirs = await faceApi.nets.tinyFaceDetector.locateFaces(tensorOf(group), options);
    expect(theirs.length).toBeGreaterThan(2);
    const ours = finder.detect(group);
    for (const { score, box } of theirs) {
      const same = ours.filter((one) => Math.abs(one.score - score) < 1e-3);
      expect(same.some((one) => near(one, box, 0.5)), `${JSON.stringify(box)} among ${JSON.stringify(ours)}`).toBe(true);
    }
  });

  it('places the 68 points where face-api itself places them', async () => {
    const face = finder.find(group);
    expect(face?.points).toHaveLength(68);
    const [largest] = finder.detect(group).toSorted((a, b) => b.width * b.height - a.width * a.height);
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
