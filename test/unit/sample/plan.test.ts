import { describe, expect, it } from 'vitest';
import { EMOTIONS, type Emotion } from '../../../scripts/sample/expression.ts';
import { GENERATORS } from '../../../scripts/sample/generators.ts';
import { emotionTable } from '../../../scripts/sample/labelFiles.ts';
import { planSample, type PlannedPortrait } from '../../../scripts/sample/plan.ts';

const full = planSample(7, 'full');

function hitRate(of: readonly PlannedPortrait[], ...emotions: Emotion[]): number {
  const asked = of.filter(({ prompted }) => emotions.includes(prompted));
  return asked.filter(({ prompted, perceived }) => prompted === perceived).length / asked.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const [mx, my] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
  const sum = (of: (dx: number, dy: number) => number): number => pairs.reduce((total, [x, y]) => total + of(x - mx, y - my), 0);
  return sum((dx, dy) => dx * dy) / Math.sqrt(sum((dx) => dx * dx) * sum((_, dy) => dy * dy));
}

describe('counts', () => {
  it('has six prompts for each of twelve generators and six emotions', () => {
    const plan = planSample(7, 'default');
    expect(plan).toHaveLength(432);
    for (const { name } of GENERATORS) {
      for (const emotion of EMOTIONS) {
        expect(plan.filter(({ generator, prompted }) => generator.name === name && prompted === emotion)).toHaveLength(6);
      }
    }
    expect(new Set(plan.map(({ file }) => file)).size).toBe(432);
  });

  it('has 7,145 portraits in full: a hundred prompts each, less 55', () => {
    expect(full).toHaveLength(7145);
    expect(new Set(full.map(({ file }) => file)).size).toBe(7145);
    expect(full.every(({ prompt }) => Number.isInteger(prompt) && prompt >= 1 && prompt <= 100)).toBe(true);
  });

  it('plans a portrait alike in both sizes', () => {
    const known = new Map(full.map((portrait) => [portrait.file, portrait]));
    const shared = planSample(7, 'default').filter(({ file }) => known.has(file));
    expect(shared.length).toBeGreaterThan(400);
    for (const portrait of shared) expect(known.get(portrait.file)).toEqual(portrait);
  });

  it('names twelve generators with letters that do not part a file name', () => {
    expect(new Set(GENERATORS.map(({ name }) => name)).size).toBe(12);
    expect(new Set(GENERATORS.map(({ finish }) => finish)).size).toBe(12);
    for (const { name } of GENERATORS) expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
  });
});

describe('what is drawn', () => {
  it('is not always what was asked, for every generator and every emotion', () => {
    for (const emotion of EMOTIONS) expect(hitRate(full, emotion)).toSatisfy((rate: number) => rate > 0.5 && rate < 1);
    for (const { name } of GENERATORS) {
      expect(hitRate(full.filter(({ generator }) => generator.name === name), ...EMOTIONS)).toBeLessThan(1); // prettier-ignore
    }
  });

  it('labels a portrait by what is drawn, not by what was asked', () => {
    const rows = emotionTable(full, 7).split('\r\n').slice(1);
    const missed = full.findIndex(({ prompted, perceived }) => prompted !== perceived);
    expect(rows[missed]?.split(',')[2]).toBe(full[missed]?.perceived);
    expect(full[missed]?.file).toContain(`_${full[missed]?.prompted}_`);
  });

  it('hits positive emotions more often than negative ones, and shows them more strongly', () => {
    for (const plan of [full, planSample(7, 'default')]) {
      expect(hitRate(plan, 'happy')).toBeGreaterThan(hitRate(plan, 'sad', 'angry', 'worry') + 0.05);
      const shown = (...emotions: Emotion[]): number =>
        mean(plan.filter(({ prompted, perceived }) => prompted === perceived && emotions.includes(prompted)).map(({ degreeScore }) => degreeScore));
      expect(shown('happy')).toBeGreaterThan(shown('sad', 'angry', 'worry'));
    }
  });

  it('differs between generators in skill and in quality', () => {
    const rates = GENERATORS.map(({ name }) => hitRate(full.filter(({ generator }) => generator.name === name), ...EMOTIONS)); // prettier-ignore
    expect(Math.max(...rates) - Math.min(...rates)).toBeGreaterThan(0.15);
    const qualities = GENERATORS.map(({ name }) => mean(full.filter(({ generator }) => generator.name === name).map(({ qualityScore }) => qualityScore))); // prettier-ignore
    expect(Math.max(...qualities) - Math.min(...qualities)).toBeGreaterThan(1);
  });

  it('is scored after what is drawn, with the noise of raters', () => {
    for (const emotion of EMOTIONS.filter((name) => name !== 'neutral')) {
      const pairs = full.filter(({ perceived }) => perceived === emotion).map(({ degree, degreeScore }) => [degree, degreeScore] as const);
      expect(correlation(pairs)).toSatisfy((r: number) => r > 0.85 && r < 0.999);
    }
    expect(correlation(full.map(({ quality, qualityScore }) => [quality, qualityScore] as const))).toBeGreaterThan(0.85);
    expect(full.every(({ degreeScore, qualityScore }) => Math.min(degreeScore, qualityScore) >= 1 && Math.max(degreeScore, qualityScore) <= 5)).toBe(true);
  });
});
