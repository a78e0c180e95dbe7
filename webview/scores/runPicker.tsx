import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { RunEntry } from '../../src/protocol/scoreViews.ts';
import { Icon } from '../ui/icon.tsx';
import { useObservable } from '../ui/observable.ts';
import type { ScoresStore } from './scoresStore.ts';

/** The runs of the benchmark, newest first, to be laid side by side; above them the comparisons that they belong to. */
export function RunPicker(props: { readonly store: ScoresStore }): VNode {
  const store = useObservable(props.store);
  const runs = store.info?.runs ?? [];
  const chosen = new Set(store.chosen.map(({ run }) => run));
  const comparisons = [...new Set(runs.flatMap(({ comparison }) => comparison ?? []))];
  return (
    <nav class="runs" aria-label={l10n.t('Runs')}>
      <h2>
        {l10n.t('Runs')} <span class="quiet">{l10n.t('{0} of {1} shown', chosen.size, runs.length)}</span>
      </h2>
      {comparisons.length > 0 && (
        <ul class="comparisons">
          {comparisons.map((id) => {
            const own = runs.filter(({ comparison }) => comparison === id);
            return (
              <li key={id}>
                <button
                  type="button"
                  class="comparison"
                  aria-pressed={store.intent.topic?.comparison === id}
                  onClick={() => store.show({ comparison: id })}
                >
                  <Icon name="beaker" />
                  <span>
                    {l10n.t('Comparison of {0} runs', own.length)}
                    <span class="run-line quiet">{timeText(own.at(-1)?.startedAt ?? '')}</span>
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <ul>
        {runs.map((entry) => (
          <li key={entry.run}>
            <label class="run-choice">
              <input type="checkbox" checked={chosen.has(entry.run)} onChange={() => store.toggle(entry.run)} />
              <span>
                <bdi class="run-name">{entry.model}</bdi>
                <span class="run-line quiet">
                  <bdi>{entry.strategy}</bdi> · <bdi>{entry.protocol}</bdi>
                </span>
                <span class="run-line quiet tabular">{timeText(entry.startedAt)}</span>
                <RunState entry={entry} />
              </span>
            </label>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** How far a run has come, with a glyph and words where that is not to its end. */
function RunState({ entry }: { readonly entry: RunEntry }): VNode {
  const { state, done, items, stopped } = entry;
  const count = done === items ? l10n.t('{0} portraits', items) : l10n.t('{0} of {1} portraits', done, items);
  const words = {
    complete: '',
    running: l10n.t('running'),
    stopped: l10n.t('stopped'),
    unfinished: l10n.t('interrupted'),
  };
  const glyphs = { complete: '', running: 'loading', stopped: 'debug-pause', unfinished: 'ellipsis' };
  return (
    <span class="run-line quiet tabular" title={stopped}>
      {state !== 'complete' && (
        <>
          <Icon name={glyphs[state]} /> {words[state]} ·{' '}
        </>
      )}
      {count}
    </span>
  );
}

/** When a run began, in the person's own time. */
function timeText(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  return date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
