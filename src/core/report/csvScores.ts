import type { ClassScores } from '../scoring/classScores.ts';
import { classMeasures } from '../scoring/classScores.ts';
import type { NumbersWithExtractor, WithExtractor } from '../scoring/extractorScores.ts';
import type { Interval } from '../scoring/intervals.ts';
import { numberMeasures } from '../scoring/numberScores.ts';
import type { NumberFigures } from '../scoring/numberScores.ts';
import type { OrderScores } from '../scoring/orderScores.ts';
import type { RunScores } from '../scoring/scoreRun.ts';
import type { SliceField, SliceKey } from '../scoring/slices.ts';
import type { StageScores } from '../scoring/stageScores.ts';

/** One figure: where it comes from, what it is, and its 95 % interval. A figure that is undefined has no value. */
interface CsvFigure {
  readonly variant?: string;
  readonly label?: string;
  readonly answer?: string;
  readonly measure: string;
  readonly value: number | null;
  readonly interval?: Interval;
  /** The denominator, or the number of pairs. */
  readonly n?: number;
}

const figureColumns = ['variant', 'label', 'answer', 'measure', 'value', 'low', 'high', 'n'];

/**
 * Scores as comma-separated values (RFC 4180), one figure a line, under the names that `--json` has. The columns `by_...` hold
 * the group's values and are empty for the whole run, which `scope` says; `variant` is `noneAsClass`, `meanWithinLabel`,
 * `overOrders` (with the order or the place, from 1, under `answer` where the figure is of one) or `withExtractor`.
 */
export function csvScores(runs: readonly RunScores[], by: readonly SliceField[]): string {
  const header = ['run', 'model', 'strategy', 'protocol', 'stage', 'scope', ...by.map((field) => `by_${field}`)];
  const lines = runs.flatMap((run) => [
    ...run.stages.flatMap((stage) => stageLines(run, stage, 'all', undefined, by)),
    ...(run.slices ?? []).flatMap(({ key, stages }) =>
      stages.flatMap((stage) => stageLines(run, stage, by.join('+'), key, by)),
    ),
  ]);
  return [[...header, ...figureColumns].join(','), ...lines, ''].join('\n');
}

function stageLines(
  run: RunScores,
  stage: StageScores,
  scope: string,
  key: SliceKey | undefined,
  by: readonly SliceField[],
): string[] {
  const names = [run.run, run.model, run.strategy, run.protocol, stage.stage, scope];
  const head = [...names, ...by.map((field) => key?.[field] ?? '')].map(textField).join(',');
  return figuresOf(stage).map((figure) => `${head},${figureFields(figure)}`);
}

function figureFields({ variant, label, answer, measure, value, interval, n }: CsvFigure): string {
  const texts = [variant, label, answer, measure].map((text) => textField(text ?? ''));
  const numbers = [value, interval?.[0], interval?.[1], n].map((number) => number?.toString() ?? '');
  return [...texts, ...numbers].join(',');
}

function figuresOf(stage: StageScores): CsvFigure[] {
  const kinds = Object.entries(stage.kinds).map(([kind, value]) => ({ measure: 'kinds', answer: kind, value }));
  if (stage.answer === 'number') {
    const { coverage, asked, intervals } = stage;
    return [
      ...kinds,
      { measure: 'coverage', value: coverage, interval: intervals.coverage, n: asked },
      ...numberFigures(stage, {}),
      ...numberFigures(stage.meanWithinLabel, { variant: 'meanWithinLabel' }),
      ...Object.entries(stage.withinLabel).flatMap(([label, figures]) => numberFigures(figures, { label })),
      ...extractorFigures(stage.withExtractor),
    ];
  }
  const { amongTop, noneAsClass, overOrders } = stage;
  return [
    ...kinds,
    ...classFigures(stage),
    ...(amongTop === undefined
      ? []
      : [{ measure: `amongTop${amongTop.k}`, value: amongTop.accuracy, interval: amongTop.interval, n: stage.n }]),
    ...(noneAsClass === undefined ? [] : classFigures(noneAsClass, 'noneAsClass')),
    ...(overOrders === undefined ? [] : orderFigures(overOrders)),
    ...extractorFigures(stage.withExtractor),
  ];
}

function orderFigures(scores: OrderScores): CsvFigure[] {
  const { orders, items, n, places, intervals } = scores;
  const variant = 'overOrders';
  const figures: CsvFigure[] = [
    { measure: 'orders', value: orders },
    { measure: 'flipRate', value: scores.flipRate, interval: intervals.flipRate, n: items },
    { measure: 'pairFlipRate', value: scores.pairFlipRate, interval: intervals.pairFlipRate, n: items },
    { measure: 'accuracyAllOrders', value: scores.accuracyAllOrders, interval: intervals.accuracyAllOrders, n },
    ...scores.accuracyEachOrder.map((value, order) => ({
      measure: 'accuracyEachOrder',
      answer: String(order + 1),
      value,
    })),
    ...places.shares.map((value, place) => ({
      measure: 'placeShare',
      answer: String(place + 1),
      value,
      n: places.answers,
    })),
    { measure: 'placeChiSquare', value: places.chiSquare, n: places.answers },
    { measure: 'placePValue', value: places.pValue, n: places.answers },
  ];
  return figures.map((figure) => ({ variant, ...figure }));
}

function extractorFigures(scores: WithExtractor | NumbersWithExtractor | undefined): CsvFigure[] {
  if (scores === undefined) return [];
  const { n, extracted } = scores;
  const figures: CsvFigure[] =
    'intervals' in scores
      ? (['accuracyStrict', 'accuracyAnswered', 'coverage'] as const).map((measure) => ({
          measure,
          value: scores[measure],
          interval: scores.intervals[measure],
        }))
      : (['coverage', ...numberMeasures] as const).map((measure) => ({ measure, value: scores[measure] }));
  return [{ measure: 'extracted', value: extracted, n }, ...figures].map((figure) => ({
    variant: 'withExtractor',
    ...figure,
  }));
}

function classFigures(scores: ClassScores, variant = ''): CsvFigure[] {
  const { labels, others, rows } = scores.confusion;
  const measures = classMeasures.map((measure) => ({
    variant,
    measure,
    value: scores[measure],
    interval: scores.intervals[measure],
    n: measure === 'accuracyAnswered' ? scores.answered : scores.n,
  }));
  const perLabel = Object.entries(scores.perLabel).flatMap(([label, { precision, recall, f1, support }]) =>
    Object.entries({ precision, recall, f1 }).map(([measure, value]) => ({
      variant,
      label,
      measure,
      value,
      ...(measure === 'recall' ? { n: support } : {}),
    })),
  );
  const cells = rows.flatMap((row, i) =>
    [...labels, ...others].map((answer, j) => ({
      variant,
      label: labels[i] ?? '',
      answer,
      measure: j < labels.length ? 'confusion' : 'confusionOther',
      value: row[j] ?? 0,
    })),
  );
  return [...measures, ...perLabel, ...cells];
}

function numberFigures(figures: NumberFigures, of: Pick<CsvFigure, 'label' | 'variant'>): CsvFigure[] {
  return numberMeasures.map((measure) => ({
    ...of,
    measure,
    value: figures[measure],
    interval: figures.intervals[measure],
    n: figures.n,
  }));
}

/** A text as a field. Spreadsheets run what begins like a formula (CWE-1236), so such a text is given an apostrophe. */
export function textField(text: string): string {
  const safe = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
