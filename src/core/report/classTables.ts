import * as l10n from '@vscode/l10n';
import type { ClassScores } from '../scoring/classScores.ts';
import { classMeasures } from '../scoring/classScores.ts';
import { notALabel } from '../scoring/confusion.ts';
import type { RunScores } from '../scoring/scoreRun.ts';
import type { ClassStageScores } from '../scoring/stageScores.ts';
import { classNotes, notALabelWord, polarityText, truthText } from '../words/scoreText.ts';
import { extractorTables } from './extractorTables.ts';
import { figureText } from './figureText.ts';
import { orderTables } from './orderTables.ts';
import type { ReportColumn, ReportTable } from './reportTable.ts';
import { left, right } from './runColumns.ts';
import type { RunNaming } from './runColumns.ts';

/** A stage of a run with the run it belongs to. */
export interface ScoredClassStage {
  readonly run: RunScores;
  readonly stage: ClassStageScores;
}

/** The tables of one stage that is answered with a label: overview of the runs, then labels and confusion of each. */
export function classTables(name: string, scored: readonly ScoredClassStage[], naming: RunNaming): ReportTable[] {
  const first = scored[0];
  if (first === undefined) return [];
  const none = scored.flatMap(({ run, stage }) =>
    stage.noneAsClass === undefined ? [] : [{ run, scores: stage.noneAsClass }],
  );
  return [
    overview(
      name,
      scored.map(({ run, stage }) => ({ run, scores: stage })),
      [...naming.notes, ...notesOf(scored)],
      naming,
    ),
    ...(none.length === 0 ? [] : [noneTable(name, none, naming)]),
    ...amongTopTable(name, scored, naming),
    ...orderTables(
      name,
      scored.flatMap(({ run, stage: { overOrders: scores } }) => (scores === undefined ? [] : [{ run, scores }])),
      naming,
    ),
    ...extractorTables(
      name,
      scored.flatMap(({ run, stage: { withExtractor: scores } }) => (scores === undefined ? [] : [{ run, scores }])),
      naming,
    ),
    ...(first.stage.truth === null
      ? []
      : [labelTable(name, scored, naming), ...scored.map((one) => confusionTable(name, one))]),
  ];
}

interface ClassRow {
  readonly run: RunScores;
  readonly scores: ClassScores;
}

/** Headings of the measures that {@link classCells} fills. */
export function classColumns(): ReportColumn[] {
  return [
    'n',
    l10n.t('Strict'),
    l10n.t('Answered only'),
    l10n.t('Coverage'),
    l10n.t('Macro-F1'),
    l10n.t('Balanced acc.'),
  ].map(right);
}

/** The measures of a row. */
export function classCells(scores: ClassScores): string[] {
  return [String(scores.n), ...classMeasures.map((measure) => figureText(scores[measure], scores.intervals[measure]))];
}

function overview(name: string, rows: readonly ClassRow[], notes: readonly string[], naming: RunNaming): ReportTable {
  const kinds = notALabel.filter((_kind, place) => rows.some(({ scores }) => notAnswered(scores, place) > 0));
  return {
    title: name,
    columns: [...naming.columns, ...classColumns(), ...kinds.map((kind) => right(notALabelWord(kind)))],
    rows: rows.map(({ run, scores }) => [
      ...naming.cells(run),
      ...classCells(scores),
      ...kinds.map((kind) => String(notAnswered(scores, notALabel.indexOf(kind)))),
    ]),
    notes,
  };
}

function notAnswered({ confusion }: ClassScores, place: number): number {
  return confusion.rows.reduce((total, row) => total + (row[confusion.labels.length + place] ?? 0), 0);
}

function notesOf(scored: readonly ScoredClassStage[]): string[] {
  const notes = scored.flatMap(({ run, stage }) => [
    truthText(stage.truth),
    ...(stage.truth === 'polarity' ? [polarityText(run.polarity)] : []),
    ...(stage.truth === null ? [] : classNotes(run.resampling)),
  ]);
  return [...new Set(notes)];
}

function noneTable(name: string, rows: readonly ClassRow[], naming: RunNaming): ReportTable {
  const note = l10n.t(
    'A second figure: the labels without a polarity are a class of their own here, named none. Where the question did not offer it, these portraits cannot be right.',
  );
  return overview(l10n.t('{0}, labels without polarity as a class', name), rows, [note], naming);
}

/** The table of a stage that is answered with a ranking; none where no run was asked one. */
export function amongTopTable(name: string, scored: readonly ScoredClassStage[], naming: RunNaming): ReportTable[] {
  const rows = scored.flatMap(({ run, stage: { amongTop } }) =>
    amongTop === undefined
      ? []
      : [[...naming.cells(run), String(amongTop.k), figureText(amongTop.accuracy, amongTop.interval)]],
  );
  if (rows.length === 0) return [];
  const notes = [
    l10n.t(
      'Share of n whose truth is among the first k labels named, 0 to 1, higher is better; 95 % interval by Wilson.',
    ),
  ];
  const columns = [...naming.columns, right('k'), right(l10n.t('Among the first k'))];
  return [{ title: l10n.t('{0}, rankings', name), columns, rows, notes }];
}

function labelTable(name: string, scored: readonly ScoredClassStage[], naming: RunNaming): ReportTable {
  return {
    title: l10n.t('{0}, by label', name),
    columns: [
      ...naming.columns,
      left(l10n.t('Label')),
      ...[l10n.t('Precision'), l10n.t('Recall'), 'F1', l10n.t('Support')].map(right),
    ],
    rows: scored.flatMap(({ run, stage }) =>
      Object.entries(stage.perLabel).map(([label, { precision, recall, f1, support }]) => [
        ...naming.cells(run),
        label,
        ...[precision, recall, f1].map((value) => figureText(value)),
        String(support),
      ]),
    ),
    notes: [
      l10n.t(
        '0 to 1, higher is better. Recall counts a question without an answer as missed. Where nothing is to be divided the figure is 0.',
      ),
    ],
  };
}

function confusionTable(name: string, { run, stage }: ScoredClassStage): ReportTable {
  const { labels, others, rows } = stage.confusion;
  const used = others.filter((_kind, place) => notAnswered(stage, place) > 0);
  return {
    title: l10n.t('{0}, confusion: {1}, {2}, {3}', name, run.model, run.strategy, run.run),
    columns: [left(l10n.t('Truth')), ...labels.map(right), ...used.map((kind) => right(notALabelWord(kind)))],
    rows: rows.map((row, i) => [
      labels[i] ?? '',
      ...labels.map((_label, j) => String(row[j] ?? 0)),
      ...used.map((kind) => String(row[labels.length + others.indexOf(kind)] ?? 0)),
    ]),
    notes: [l10n.t('Counts. Rows are the truth, columns what the model answered, or why there is no answer.')],
  };
}
