import type { ItemTable } from '../../benchmark/itemTable.ts';
import { type BadOutcomeLine, outcomesIn, runPaths } from '../../evaluation/runStore.ts';
import type { RunRecord } from '../../evaluation/runRecord.ts';
import type { FileError, ReadableFolder } from '../../ports.ts';
import { ForeignOutcomes } from '../../predictions/foreignOutcomes.ts';
import { ok, type Result } from '../../result.ts';
import { runFacts } from '../../review/reviewedRun.ts';
import type { OutcomesByItem } from './outcomesByItem.ts';
import { RunColumns } from './runColumns.ts';
import { NumberedTexts } from '../numberedTexts.ts';
import { workedOff } from '../../turns.ts';

/** How a long reading goes on. */
export interface ReadingPace {
  /** Lines that are no outcome. */
  readonly onBad?: (bad: BadOutcomeLine) => void;
  /** Asked after every few lines; what it returns is waited for, so that others get their turn. */
  readonly pause?: () => Promise<void> | undefined;
  /** Takes in what was said. */
  readonly said?: NumberedTexts;
}

const linesAtOnce = 64;

/** Reads the outcomes of a run into columns over the items of a benchmark; a run without any file of them is an empty one. */
export async function readRunColumns(
  store: ReadableFolder,
  record: RunRecord,
  table: ItemTable,
  { onBad, pause, said = new NumberedTexts() }: ReadingPace = {},
): Promise<Result<RunColumns, FileError>> {
  const columns = new RunColumns(runFacts(record), table, { said });
  const bytes = await store.read(runPaths(record.run).outcomes);
  if (!bytes.ok) return bytes.error.kind === 'notFound' ? ok(columns) : bytes;
  const base = columns.addFile(bytes.value);
  let read = 0;
  for (const { line, start, length, outcome, bad } of outcomesIn(bytes.value)) {
    if (outcome !== undefined) columns.add(outcome, { start: base + start, length });
    else if (bad !== undefined) onBad?.({ line, detail: bad });
    if (++read % linesAtOnce !== 0) continue;
    if (said.isUnsettled) await workedOff(said.settle(), pause);
    await pause?.();
  }
  await workedOff(said.close(), pause);
  return ok(columns);
}

/** A run whose outcomes are in memory already. */
export interface RunToRead {
  readonly record: RunRecord;
  readonly outcomes: OutcomesByItem;
}

/** The columns of a run that was read from elsewhere than its own file of outcomes; yields now and then. */
export function* columnsOfRun(
  { record, outcomes }: RunToRead,
  table: ItemTable,
  said = new NumberedTexts(),
): Generator<void, RunColumns> {
  const facts = runFacts(record);
  if (outcomes instanceof ForeignOutcomes) {
    const columns = new RunColumns(facts, table, { lines: outcomes.lines, said });
    for (const { outcome, line } of outcomes.placed()) {
      columns.add(outcome, line);
      yield* said.settle();
      yield;
    }
    yield* said.close();
    return columns;
  }
  const columns = new RunColumns(facts, table, { said });
  for (const ofItem of outcomes.values()) {
    for (const outcome of ofItem.values()) columns.add(outcome);
    yield* said.settle();
    yield;
  }
  yield* said.close();
  return columns;
}
