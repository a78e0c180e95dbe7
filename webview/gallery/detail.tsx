import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { PortraitView } from '../../src/protocol/views.ts';
import { Icon } from '../ui/icon.tsx';
import { useObservable } from '../ui/observable.ts';
import { PicturePane, PlainButton } from '../ui/picturePane.tsx';
import { ReviewList } from '../ui/reviewList.tsx';
import { RunList } from '../ui/runList.tsx';
import { Fact } from '../ui/stagePanel.tsx';
import { VideoPane } from '../ui/videoPane.tsx';
import { Button, ProgressRing } from '../ui/toolkit.ts';
import { TruthFacts } from '../ui/truthFacts.tsx';
import { VerdictBar } from '../ui/verdictBar.tsx';
import { visibleName } from '../ui/visibleName.ts';
import type { DetailStore } from './detailStore.ts';
import type { GalleryStore } from './galleryStore.ts';

/** Everything about the current portrait, and the verdict on it. */
export function Detail(props: {
  readonly gallery: GalleryStore;
  readonly detail: DetailStore;
  /** The panel lies over the grid, so it takes the focus. */
  readonly over: boolean;
  readonly onClose: () => void;
}): VNode {
  const gallery = useObservable(props.gallery);
  const detail = useObservable(props.detail);
  const { view } = detail;
  const rootRef = useRef<HTMLElement>(null);
  const scrollRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (props.over) rootRef.current?.focus();
  }, [props.over]);
  useEffect(() => {
    scrollRef.current?.scrollTo(0, 0);
  }, [view?.card.id]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    void detail.step(event.key === 'ArrowRight' ? 1 : -1);
  };
  return (
    <section
      ref={rootRef}
      class={props.over ? 'detail over' : 'detail'}
      tabIndex={-1}
      aria-label={l10n.t('Portrait')}
      onKeyDown={onKeyDown}
    >
      <div class="detail-head">
        <PlainButton label={l10n.t('Previous (Left Arrow)')} glyph="arrow-left" onClick={() => void detail.step(-1)} />
        <PlainButton
          label={l10n.t('Next (N or Right Arrow)')}
          glyph="arrow-right"
          onClick={() => void detail.step(1)}
        />
        <span class="detail-place tabular quiet">{view === undefined ? '' : placeText(view)}</span>
        {view !== undefined && (
          <Button
            kind="secondary"
            title={l10n.t('Evaluate this portrait')}
            disabled={gallery.evaluation?.running === true}
            onClick={() => gallery.actions.evaluate([view.card.id])}
          >
            {l10n.t('Ask')}
          </Button>
        )}
        <PlainButton label={l10n.t('Close (Escape)')} glyph="close" onClick={props.onClose} />
      </div>
      <div class="detail-body" ref={scrollRef}>
        {detail.error !== undefined && (
          <p class="detail-error" role="alert">
            <Icon name="error" /> <bdi>{detail.error}</bdi>{' '}
            <button type="button" class="link" onClick={() => detail.load()}>
              {l10n.t('Try Again')}
            </button>
          </p>
        )}
        {detail.gone ? (
          <p class="empty quiet">{l10n.t('This portrait is no longer in the benchmark.')}</p>
        ) : view === undefined ? (
          detail.error === undefined && (
            <div class="empty">
              <ProgressRing label={l10n.t('Loading')} />
            </div>
          )
        ) : (
          <Body view={view} gallery={gallery} detail={detail} />
        )}
      </div>
      {view !== undefined && !detail.gone && <VerdictBar view={view} onJudge={(verdict) => detail.judge(verdict)} />}
    </section>
  );
}

function Body(props: {
  readonly view: PortraitView;
  readonly gallery: GalleryStore;
  readonly detail: DetailStore;
}): VNode {
  const { view, gallery } = props;
  return (
    <>
      {view.card.media === 'video' ? (
        <div class="picture">
          <VideoPane src={view.card.src} name={visibleName(view.card.name)} />
        </div>
      ) : (
        <PicturePane src={view.card.src} name={visibleName(view.card.name)} fault={view.card.fault} />
      )}
      <h2 class="detail-name">
        <bdi>{visibleName(view.card.name)}</bdi>
      </h2>
      {view.problems.map((problem) => (
        <p class="problem" key={problem}>
          <Icon name="warning" tone="odd" /> <bdi>{problem}</bdi>
        </p>
      ))}
      <TruthFacts view={view} labels={gallery.labels} terse={false} />
      <h2 class="detail-section">{l10n.t('Models')}</h2>
      <RunList view={view} terse={false} />
      <ReviewList view={view} />
      <h2 class="detail-section">{l10n.t('Place')}</h2>
      <dl class="facts">
        <Fact term={l10n.t('File')}>
          <bdi class="path">{visibleName(view.path)}</bdi>
        </Fact>
        {view.row !== undefined && (
          <Fact term={l10n.t('Row')}>
            <button type="button" class="link" onClick={() => gallery.actions.openRow(view.card.id)}>
              <bdi>{view.row.file}</bdi>:{view.row.line}
            </button>
          </Fact>
        )}
      </dl>
    </>
  );
}

function placeText(view: PortraitView): string {
  if (view.index < 0) return l10n.t('not in this list');
  return l10n.t('{0} of {1}', (view.index + 1).toLocaleString(), view.total.toLocaleString());
}
