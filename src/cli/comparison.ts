import { openRun } from '../core/evaluation/runStore.ts';
import type { RunData } from '../core/evaluation/runStore.ts';
import { comparisonTables } from '../core/report/comparisonTables.ts';
import { csvComparison } from '../core/report/csvComparison.ts';
import { latexTables } from '../core/report/latexTables.ts';
import { markdownTables } from '../core/report/markdownTables.ts';
import { textTables } from '../core/report/textTables.ts';
import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
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
): Promise<Result<Comparison, string>> {
  const opened: RunData[] = [];
  for (const run of runs) {
    const data = await openRun(store, run);
    if (data.ok) opened.push(data.value);
    else {
      const { error } = data;
      return err(
        error.kind === 'noSuchRun' || error.kind === 'badRun' ? evaluateErrorText(error) : fileErrorText(error),
      );
    }
  }
  const compared = compareRuns(opened, benchmark.items);
  if (compared.ok) return ok(compared.value);
  const { error } = compared;
  return err(error.kind === 'protocol' ? evaluateErrorText(error) : compareErrorText(error));
}

/** A comparison in one of the formats for people, papers and scripts; JSON is the caller's. */
export function comparisonText(comparison: Comparison, format?: 'markdown' | 'latex' | 'csv'): string {
  if (format === 'csv') return csvComparison(comparison);
  const tables = comparisonTables(comparison);
  if (format === 'markdown') return markdownTables(tables);
  return format === 'latex' ? latexTables(tables) : textTables(tables);
}
