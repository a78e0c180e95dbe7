import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

/** A video with the player's own controls; what the editor cannot play says so. */
export function VideoPane({ src, name }: { readonly src: string; readonly name: string }): VNode {
  const [broken, setBroken] = useState(false);
  useLayoutEffect(() => setBroken(false), [src]);
  if (broken) {
    return (
      <p class="picture-broken">
        <Icon name="device-camera-video" /> {l10n.t('This editor cannot play this video. Open it with another player.')}
      </p>
    );
  }
  return (
    <video
      key={src}
      class="video"
      src={src}
      controls
      playsInline
      preload="metadata"
      aria-label={l10n.t('Video {0}', name)}
      onError={() => setBroken(true)}
      onKeyDown={(event) => {
        // The player's keys move in the video and not to the next portrait.
        if (event.key.startsWith('Arrow') || event.key === ' ') event.stopPropagation();
      }}
    />
  );
}
