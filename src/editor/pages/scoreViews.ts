import type { Benchmark } from '../../core/benchmark/benchmark.ts';
import { outcomeKind } from '../../core/evaluation/outcome.ts';
import type { ClassMeasure, ClassScores } from '../../core/scoring/classScores.ts';
import type { GeneratorBoard } from '../../core/scoring/generatorBoard.ts';
import { proportion, wilsonInterval } from '../../core/scoring/intervals.ts';
import type { Interval } from '../../core/scoring/intervals.ts';
import type { NumberFigures, NumberMeasure } from '../../core/scoring/numberScores.ts';
import type { RunScores } from '../../core/scoring/scoreRun.ts';
import type { ClassStageScores, NumberStageScores, StageScores } from '../../core/scoring/stageScores.ts';
import { amongTopTable } from '../../core/report/classTables.ts';
import { extractorTables, numberExtractorTables } from '../../core/report/extractorTables.ts';
import { orderTables } from '../../core/report/orderTables.ts';
import type { ReportTable } from '../../core/report/reportTable.ts';
import type { RunNaming } from '../../core/report/runColumns.ts';
import { outcomeWord } from '../../core/words/outcomeText.ts';
import {
  boardNotes,
  classNotes,
  coverageNotes,
  notALabelWord,
  numberNotes,
  polarityText,
  truthText,
} from '../../core/words/scoreText.ts';
import type {
  BoardView,
  ClassView,
  FigureView,
  NumberView,
  RunScoresView,
  StageScoresView,
  TableView,
} from '../../protocol/scoreViews.ts';

/** The scores of a run as the page shows them: the same figures, with the sentences that say how to read them. */
export function runScoresViewOf(scores: RunScores): RunScoresView {
  return {
    run: scores.run,
    gaps: [...coverageNotes(scores.run, scores)],
    stages: scores.stages.map((stage) => stageViewOf(stage, scores)),
  };
}

function stageViewOf(stage: StageScores, run: RunScores): StageScoresView {
  const counts = stage.kinds;
  const asked = Object.values(counts).reduce((total, count) => total + count, 0) - (counts.skipped ?? 0);
  const refused = counts.refused ?? 0;
  const head = {
    stage: stage.stage,
    truth: truthText(stage.truth),
    scored: stage.truth !== null,
    kinds: outcomeKind.options.flatMap((kind) => {
      const count = counts[kind] ?? 0;
      return count === 0 ? [] : [{ kind, word: outcomeWord(kind), count }];
    }),
    asked,
    refusals: { value: proportion(refused, asked), interval: spread(wilsonInterval(refused, asked)) },
    withoutTruth: stage.withoutTruth,
    ...(stage.truth === 'polarity' ? { mapping: polarityText(run.polarity) } : {}),
    tables: furtherTables(stage, run).map(tableViewOf),
  };
  return stage.answer === 'number'
    ? { ...head, ...numberPart(stage), notes: [...numberNotes(stage.scale, run.resampling)] }
    : { ...head, ...classPart(stage), notes: [...classNotes(run.resampling)] };
}

/** What the page has no picture of: rankings, orders of the options, a second model's answers. */
function furtherTables(stage: StageScores, run: RunScores): ReportTable[] {
  const naming: RunNaming = { columns: [], cells: () => [], notes: [] };
  if (stage.answer === 'number')
    return stage.withExtractor === undefined
      ? []
      : numberExtractorTables(stage.stage, [{ run, scores: stage.withExtractor }], naming);
  return [
    ...amongTopTable(stage.stage, [{ run, stage }], naming),
    ...(stage.overOrders === undefined ? [] : orderTables(stage.stage, [{ run, scores: stage.overOrders }], naming)),
    ...(stage.withExtractor === undefined
      ? []
      : extractorTables(stage.stage, [{ run, scores: stage.withExtractor }], naming)),
  ];
}

