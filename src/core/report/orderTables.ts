import * as l10n from '@vscode/l10n';
import type { OrderScores } from '../scoring/orderScores.ts';
import type { RunScores } from '../scoring/scoreRun.ts';
import { orderNotes, placeNotes } from '../words/scoreText.ts';
import { pText } from './comparisonTables.ts';
import { figureText } from './figureText.ts';
import type { ReportTable } from './reportTable.ts';
import { right } from './runColumns.ts';
import type { RunNaming } from './runColumns.ts';

/** A run with what the order of the options did to a stage of it. */
export interface ScoredOrders {
  readonly run: RunScores;
  readonly scores: OrderScores;
}

/** The tables of a stage that was asked in several orders: what flips, and which places are chosen; none for no such run. */
export function orderTables(name: string, scored: readonly ScoredOrders[], naming: RunNaming): ReportTable[] {
  const first = scored[0];
  if (first === undefined) return [];
  const places = scored.reduce((most, { scores }) => Math.max(most, scores.places.shares.length), 0);
  return [
    {
      title: l10n.t('{0}, orders of the options', name),
      columns: [
        ...naming.columns,
        ...[
          l10n.t('Orders'),
          l10n.t('Portraits'),
          l10n.t('Flip rate'),
          l10n.t('Pairs that differ'),
          'n',
          l10n.t('Right in every order'),
          l10n.t('Strict, each order'),
        ].map(right),
      ],
      rows: scored.map(({ run, scores }) => [...naming.cells(run), ...orderCells(scores)]),
      notes: orderNotes(first.run.resampling),
    },
    {
      title: l10n.t('{0}, answers by place of the option', name),
      columns: [
        ...naming.columns,
        right(l10n.t('Answers')),
        ...Array.from({ length: places }, (_none, place) => right(l10n.t('Place {0}', place + 1))),
        ...['χ²', 'df', 'p'].map(right),
      ],
      rows: scored.map(({ run, scores: { places: of } }) => [
        ...naming.cells(run),
        String(of.answers),
        ...Array.from({ length: places }, (_none, place) => figureText(of.shares[place])),
        of.chiSquare === null ? '–' : of.chiSquare.toFixed(1),
        String(of.df),
        pText(of.pValue),
      ]),
      notes: placeNotes(),
    },
  ];
}

function orderCells(scores: OrderScores): string[] {
  const { intervals } = scores;
  return [
    String(scores.orders),
    String(scores.items),
    figureText(scores.flipRate, intervals.flipRate),
    figureText(scores.pairFlipRate, intervals.pairFlipRate),
    String(scores.n),
    figureText(scores.accuracyAllOrders, intervals.accuracyAllOrders),
    scores.accuracyEachOrder.map((value) => figureText(value)).join(' '),
  ];
}
