import * as l10n from '@vscode/l10n';
import { numberMeasures } from '../scoring/numberScores.ts';
import type { NumberFigures } from '../scoring/numberScores.ts';
import type { RunScores } from '../scoring/scoreRun.ts';
import type { NumberStageScores } from '../scoring/stageScores.ts';
import { numberNotes, truthText } from '../words/scoreText.ts';
import { numberExtractorTables } from './extractorTables.ts';
import { figureText } from './figureText.ts';
import type { ReportColumn, ReportTable } from './reportTable.ts';
import { left, right } from './runColumns.ts';
import type { RunNaming } from './runColumns.ts';

/** A number stage of a run with the run it belongs to. */
export interface ScoredNumberStage {
  readonly run: RunScores;
  readonly stage: NumberStageScores;
}

/** The table of one stage that is answered with a number: over all portraits, the mean within labels, and each label. */
export function numberTables(name: string, scored: readonly ScoredNumberStage[], naming: RunNaming): ReportTable[] {
  const rows = scored.flatMap(({ run, stage }) => {
    const row = (over: string, coverage: string, figures: NumberFigures): string[] => [
      ...naming.cells(run),
      over,
      coverage,
      ...numberCells(figures),
    ];
    return [
      row(l10n.t('all portraits'), figureText(stage.coverage, stage.intervals.coverage), stage),
      row(l10n.t('mean within labels'), '', stage.meanWithinLabel),
      ...Object.entries(stage.withinLabel).map(([label, figures]) => row(l10n.t('within {0}', label), '', figures)),
    ];
  });
  const notes = scored.flatMap(({ run, stage }) => [
    truthText(stage.truth),
    ...(stage.truth === null ? [] : numberNotes(stage.scale, run.resampling)),
  ]);
  const columns = [...naming.columns, left(l10n.t('Over')), right(l10n.t('Coverage')), ...numberColumns()];
  if (rows.length === 0) return [];
  const extended = scored.flatMap(({ run, stage: { withExtractor: scores } }) =>
    scores === undefined ? [] : [{ run, scores }],
  );
  return [
    { title: name, columns, rows, notes: [...naming.notes, ...new Set(notes)] },
    ...numberExtractorTables(name, extended, naming),
  ];
}

/** Headings of the measures that {@link numberCells} fills. */
export function numberColumns(): ReportColumn[] {
  return ['n', ...numberMeasures.map((measure) => measure.toUpperCase())].map(right);
}

/** The measures of a row. */
export function numberCells(figures: NumberFigures): string[] {
  return [
    String(figures.n),
    ...numberMeasures.map((measure) => figureText(figures[measure], figures.intervals[measure])),
  ];
}
