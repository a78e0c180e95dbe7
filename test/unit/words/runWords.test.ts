import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../../src/core/evaluation/plan.ts';
import { stopReasons } from '../../../src/core/evaluation/plan.ts';
import { outcomeKind } from '../../../src/core/evaluation/outcome.ts';
import { failureKind } from '../../../src/core/models/failure.ts';
import { failureText } from '../../../src/core/words/failureText.ts';
import { outcomeText, outcomeWord } from '../../../src/core/words/outcomeText.ts';
import {
  bytes,
  dryRunText,
  duration,
  evaluateErrorText,
  progressText,
  stopText,
  summaryText,
  usd,
} from '../../../src/core/words/runText.ts';

const summary: RunSummary = {
  run: 'r1',
  requested: 10,
  resumed: 5,
  kinds: { answered: 12, failed: 3 },
  failures: { timeout: 3 },
  usage: { input: 0, output: 0, cached: 0 },
  requestsSent: 12,
  ms: 65_000,
  repairedBytes: 0,
  badLines: 0,
  leftOut: [],
};

describe('each kind has words of its own', () => {
  test.each([
    ['failures', failureKind.options.map((kind) => failureText({ kind, detail: '' }))],
    ['outcomes', outcomeKind.options.map(outcomeWord)],
    ['what outcomes mean', outcomeKind.options.map(outcomeText)],
    ['stops', stopReasons.map((reason) => stopText(reason))],
  ])('%s', (_name, texts) => {
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts) expect(text.trim()).toMatch(/\w/);
  });
});

test("the server's own words follow on one line and do not fill the screen", () => {
  const text = failureText({ kind: 'badRequest', detail: `line one\n\n<b>two</b> ${'x'.repeat(5000)}` });
  expect(text).toContain('(line one <b>two</b> xxx');
  expect(text).not.toContain('\n');
  expect(text.length).toBeLessThan(450);
});

test('lengths of time, sizes and sums are as people write them', () => {
  expect([0, 999, 9949, 10_000, 59_400, 60_000, 125_000, 3_600_000, 12_000_000].map(duration)).toEqual([
    '0.0 s',
    '1.0 s',
    '9.9 s',
    '10 s',
    '59 s',
    '1 min 0 s',
    '2 min 5 s',
    '1 h 0 min',
    '3 h 20 min',
  ]);
  expect([0, 999, 1000, 1_234_567, 7_640_000_000].map(bytes)).toEqual(['0 B', '999 B', '1.0 kB', '1.2 MB', '7.64 GB']);
  expect([0, 0.00012, 0.5, 12.345].map(usd)).toEqual(['0.00 USD', '0.0001 USD', '0.5000 USD', '12.35 USD']);
});

test('a summary says what was done, how it stands, and what went wrong on the way', () => {
  expect(summaryText(summary)).toBe('r1: asked 10 in 1 min 5 s, kept 5 from before. In all: 12 answered, 3 failed.');
  expect(summaryText({ ...summary, resumed: 0 }, 'gpt')).toMatch(/^gpt: asked 10 in 1 min 5 s\. /);
  const troubled = summaryText({
    ...summary,
    stopped: 'unauthorized',
    stoppedDetail: 'no key',
    repairedBytes: 7,
    badLines: 2,
    costUsd: 1.5,
    leftOut: [{ stage: 'degree', why: 'noDegreeScale' }],
  });
  for (const part of ['does not accept the key', 'no key', '7 bytes', '2 lines', '1.50 USD', 'degree'])
    expect(troubled).toContain(part);
});

test('progress says how far it is, what fails, and what it waits for', () => {
  const progress = {
    run: 'r',
    phase: 'asking',
    done: 10,
    total: 100,
    kinds: { failed: 2, refused: 1 },
    inFlight: 3,
    perSecond: 4.25,
    msLeft: 21_000,
  } as const;
  expect(progressText(progress)).toBe('10 of 100, 2 failed, 1 refused, 4.3 a second, 21 s left');
  expect(progressText({ ...progress, waitingMs: 120_000 })).toContain('the server asked to wait 2 min 0 s');
  expect(progressText({ ...progress, phase: 'checking' })).toContain('10');
});

test('an estimate says that it is one', () => {
  const dry = {
    items: 2,
    requests: 6,
    already: 0,
    imageBytes: 3000,
    ms: 12_000,
    unreadable: 0,
    leftOut: [],
    tokens: { input: 20_400, output: 60 },
    basis: { pictures: 'assumed', latency: 'assumed', latencyMs: 2000 },
    costUsd: 0.25,
  } as const;
  const text = dryRunText(dry);
  expect(text).toContain('2 portraits, 6 requests, 3.0 kB of pictures.');
  expect(text).toContain('About 20k tokens in and 60 out: an estimate of ours');
  expect(text).toContain('About 12 s, if an answer takes 2.0 s, which nobody has measured.');
  const measured = dryRunText({ ...dry, basis: { pictures: 'measured', latency: 'measured', latencyMs: 400 } });
  expect(measured).toContain('out: an estimate from the tokens of a picture, as measured');
  expect(measured).toContain('About 12 s: an answer took 0.4 s when it was measured.');
});

test('why nothing began names the run and what to do', () => {
  expect(evaluateErrorText({ kind: 'locked', run: 'r1', heldBy: 'process 7' })).toContain('process 7');
  expect(evaluateErrorText({ kind: 'otherModel', run: 'r1', model: 'a', asked: 'b' })).toMatch(/r1.*a.*b/);
  expect(
    evaluateErrorText({ kind: 'store', error: { kind: 'diskFull', path: 'runs/r1/run.json', detail: '' } }),
  ).toMatch(/disk is full.*runs\/r1\/run\.json/);
});
