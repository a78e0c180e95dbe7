import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';
import { useObservable } from '../ui/observable.ts';
import { PageFrame } from '../ui/pageFrame.tsx';
import { Button, ProgressRing } from '../ui/toolkit.ts';
import { GeneratorBoard } from './generatorBoard.tsx';
import { ReportTable } from './reportTable.tsx';
import { RunPicker } from './runPicker.tsx';
import type { CopyFormat, ScoresStore } from './scoresStore.ts';
import { StageSections } from './stageSections.tsx';

/** The scores: which runs, and what they come to. */
export function App(props: { readonly store: ScoresStore }): VNode {
  const store = useObservable(props.store);
  const { info } = store;
  const actions = <Actions store={store} />;
  return (
    <PageFrame name="scores" title={l10n.t('Scores')} about={info?.name} actions={actions} store={store}>
      {info === undefined ? (
        <Waiting store={store} />
      ) : (
        <div class="columns">
          {info.runs.length > 0 && <RunPicker store={store} />}
          <Figures store={store} />
        </div>
      )}
    </PageFrame>
  );
}

function Actions({ store }: { readonly store: ScoresStore }): VNode {
  const nothing = store.chosen.length === 0;
  const formats: readonly (readonly [CopyFormat, string, string])[] = [
    ['markdown', 'Markdown', l10n.t('Copied as Markdown')],
    ['latex', 'LaTeX', l10n.t('Copied as LaTeX')],
    ['csv', 'CSV', l10n.t('Copied as CSV')],
  ];
  return (
    <>
      <div class="copies" role="group" aria-label={l10n.t('Copy as')}>
        <span class="quiet" aria-hidden="true">
          {l10n.t('Copy as')}
        </span>
        {formats.map(([format, name, done]) => (
          <Button key={format} kind="secondary" disabled={nothing} onClick={() => store.copy(format, done)}>
            {name}
          </Button>
        ))}
      </div>
      <Button kind="secondary" disabled={nothing} onClick={() => store.openDocument()}>
        {l10n.t('Open as Document')}
      </Button>
    </>
  );
}

function Waiting({ store }: { readonly store: ScoresStore }): VNode {
  if (store.error === undefined)
    return (
      <main class="empty">
        <ProgressRing label={l10n.t('Reading the runs')} />
      </main>
    );
  return (
    <main class="empty">
      <Icon name="error" />
      <p>{l10n.t('The scores could not be fetched.')}</p>
      <p class="quiet">
        <bdi>{store.error}</bdi>
      </p>
      <Button kind="primary" onClick={() => store.load()}>
        {l10n.t('Try Again')}
      </Button>
    </main>
  );
}

function Figures(props: { readonly store: ScoresStore }): VNode {
  const { store } = props;
  const place = useRef<HTMLElement>(null);
  const restored = useRef(false);
  const isThere = store.chosen.length > 0 && store.chosen.every(({ run }) => store.scores(run) !== undefined);
  // The figures come some time after the page: only then is there anything to scroll.
  useLayoutEffect(() => {
    if (!isThere || restored.current || place.current === null) return;
    restored.current = true;
    place.current.scrollTop = store.intent.scroll;
  }, [isThere]);
  const onScroll = (): void => {
    if (restored.current && place.current !== null) store.keepScroll(place.current.scrollTop);
  };
  return (
    <main class="figures" ref={place} onScroll={onScroll} tabIndex={-1}>
      {store.error !== undefined && (
        <p class="action-error" role="alert">
          <Icon name="error" />
          <bdi>{store.error}</bdi>
        </p>
      )}
      <Body store={store} />
      {store.board !== null && store.board !== undefined && <GeneratorBoard store={store} board={store.board} />}
      {store.info !== undefined && store.info.runs.length > 0 && (
        <p class="origin quiet">
          {l10n.t(
            'Computed now from the outcomes on disk; no score is stored. Protocols, prompts and the choice of measures are those of EmoLens; no figure here was published by a paper.',
          )}
        </p>
      )}
    </main>
  );
}

function Body({ store }: { readonly store: ScoresStore }): VNode {
  if (store.info?.runs.length === 0)
    return (
      <div class="empty no-runs">
        <Icon name="graph" />
        <p>{l10n.t('Nothing has been evaluated yet.')}</p>
        <Button kind="primary" onClick={() => store.evaluate()}>
          {l10n.t('Evaluate Benchmark...')}
        </Button>
      </div>
    );
  if (store.chosen.length === 0)
    return (
      <div class="empty">
        <Icon name="checklist" />
        <p>{l10n.t('Choose one or more runs.')}</p>
      </div>
    );
  const { tables, why } = store.compared;
  return (
    <>
      {(tables.length > 0 || why.length > 0) && (
        <section class="stage" aria-labelledby="comparison">
          <h2 id="comparison">{l10n.t('Held against each other')}</h2>
          <p class="quiet">{l10n.t('Over the portraits that all of them have. The tests are ours.')}</p>
          {why.map((sentence) => (
            <p key={sentence}>
              <Icon name="info" /> <bdi>{sentence}</bdi>
            </p>
          ))}
          {tables.map((table) => (
            <ReportTable key={table.title} table={table} />
          ))}
        </section>
      )}
      <StageSections store={store} />
    </>
  );
}
