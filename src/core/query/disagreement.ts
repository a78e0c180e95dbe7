import type { Turns } from '../turns.ts';
import type { Bits } from './bits.ts';
import type { BenchmarkColumns } from './columns/benchmarkColumns.ts';
import type { RunColumns } from './columns/runColumns.ts';
import type { Ranks } from './ranks.ts';

/** Items that are looked at between two turns of others. */
const placesAtOnce = 16_384;
/** The answer of a run that has no label, but a standing; one that counts for nothing is 0. */
const standingFrom = 1 << 20;

/** Writes what a run answered to items from place `from` on. */
type Answering = (from: number, answers: Uint32Array) => void;

/** More different answers of runs come first. */
export function* disagreement(columns: BenchmarkColumns): Turns<Ranks> {
  const { table, runs } = columns;
  const codes = new Map<string, number>();
  const answering = runs.map((run) => answeringOf(run, columns.shown(run), codes));
  const ranks = new Uint32Array(table.length);
  for (let from = 0; from < ranks.length; from += placesAtOnce) {
    const some = ranks.subarray(from, from + placesAtOnce);
    const answers = answering.map((answersOf) => {
      const own = new Uint32Array(some.length);
      answersOf(from, own);
      return own;
    });
    some.fill(runs.length);
    for (let run = 0; run < answers.length; run++) takeNew(some, answers, run);
    yield;
  }
  return { ranks, bound: runs.length + 1 };
}

/** Takes one away where a run's answer is none of those of the runs before it. */
function takeNew(ranks: Uint32Array, answers: readonly Uint32Array[], run: number): void {
  const own = answers[run]!;
  const isNew = new Uint8Array(own.length);
  for (let i = 0; i < own.length; i++) isNew[i] = Number(own[i] !== 0);
  for (let before = 0; before < run; before++) {
    const other = answers[before]!;
    for (let i = 0; i < own.length; i++) isNew[i]! &= Number(other[i] !== own[i]);
  }
  for (let i = 0; i < own.length; i++) ranks[i]! -= isNew[i]!;
}

/** Labels have the same code in all runs. */
function answeringOf(
  { labels, standing, word, stages }: RunColumns,
  shown: Bits | undefined,
  codes: Map<string, number>,
): Answering {
  const own = Uint32Array.from(['', ...labels], (label) => codeIn(codes, label));
  return (from, answers) => {
    stages.forEach((stage, at) => {
      for (let i = 0, place = from; i < answers.length; i++, place++) {
        if (word[place] !== at + 1) continue;
        const label = stage.labels[place]!;
        answers[i] = label === 0 ? standingFrom + standing[place]! : own[label]!;
      }
    });
    for (let i = 0, place = from; i < answers.length; i++, place++) {
      answers[i]! *= Number(standing[place] !== 0) & (shown?.has(place) ?? 1);
    }
  };
}

/** From 1 on. */
function codeIn(codes: Map<string, number>, label: string): number {
  const code = codes.get(label) ?? codes.size + 1;
  codes.set(label, code);
  return code;
}
