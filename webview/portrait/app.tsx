import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PortraitView } from '../../src/protocol/views.ts';
import { ActionError } from '../ui/actionError.tsx';
import { Icon } from '../ui/icon.tsx';
import { useObservable } from '../ui/observable.ts';
import { PlainButton } from '../ui/picturePane.tsx';
import { RunList } from '../ui/runList.tsx';
import { Button, ProgressRing } from '../ui/toolkit.ts';
import { TruthFacts } from '../ui/truthFacts.tsx';
import { VideoPane } from '../ui/videoPane.tsx';
import { VerdictBar } from '../ui/verdictBar.tsx';
import { verdictOfKey } from '../ui/verdicts.ts';
import { visibleName } from '../ui/visibleName.ts';
import type { PortraitStore } from './portraitStore.ts';

/** The side bar's view of the current portrait. */
export function App(props: { readonly store: PortraitStore }): VNode {
  const store = useObservable(props.store);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !store.view) return;
      const verdict = verdictOfKey(event.key);
      if (verdict !== undefined) store.judge(verdict);
      else if (event.key === 'n' || event.key === 'ArrowRight') store.move(1);
      else if (event.key === 'ArrowLeft') store.move(-1);
      else if (event.key === 'Enter' && event.target === document.body) store.openDetail();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  const { view, error } = store;
  if (view) return <Portrait view={view} store={store} />;
  if (error !== undefined) {
    return (
      <main class="empty">
        <p role="alert">
          <bdi>{error}</bdi>
        </p>
        <Button kind="secondary" onClick={() => void store.load()}>
          {l10n.t('Try Again')}
        </Button>
      </main>
    );
  }
  if (view === null) {
    return (
      <main class="hint">
        <h1 class="unseen">{l10n.t('Portrait')}</h1>
        <p>{l10n.t('Select a portrait in the tree or the gallery.')}</p>
      </main>
    );
  }
  return (
    <main class="empty">
      <ProgressRing label={l10n.t('Loading')} />
    </main>
  );
}

function Portrait({ view, store }: { readonly view: PortraitView; readonly store: PortraitStore }): VNode {
  return (
    <main class="portrait">
      <h1 class="portrait-name">
        {view.row === undefined ? (
          <bdi>{visibleName(view.card.name)}</bdi>
        ) : (
          <button
            type="button"
            class="link"
            title={`${view.row.file}:${view.row.line}`}
            aria-label={l10n.t('{0}: open its row', visibleName(view.card.name))}
            onClick={() => store.openRow()}
          >
            <bdi>{visibleName(view.card.name)}</bdi>
          </button>
        )}
      </h1>
      <div class="portrait-top">
        {view.card.media === 'video' ? (
          <VideoPane src={view.card.src} name={visibleName(view.card.name)} />
        ) : (
          <Picture key={view.card.src} view={view} store={store} />
        )}
        <TruthFacts view={view} labels={view.labels ?? []} terse={true} />
      </div>
      <div class="portrait-tools">
        <PlainButton label={l10n.t('Previous (Left Arrow)')} glyph="arrow-left" onClick={() => store.move(-1)} />
        <PlainButton label={l10n.t('Next (N or Right Arrow)')} glyph="arrow-right" onClick={() => store.move(1)} />
        <span class="portrait-place tabular quiet">
          {view.index >= 0 && l10n.t('{0} of {1}', (view.index + 1).toLocaleString(), view.total.toLocaleString())}
        </span>
        <Button
          kind="secondary"
          title={l10n.t('Evaluate this portrait')}
          disabled={store.asking}
          onClick={() => store.evaluate()}
        >
          {l10n.t('Ask')}
        </Button>
      </div>
      <ActionError store={store} />
      {view.problems.map((problem) => (
        <p class="problem" key={problem}>
          <Icon name="warning" tone="odd" /> <bdi>{problem}</bdi>
        </p>
      ))}
      <RunList view={view} terse={true} />
      <VerdictBar view={view} onJudge={(verdict) => store.judge(verdict)} />
    </main>
  );
}

function Picture({ view, store }: { readonly view: PortraitView; readonly store: PortraitStore }): VNode {
  const [broken, setBroken] = useState(false);
  return (
    <button
      type="button"
      class="portrait-picture"
      aria-label={l10n.t('Open {0} in the gallery', visibleName(view.card.name))}
      title={l10n.t('Open in the gallery')}
      onClick={() => store.openDetail()}
    >
      {broken || view.card.fault !== undefined ? (
        <span class="picture-broken">
          <Icon name="file-media" /> <bdi>{view.card.fault ?? l10n.t('This picture cannot be shown.')}</bdi>
        </span>
      ) : (
        <img src={view.card.src} alt="" draggable={false} onError={() => setBroken(true)} />
      )}
    </button>
  );
}
