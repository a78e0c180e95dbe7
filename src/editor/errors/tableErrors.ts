import type { Item } from '../../core/benchmark/item.ts';
import type { StageFinding } from '../../core/review/dossier.ts';
import { isError } from '../../core/review/standing.ts';
import type { BenchmarkSession } from '../session.ts';

/** An error that nobody has judged yet, on the row of the table that gave its portrait the label. */
export interface TableError {
  readonly item: Item;
  readonly finding: StageFinding;
  /** Physical line in the table, counted from 1. */
  readonly line: number;
}

/** The open errors of a session by table: the headline of each run on each portrait that has a row. */
export function tableErrors(session: BenchmarkSession): ReadonlyMap<string, readonly TableError[]> {
  const tables = new Map<string, TableError[]>();
  for (const item of session.benchmark.items) {
    if (item.row === undefined) continue;
    const { file, line } = item.row;
    for (const { headline: finding } of session.dossier(item).runs) {
      if (!isError(finding.standing) || finding.verdict !== undefined) continue;
      const errors = tables.get(file) ?? [];
      errors.push({ item, finding, line });
      tables.set(file, errors);
    }
  }
  return tables;
}
