import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { EffectView } from '../../src/protocol/configureMessages.ts';
import { TextField } from '../ui/toolkit.ts';
import type { ConfigureStore } from './configureStore.ts';

/** The pattern of file names, and some names taken apart by it. */
export function NamesPart(props: { readonly store: ConfigureStore; readonly effect: EffectView }): VNode {
  const { store, effect } = props;
  const pattern = store.draft.fileName ?? effect.descriptor.fileName ?? '';
  const parts = ['generator', 'prompted', 'prompt', 'seed'].filter((part) =>
    effect.names.some(({ parts: held }) => held[part] !== undefined),
  );
  const words: Record<string, string> = {
    generator: l10n.t('generator'),
    prompted: l10n.t('prompted emotion'),
    prompt: l10n.t('prompt number'),
    seed: l10n.t('seed'),
  };
  return (
    <section class="part" aria-labelledby="names-title">
      <h2 id="names-title">{l10n.t('File names')}</h2>
      <p class="quiet" id="names-help">
        {l10n.t(
          'Which part of a name says what: {generator}, {prompted}, {prompt}, {seed}, and {*} for anything. Empty where names say nothing.',
        )}
      </p>
      <TextField
        id="pattern"
        label={l10n.t('Pattern of file names')}
        value={pattern}
        placeholder="{generator}_{prompted}_{prompt}"
        invalid={false}
        describedBy="names-help"
        onInput={(text) => {
          if (text !== pattern) store.setFileName(text);
        }}
        onEnter={() => undefined}
      />
      {effect.names.length > 0 && (
        <div class="table-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{l10n.t('name')}</th>
                {parts.map((part) => (
                  <th key={part} scope="col">
                    {words[part]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {effect.names.map(({ stem, parts: held }) => (
                <tr key={stem}>
                  <th scope="row">
                    <bdi>{stem}</bdi>
                  </th>
                  {parts.map((part) => (
                    <td key={part} class={held[part] === undefined ? 'quiet' : ''}>
                      <bdi>{held[part] ?? '-'}</bdi>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
