import { refuse } from './host.ts';
import type { CliHost, ExitStatus } from './host.ts';

/** What `score` was asked for. `formats`: none is a table for people; more than one is refused. */
export interface ScoreOptions {
  /** Ids of runs; empty for all. */
  readonly runs: readonly string[];
  /** Item fields to group by as well. */
  readonly by: readonly string[];
  readonly formats: readonly ('json' | 'markdown' | 'latex' | 'csv')[];
}

/** Scores runs of a benchmark and prints them. */
export function runScore(_folder: string, _options: ScoreOptions, host: CliHost): Promise<ExitStatus> {
  return Promise.resolve(refuse(host, 'score: not in this build'));
}
