import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { RunEntry, StageScoresView } from '../../src/protocol/scoreViews.ts';
import { EmotionWord } from '../ui/marks.tsx';
import { Confusion } from './confusion.tsx';
import { correlationScale, FigureCell, FigureHead, figureText, shareScale, TableFrame } from './figures.tsx';
import { errorScale, NumberCells } from './leaderboard.tsx';
import { Outcomes } from './outcomes.tsx';
import { ReportTable } from './reportTable.tsx';
import type { ScoresStore } from './scoresStore.ts';

type ClassStage = Extract<StageScoresView, { readonly kind: 'class' }>;
type NumberStage = Extract<StageScoresView, { readonly kind: 'number' }>;

/** One stage of one run in full: outcomes, confusion and labels, or correlations within each label. */
export function StageDetails(props: {
  readonly store: ScoresStore;
  readonly entry: RunEntry;
  readonly stage: StageScoresView;
  readonly isOnly: boolean;
}): VNode {
  const { store, entry, stage, isOnly } = props;
  return (
    <div class="details">
      {!isOnly && (
        <h3 class="details-of">
          <bdi>{l10n.t('Details of {0}, {1}', entry.model, entry.strategy)}</bdi>
        </h3>
      )}
      <Outcomes stage={stage} />
      {stage.scored && stage.kind === 'class' && <ClassDetails store={store} entry={entry} stage={stage} />}
      {stage.scored && stage.kind === 'number' && <NumberDetails store={store} stage={stage} />}
      {stage.tables.map((table) => (
        <ReportTable key={table.title} table={table} />
      ))}
    </div>
  );
}

function ClassDetails(props: {
  readonly store: ScoresStore;
  readonly entry: RunEntry;
  readonly stage: ClassStage;
}): VNode {
  const { store, entry, stage } = props;
  const title = l10n.t('Confusion of {0}', stage.stage);
  return (
    <>
      <div class="pair">
        <section>
          <h3>{l10n.t('Confusion')}</h3>
          <Confusion
            confusion={stage.confusion}
            title={title}
            onOpen={(truth, answer) => store.openCell({ run: entry.run, stage: stage.stage, truth, answer })}
          />
        </section>
        <section>
          <h3>{l10n.t('By label')}</h3>
          <PerLabel stage={stage} labels={labelsOf(stage, store)} />
        </section>
      </div>
      {stage.noneAsClass !== undefined && <NoneAsClass figures={stage.noneAsClass} />}
    </>
  );
}

/** The label set that decides colours: the benchmark's, or the stage's own where it asks for something else. */
function labelsOf({ confusion }: ClassStage, { info }: ScoresStore): readonly string[] {
  const known = info?.labels ?? [];
  return confusion.labels.every((label) => known.includes(label)) ? known : confusion.labels;
}

function PerLabel({ stage, labels }: { readonly stage: ClassStage; readonly labels: readonly string[] }): VNode {
  const names = [l10n.t('Precision'), l10n.t('Recall'), 'F1'];
  return (
    <TableFrame label={l10n.t('By label')}>
      <table class="board by-label">
        <thead>
          <tr>
            <th scope="col">{l10n.t('Label')}</th>
            {names.map((name) => (
              <FigureHead key={name} name={name} scale={shareScale} />
            ))}
            <th scope="col" class="right">
              {l10n.t('Support')}
            </th>
          </tr>
        </thead>
        <tbody>
          {stage.perLabel.map(({ label, precision, recall, f1, support }) => (
            <tr key={label}>
              <th scope="row">
                <EmotionWord label={label} labels={labels} />
              </th>
              {[precision, recall, f1].map((value, place) => (
                <td key={place} class="figure bar" style={{ '--at': `${100 * value}%` }}>
                  <span class="figure-value">{figureText(value)}</span>
                  <span class="meter" aria-hidden="true" />
                </td>
              ))}
              <td class="right tabular">{support}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function NoneAsClass({ figures }: { readonly figures: ClassStage['figures'] }): VNode {
  return (
    <section class="none-as-class">
      <h3>{l10n.t('With labels without polarity as a class of their own')}</h3>
      <p class="quiet">
        {l10n.t('A second figure. Where the question did not offer that class, its portraits cannot be right.')}
      </p>
      <TableFrame label={l10n.t('With labels without polarity as a class of their own')}>
        <table class="board">
          <thead>
            <tr>
              <FigureHead name={l10n.t('Strict')} scale={shareScale} />
              <FigureHead name={l10n.t('Answered only')} scale={shareScale} />
              <FigureHead name={l10n.t('Macro-F1')} scale={shareScale} />
            </tr>
          </thead>
          <tbody>
            <tr>
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
              <FigureCell figure={figures.macroF1} scale={shareScale} />
            </tr>
          </tbody>
        </table>
      </TableFrame>
    </section>
  );
}

function NumberDetails({ store, stage }: { readonly store: ScoresStore; readonly stage: NumberStage }): VNode | null {
  if (stage.withinLabel.length === 0) return null;
  const errors = errorScale(stage.scale);
  const title = l10n.t('Within each label');
  return (
    <section>
      <h3>{title}</h3>
      <TableFrame label={title}>
        <table class="board">
          <thead>
            <tr>
              <th scope="col">{l10n.t('Label')}</th>
              <th scope="col" class="right">
                n
              </th>
              {['SRCC', 'PLCC', 'KRCC'].map((name) => (
                <FigureHead key={name} name={name} scale={correlationScale} />
              ))}
              {['RMSE', 'MAE'].map((name) => (
                <FigureHead key={name} name={name} scale={errors} />
              ))}
            </tr>
          </thead>
          <tbody>
            {stage.withinLabel.map(({ label, figures }) => (
              <tr key={label}>
                <th scope="row">
                  <EmotionWord label={label} labels={store.info?.labels ?? []} />
                </th>
                <td class="right tabular">{figures.n}</td>
                <NumberCells figures={figures} errors={errors} />
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </section>
  );
}
