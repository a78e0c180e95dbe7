import type { Outcome } from '../core/evaluation/outcome.ts';
import { stageKey } from '../core/evaluation/outcome.ts';
import { readOutcomes, readRunRecord } from '../core/evaluation/runStore.ts';
import type { RunError } from '../core/evaluation/runStore.ts';
import type { ReadableFolder } from '../core/ports.ts';
import { comparisonTables } from '../core/report/comparisonTables.ts';
import { csvComparison } from '../core/report/csvComparison.ts';
import { latexTables } from '../core/report/latexTables.ts';
import { markdownTables } from '../core/report/markdownTables.ts';
import { textTables } from '../core/report/textTables.ts';
import type { ForeignRun } from '../core/predictions/foreignRun.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import type { ComparedRun } from '../core/scoring/compareCells.ts';
import { compareRuns } from '../core/scoring/compareRuns.ts';
import type { Comparison } from '../core/scoring/compareRuns.ts';
import { compareErrorText } from '../core/words/comparisonText.ts';
import { fileErrorText } from '../core/words/fileErrorText.ts';
import { evaluateErrorText } from '../core/words/runText.ts';
import type { OpenedFolder } from './openFolder.ts';

/** Compares runs that are on disk; the error is a sentence. */
export async function comparisonOf(
  runs: readonly string[],
  { store, benchmark }: OpenedFolder,
  foreign: readonly ForeignRun[] = [],
): Promise<Result<Comparison, string>> {
  const opened: ComparedRun[] = [];
  for (const run of runs) {
    const theirs = foreign.find(({ record }) => record.run === run);
    const read = theirs === undefined ? await readForComparison(store, run) : ok(theirs);
    if (!read.ok) {
      const { error } = read;
      return err(
        error.kind === 'noSuchRun' || error.kind === 'badRun' ? evaluateErrorText(error) : fileErrorText(error),
      );
    }
    opened.push(read.value);
  }
  const compared = compareRuns(opened, benchmark.items);
  if (compared.ok) return ok(compared.value);
  const { error } = compared;
  return err(error.kind === 'protocol' ? evaluateErrorText(error) : compareErrorText(error));
}

/** A run without questions and replies: of a table of twenty runs they would fill the memory, and none is looked at. */
async function readForComparison(store: ReadableFolder, run: string): Promise<Result<ComparedRun, RunError>> {
  const record = await readRunRecord(store, run);
  if (!record.ok) return record;
  const outcomes = new Map<string, Map<string, Outcome>>();
  const read = await readOutcomes(store, run, (outcome) => {
    const ofItem = outcomes.get(outcome.item) ?? new Map<string, Outcome>();
    const { version, item, stage, repeat, kind, label, labels, value, rule, at } = outcome;
    ofItem.set(stageKey(outcome), { version, item, run, stage, repeat, kind, label, labels, value, rule, at });
    outcomes.set(item, ofItem);
  });
  return read.ok ? ok({ record: record.value, outcomes }) : read;
}

/** A comparison in one of the formats for people, papers and scripts; JSON is the caller's. */
export function comparisonText(comparison: Comparison, format?: 'markdown' | 'latex' | 'csv'): string {
  if (format === 'csv') return csvComparison(comparison);
  const tables = comparisonTables(comparison);
  if (format === 'markdown') return markdownTables(tables);
  return format === 'latex' ? latexTables(tables) : textTables(tables);
}
