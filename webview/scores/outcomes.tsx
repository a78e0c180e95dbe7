import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { Standing } from '../../src/protocol/views.ts';
import type { StageScoresView } from '../../src/protocol/scoreViews.ts';
import { Icon } from '../ui/icon.tsx';
import { standingFace } from '../ui/standing.ts';
import { percentInterval, percentText } from './figures.tsx';

/** What became of every question: a bar, the counts in words, and refusals with a denominator of their own. */
export function Outcomes({ stage }: { readonly stage: StageScoresView }): VNode {
  const { kinds, asked, refusals, withoutTruth } = stage;
  const all = kinds.reduce((total, { count }) => total + count, 0);
  return (
    <div class="outcomes">
      <div class="outcome-bar" aria-hidden="true">
        {kinds.map(({ kind, count }) => (
          <span key={kind} class={`outcome-part outcome-${kind}`} style={{ '--part': `${(100 * count) / all}%` }} />
        ))}
      </div>
      <ul class="outcome-list tabular">
        {kinds.map(({ kind, word, count }) => (
          <li key={kind}>
            <span class={`outcome-key outcome-${kind}`} aria-hidden="true" />
            {glyphOf(kind)}
            {word} {count}
          </li>
        ))}
      </ul>
      <p class="quiet tabular">
        {l10n.t('Refused: {0} of the {1} that were asked', percentText(refusals.value), asked)}
        {refusals.interval !== null && ` (${percentInterval(refusals.interval)})`}
        {withoutTruth > 0 && ` · ${l10n.t('{0} have no truth in the benchmark and are in no score', withoutTruth)}`}
      </p>
    </div>
  );
}

function glyphOf(kind: string): VNode {
  const standing = kind as Standing;
  return <Icon name={kind === 'answered' ? 'comment' : standingFace(standing).glyph} />;
}
