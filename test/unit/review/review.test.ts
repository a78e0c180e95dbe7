import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Item } from '../../../src/core/benchmark/item.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import type { ResolvedStage } from '../../../src/core/evaluation/protocol.ts';
import { dossierOf, type ReviewedRun } from '../../../src/core/review/dossier.ts';
import { headlineStage } from '../../../src/core/review/headlineStage.ts';
import { ReviewBook, subjectFor } from '../../../src/core/review/reviewBook.ts';
import { appendReview, readReviews } from '../../../src/core/review/reviewStore.ts';
import { isError, standingOf } from '../../../src/core/review/standing.ts';
import type { ReviewLine } from '../../../src/core/review/verdict.ts';
import { writableFolder } from '../../../src/platform/node/nodeFolder.ts';

const labels = ['happy', 'sad', 'surprise'];
const polarity = { happy: 'positive', sad: 'negative', surprise: 'none' } as const;
const polarityStage: ResolvedStage = {
  id: 'polarity',
  question: '?',
  answer: { kind: 'choice', labels: ['positive', 'negative'], truth: 'polarity' },
};
const emotionStage: ResolvedStage = {
  id: 'emotion',
  question: '?',
  answer: { kind: 'choice', labels, truth: 'label' },
};
const degreeStage: ResolvedStage = {
  id: 'degree',
  question: '?',
  answer: { kind: 'number', scale: { min: 1, max: 5 }, truth: 'degree' },
};
const sad: Item = { id: 'a.png', path: 'a.png', label: 'sad', degree: 3 };

function outcome(stage: string, part: Partial<Outcome>, run = 'r1'): Outcome {
  return { version: 1, item: 'a.png', run, stage, kind: 'answered', at: '2026-01-01T00:00:00Z', ...part };
}

function run(outcomes: readonly Outcome[], id = 'r1', key = 'k'): ReviewedRun {
  const stages = new Map(outcomes.map((one) => [one.stage, one]));
  return {
    run: id,
    key,
    model: 'm',
    protocol: 'p',
    strategy: 'plain',
    stages: [polarityStage, emotionStage, degreeStage],
    polarity,
    outcomes: new Map([['a.png', stages]]),
  };
}

function line(part: Partial<ReviewLine>): ReviewLine {
  return { version: 1, item: 'a.png', verdict: 'labelWrong', author: 'ada', at: '2026-01-02T00:00:00Z', ...part };
}

describe('standing', () => {
  it.each([
    [outcome('emotion', { label: 'sad' }), 'sad', 'right'],
    [outcome('emotion', { label: 'happy' }), 'sad', 'wrong'],
    [outcome('emotion', { label: 'happy' }), undefined, 'answered'],
    [outcome('degree', { value: 3 }), 3, 'answered'],
    [outcome('emotion', { kind: 'refused' }), 'sad', 'refused'],
    [outcome('emotion', { kind: 'failed' }), 'sad', 'failed'],
    [outcome('emotion', { labels: ['sad', 'happy'] }), 'sad', 'right'],
  ])('%# holds the outcome against the truth', (one, truth, standing) => {
    expect(standingOf(one, truth)).toBe(standing);
  });

  it('counts everything but right answers, skipped stages and failed requests as an error', () => {
    const kinds = [
      'right',
      'wrong',
      'answered',
      'refused',
      'unparsed',
      'ambiguous',
      'outOfSet',
      'truncated',
      'failed',
      'skipped',
    ];
    expect(kinds.filter(isError)).toEqual(['wrong', 'refused', 'unparsed', 'ambiguous', 'outOfSet', 'truncated']);
  });
});

