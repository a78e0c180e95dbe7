import { describe, expect, it } from 'vitest';
import { cropNames, cropRects } from '../../../src/core/evaluation/crops.ts';
import { builtInStrategies, findStrategy, strategySchema } from '../../../src/core/evaluation/strategies.ts';

describe('the built-in strategies', () => {
  it('are the five that evaluation names, and match their schema', () => {
    expect(builtInStrategies.map(({ id }) => id)).toEqual([
      'plain',
      'reasoned',
      'emoprompt',
      'multi-perspective',
      'emoprompt+multi-perspective',
    ]);
    for (const one of builtInStrategies) expect(strategySchema.parse(one)).toEqual(one);
  });

  it('say that what follows a paper is ours', () => {
    for (const id of ['emoprompt', 'multi-perspective', 'emoprompt+multi-perspective']) {
      expect(findStrategy(id)?.title).toContain('(ours)');
      expect(findStrategy(id)?.description).toMatch(/ours/i);
    }
  });

  it('ask for a last line with the answer whenever they ask to think', () => {
    for (const { id, template } of builtInStrategies) {
      if (id === 'plain') expect(template).not.toContain('ANSWER:');
      else expect(template).toMatch(/\{form\}[^\n]*\nANSWER: \.\.\.$/);
    }
  });

  it('take crops only where they speak of views', () => {
    for (const { template, crops } of builtInStrategies) {
      expect(crops !== undefined).toBe(template.includes('You see one picture several times'));
    }
  });

  it('give way to the user’s own', () => {
    const own = { version: 1 as const, id: 'plain', title: 'Mine', template: 'Please: {question}' };
    expect(findStrategy('plain', [own])).toBe(own);
    expect(findStrategy('none')).toBeUndefined();
  });

  it('must hold the question exactly once', () => {
    const own = { version: 1, id: 'own', title: 'Own' };
    expect(strategySchema.safeParse({ ...own, template: 'Answer!' }).success).toBe(false);
    expect(strategySchema.safeParse({ ...own, template: '{question} {question}' }).success).toBe(false);
    expect(strategySchema.safeParse({ ...own, template: '{question}' }).success).toBe(true);
  });
});

describe('crops', () => {
  it.each([
    [1024, 1024],
    [512, 768],
    [3, 2],
    [1, 1],
    [1, 5000],
  ])('of %i x %i lie inside the picture and hold a pixel', (width, height) => {
    const rects = cropRects(width, height);
    expect(rects.map(({ name }) => name)).toEqual(['face', 'eyes', 'mouth']);
    for (const { x, y, width: w, height: h } of rects) {
      for (const value of [x, y, w, h]) expect(Number.isInteger(value)).toBe(true);
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(Math.min(w, h)).toBeGreaterThanOrEqual(1);
      expect(x + w).toBeLessThanOrEqual(width);
      expect(y + h).toBeLessThanOrEqual(height);
    }
  });

  it('have the eyes above the mouth, both within the face from side to side', () => {
    const [face, eyes, mouth] = cropRects(1000, 1000);
    if (face === undefined || eyes === undefined || mouth === undefined) throw new Error('three crops');
    expect(face).toEqual({ name: 'face', x: 100, y: 80, width: 800, height: 870 });
    expect(eyes.y).toBeLessThan(mouth.y);
    for (const part of [eyes, mouth]) {
      expect(part.x).toBeGreaterThanOrEqual(face.x);
      expect(part.x + part.width).toBeLessThanOrEqual(face.x + face.width);
      expect(part.y + part.height).toBeLessThanOrEqual(face.y + face.height);
    }
  });

  it('can be asked for by name', () => {
    expect(cropRects(100, 100, ['mouth']).map(({ name }) => name)).toEqual(['mouth']);
    expect(cropRects(100, 100, []).length).toBe(0);
    expect(cropNames).toHaveLength(3);
  });
});
