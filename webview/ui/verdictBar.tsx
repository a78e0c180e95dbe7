import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { PortraitView, Verdict } from '../../src/protocol/views.ts';
import { Icon } from './icon.tsx';
import { portraitVerdict, runInQuestion, runVerdict, verdictFace, verdictOrder } from './verdicts.ts';

/** The four verdicts and taking back, each with its key. A verdict in force is pressed. */
export function VerdictBar(props: {
  readonly view: PortraitView;
  readonly onJudge: (verdict: Verdict | null) => void;
}): VNode {
  const { view, onJudge } = props;
  const question = runInQuestion(view);
  const inForce = new Set<Verdict | undefined>([portraitVerdict(view)]);
  if (view.runs.some((run) => runVerdict(view, run) === 'modelWrong')) inForce.add('modelWrong');
  return (
    <div class="verdicts" role="group" aria-label={l10n.t('Verdict')}>
      {verdictOrder.map((verdict) => {
        const { glyph, word, key } = verdictFace(verdict);
        const pressed = inForce.has(verdict);
        const about = verdict === 'modelWrong' ? question?.model : undefined;
        return (
          <button
            type="button"
            key={verdict}
            class={`verdict verdict-${verdict}`}
            aria-pressed={pressed}
            aria-keyshortcuts={key}
            disabled={verdict === 'modelWrong' && question === undefined}
            title={titleOf(verdict, word, about)}
            onClick={() => onJudge(pressed && verdict !== 'modelWrong' ? null : verdict)}
          >
            <Icon name={glyph} />
            <span>{word}</span>
            <kbd>{key}</kbd>
          </button>
        );
      })}
      <button
        type="button"
        class="verdict take-back"
        aria-keyshortcuts="0"
        title={l10n.t('take back')}
        disabled={view.reviews.length === 0}
        onClick={() => onJudge(null)}
      >
        <Icon name="discard" />
        <span class="unseen">{l10n.t('take back')}</span>
        <kbd>0</kbd>
      </button>
    </div>
  );
}

function titleOf(verdict: Verdict, word: string, model: string | undefined): string {
  if (verdict !== 'modelWrong') return word;
  return model === undefined ? l10n.t('No model has given an answer that could be wrong.') : `${word}: ${model}`;
}
