import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useReducer, useState } from 'preact/hooks';
import type { Card } from '../../src/protocol/views.ts';
import { Icon } from '../ui/icon.tsx';
import type { SmallPictures } from './smallPictures.ts';

/** The picture of a card: the small one that the host made, in a place that keeps its size meanwhile; broken ones say why. */
export function CardPicture({ card, small }: { readonly card: Card; readonly small: SmallPictures }): VNode {
  const [broken, setBroken] = useState(false);
  const [, redraw] = useReducer<number, void>((n) => n + 1, 0);
  useEffect(() => (card.small === true ? small.watch(card.id, () => redraw()) : undefined), [card.id, card.small]);
  const shown = card.small === true ? small.of(card.id) : { src: card.src, fault: undefined };
  const isVideo = card.media === 'video';
  // Without a decoder on the host, the page's own player shows the first picture of a video.
  if (isVideo && shown?.fault !== undefined && !broken) {
    return (
      <>
        <video src={`${card.src}#t=0.1`} muted preload="metadata" tabIndex={-1} onError={() => setBroken(true)} />
        <Play />
      </>
    );
  }
  if (broken || shown?.fault !== undefined) {
    const why = shown?.fault ?? l10n.t('This picture cannot be shown.');
    return (
      <span class="card-broken" title={why}>
        <Icon name="file-media" />
      </span>
    );
  }
  return (
    <>
      {shown?.src !== undefined && (
        <img
          src={shown.src}
          alt=""
          decoding="async"
          draggable={false}
          onError={() => {
            if (card.small !== true || !small.retry(card.id)) setBroken(true);
          }}
        />
      )}
      {isVideo && <Play />}
    </>
  );
}

function Play(): VNode {
  return (
    <span class="card-play" title={l10n.t('Video')}>
      <Icon name="play" />
    </span>
  );
}
