import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { EffectView } from '../../src/protocol/configureMessages.ts';
import type { ConfigureStore } from './configureStore.ts';

/** Lowest and highest rating: the lowest and highest found are often not the ends of the scale. */
export function ScalesPart(props: { readonly store: ConfigureStore; readonly effect: EffectView }): VNode {
  const { store, effect } = props;
  const words = { degree: l10n.t('degree'), quality: l10n.t('quality') };
  return (
    <section class="part" aria-labelledby="scales-title">
      <h2 id="scales-title">{l10n.t('Scales')}</h2>
      <p class="quiet">
        {l10n.t(
          'Models are asked on this scale. Read from the data it runs from the lowest to the highest rating found, which may not be its ends.',
        )}
      </p>
      <ul class="scales">
        {effect.scales.map(({ name, min, max, source }) => (
          <li key={name}>
            <span class="scale-name">{words[name]}</span>
            <End
              word={l10n.t('from')}
              name={l10n.t('Lowest {0}', words[name])}
              value={store.draft.scales?.[name]?.min ?? min}
              onChange={(text) => store.setScale(name, 'min', text)}
            />
            <End
              word={l10n.t('to')}
              name={l10n.t('Highest {0}', words[name])}
              value={store.draft.scales?.[name]?.max ?? max}
              onChange={(text) => store.setScale(name, 'max', text)}
            />
            <span class="quiet">{source === 'data' ? l10n.t('found in the data') : l10n.t('declared')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function End(props: {
  readonly word: string;
  readonly name: string;
  readonly value: number;
  readonly onChange: (text: string) => void;
}): VNode {
  return (
    <label>
      <span class="quiet">{props.word}</span>
      <input
        type="number"
        step="any"
        aria-label={props.name}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
    </label>
  );
}