/** A table of a report as the page shows it. */
export function tableViewOf({ title, columns, rows, notes }: ReportTable): TableView {
  return {
    title,
    columns: columns.map(({ name, align }) => ({ name, align })),
    rows: rows.map((cells) => [...cells]),
    notes: [...notes],
  };
}

function classPart(
  stage: ClassStageScores,
): Pick<Extract<StageScoresView, { kind: 'class' }>, 'kind' | 'figures' | 'noneAsClass' | 'perLabel' | 'confusion'> {
  const { labels, others, rows } = stage.confusion;
  return {
    kind: 'class',
    figures: classViewOf(stage),
    ...(stage.noneAsClass === undefined ? {} : { noneAsClass: classViewOf(stage.noneAsClass) }),
    perLabel: labels.flatMap((label) => {
      const scores = stage.perLabel[label];
      return scores === undefined ? [] : [{ label, ...scores }];
    }),
    confusion: {
      labels: [...labels],
      others: others.map((kind) => ({ kind, word: notALabelWord(kind) })),
      rows: rows.map((row) => [...row]),
    },
  };
}

function classViewOf(scores: ClassScores): ClassView {
  const figure = (measure: ClassMeasure): FigureView => ({
    value: scores[measure],
    interval: spread(scores.intervals[measure]),
  });
  return {
    n: scores.n,
    answered: scores.answered,
    right: scores.right,
    accuracyStrict: figure('accuracyStrict'),
    accuracyAnswered: figure('accuracyAnswered'),
    coverage: figure('coverage'),
    macroF1: figure('macroF1'),
    balancedAccuracy: figure('balancedAccuracy'),
  };
}

function numberPart(
  stage: NumberStageScores,
): Pick<
  Extract<StageScoresView, { kind: 'number' }>,
  'kind' | 'scale' | 'withTruth' | 'coverage' | 'pooled' | 'meanWithinLabel' | 'withinLabel'
> {
  return {
    kind: 'number',
    scale: { ...stage.scale },
    withTruth: stage.asked,
    coverage: { value: stage.coverage, interval: spread(stage.intervals.coverage) },
    pooled: numberViewOf(stage),
    meanWithinLabel: numberViewOf(stage.meanWithinLabel),
    withinLabel: Object.entries(stage.withinLabel).map(([label, figures]) => ({
      label,
      figures: numberViewOf(figures),
    })),
  };
}

function numberViewOf(figures: NumberFigures): NumberView {
  const figure = (measure: NumberMeasure): FigureView => ({
    value: figures[measure],
    interval: spread(figures.intervals[measure]),
  });
  return {
    n: figures.n,
    srcc: figure('srcc'),
    plcc: figure('plcc'),
    krcc: figure('krcc'),
    rmse: figure('rmse'),
    mae: figure('mae'),
  };
}

/** The board as the page shows it; `null` where it is empty. */
export function boardViewOf(
  { emotions, rows }: GeneratorBoard,
  { scales }: Pick<Benchmark, 'scales'>,
): BoardView | null {
  if (rows.length === 0) return null;
  type Cell = (typeof rows)[number];
  const cellOf = ({ n, hits, hitRate, interval, meanDegree, meanQuality }: Omit<Cell, 'generator' | 'byPrompted'>) => ({
    n,
    hits,
    hitRate,
    interval: spread(interval),
    meanDegree,
    meanQuality,
  });
  return {
    emotions: [...emotions],
    rows: rows.map((row) => ({
      generator: row.generator,
      ...cellOf(row),
      cells: emotions.flatMap((emotion) => {
        const cell = row.byPrompted[emotion];
        return cell === undefined ? [] : [cellOf(cell)];
      }),
    })),
    ...(scales.degree && { degreeScale: { min: scales.degree.min, max: scales.degree.max } }),
    ...(scales.quality && { qualityScale: { min: scales.quality.min, max: scales.quality.max } }),
    notes: [...boardNotes()],
  };
}

function spread(interval: Interval): [number, number] | null {
  return interval === null ? null : [interval[0], interval[1]];
}
