import type { ItemTable } from '../../core/benchmark/itemTable.ts';
import type { Problem } from '../../core/benchmark/problem.ts';
import type { RunRecord } from '../../core/evaluation/runRecord.ts';
import type { ForeignReading } from '../../core/predictions/foreignRun.ts';
import { columnsOfRun } from '../../core/query/columns/readColumns.ts';
import type { RunColumns } from '../../core/query/columns/runColumns.ts';
import type { ReviewedRun } from '../../core/review/dossier.ts';
import { runFacts } from '../../core/review/reviewedRun.ts';
import { workedOff } from '../../core/turns.ts';
import { pacer } from '../../platform/node/pacer.ts';

/** A run of a session: its outcomes are columns over the benchmark's items. */
export type SessionRun = ReviewedRun & { readonly outcomes: RunColumns };

/** A run as it was read. */
export interface ReadRun {
  readonly record: RunRecord;
  readonly outcomes: RunColumns;
}

export function sessionRun({ record, outcomes }: ReadRun): SessionRun {
  return { ...runFacts(record), outcomes };
}

/** The runs of other tools in a session: what was read of their files, and columns of that over the benchmark's items. */
export class ForeignRunsOver {
  #reading: ForeignReading | undefined;
  #runs: readonly SessionRun[] = [];

  /** What was read last; `undefined` until the files have been looked at. */
  get reading(): ForeignReading | undefined {
    return this.#reading;
  }

  get runs(): readonly SessionRun[] {
    return this.#runs;
  }

  get records(): readonly RunRecord[] {
    return (this.#reading?.runs ?? []).map(({ record }) => record);
  }

  get problems(): readonly Problem[] {
    return this.#reading?.problems ?? [];
  }

  /** The runs over other items were worked out beforehand; none are shown until they are, where they were not. */
  show(runs: readonly SessionRun[] = []): void {
    this.#runs = runs;
  }

  /** The runs over another table; `undefined` while they are being read. */
  async over(table: ItemTable): Promise<readonly SessionRun[] | undefined> {
    const reading = this.#reading;
    const runs = this.#runs;
    if (reading === undefined || runs.length !== reading.runs.length) return undefined;
    const pause = pacer();
    const moved: SessionRun[] = [];
    for (const [i, { outcomes }] of runs.entries()) {
      const { record } = reading.runs[i]!;
      moved.push(sessionRun({ record, outcomes: await workedOff(outcomes.onTable(table, runFacts(record)), pause) }));
    }
    return this.#reading === reading ? moved : undefined;
  }

  /** Takes in what was read; whether that is shown then, and anything of it is to be seen. `isWanted`: whether the items are still these. */
  async take(reading: ForeignReading, table: ItemTable, isWanted: () => boolean): Promise<boolean> {
    const isNothing = [reading, this.#reading].every((one) => !one?.runs.length && !one?.problems.length);
    this.#reading = reading;
    const pause = pacer();
    const taken: SessionRun[] = [];
    for (const { record, outcomes } of reading.runs) {
      taken.push(sessionRun({ record, outcomes: await workedOff(columnsOfRun({ record, outcomes }, table), pause) }));
    }
    // Files that were read anew meanwhile bring their own.
    if (!isWanted() || this.#reading !== reading) return false;
    this.#runs = taken;
    return !isNothing;
  }
}
