import { EMOTIONS, type Emotion } from './expression.ts';
import { NO_FAULTS, type Faults } from './filters/faults.ts';
import { GENERATORS, type Generator } from './generators.ts';
import { clamp } from './geometry.ts';
import { randomFrom, type Random } from './random.ts';

/** One portrait of the sample before it is drawn: what was asked, what will be seen, and how raters will score it. */
export interface PlannedPortrait {
  /** File name in `dataset/`, e.g. `atelier-3_angry_012.png`. */
  readonly file: string;
  readonly generator: Generator;
  /** The emotion that the prompt asked for. */
  readonly prompted: Emotion;
  /** The emotion that is drawn, and that the raters see. */
  readonly perceived: Emotion;
  /** 1..100. */
  readonly prompt: number;
  /** How far the drawn pose goes, 0..1. */
  readonly degree: number;
  /** How good the picture is, 0..1. */
  readonly quality: number;
  readonly faults: Faults;
  /** Mean opinion scores of fifteen raters who give 1 to 5 each. */
  readonly degreeScore: number;
  readonly qualityScore: number;
}

/** How large a sample is: six prompts for each cell, or a hundred of which 55 portraits are absent, as in the release. */
export type SampleSize = 'default' | 'full';

const PROMPTS = 100;
const DEFAULT_PROMPTS = 6;
const ABSENT = 55;
const RATERS = 15;

/** Added to a generator's skill: positive emotions are hit more often than negative ones. */
const EASE: Readonly<Record<Emotion, number>> = { happy: 0.12, neutral: 0.07, surprise: 0, sad: -0.07, angry: -0.09, worry: -0.16 };

/** What comes out when an emotion is missed. */
const MISSES: Readonly<Record<Emotion, readonly (readonly [Emotion, number])[]>> = {
  happy: [['neutral', 3], ['surprise', 1]],
  neutral: [['sad', 2], ['happy', 2], ['worry', 1]],
  surprise: [['happy', 2], ['worry', 2], ['neutral', 1]],
  sad: [['neutral', 3], ['worry', 3], ['happy', 0.5]],
  angry: [['neutral', 3], ['worry', 1], ['surprise', 1], ['sad', 1]],
  worry: [['sad', 4], ['neutral', 3], ['surprise', 1.5]],
}; // prettier-ignore

/**
 * Every portrait of a sample, in order of file name. The same seed gives the same plan; a portrait that is in both sizes is
 * the same in both. `perCell` overrides how many prompts each generator and emotion get (1..100).
 */
export function planSample(seed: number, size: SampleSize, perCell?: number): PlannedPortrait[] {
  const prompts = perCell ?? (size === 'full' ? PROMPTS : DEFAULT_PROMPTS);
  const plan = GENERATORS.flatMap((generator) =>
    EMOTIONS.flatMap((prompted) => promptNumbers(seed, prompted, prompts).map((prompt) => planOne(seed, generator, prompted, prompt))),
  );
  const kept = size === 'full' && perCell === undefined ? withoutAbsent(plan, seed) : plan;
  return kept.sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** The first `count` of the hundred numbers in an order drawn once for each emotion. */
function promptNumbers(seed: number, emotion: Emotion, count: number): number[] {
  const random = randomFrom('prompts', seed, emotion);
  const order = Array.from({ length: PROMPTS }, (_, index) => ({ prompt: index + 1, key: random.next() }));
  return order.sort((a, b) => a.key - b.key).slice(0, count).map(({ prompt }) => prompt); // prettier-ignore
}

function withoutAbsent(plan: readonly PlannedPortrait[], seed: number): PlannedPortrait[] {
  const random = randomFrom('absent', seed);
  const keyed = plan.map((portrait) => ({ portrait, key: random.next() }));
  const cut = keyed.map(({ key }) => key).sort((a, b) => a - b)[ABSENT - 1] ?? 0;
  return keyed.filter(({ key }) => key > cut).map(({ portrait }) => portrait);
}

function planOne(seed: number, generator: Generator, prompted: Emotion, prompt: number): PlannedPortrait {
  const random = randomFrom('plan', seed, generator.name, prompted, prompt);
  const hit = random.chance(clamp(generator.skill + EASE[prompted], 0.2, 0.985));
  const perceived = hit ? prompted : random.weighted(MISSES[prompted]);
  const asked = randomFrom('degree', seed, prompted, prompt).between(0.3, 1);
  const negative = prompted === 'sad' || prompted === 'angry' || prompted === 'worry';
  const drawn = asked + generator.force + (negative ? -0.08 : 0.08) + random.normal(0, 0.1) - (hit ? 0 : 0.2);
  const degree = perceived === 'neutral' ? random.between(0, 0.3) : clamp(drawn, 0.22, 1);
  const quality = clamp(random.normal(generator.quality, 0.13), 0.04, 1);
  return {
    file: `${generator.name}_${prompted}_${String(prompt).padStart(3, '0')}.png`,
    generator,
    prompted,
    perceived,
    prompt,
    degree,
    quality,
    faults: faultsOf(generator, quality, random),
    degreeScore: meanOpinion(degree, random),
    qualityScore: meanOpinion(quality, random),
  };
}

/** Spreads what is missing from a picture's quality over one or two faults. */
function faultsOf(generator: Generator, quality: number, random: Random): Faults {
  const faults = { ...NO_FAULTS };
  let left = clamp((0.72 - quality) * 1.5);
  // Large pixels and triangles are made of the spoilt picture, and hide noise and blocks.
  const visible: (keyof Faults)[] =
    generator.finish === 'pixels' || generator.finish === 'facets' ? ['blur', 'smear', 'fade'] : ['blur', 'noise', 'blocks', 'smear', 'fade'];
  for (let index = 0; index < 2; index++) {
    const kind = random.pick(visible);
    const part = left * random.between(0.5, 0.9);
    faults[kind] = clamp(faults[kind] + part);
    left -= part;
  }
  return faults;
}

function meanOpinion(share: number, random: Random): number {
  let sum = 0;
  for (let rater = 0; rater < RATERS; rater++) sum += clamp(Math.round(1 + 4 * share + random.normal(0, 0.75)), 1, 5);
  return Math.round((sum / RATERS) * 100) / 100;
}
