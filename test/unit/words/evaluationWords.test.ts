import { describe, expect, test } from 'vitest';
import type { DryRun } from '../../../src/core/evaluation/dryRun.ts';
import { estimateText, sumOfDryRuns } from '../../../src/core/words/estimateText.ts';
import { runScoreSentence } from '../../../src/core/words/runScoreText.ts';

const dry: DryRun = {
  items: 72,
  requests: 216,
  already: 0,
  imageBytes: 22_600_000,
  ms: 216_000,
  unreadable: 0,
  leftOut: [],
};

describe('an estimate in pieces', () => {
  test('says money, time and tokens as estimates, and the size of the pictures as what it is', () => {
    const tokens = { input: 66_240, output: 2160 };
    expect(estimateText({ ...dry, tokens, costUsd: 0.18504 })).toEqual({
      counts: '72 portraits, 216 requests',
      takes: 'About 0.19 USD, 3 min 36 s, 66k tokens in and 2.2k out; 22.6 MB of pictures',
      brief: '216 requests, about 0.19 USD, 66k tokens in and 2.2k out',
      notes: [],
    });
    expect(estimateText({ ...dry, tokens, costUsd: 41.237 }).takes).toContain('About 41.24 USD');
    expect(estimateText({ ...dry, tokens, costUsd: 0.000041 }).takes).toContain('About 0.000041 USD');
  });

  test('estimates nothing for a model that counts no tokens, and names what a person should know', () => {
    const stage = { stage: 'degree', reason: 'noScale' } as unknown as DryRun['leftOut'][number];
    expect(estimateText({ ...dry, already: 3, unreadable: 2, leftOut: [stage] })).toEqual({
      counts: '72 portraits, 216 requests',
      takes: '22.6 MB of pictures',
      brief: '216 requests',
      notes: [
        '3 questions have an answer already.',
        '2 pictures cannot be read.',
        'Left out, because the benchmark has no data for it: degree.',
      ],
    });
  });

  test('of several runs adds what each takes, and has a price only where all have one', () => {
    const tokens = { input: 100, output: 5 };
    const sum = sumOfDryRuns([
      { ...dry, tokens, costUsd: 1 },
      { ...dry, tokens, costUsd: 0.5 },
    ]);
    expect(sum).toMatchObject({ items: 72, requests: 432, imageBytes: 45_200_000, ms: 432_000, costUsd: 1.5 });
    expect(sum.tokens).toEqual({ input: 200, output: 10 });
    const unpriced = sumOfDryRuns([
      { ...dry, tokens, costUsd: 1 },
      { ...dry, tokens },
    ]);
    expect(unpriced.costUsd).toBeUndefined();
    expect(unpriced.tokens).toEqual({ input: 200, output: 10 });
  });
});

describe('the score of a run in a sentence', () => {
  test('counts whatever is not right as wrong, and gives the interval', () => {
    // Wilson's formula for 11 of 56, worked out apart: 0.11339 to 0.31845.
    expect(runScoreSentence({ right: 11, judged: 56 })).toBe('11 of 56 right: 19.6 % (95 % interval 11.3 to 31.8 %).');
  });

  test('is silent where nothing can be right', () => {
    expect(runScoreSentence({ right: 0, judged: 0 })).toBeUndefined();
  });
});
