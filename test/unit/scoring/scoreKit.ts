import { defaultPolarity } from '../../../src/core/affect/polarity.ts';
import { builtInProtocols } from '../../../src/core/evaluation/builtInProtocols.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import type { RunRecord } from '../../../src/core/evaluation/runRecord.ts';

const labels = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];

/** The record of a progressive run over six emotions, degree 1 to 5. */
export function recordOf(more: Partial<RunRecord> = {}): RunRecord {
  return {
    version: 1,
    run: 'r1',
    model: 'some-model',
    modelKind: 'openai',
    parameters: { conversation: 'separate', options: 'words' },
    strategy: 'plain',
    protocol: builtInProtocols[0]!,
    promptsSha256: '0',
    labels,
    polarity: Object.fromEntries(labels.map((label) => [label, defaultPolarity[label]!])),
    scales: { degree: { min: 1, max: 5 } },
    benchmark: { name: 'b', fingerprint: '0' },
    where: '',
    items: 0,
    readerVersion: '1',
    lexiconVersion: '1',
    emolensVersion: '0',
    startedAt: '2026-01-01T00:00:00.000Z',
    ...more,
  };
}

/** Outcomes as a run holds them, from what was said: by stage, then item. */
export function outcomesOf(
  said: Readonly<Record<string, Readonly<Record<string, Partial<Outcome>>>>>,
): Map<string, Map<string, Outcome>> {
  const outcomes = new Map<string, Map<string, Outcome>>();
  for (const [stage, byItem] of Object.entries(said)) {
    for (const [item, partial] of Object.entries(byItem)) {
      const ofItem = outcomes.get(item) ?? new Map<string, Outcome>();
      const outcome: Outcome = { version: 1, item, run: 'r1', stage, kind: 'answered', at: '2026-01-01', ...partial };
      outcomes.set(item, ofItem.set(stage, outcome));
    }
  }
  return outcomes;
}
