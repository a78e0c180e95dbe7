import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { Icon } from '../ui/icon.tsx';
import { useObservable } from '../ui/observable.ts';
import { PageFrame } from '../ui/pageFrame.tsx';
import { Button, ProgressRing } from '../ui/toolkit.ts';
import type { ConfigureStore } from './configureStore.ts';
import { Effect } from './effect.tsx';
import { LabelsPart } from './labelsPart.tsx';
import { LayoutPart } from './layoutPart.tsx';
import { NamesPart } from './namesPart.tsx';
import { ScalesPart } from './scalesPart.tsx';
import { TablesPart } from './tablesPart.tsx';

/** What was inferred about a benchmark, on its own rows and names, with pickers to correct it and what that comes to. */
export function App(props: { readonly store: ConfigureStore }): VNode {
  const store = useObservable(props.store);
  const actions = <Actions store={store} />;
  return (
    <PageFrame name="configure" title={l10n.t('Configure')} about={store.info?.name} actions={actions} store={store}>
      <Content store={store} />
    </PageFrame>
  );
}

function Actions({ store }: { readonly store: ConfigureStore }): VNode {
  const idle = !store.isChanged || store.saving;
  return (
    <>
      <Button kind="secondary" onClick={() => store.openFile()}>
        {l10n.t('Open benchmark.json')}
      </Button>
      <Button kind="secondary" disabled={idle} onClick={() => store.reset()}>
        {l10n.t('Undo Changes')}
      </Button>
      <Button
        kind="primary"
        disabled={idle || store.waiting}
        onClick={() => void store.save(l10n.t('Corrections are saved'))}
      >
        {l10n.t('Save Corrections')}
      </Button>
    </>
  );
}

function Content({ store }: { readonly store: ConfigureStore }): VNode {
  const { info, effect } = store;
  if (info === undefined || effect === undefined) {
    return (
      <main class="empty">
        {store.error === undefined ? (
          <ProgressRing label={l10n.t('Reading the benchmark')} />
        ) : (
          <>
            <Icon name="error" />
            <bdi>{store.error}</bdi>
            <Button kind="primary" onClick={() => void store.load()}>
              {l10n.t('Try Again')}
            </Button>
          </>
        )}
      </main>
    );
  }
  return (
    <>
      <Effect before={info.effect} now={effect} waiting={store.waiting} />
      <main class="parts">
        <LayoutPart store={store} info={info} effect={effect} />
        {info.tables.length > 0 && <TablesPart store={store} info={info} effect={effect} />}
        <NamesPart store={store} effect={effect} />
        <LabelsPart store={store} effect={effect} />
        {effect.scales.length > 0 && <ScalesPart store={store} effect={effect} />}
      </main>
    </>
  );
}
