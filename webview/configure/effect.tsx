import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { EffectView } from '../../src/protocol/configureMessages.ts';
import { Icon } from '../ui/icon.tsx';
import { ProgressRing } from '../ui/toolkit.ts';

/** What the corrections come to, beside what is open now; always in sight. */
export function Effect(props: {
  readonly before: EffectView;
  readonly now: EffectView;
  readonly waiting: boolean;
}): VNode {
  const { before, now, waiting } = props;
  const problems = (view: EffectView) => view.problems.reduce((sum, { count }) => sum + count, 0);
  return (
    <section class="effect" aria-label={l10n.t('What the corrections come to')} aria-busy={waiting}>
      <Figure word={l10n.t('items')} before={before.items} now={now.items} />
      <Figure word={l10n.t('without a label')} before={before.unlabelled} now={now.unlabelled} />
      <Figure word={l10n.t('labels')} before={before.labels.length} now={now.labels.length} />
      <Figure word={l10n.t('generators')} before={before.generatorCount} now={now.generatorCount} />
      <Figure word={l10n.t('problems')} before={problems(before)} now={problems(now)} />
      <span class="effect-wait">{waiting && <ProgressRing label={l10n.t('Opening with the corrections')} />}</span>
      {now.problems.length > 0 && (
        <details class="problems">
          <summary>{l10n.t('What is wrong with the data')}</summary>
          <ul>
            {now.problems.map(({ kind, count, text }) => (
              <li key={kind} class="problem">
                <Icon name="warning" />
                <span>
                  <span class="tabular">{count}</span> <bdi class="quiet">{kind}</bdi> <bdi>{text}</bdi>
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Figure(props: { readonly word: string; readonly before: number; readonly now: number }): VNode {
  const { word, before, now } = props;
  return (
    <div class="figure">
      <span class="figure-number tabular">{now}</span>
      <span class="quiet">
        {word}
        {before !== now && <span class="figure-before tabular"> {l10n.t('(now {0})', before)}</span>}
      </span>
    </div>
  );
}
