import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useObservable } from '../ui/observable.ts';
import type { GalleryStore } from './galleryStore.ts';

/** One line that is always true of what is shown. */
export function Footer(props: { readonly gallery: GalleryStore }): VNode {
  const gallery = useObservable(props.gallery);
  const { listing, info, intent, error } = gallery;
  if (listing === undefined) return <footer class="footer">{error === undefined ? l10n.t('Loading') : ''}</footer>;
  const { total, counts } = listing;
  const parts = [
    info !== undefined && total !== info.total
      ? l10n.t('{0} of {1} shown', total.toLocaleString(), info.total.toLocaleString())
      : l10n.t('{0} shown', total.toLocaleString()),
    l10n.t('{0} wrong', counts.wrong.toLocaleString()),
    l10n.t('{0} refused', counts.refused.toLocaleString()),
    l10n.t('{0} open', counts.open.toLocaleString()),
    l10n.t('{0} reviewed', counts.reviewed.toLocaleString()),
  ];
  if (intent.selection.length > 0) parts.push(l10n.t('{0} selected', intent.selection.length.toLocaleString()));
  const line = parts.join(' · ');
  return (
    <footer class="footer">
      <span class="footer-counts tabular" title={line}>
        {line}
      </span>
      {error !== undefined && (
        <span class="footer-stale" title={error}>
          {l10n.t('not up to date')}{' '}
          <button type="button" class="link" onClick={() => gallery.load()}>
            {l10n.t('Try Again')}
          </button>
        </span>
      )}
      {gallery.held && (
        <span class="footer-held">
          {l10n.t('The list is kept as it was.')}{' '}
          <button type="button" class="link" onClick={() => gallery.release()}>
            {l10n.t('Update')}
          </button>
        </span>
      )}
    </footer>
  );
}
