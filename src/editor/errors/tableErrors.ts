import type { Item } from '../../core/benchmark/item.ts';
import type { StageFinding } from '../../core/review/dossier.ts';
import { partAt } from '../../core/query/columns/columnValues.ts';
import { isError } from '../../core/review/standing.ts';
import type { Turns } from '../../core/turns.ts';
import type { BenchmarkSession } from '../session/session.ts';

/** An error that nobody has judged yet, on the row of the table that gave its portrait the label. */
export interface TableError {
  readonly item: Item;
  readonly finding: StageFinding;
  /** Physical line in the table, counted from 1. */
  readonly line: number;
}

/** Errors that are listed for one table: the editor shows no more for a file. */
const mostErrors = 1000;

/** Portraits that are passed over between two turns of others. */
const placesAtOnce = 16_384;

/** The open errors of a session by table, the first of each: the headline of each run on each portrait that has a row. Yields now and then. */
export function* tableErrors(session: BenchmarkSession): Turns<ReadonlyMap<string, readonly TableError[]>> {
  const { table, columns } = session;
  const { row } = table.parts;
  const tables = new Map<string, TableError[]>();
  if (row === undefined || columns.openCount === 0) return tables;
  for (let place = 0; place < table.length; place++) {
    if (place % placesAtOnce === placesAtOnce - 1) yield;
    if (columns.open[place] === 0 || row.line[place] === 0) continue;
    const errors = tables.get(partAt(row.file, place) ?? '') ?? [];
    if (errors.length >= mostErrors) continue;
    const item = table.at(place)!;
    const { file, line } = item.row!;
    for (const { headline: finding } of session.dossier(item).runs) {
      if (isError(finding.standing) && finding.verdict === undefined) errors.push({ item, finding, line });
    }
    tables.set(file, errors);
    // A dossier is made of lines that are read for it.
    yield;
  }
  return tables;
}
