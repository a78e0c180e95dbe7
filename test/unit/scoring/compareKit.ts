import type { Items } from '../../../src/core/benchmark/item.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import type { RunRecord } from '../../../src/core/evaluation/runRecord.ts';
import type { ComparedRun } from '../../../src/core/scoring/compareCells.ts';
import { compareRuns } from '../../../src/core/scoring/compareRuns.ts';
import type { Comparison, CompareOptions } from '../../../src/core/scoring/compareRuns.ts';
import { outcomesOf, recordOf } from './scoreKit.ts';

/** Eight portraits, happy and sad in turn, of the degrees 1 2 3 4 5 1 2 3. */
export const some: Items = Array.from({ length: 8 }, (_none, i) => ({
  id: `i${i}`,
  path: `i${i}`,
  label: i % 2 === 0 ? 'happy' : 'sad',
  degree: 1 + (i % 5),
}));

/** One character an item: `+` right, `-` wrong, `r` refused, `f` failed, `s` skipped, a space for no outcome; a digit is a degree. */
function said(marks: string, items: Items = some): Record<string, Partial<Outcome>> {
  const kinds: Record<string, Outcome['kind']> = { r: 'refused', f: 'failed', s: 'skipped' };
  return Object.fromEntries(
    items.flatMap((item, i): [string, Partial<Outcome>][] => {
      const mark = marks[i] ?? ' ';
      if (mark === ' ') return [];
      if (/\d/.test(mark)) return [[item.id, { value: Number(mark) }]];
      const kind = kinds[mark];
      if (kind !== undefined) return [[item.id, { kind }]];
      return [[item.id, { label: mark === '+' ? item.label! : 'angry' }]];
    }),
  );
}

/** A run in which each stage was answered as its marks say. */
export function run(
  id: string,
  stages: Readonly<Record<string, string>>,
  more: Partial<RunRecord> = {},
  items: Items = some,
): ComparedRun {
  const record = recordOf({ run: id, picked: items.map((item) => item.id), ...more });
  const outcomes = outcomesOf(
    Object.fromEntries(Object.entries(stages).map(([name, marks]) => [name, said(marks, items)])),
  );
  return { record, outcomes };
}

/** Compares with few resamples. */
export function compared(runs: readonly ComparedRun[], items = some, options: CompareOptions = {}): Comparison {
  const result = compareRuns(runs, items, { resampling: { resamples: 400, seed: 7 }, ...options });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
