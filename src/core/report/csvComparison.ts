import type { Comparison } from '../scoring/compareRuns.ts';
import type { StageComparison } from '../scoring/compareStage.ts';
import type { Interval } from '../scoring/intervals.ts';
import { textField } from './csvScores.ts';

const columns = [
  'protocol',
  'stage',
  'scope',
  'strategy',
  'model',
  'run',
  'measure',
  'value',
  'low',
  'high',
  'n',
  'reference',
  'test',
  'p',
  'midP',
  'pHolm',
] as const;

type Row = Partial<Record<(typeof columns)[number], string | number | null>>;

/**
 * A comparison as comma-separated values (RFC 4180), one figure a line, under the names that `--json` has. `scope` is `cell`, or
 * `overModels` for the mean over the models that `model` lists; what is undefined is empty.
 */
export function csvComparison(comparison: Comparison): string {
  const rows = comparison.stages.flatMap((stage) => stageRows(stage, comparison));
  const lines = rows.map((row) => columns.map((name) => fieldOf(row[name])).join(','));
  return [columns.join(','), ...lines, ''].join('\n');
}

function fieldOf(value: string | number | null | undefined): string {
  return typeof value === 'string' ? textField(value) : (value?.toString() ?? '');
}

function stageRows(stage: StageComparison, { protocol, reference }: Comparison): Row[] {
  const head = { protocol, stage: stage.stage };
  const measure = stage.answer === 'number' ? 'mae' : 'accuracyStrict';
  const cells = stage.cells.flatMap((cell): Row[] => {
    const { strategy, model, run, against } = cell;
    const own = { ...head, scope: 'cell', strategy, model, run };
    const kinds = Object.entries(cell.kinds).map(([kind, value]) => ({ ...own, measure: `kinds.${kind}`, value }));
    const test = against?.test;
    return [
      { ...own, measure, value: cell[measure] ?? null, ...ends(cell.interval), n: stage.n },
      { ...own, measure: 'coverage', value: cell.coverage, n: stage.n },
      { ...own, measure: 'refused', value: cell.refused, n: stage.n },
      ...kinds,
      ...(cell.flips === undefined
        ? []
        : [{ ...own, measure: 'flipRate', value: cell.flips.rate, ...ends(cell.flips.interval), n: cell.flips.items }]),
      ...(against === undefined
        ? []
        : [
            {
              ...own,
              measure: `${measure}.difference`,
              value: against.difference,
              ...ends(against.interval),
              n: against.n,
              reference,
              ...(test && { test: test.kind, p: test.p, ...(test.kind === 'mcnemar' ? { midP: test.midP } : {}) }),
              pHolm: against.pHolm,
            },
          ]),
    ];
  });
  const over = stage.overModels.map(({ strategy, models, n, difference, interval, test, pHolm }): Row => ({
    ...head,
    scope: 'overModels',
    strategy,
    model: models.join(' '),
    measure: `${measure}.difference`,
    value: difference,
    ...ends(interval),
    n,
    reference,
    ...(test && { test: test.kind, p: test.p }),
    pHolm,
  }));
  return [...cells, ...over];
}

function ends(interval: Interval): Pick<Row, 'low' | 'high'> {
  return interval === null ? {} : { low: interval[0], high: interval[1] };
}
