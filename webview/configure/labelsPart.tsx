import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { EffectView } from '../../src/protocol/configureMessages.ts';
import { EmotionWord } from '../ui/marks.tsx';
import type { ConfigureStore } from './configureStore.ts';

const polarities = ['positive', 'neutral', 'negative', 'none'] as const;

/** The labels with the spellings that were folded into each, their polarity, and the words that are none. */
export function LabelsPart(props: { readonly store: ConfigureStore; readonly effect: EffectView }): VNode {
  const { store, effect } = props;
  const labels = effect.labels.map(({ label }) => label);
  const words: Record<string, string> = {
    positive: l10n.t('positive'),
    neutral: l10n.t('neutral'),
    negative: l10n.t('negative'),
    none: l10n.t('none'),
  };
  return (
    <section class="part" aria-labelledby="labels-title">
      <h2 id="labels-title">{l10n.t('Labels')}</h2>
      <p class="quiet">
        {l10n.t(
          'Spellings that stand for one label, and the polarity of each. The papers give no polarity: it is yours.',
        )}
      </p>
      <div class="table-scroll">
        <table class="labels">
          <thead>
            <tr>
              <th scope="col">{l10n.t('label')}</th>
              <th scope="col" class="number">
                {l10n.t('items')}
              </th>
              <th scope="col">{l10n.t('polarity')}</th>
              <th scope="col">{l10n.t('spelt in the files')}</th>
            </tr>
          </thead>
          <tbody>
            {effect.labels.map(({ label, count, polarity, spellings }) => (
              <tr key={label}>
                <th scope="row">
                  <EmotionWord label={label} labels={labels} />
                </th>
                <td class="number tabular">{count}</td>
                <td>
                  <select
                    aria-label={l10n.t('Polarity of {0}', label)}
                    value={store.draft.polarity?.[label] ?? polarity}
                    onChange={(event) => store.setPolarity(label, event.currentTarget.value)}
                  >
                    {polarities.map((value) => (
                      <option key={value} value={value}>
                        {words[value]}
                      </option>
                    ))}
                  </select>
                </td>
                <td>
                  <ul class="spellings">
                    {spellings.map(({ text, count: often }) => (
                      <Spelling key={text} text={text} count={often} label={label} labels={labels} store={store} />
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
            {effect.unknown.length > 0 && (
              <tr>
                <th scope="row">{l10n.t('no label')}</th>
                <td />
                <td />
                <td>
                  <ul class="spellings">
                    {effect.unknown.map(({ text, count }) => (
                      <Spelling key={text} text={text} count={count} label="" labels={labels} store={store} />
                    ))}
                  </ul>
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Spelling(props: {
  readonly text: string;
  readonly count: number;
  readonly label: string;
  readonly labels: readonly string[];
  readonly store: ConfigureStore;
}): VNode {
  const { text, count, label, labels, store } = props;
  const inForce = store.draft.foldings?.[text] ?? label;
  return (
    <li>
      <bdi>{text}</bdi> <span class="quiet tabular">{count}</span>
      <select
        aria-label={l10n.t('The label that {0} stands for', text)}
        value={inForce}
        onChange={(event) => store.setFolding(text, event.currentTarget.value)}
      >
        {label === '' && <option value="">{l10n.t('none')}</option>}
        {[...new Set([...labels, text])].map((value) => (
          <option key={value} value={value}>
            {value}
          </option>
        ))}
      </select>
    </li>
  );
}
