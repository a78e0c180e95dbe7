import * as l10n from '@vscode/l10n';
import { outcomeKind } from '../evaluation/outcome.ts';
import type { OutcomeKind } from '../evaluation/outcome.ts';
import { foreignProtocolId } from '../evaluation/protocol.ts';
import { predictionTools } from '../predictions/predictionFile.ts';
import type { Comparison } from '../scoring/compareRuns.ts';
import type { CellDifference, CellScores, StageComparison } from '../scoring/compareStage.ts';
import type { Interval } from '../scoring/intervals.ts';
import { commonItemsNotes, comparisonNotes, overModelsNotes, pairedNotes } from '../words/comparisonText.ts';
import { outcomeWord } from '../words/outcomeText.ts';
import { toolName } from '../words/predictionText.ts';
import { figureText } from './figureText.ts';
import type { ReportTable } from './reportTable.ts';
import { left, right } from './runColumns.ts';

/** The tables of a comparison: for each stage that was begun strategies by models, and, for several models, the strategies over all of them. */
export function comparisonTables(comparison: Comparison): ReportTable[] {
  const begun = comparison.stages.filter(({ cells }) => cells.length > 0);
  const tables = begun.flatMap((stage) => [
    cellTable(stage, comparison),
    ...(stage.overModels.length === 0 ? [] : [overModelsTable(stage, comparison)]),
  ]);
  // What concerns every table stands under the first, which is the one that is read.
  return tables.map((table, place) =>
    place === 0
      ? { ...table, notes: [...comparisonNotes(comparison), ...baselineNotes(comparison), ...table.notes] }
      : table,
  );
}

function baselineNotes({ runs }: Comparison): string[] {
  const baselines = new Set(runs.flatMap(({ modelKind, model }) => (modelKind === 'baseline' ? [model] : [])));
  return [...baselines].map((model) => l10n.t('{0} is a small CNN for facial expressions, not an MLLM.', model));
}

/** Runs of other tools have no protocol: where all are, the tools name the table. */
function titleOf({ stage }: StageComparison, { protocol, strategies }: Comparison): string {
  const tools = protocol === foreignProtocolId ? strategies.map(toolNamed).join(', ') : protocol;
  return `${tools}: ${stage}`;
}

function toolNamed(strategy: string): string {
  const tool = predictionTools.find((one) => one === strategy);
  return tool === undefined ? strategy : toolName(tool);
}

/** Refusals always have their column: they decide rankings, and a column that is not there says nothing. */
const alwaysShown: OutcomeKind = 'refused';

function cellTable(stage: StageComparison, comparison: Comparison): ReportTable {
  const isNumber = stage.answer === 'number';
  const kinds = outcomeKind.options.filter(
    (kind) =>
      kind === alwaysShown || (kind !== 'answered' && stage.cells.some((cell) => cell.kinds[kind] !== undefined)),
  );
  const hasFlips = stage.cells.some(({ flips }) => flips !== undefined);
  return {
    title: l10n.t('{0}, strategies by models', titleOf(stage, comparison)),
    columns: [
      ...[l10n.t('Strategy'), l10n.t('Model')].map(left),
      ...[isNumber ? 'MAE' : l10n.t('Strict'), l10n.t('Coverage')].map(right),
      ...kinds.map((kind) => right(outcomeWord(kind))),
      ...(hasFlips ? [right(l10n.t('Flip rate'))] : []),
      right(l10n.t('Difference to {0}', comparison.reference)),
      right('n'),
      ...(isNumber
        ? []
        : [right(l10n.t('Only this')), right(l10n.t('Only {0}', comparison.reference)), right('mid-p')]),
      right('p'),
      right(l10n.t('p (Holm)')),
    ],
    rows: stage.cells.map((cell) => [
      cell.strategy,
      cell.model,
      figureText(isNumber ? cell.mae : cell.accuracyStrict, cell.interval),
      figureText(cell.coverage),
      ...kinds.map((kind) => String(cell.kinds[kind] ?? 0)),
      ...(hasFlips ? [figureText(cell.flips?.rate, cell.flips?.interval)] : []),
      ...differenceCells(cell, isNumber),
    ]),
    notes: [...commonItemsNotes(stage), ...pairedNotes(stage, comparison)],
  };
}

function differenceCells({ against }: CellScores, isNumber: boolean): string[] {
  if (against === undefined) return new Array<string>(isNumber ? 4 : 7).fill('');
  return [
    differenceText(against.difference, against.interval),
    String(against.n),
    ...(isNumber ? [] : discordantCells(against)),
    pText(against.test?.p),
    pText(against.pHolm),
  ];
}

function discordantCells({ test }: CellDifference): string[] {
  if (test?.kind !== 'mcnemar') return ['–', '–', '–'];
  return [String(test.firstOnly), String(test.secondOnly), pText(test.midP)];
}

function overModelsTable(stage: StageComparison, comparison: Comparison): ReportTable {
  return {
    title: l10n.t('{0}, strategies on average over models', titleOf(stage, comparison)),
    columns: [
      left(l10n.t('Strategy')),
      left(l10n.t('Models')),
      right(l10n.t('Mean difference to {0}', comparison.reference)),
      right('n'),
      right('p'),
      right(l10n.t('p (Holm)')),
    ],
    rows: stage.overModels.map(({ strategy, models, n, difference, interval, test, pHolm }) => [
      strategy,
      models.join(', '),
      differenceText(difference, interval),
      String(n),
      pText(test?.p),
      pText(pHolm),
    ]),
    notes: overModelsNotes(stage, comparison.reference),
  };
}

/** A difference with its sign, and its interval in brackets; a dash where it is undefined. */
export function differenceText(value: number | null, interval: Interval): string {
  return value !== null && value > 0 ? `+${figureText(value, interval)}` : figureText(value, interval);
}

/** A p-value with three decimals, `<0.001` below; a dash where nothing was tested. */
export function pText(p: number | null | undefined): string {
  if (p === null || p === undefined) return '–';
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}
