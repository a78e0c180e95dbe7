import type { Benchmark } from '../../core/benchmark/benchmark.ts';
import type { Comparison } from '../../core/scoring/compareRuns.ts';
import type { GeneratorBoard } from '../../core/scoring/generatorBoard.ts';
import type { RunScores } from '../../core/scoring/scoreRun.ts';
import type { Result } from '../../core/result.ts';
import { err } from '../../core/result.ts';
import { answersOf } from '../../core/scoring/compareCells.ts';
import type { ComparedRun } from '../../core/scoring/compareCells.ts';
import { liveResampling, resamplingFor } from '../../platform/node/scorer.ts';
import type { ComparisonError, ScoreError, Scorer, ScoringStopped } from '../../platform/node/scorer.ts';
import { DisposableStore } from '../disposables.ts';
import type { BenchmarkSession } from '../session/session.ts';

/** Why a run has no scores. */
export type NoScores = ScoreError | { readonly kind: 'noSuchRun' };

interface Entry {
  readonly scores: Promise<Result<RunScores, NoScores>>;
  /** Drawn with few resamples, because the run went on. */
  readonly live: boolean;
  /** The truth that it was scored by: files read anew are told of a moment later than they are there. */
  readonly benchmark: Benchmark;
}

interface Comparisons {
  /** Which runs. */
  readonly key: string;
  readonly result: Promise<Result<Comparison, ComparisonError>[]>;
}

/** Scores of a session's runs, computed when asked for and forgotten as soon as something that they count has changed. */
export class ScoreBook {
  readonly #session: BenchmarkSession;
  readonly #scorer: Scorer;
  readonly #owned = new DisposableStore();
  readonly #entries = new Map<string, Entry>();
  #board:
    { readonly benchmark: Benchmark; readonly board: Promise<Result<GeneratorBoard, ScoringStopped>> } | undefined;
  #compared: (Omit<Entry, 'scores'> & Comparisons) | undefined;

  constructor(session: BenchmarkSession, scorer: Scorer) {
    this.#session = session;
    this.#scorer = scorer;
    this.#owned.add(
      session.onDidChange(({ items }) => {
        if (items === 'all' || items.size > 0) this.#compared = undefined;
        if (items === 'all') this.#entries.clear();
        else this.#forget([...items]);
      }),
    );
  }

  /** The scores of a run. `isRunning`: it goes on, so that what is said holds for a moment only. */
  scores(run: string, isRunning: boolean): Promise<Result<RunScores, NoScores>> {
    const known = this.#entries.get(run);
    if (known !== undefined && this.#holds(known, isRunning)) return known.scores;
    const record = this.#session.records.find((one) => one.run === run);
    const outcomes = this.#session.runs.find((one) => one.run === run)?.outcomes;
    if (record === undefined || outcomes === undefined) return Promise.resolve(err({ kind: 'noSuchRun' }));
    const resampling = isRunning ? liveResampling : resamplingFor(outcomes.count);
    const { items, labels } = this.#session.benchmark;
    const scores = this.#scorer.score({ record, outcomes }, items, resampling, labels);
    const entry = { scores, live: isRunning, benchmark: this.#session.benchmark };
    this.#entries.set(run, entry);
    void scores.then((result) => {
      // Another try may go better.
      if (!result.ok && result.error.kind === 'stopped' && this.#entries.get(run) === entry) this.#entries.delete(run);
    });
    return scores;
  }

  /** How people saw the generators. */
  board(): Promise<Result<GeneratorBoard, ScoringStopped>> {
    const { benchmark } = this.#session;
    if (this.#board?.benchmark !== benchmark)
      this.#board = { benchmark, board: this.#scorer.board(benchmark.items, benchmark.labels) };
    return this.#board.board;
  }

  /**
   * Comparisons of runs, one for each protocol that more than one of them asked. Runs of other protocols, and those that are
   * gone, are left out.
   */
  compare(runs: readonly string[], isRunning: boolean): Promise<Result<Comparison, ComparisonError>[]> {
    const known = this.#compared;
    const key = JSON.stringify(runs);
    if (known !== undefined && known.key === key && this.#holds(known, isRunning)) return known.result;
    const chosen = this.#session.runs.flatMap(({ run, outcomes }) => {
      const record = runs.includes(run) ? this.#session.records.find((one) => one.run === run) : undefined;
      return record === undefined || outcomes.size === 0 ? [] : [{ record, outcomes }];
    });
    const count = chosen.reduce((total, { outcomes }) => total + outcomes.size, 0);
    const resampling = isRunning ? liveResampling : resamplingFor(count);
    const groups = comparable(chosen);
    const result = Promise.all(
      groups
        .filter((group) => group.length > 1)
        .map((group) => this.#scorer.compare(group, this.#session.benchmark.items, resampling)),
    );
    this.#compared = { key, result, live: isRunning, benchmark: this.#session.benchmark };
    return result;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #holds({ benchmark, live }: Omit<Entry, 'scores'>, isRunning: boolean): boolean {
    return benchmark === this.#session.benchmark && (isRunning || !live);
  }

  #forget(items: readonly string[]): void {
    if (items.length === 0) return;
    for (const { run, outcomes } of this.#session.runs)
      if (this.#entries.has(run) && items.some((item) => outcomes.has(item))) this.#entries.delete(run);
  }
}

/** Runs by protocol; one that another tool asked stands beside those of ours whose answers are of the same kind. */
function comparable(runs: readonly ComparedRun[]): readonly (readonly ComparedRun[])[] {
  const own = runs.filter(({ record }) => record.source === undefined);
  const theirs = runs.filter(({ record }) => record.source !== undefined);
  const protocols = [...new Set(own.map(({ record }) => record.protocol.id))];
  const groups = protocols.map((id) => own.filter(({ record }) => record.protocol.id === id));
  for (const run of theirs) {
    const isLike = ({ record }: ComparedRun): boolean => answersOf(record) === answersOf(run.record);
    const group = groups.find((one) => one.every(isLike));
    if (group === undefined) groups.push([run]);
    else group.push(run);
  }
  return groups;
}
