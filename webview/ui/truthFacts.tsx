import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { PortraitView } from '../../src/protocol/views.ts';
import { EmotionWord } from './marks.tsx';
import { fullRating, scaleText } from './numbers.ts';
import { Fact } from './stagePanel.tsx';

/** What the benchmark says of a portrait. Only what it says: a field that it does not have is not shown. */
export function TruthFacts(props: {
  readonly view: PortraitView;
  readonly labels: readonly string[];
  /** Scales only on hover: there is little room. */
  readonly terse: boolean;
}): VNode {
  const { view, labels, terse } = props;
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
          <Rating value={card.degree} scale={view.degreeScale} terse={terse} />
        </Fact>
      )}
      {card.quality !== undefined && (
        <Fact term={l10n.t('Quality')}>
          <Rating value={card.quality} scale={view.qualityScale} terse={terse} />
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

function Rating(props: {
  readonly value: number;
  readonly scale: { readonly min: number; readonly max: number } | undefined;
  readonly terse: boolean;
}): VNode {
  const { value, scale, terse } = props;
  return (
    <span class="tabular" title={fullRating(value, scale)}>
      {fullRating(value, undefined)}
      {!terse && scale !== undefined && <span class="scale"> {scaleText(scale)}</span>}
    </span>
  );
}
