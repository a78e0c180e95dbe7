import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { Icon } from '../ui/icon.tsx';
import { useObservable } from '../ui/observable.ts';
import { PlainButton } from '../ui/picturePane.tsx';
import { Button, ProgressRing } from '../ui/toolkit.ts';
import type { GalleryStore } from './galleryStore.ts';
import { restricts } from './intent.ts';

/** A running evaluation, where the person looks, with the ways to pause and to stop it. */
export function ProgressLine(props: { readonly gallery: GalleryStore }): VNode | null {
  const gallery = useObservable(props.gallery);
  const { evaluation } = gallery;
  if (evaluation?.running !== true) return null;
  const { done, total, text } = evaluation;
  const held = evaluation.held === true;
  return (
    <section class="progress" aria-label={l10n.t('Evaluation')}>
      <progress aria-label={l10n.t('Evaluation')} max={Math.max(1, total)} value={done} />
      <div class="progress-words">
        <Icon name={held ? 'debug-pause' : 'loading'} />
        <bdi class="progress-text">{text}</bdi>
        <PlainButton
          label={held ? l10n.t('Go On') : l10n.t('Pause')}
          glyph={held ? 'debug-continue' : 'debug-pause'}
          onClick={() => gallery.actions.setHeld(!held)}
        />
        <PlainButton label={l10n.t('Stop')} glyph="debug-stop" onClick={() => gallery.actions.stop()} />
      </div>
    </section>
  );
}

/** That a list is being made which takes its time: the first order by many texts does. */
export function ListingLine(props: { readonly gallery: GalleryStore }): VNode | null {
  const gallery = useObservable(props.gallery);
  return gallery.isWaiting ? <progress class="listing-line" aria-label={l10n.t('Loading')} /> : null;
}

/** What stands in the grid's place when there is nothing to put into it; `null` when there is. */
export function emptyState(gallery: GalleryStore): VNode | null {
  const { listing, error, info, intent } = gallery;
  if (listing === undefined && error === undefined) {
    return (
      <div class="empty">
        <ProgressRing label={l10n.t('Loading')} />
      </div>
    );
  }
  if (listing === undefined) {
    return (
      <Empty glyph="warning" words={l10n.t('The portraits could not be fetched.')} detail={error}>
        <Button kind="secondary" onClick={() => gallery.load()}>
          {l10n.t('Try Again')}
        </Button>
      </Empty>
    );
  }
  if (listing.total > 0) return null;
  if (restricts(intent.filter)) {
    return (
      <Empty glyph="filter" words={l10n.t('No portrait matches these filters.')} detail={listing.queryHint}>
        <Button kind="secondary" onClick={() => gallery.clearFilter()}>
          {l10n.t('Clear Filters')}
        </Button>
      </Empty>
    );
  }
  return (
    <Empty
      glyph="folder-opened"
      words={l10n.t('There are no portraits here.')}
      detail={info?.problems[0] ?? l10n.t('Open a benchmark folder from the EmoLens view.')}
    />
  );
}

function Empty(props: {
  readonly glyph: string;
  readonly words: string;
  readonly detail?: string | undefined;
  readonly children?: VNode;
}): VNode {
  return (
    <div class="empty">
      <Icon name={props.glyph} />
      <p>{props.words}</p>
      {props.detail !== undefined && (
        <p class="quiet">
          <bdi>{props.detail}</bdi>
        </p>
      )}
      {props.children}
    </div>
  );
}
