import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { PortraitView } from '../../src/protocol/views.ts';
import { EmotionWord } from './marks.tsx';
import { fullRating } from './numbers.ts';
import { Fact } from './stagePanel.tsx';

/** What the benchmark says of a portrait. Only what it says: a field that it does not have is not shown. */
export function TruthFacts(props: { readonly view: PortraitView; readonly labels: readonly string[] }): VNode {
  const { view, labels } = props;
  const { card } = view;
  return (
    <dl class="facts">
      {card.label !== undefined && (
        <Fact term={l10n.t('Label')}>
          <EmotionWord label={card.label} labels={labels} />
          {view.labelAsWritten !== undefined && view.labelAsWritten !== card.label && (
            <span class="quiet">
              {' '}
              {l10n.t('written as')} <bdi>{view.labelAsWritten}</bdi>
            </span>
          )}
        </Fact>
      )}
      {card.degree !== undefined && (
        <Fact term={l10n.t('Degree')}>
          <span class="tabular">{fullRating(card.degree, view.degreeScale)}</span>
        </Fact>
      )}
      {card.quality !== undefined && (
        <Fact term={l10n.t('Quality')}>
          <span class="tabular">{fullRating(card.quality, view.qualityScale)}</span>
        </Fact>
      )}
      {card.prompted !== undefined && (
        <Fact term={l10n.t('Prompted')}>
          <EmotionWord label={card.prompted} labels={labels} />
        </Fact>
      )}
      {card.generator !== undefined && <Fact term={l10n.t('Generator')}>{<bdi>{card.generator}</bdi>}</Fact>}
      {view.prompt !== undefined && <Fact term={l10n.t('Prompt')}>{<bdi class="tabular">{view.prompt}</bdi>}</Fact>}
    </dl>
  );
}
