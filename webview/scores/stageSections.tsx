import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { RunEntry, RunScoresView } from '../../src/protocol/scoreViews.ts';
import { Icon } from '../ui/icon.tsx';
import { ProgressRing } from '../ui/toolkit.ts';
import { Notes } from './figures.tsx';
import { Leaderboard, type RunStage } from './leaderboard.tsx';
import { StageDetails } from './stageDetails.tsx';
import type { ScoresStore } from './scoresStore.ts';

/** The chosen runs, stage by stage: runs that were asked the same stage stand in one table, one of them in full below it. */
export function StageSections({ store }: { readonly store: ScoresStore }): VNode {
  const { chosen } = store;
  const scored = chosen.map((entry) => ({ entry, scores: store.scores(entry.run) }));
  const there = scored.flatMap(({ entry, scores }) =>
    scores === undefined || 'error' in scores ? [] : [{ entry, scores }],
  );
  const waiting = scored.some(({ scores }) => scores === undefined);
  return (
    <>
      {scored.map(({ entry, scores }) =>
        scores !== undefined && 'error' in scores ? (
          <Trouble key={entry.run} entry={entry} text={scores.error} />
        ) : null,
      )}
      {there
        .flatMap(({ scores }) => scores.gaps)
        .map((gap) => (
          <p key={gap} class="gap">
            <Icon name="info" /> <bdi>{gap}</bdi>
          </p>
        ))}
      {stagesOf(there).map((group) => (
        <StageSection key={JSON.stringify([group.protocol, group.stage])} store={store} group={group} />
      ))}
      {waiting && (
        <p class="waiting">
          <ProgressRing label={l10n.t('Computing scores')} /> {l10n.t('Computing scores')}
        </p>
      )}
    </>
  );
}

interface StageGroup {
  readonly protocol: string;
  readonly stage: string;
  readonly rows: readonly RunStage[];
}

function StageSection({ store, group }: { readonly store: ScoresStore; readonly group: StageGroup }): VNode {
  const { protocol, stage, rows } = group;
  const title = `${protocol}: ${stage}`;
  const detailed = rows.find(({ entry }) => entry.run === store.detailed?.run) ?? rows[0];
  return (
    <section class="stage" aria-label={title}>
      <h2>
        <bdi>{stage}</bdi> <bdi class="quiet">{protocol}</bdi>
      </h2>
      {[...new Set(rows.flatMap((row) => [row.stage.truth, row.stage.mapping ?? []].flat()))].map((sentence) => (
        <p key={sentence} class="quiet">
          <bdi>{sentence}</bdi>
        </p>
      ))}
      {rows.some((row) => row.stage.scored) && (
        <Leaderboard
          label={title}
          rows={rows}
          detailing={{ run: detailed?.entry.run, choose: (run) => store.set({ detailed: run }) }}
        />
      )}
      {detailed !== undefined && (
        <StageDetails store={store} entry={detailed.entry} stage={detailed.stage} isOnly={rows.length === 1} />
      )}
      <Notes notes={[...new Set(rows.flatMap((row) => row.stage.notes))]} />
    </section>
  );
}

/** The stages of all runs, in the order of first sight. */
function stagesOf(there: readonly { readonly entry: RunEntry; readonly scores: RunScoresView }[]): StageGroup[] {
  const groups = new Map<string, { protocol: string; stage: string; rows: RunStage[] }>();
  for (const { entry, scores } of there) {
    for (const stage of scores.stages) {
      const key = JSON.stringify([entry.protocol, stage.stage, stage.kind]);
      const group = groups.get(key) ?? { protocol: entry.protocol, stage: stage.stage, rows: [] };
      groups.set(key, group);
      group.rows.push({ entry, stage });
    }
  }
  // Best first: strict accuracy, or the correlation that one number for each label cannot have.
  for (const group of groups.values()) group.rows.sort((a, b) => rank(b) - rank(a));
  return [...groups.values()];
}

function rank({ stage }: RunStage): number {
  const figure = stage.kind === 'class' ? stage.figures.accuracyStrict : stage.meanWithinLabel.srcc;
  return figure.value ?? -2;
}

function Trouble({ entry, text }: { readonly entry: RunEntry; readonly text: string }): VNode {
  return (
    <p class="gap">
      <Icon name="error" />{' '}
      <span>
        <bdi>{entry.model}</bdi>: <bdi>{text}</bdi>
      </span>
    </p>
  );
}
