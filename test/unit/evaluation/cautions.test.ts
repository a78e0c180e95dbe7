import { expect, test } from 'vitest';
import { polarityTable } from '../../../src/core/affect/polarity.ts';
import { numberLabels } from '../../../src/core/benchmark/numberLabels.ts';
import { findProtocol } from '../../../src/core/evaluation/builtInProtocols.ts';
import { cautionsOf } from '../../../src/core/evaluation/cautions.ts';
import type { Cautions } from '../../../src/core/evaluation/cautions.ts';
import type { EvaluatePlan } from '../../../src/core/evaluation/plan.ts';
import { cautionLine, cautionTexts } from '../../../src/core/words/cautionText.ts';
import { planFor, scriptedModel, smallBenchmark } from './runKit.ts';

/** What to know about a protocol asked of portraits with these labels. */
async function cautions(labels: readonly (string | undefined)[], protocol: string): Promise<Cautions | undefined> {
  const { benchmark } = await smallBenchmark(0);
  const items = labels.map((label, at) => ({ id: `${at}`, path: `${at}`, ...(label !== undefined && { label }) }));
  const own = [...new Set(labels.flatMap((label) => label ?? []))];
  const plan: EvaluatePlan = planFor({ ...benchmark, labels: own, scales: {} }, scriptedModel(), {
    items,
    protocol: findProtocol(protocol)!,
    polarity: polarityTable(own),
  });
  return cautionsOf(plan);
}

const said = (one: Cautions | undefined): readonly string[] => cautionTexts(one).map(cautionLine);

test('nothing is to know where labels are words and can be compared', async () => {
  expect(await cautions(['happy', 'sad'], 'memo-direct')).toBeUndefined();
  expect(await cautions(['yes', 'no'], 'sarcasm')).toBeUndefined();
});

test('a protocol for which the benchmark has no truth is told', async () => {
  const one = await cautions(['happy', 'sad'], 'sarcasm');
  expect(one).toMatchObject({ isScored: false, numberLabels: [] });
  expect(said(one)).toEqual([
    'Nothing in the benchmark can be compared with the answers. They are counted, not scored.',
  ]);
});

test('of several stages those are named that nothing can be compared with', () => {
  const some = cautionTexts({ unscored: ['b', 'c'], isScored: true, numberLabels: [], neverAsked: [] });
  expect(some.map(({ text }) => text)).toEqual(['The benchmark holds nothing to compare the answers of b, c with']);
});

test('a stage whose gate waits for no label of the benchmark is told before it is paid for', async () => {
  const { benchmark } = await smallBenchmark(2);
  const emotion = findProtocol('memo-direct')!.stages[0]!;
  const gated = (is: readonly string[]) => ({ ...emotion, id: 'second', when: { stage: emotion.id, is: [...is] } });
  const told = (is: readonly string[]): readonly string[] => {
    const protocol = { ...findProtocol('memo-direct')!, stages: [emotion, gated(is)] };
    return said(cautionsOf(planFor(benchmark, scriptedModel(), { protocol })));
  };
  expect(told(['hapy', 'sadd'])).toEqual([
    'second will never be asked. What "is" waits for is not among the labels of this benchmark.',
  ]);
  expect(told(['hapy', benchmark.labels[0]!])).toEqual([]);
});

test('labels that are bare numbers are told where models are asked for them, and what to write', async () => {
  const numbers = ['0', '1', '2', '3', '4', '5'];
  const [line] = said(await cautions(numbers, 'memo-direct'));
  expect(line).toMatch(/labels are numbers.*asked for 0, 1, 2, 3, … as they are\..*{"foldings":{"0":"neutral"}}$/);
  expect((await cautions(numbers, 'sarcasm'))?.numberLabels).toEqual([]);
  expect(numberLabels(['0', '1', 'happy'])).toEqual(['0', '1']);
  expect(numberLabels(['0', 'sad', 'happy'])).toEqual([]);
  expect(numberLabels(['-1.5', '+2', '2nd'])).toEqual(['-1.5', '+2']);
  expect(numberLabels([])).toEqual([]);
});