describe('dossier', () => {
  it("takes the emotion as a progressive run's word, so that a portrait is one error and not three", () => {
    expect(headlineStage([polarityStage, emotionStage, degreeStage])).toBe(emotionStage);
    expect(headlineStage([degreeStage])).toBe(degreeStage);
    const wrongPolarity = run([outcome('polarity', { label: 'positive' }), outcome('emotion', { label: 'sad' })]);
    const dossier = dossierOf(sad, [wrongPolarity], new ReviewBook());
    expect(dossier).toMatchObject({ standing: 'right', open: false });
    expect(dossier.runs[0]?.stages.map(({ standing }) => standing)).toEqual(['wrong', 'right']);
  });

  it('leaves a label without polarity out of the polarity question', () => {
    const surprised = { ...sad, label: 'surprise' };
    const dossier = dossierOf(surprised, [run([outcome('polarity', { label: 'positive' })])], new ReviewBook());
    expect(dossier.runs[0]?.stages[0]).toMatchObject({ standing: 'answered', truth: undefined });
  });

  it('shows the newest of runs that asked the same, and both of runs that did not', () => {
    const older = run([outcome('emotion', { label: 'happy' })], 'r1', 'same');
    const newer = run([outcome('emotion', { label: 'sad' }, 'r2')], 'r2', 'same');
    const other = run([outcome('emotion', { label: 'happy' }, 'r3')], 'r3', 'other');
    expect(dossierOf(sad, [older, newer], new ReviewBook()).runs.map((one) => one.run.run)).toEqual(['r2']);
    const both = dossierOf(sad, [older, newer, other], new ReviewBook());
    expect(both.runs.map((one) => one.run.run)).toEqual(['r2', 'r3']);
    expect(both.standing).toBe('wrong');
  });

  it('is not asked without runs', () => {
    expect(dossierOf(sad, [], new ReviewBook())).toMatchObject({ standing: 'notAsked', open: false, runs: [] });
  });
});

describe('verdicts', () => {
  const wrong = run([outcome('emotion', { label: 'happy' })]);
  const wrongToo = run([outcome('emotion', { label: 'happy' }, 'r2')], 'r2', 'other');

  it('close the outcome they are about, or all outcomes of the portrait', () => {
    const modelWrong = line({ verdict: 'modelWrong', run: 'r1', stage: 'emotion' });
    expect(dossierOf(sad, [wrong], new ReviewBook([modelWrong])).open).toBe(false);
    expect(dossierOf(sad, [wrong, wrongToo], new ReviewBook([modelWrong])).open).toBe(true);
    expect(dossierOf(sad, [wrong, wrongToo], new ReviewBook([line({})])).open).toBe(false);
  });

  it('can be changed, and taken back', () => {
    const book = new ReviewBook([line({}), line({ verdict: 'ambiguous', author: 'bo' })]);
    expect(book.of('a.png')).toMatchObject([{ kind: 'ambiguous', author: 'bo' }]);
    book.add(line({ verdict: null }));
    expect(book.of('a.png')).toEqual([]);
    expect(book.size).toBe(0);
    expect(dossierOf(sad, [wrong], book).open).toBe(true);
  });

  it('know what they are about', () => {
    const at = { item: 'a.png', run: 'r1', stage: 'emotion' };
    expect(subjectFor('modelWrong', at)).toEqual(at);
    expect(subjectFor('labelWrong', at)).toEqual({ item: 'a.png' });
  });
});

describe('reviews on disk', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'emolens-reviews-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('come back as they were given, line by line', async () => {
    const store = writableFolder(folder);
    expect(await readReviews(store)).toEqual({ ok: true, value: { lines: [], bad: [] } });
    const given = [line({}), line({ verdict: null, author: '名' })];
    for (const one of given) expect((await appendReview(store, one)).ok).toBe(true);
    expect(await readReviews(store)).toEqual({ ok: true, value: { lines: given, bad: [] } });
  });

  it('survive lines that are none: those are named by number and stay in the file', async () => {
    const store = writableFolder(folder);
    const text = `not json\n${JSON.stringify(line({}))}\n{"version":1,"item":"a.png"}\n`;
    await writeFile(join(folder, 'reviews.jsonl'), text);
    const read = await readReviews(store);
    expect(read.ok && read.value.bad.map((one) => one.line)).toEqual([1, 3]);
    expect(read.ok && read.value.lines).toEqual([line({})]);
    await appendReview(store, line({ verdict: 'badImage' }));
    expect(await readFile(join(folder, 'reviews.jsonl'), 'utf8')).toContain(text);
  });
});
