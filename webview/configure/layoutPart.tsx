import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { ConfigureInfo, EffectView } from '../../src/protocol/configureMessages.ts';
import { Dropdown } from '../ui/toolkit.ts';
import type { ConfigureStore } from './configureStore.ts';

/** How the folder is laid out. */
export function LayoutPart(props: {
  readonly store: ConfigureStore;
  readonly info: ConfigureInfo;
  readonly effect: EffectView;
}): VNode {
  const { store, info, effect } = props;
  const choices = info.formats.map(({ id, title }) => [id, title] as const);
  const known = choices.some(([id]) => id === effect.format);
  return (
    <section class="part" aria-labelledby="layout-title">
      <h2 id="layout-title">{l10n.t('Layout')}</h2>
      <p class="quiet">{l10n.t('How the folder was taken to be laid out.')}</p>
      <Dropdown
        id="format"
        label={l10n.t('Layout')}
        value={effect.format}
        choices={known ? choices : [[effect.format, l10n.t('nothing recognised')], ...choices]}
        onChange={(format) => store.setFormat(format)}
      />
    </section>
  );
}
