import * as l10n from '@vscode/l10n';
import type { NumbersWithExtractor, WithExtractor } from '../scoring/extractorScores.ts';
import { numberMeasures } from '../scoring/numberScores.ts';
import type { RunScores } from '../scoring/scoreRun.ts';
import { extractorNote } from '../words/scoreText.ts';
import { figureText } from './figureText.ts';
import type { ReportColumn, ReportTable } from './reportTable.ts';
import { right } from './runColumns.ts';
import type { RunNaming } from './runColumns.ts';

/** A run with the scores of a stage that count a second model's answers, too. */
export interface ScoredWithExtractor<T> {
  readonly run: RunScores;
  readonly scores: T;
}

/** The table of a stage of labels with the second model's answers; none where it found none. */
export function extractorTables(
  name: string,
  scored: readonly ScoredWithExtractor<WithExtractor>[],
  naming: RunNaming,
): ReportTable[] {
  const measures = ['accuracyStrict', 'accuracyAnswered', 'coverage'] as const;
  const columns = [l10n.t('Strict'), l10n.t('Answered only'), l10n.t('Coverage')].map(right);
  const rows = scored.map(({ run, scores }) => [
    ...naming.cells(run),
    String(scores.n),
    String(scores.extracted),
    ...measures.map((measure) => figureText(scores[measure], scores.intervals[measure])),
  ]);
  return table(name, columns, rows, naming);
}

/** The table of a stage of numbers with the second model's answers; none where it found none. */
export function numberExtractorTables(
  name: string,
  scored: readonly ScoredWithExtractor<NumbersWithExtractor>[],
  naming: RunNaming,
): ReportTable[] {
  const columns = [l10n.t('Coverage'), ...numberMeasures.map((measure) => measure.toUpperCase())].map(right);
  const rows = scored.map(({ run, scores }) => [
    ...naming.cells(run),
    String(scores.n),
    String(scores.extracted),
    figureText(scores.coverage),
    ...numberMeasures.map((measure) => figureText(scores[measure])),
  ]);
  return table(name, columns, rows, naming);
}

function table(
  name: string,
  columns: readonly ReportColumn[],
  rows: readonly (readonly string[])[],
  naming: RunNaming,
): ReportTable[] {
  if (rows.length === 0) return [];
  return [
    {
      title: l10n.t('{0}, with what a second model read', name),
      columns: [...naming.columns, right('n'), right(l10n.t('Read by it')), ...columns],
      rows,
      notes: [extractorNote()],
    },
  ];
}
