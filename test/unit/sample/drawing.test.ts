import decode, { init } from '@jsquash/png/decode.js';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawPortrait, PORTRAIT_SIZE } from '../../../scripts/sample/drawPortrait.ts';
import { EMOTIONS, expressionOf, type Emotion } from '../../../scripts/sample/expression.ts';
import { triangulate } from '../../../scripts/sample/filters/triangulation.ts';
import { GENERATORS } from '../../../scripts/sample/generators.ts';
import type { Point } from '../../../scripts/sample/geometry.ts';
import { planSample, type PlannedPortrait } from '../../../scripts/sample/plan.ts';
import { encodePng } from '../../../scripts/sample/png.ts';
import { randomFrom } from '../../../scripts/sample/random.ts';

const plan = planSample(7, 'default');

beforeAll(async () => {
  const wasm = createRequire(import.meta.url).resolve('@jsquash/png/codec/pkg/squoosh_png_bg.wasm');
  await init(new Uint8Array(await readFile(wasm)));
});

async function pixelsOf(png: Uint8Array): Promise<Uint8ClampedArray> {
  // The decoder returns a browser ImageData, a type that tests for Node do not know.
  const image = (await decode(new Uint8Array(png).buffer)) as unknown as { width: number; height: number; data: Uint8ClampedArray };
  expect([image.width, image.height]).toEqual([PORTRAIT_SIZE, PORTRAIT_SIZE]);
  return image.data;
}

function portraitBy(name: string, wanted: (portrait: PlannedPortrait) => boolean = () => true): PlannedPortrait {
  const portrait = plan.find((candidate) => candidate.generator.name === name && wanted(candidate));
  if (!portrait) throw new Error(`no portrait by ${name}`);
  return portrait;
}

/** Mean distance of two pictures over all channels, 0..255. */
function distance(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  return a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;
}

describe('a portrait', () => {
  it('is a small picture that an independent decoder reads, whoever draws it', async () => {
    for (const { name } of GENERATORS) {
      const png = drawPortrait(portraitBy(name), 7);
      expect(png.length, name).toBeGreaterThan(4_000);
      expect(png.length, name).toBeLessThan(260_000);
      const pixels = await pixelsOf(png);
      expect(new Set(pixels).size, name).toBeGreaterThan(8);
    }
  });

  it('changes with the emotion and with its degree, and with nothing else', async () => {
    const portrait = { ...portraitBy('atelier-3'), degree: 0.9 };
    const neutral = await pixelsOf(drawPortrait({ ...portrait, perceived: 'neutral', degree: 0.1 }, 7));
    for (const perceived of EMOTIONS.filter((emotion) => emotion !== 'neutral')) {
      const strong = await pixelsOf(drawPortrait({ ...portrait, perceived }, 7));
      expect(distance(neutral, strong), perceived).toBeGreaterThan(0.8);
      const weak = await pixelsOf(drawPortrait({ ...portrait, perceived, degree: 0.25 }, 7));
      expect(distance(weak, strong), perceived).toBeGreaterThan(0.5);
    }
    expect(drawPortrait(portrait, 7).equals(drawPortrait({ ...portrait }, 7))).toBe(true);
  });
});

describe('a pose', () => {
  const strongly = (emotion: Emotion) => expressionOf(emotion, 0.9, randomFrom('pose', emotion));

  it('has the signs by which people tell the emotions apart', () => {
    const [happy, sad, angry, surprise, worry] = (['happy', 'sad', 'angry', 'surprise', 'worry'] as const).map(strongly);
    expect(happy).toMatchObject({ teeth: 1 });
    expect(happy?.corner).toBeGreaterThan(0.8);
    expect(sad?.corner).toBeLessThan(-0.8);
    expect(sad?.tears).toBeGreaterThan(0.8);
    expect(angry?.browInner).toBeLessThan(-0.8);
    expect(surprise?.lidOpen).toBeGreaterThan(0.8);
    expect(surprise?.stretch).toBeLessThan(-0.5);
    expect(Math.abs(worry?.gazeX ?? 0)).toBeGreaterThan(0.8);
    expect(worry?.foreheadLines).toBeGreaterThan(0.8);
  });

  it('goes further with the degree', () => {
    for (const emotion of EMOTIONS.filter((name) => name !== 'neutral')) {
      const size = (degree: number): number => {
        const pose = expressionOf(emotion, degree, randomFrom('size'));
        return Math.abs(pose.browInner) + Math.abs(pose.corner) + Math.abs(pose.lidOpen) + pose.cheek + pose.foreheadLines;
      };
      expect(size(1), emotion).toBeGreaterThan(size(0.5));
      expect(size(0.5), emotion).toBeGreaterThan(size(0));
    }
  });
});

describe('the parts', () => {
  it('writes a palette for few colours and full colour for many, both exactly', async () => {
    const random = randomFrom('png');
    for (const colours of [3, 70_000]) {
      const data = new Uint8ClampedArray(PORTRAIT_SIZE * PORTRAIT_SIZE * 4);
      for (let at = 0; at < data.length; at += 4) {
        const rgb = Math.floor(random.next() * colours) * 211;
        data.set([rgb >> 16, (rgb >> 8) & 255, rgb & 255, 255], at);
      }
      expect(await pixelsOf(encodePng({ size: PORTRAIT_SIZE, data }))).toEqual(data);
    }
  });

  it('triangulates without gaps: the areas add up, and no point lies inside a circle', () => {
    const random = randomFrom('points');
    const corners: Point[] = [[0, 0], [100, 0], [0, 100], [100, 100]]; // prettier-ignore
    const points = [...corners, ...Array.from({ length: 60 }, (): Point => [random.between(1, 99), random.between(1, 99)])];
    const area = triangulate(points, 100).reduce((sum, [i, j, k]) => {
      const [a, b, c] = [points[i], points[j], points[k]] as [Point, Point, Point];
      return sum + Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;
    }, 0);
    expect(area).toBeCloseTo(10_000, 6);
  });

  it('draws the same numbers from the same seed, evenly', () => {
    const first = randomFrom('a', 1);
    const again = randomFrom('a', 1);
    const values = Array.from({ length: 20_000 }, () => first.next());
    expect(values.slice(0, 50)).toEqual(Array.from({ length: 50 }, () => again.next()));
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1);
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
  });
});
