import { csvComparison } from '../../core/report/csvComparison.ts';
import { comparisonTables } from '../../core/report/comparisonTables.ts';
import { csvScores } from '../../core/report/csvScores.ts';
import { latexTables } from '../../core/report/latexTables.ts';
import { markdownTables } from '../../core/report/markdownTables.ts';
import { boardTables, scoreTables } from '../../core/report/scoreTables.ts';
import type { Comparison } from '../../core/scoring/compareRuns.ts';
import type { GeneratorBoard } from '../../core/scoring/generatorBoard.ts';
import type { RunScores } from '../../core/scoring/scoreRun.ts';

/** What a report of the scores page is made of. */
export interface ScoreReport {
  readonly scores: readonly RunScores[];
  readonly comparisons: readonly Comparison[];
  readonly board: GeneratorBoard;
}

/** The report as text. Comma-separated values hold one kind of row each, so comparisons follow the scores after an empty line. */
export function scoreReportText(report: ScoreReport, format: 'markdown' | 'latex' | 'csv'): string {
  const { scores, comparisons, board } = report;
  if (format === 'csv') return [csvScores(scores, []), ...comparisons.map(csvComparison)].join('\n');
  const tables = [...comparisons.flatMap(comparisonTables), ...scoreTables(scores, []), ...boardTables(board)];
  return format === 'latex' ? latexTables(tables) : markdownTables(tables);
}
