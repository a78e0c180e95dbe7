import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { NumberView, RunEntry, StageScoresView } from '../../src/protocol/scoreViews.ts';
import {
  correlationScale,
  FigureCell,
  FigureHead,
  Of,
  percentInterval,
  percentText,
  type Scale,
  shareScale,
  TableFrame,
} from './figures.tsx';

/** One stage of one run. */
export interface RunStage {
  readonly entry: RunEntry;
  readonly stage: StageScoresView;
}

type OfKind<K extends StageScoresView['kind']> = RunStage & {
  readonly stage: Extract<StageScoresView, { readonly kind: K }>;
};

/** Who is shown below the tables, and how to show another. */
export interface Detailing {
  readonly run: string | undefined;
  readonly choose: (run: string) => void;
}

/** The runs of a stage side by side: a row for each, the figures with their intervals. */
export function Leaderboard(props: {
  readonly label: string;
  readonly rows: readonly RunStage[];
  readonly detailing: Detailing;
}): VNode {
  const { label, rows, detailing } = props;
  const classes = rows.filter((row): row is OfKind<'class'> => row.stage.kind === 'class');
  const numbers = rows.filter((row): row is OfKind<'number'> => row.stage.kind === 'number');
  return (
    <TableFrame label={label}>
      {classes.length > 0 && <ClassBoard rows={classes} detailing={detailing} />}
      {numbers.length > 0 && <NumberBoard rows={numbers} detailing={detailing} />}
    </TableFrame>
  );
}

function ClassBoard(props: { readonly rows: readonly OfKind<'class'>[]; readonly detailing: Detailing }): VNode {
  return (
    <table class="board">
      <thead>
        <tr>
          <th scope="col">{l10n.t('Run')}</th>
          <FigureHead name={l10n.t('Strict')} scale={shareScale} />
          <FigureHead name={l10n.t('Answered only')} scale={shareScale} />
          <FigureHead name={l10n.t('Coverage')} scale={shareScale} />
          <FigureHead name={l10n.t('Macro-F1')} scale={shareScale} />
          <FigureHead name={l10n.t('Balanced acc.')} scale={shareScale} />
          <th scope="col">{l10n.t('Refused')}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map(({ entry, stage }) => {
          const { figures } = stage;
          return (
            <tr key={entry.run} class={rowClass(entry, props)}>
              <RunCell entry={entry} detailing={props.detailing} count={props.rows.length} />
              <FigureCell
                figure={figures.accuracyStrict}
                scale={shareScale}
                of={{ count: figures.right, all: figures.n }}
              />
              <FigureCell
                figure={figures.accuracyAnswered}
                scale={shareScale}
                of={{ count: figures.right, all: figures.answered }}
              />
              <FigureCell
                figure={figures.coverage}
                scale={shareScale}
                of={{ count: figures.answered, all: figures.n }}
              />
              <FigureCell figure={figures.macroF1} scale={shareScale} />
              <FigureCell figure={figures.balancedAccuracy} scale={shareScale} />
              <RefusedCell stage={stage} />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Two lines for each run: over all portraits, and the mean within labels. One without the other misleads. */
function NumberBoard(props: { readonly rows: readonly OfKind<'number'>[]; readonly detailing: Detailing }): VNode {
  const errors = errorScale(props.rows[0]?.stage.scale ?? { min: 0, max: 1 });
  return (
    <table class="board">
      <thead>
        <tr>
          <th scope="col">{l10n.t('Run')}</th>
          <th scope="col">{l10n.t('Over')}</th>
          {(['SRCC', 'PLCC', 'KRCC'] as const).map((name) => (
            <FigureHead key={name} name={name} scale={correlationScale} />
          ))}
          {(['RMSE', 'MAE'] as const).map((name) => (
            <FigureHead key={name} name={name} scale={errors} />
          ))}
          <FigureHead name={l10n.t('Coverage')} scale={shareScale} />
          <th scope="col">{l10n.t('Refused')}</th>
        </tr>
      </thead>
      {props.rows.map(({ entry, stage }) => (
        <tbody key={entry.run} class={rowClass(entry, props)}>
          <tr>
            <RunCell entry={entry} detailing={props.detailing} count={props.rows.length} span={2} />
            <th scope="row" class="over">
              {l10n.t('all portraits')}
            </th>
            <NumberCells figures={stage.pooled} errors={errors} />
            <FigureCell
              figure={stage.coverage}
              scale={shareScale}
              of={{ count: stage.pooled.n, all: stage.withTruth }}
            />
            <RefusedCell stage={stage} />
          </tr>
          <tr>
            <th scope="row" class="over">
              {l10n.t('mean within labels')}
            </th>
            <NumberCells figures={stage.meanWithinLabel} errors={errors} />
            <td colSpan={2} />
          </tr>
        </tbody>
      ))}
    </table>
  );
}

/** The figures of one comparison of numbers, as cells. */
export function NumberCells({ figures, errors }: { readonly figures: NumberView; readonly errors: Scale }): VNode {
  return (
    <>
      {(['srcc', 'plcc', 'krcc'] as const).map((measure) => (
        <FigureCell key={measure} figure={figures[measure]} scale={correlationScale} />
      ))}
      {(['rmse', 'mae'] as const).map((measure) => (
        <FigureCell key={measure} figure={figures[measure]} scale={errors} />
      ))}
    </>
  );
}

/** Differences are in units of the benchmark's scale, and at most its whole width. */
export function errorScale({ min, max }: { readonly min: number; readonly max: number }): Scale {
  return { low: 0, high: Math.max(max - min, Number.EPSILON), better: 'lower' };
}

function RunCell(props: {
  readonly entry: RunEntry;
  readonly detailing: Detailing;
  readonly count: number;
  readonly span?: number;
}): VNode {
  const { entry, detailing, count, span } = props;
  const { run, model, strategy, isBaseline } = entry;
  return (
    <th scope="row" class="run-cell" {...(span === undefined ? {} : { rowSpan: span })}>
      {count === 1 ? (
        <bdi class="run-name">{model}</bdi>
      ) : (
        <button
          type="button"
          class="link run-name"
          aria-pressed={detailing.run === run}
          title={l10n.t('Show the details of this run')}
          onClick={() => detailing.choose(run)}
        >
          <bdi>{model}</bdi>
        </button>
      )}
      <span class="run-line quiet">
        <bdi>{strategy}</bdi>
        {isBaseline && ` · ${l10n.t('a small CNN, not an MLLM')}`}
      </span>
    </th>
  );
}

function RefusedCell({ stage }: { readonly stage: StageScoresView }): VNode {
  const refused = stage.kinds.find(({ kind }) => kind === 'refused')?.count ?? 0;
  return (
    <td class="figure">
      <span class="figure-value">
        {percentText(stage.refusals.value)}
        <Of count={refused} all={stage.asked} />
      </span>
      {stage.refusals.interval !== null && (
        <span class="figure-more" title={l10n.t('95 % interval')}>
          {percentInterval(stage.refusals.interval)}
        </span>
      )}
    </td>
  );
}

function rowClass(entry: RunEntry, { detailing, rows }: { detailing: Detailing; rows: readonly unknown[] }): string {
  return rows.length > 1 && detailing.run === entry.run ? 'detailed' : '';
}
