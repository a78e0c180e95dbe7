import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { Icon } from './icon.tsx';
import { PlainButton } from './picturePane.tsx';

/** What the last thing asked for came to when it was not done. */
export interface Failing {
  /** Why it was not done, in a sentence; `undefined` while nothing is wrong. */
  readonly actionError: string | undefined;
  dismiss(): void;
}

/** Why the last thing asked for was not done, until it is dismissed. */
export function ActionError({ store }: { readonly store: Failing }): VNode | null {
  if (store.actionError === undefined) return null;
  return (
    <div class="action-error" role="alert">
      <Icon name="error" />
      <bdi>{store.actionError}</bdi>
      <PlainButton label={l10n.t('Dismiss')} glyph="close" onClick={() => store.dismiss()} />
    </div>
  );
}
