import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PortraitView, RunView, StageView } from '../../src/protocol/views.ts';
import { Icon } from './icon.tsx';
import { StandingLine } from './marks.tsx';
import { StagePanel } from './stagePanel.tsx';
import { runVerdict, verdictFace } from './verdicts.ts';

/** Every run's word on a portrait. What a person unfolds stays unfolded from portrait to portrait. */
export function RunList(props: { readonly view: PortraitView; readonly terse: boolean }): VNode {
  const { view, terse } = props;
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const toggle = (key: string, open: boolean): void => setToggled(new Map(toggled).set(key, open));
  if (view.runs.length === 0) return <p class="quiet">{l10n.t('No model has been asked about this portrait.')}</p>;
  return (
    <div class="runs">
      {view.runs.map((run) => (
        <RunPanel key={run.run} view={view} run={run} terse={terse} toggled={toggled} onToggle={toggle} />
      ))}
    </div>
  );
}

interface RunPanelProps {
  readonly view: PortraitView;
  readonly run: RunView;
  readonly terse: boolean;
  readonly toggled: ReadonlyMap<string, boolean>;
  readonly onToggle: (key: string, open: boolean) => void;
}

function RunPanel({ view, run, terse, toggled, onToggle }: RunPanelProps): VNode {
  const runKey = `${run.model}\n${run.protocol}\n${run.strategy}`;
  const open = !terse || (toggled.get(runKey) ?? false);
  const verdict = runVerdict(view, run);
  const headline = run.stages.find((stage) => stage.stage === run.headline);
  const startsOpen = (stage: StageView): boolean =>
    stage.stage === run.headline && (terse || stage.standing !== 'right');
  const head = (
    <>
      <bdi class="run-model" title={run.model}>
        {run.model}
      </bdi>
      <StandingLine standing={run.standing} answer={headline?.answer} />
      {verdict !== undefined && (
        <span class="run-verdict" title={verdictFace(verdict).word}>
          <Icon name={verdictFace(verdict).glyph} />
          <span class="unseen">{verdictFace(verdict).word}</span>
        </span>
      )}
    </>
  );
  return (
    <section class="run" aria-label={run.model}>
      {terse ? (
        <button type="button" class="run-head" aria-expanded={open} onClick={() => onToggle(runKey, !open)}>
          <Icon name={open ? 'chevron-down' : 'chevron-right'} />
          {head}
        </button>
      ) : (
        <h3 class="run-head">{head}</h3>
      )}
      {open && (
        <>
          <p class="run-how">
            <bdi>{run.protocol}</bdi> · <bdi>{run.strategy}</bdi>
          </p>
          {run.stages.map((stage) => {
            const key = `${runKey}\n${stage.stage}`;
            const unfolded = toggled.get(key) ?? startsOpen(stage);
            return <StagePanel key={key} stage={stage} open={unfolded} onToggle={() => onToggle(key, !unfolded)} />;
          })}
        </>
      )}
    </section>
  );
}
