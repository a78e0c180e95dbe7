import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { cardLines } from './cardLines.ts';
import { CardPicture } from './cardPicture.tsx';
import { memo } from './memo.ts';
import type { Card, PredictionLine } from '../../src/protocol/views.ts';
import { Icon } from '../ui/icon.tsx';
import { EmotionWord, StandingLine } from '../ui/marks.tsx';
import { fullRating, shortRating } from '../ui/numbers.ts';
import { answerText, standingFace } from '../ui/standing.ts';
import { verdictFace } from '../ui/verdicts.ts';
import { visibleName } from '../ui/visibleName.ts';
import type { SmallPictures } from './smallPictures.ts';

/** What a cell of the grid is drawn from. */
export interface GridCardProps {
  readonly card: Card | undefined;
  readonly index: number;
  readonly column: number;
  readonly captionLines: number;
  readonly selected: boolean;
  readonly active: boolean;
  readonly labels: readonly string[];
  readonly small: SmallPictures;
  readonly degreeScale: { readonly min: number; readonly max: number } | undefined;
}

const glyphsAtMost = 3;

/** The id of a cell's element, which the grid names as its active one. */
export function cellId(index: number): string {
  return `cell-${index}`;
}

/** One portrait of the grid, or the place of one that is on its way. Plain DOM: there may be hundreds. */
export const GridCard = memo(function GridCard(props: GridCardProps): VNode {
  const { card, index, column, selected, active } = props;
  const common = {
    id: cellId(index),
    role: 'gridcell' as const,
    'aria-colindex': column + 1,
    'aria-selected': selected,
    'data-index': index,
    class: `card${selected ? ' selected' : ''}${active ? ' active' : ''}${card === undefined ? ' placeholder' : ''}`,
  };
  if (card === undefined) {
    return (
      <div {...common} aria-label={l10n.t('Loading')} aria-busy={true}>
        <div class="card-picture" />
      </div>
    );
  }
  return (
    <div {...common} data-id={card.id} title={visibleName(card.name)}>
      <span class="unseen">{describe(card)}</span>
      <Picture key={card.src} card={card} small={props.small} />
      <Caption {...props} card={card} />
    </div>
  );
});

function Picture({ card, small }: { readonly card: Card; readonly small: SmallPictures }): VNode {
  const verdict = card.verdict === undefined ? undefined : verdictFace(card.verdict);
  return (
    <div class="card-picture" aria-hidden="true">
      <CardPicture card={card} small={small} />
      {card.standing === 'asking' && (
        <span class="card-asking" title={standingFace('asking').word}>
          <Icon name="loading" />
        </span>
      )}
      {card.open && card.standing !== 'asking' && (
        <span class="card-open" title={l10n.t('Open: no verdict yet')}>
          <Icon name="circle-filled" />
        </span>
      )}
      {verdict !== undefined && (
        <span class={`card-verdict verdict-${card.verdict}`} title={verdict.word}>
          <Icon name={verdict.glyph} />
        </span>
      )}
      <span class="card-check">
        <Icon name="check" />
      </span>
    </div>
  );
}

function Caption(props: GridCardProps & { readonly card: Card }): VNode {
  const { card, captionLines, labels, degreeScale } = props;
  const lines = captionLines - 1;
  const shown = cardLines(card.predictions, lines);
  const rest = card.predictions.filter((line) => !shown.includes(line));
  return (
    <div class="card-caption" aria-hidden="true">
      <div class="card-line">
        {card.label === undefined ? (
          <bdi class="card-name">{visibleName(card.name)}</bdi>
        ) : (
          <EmotionWord label={card.label} labels={labels} />
        )}
        {card.degree !== undefined && (
          <span class="card-degree" title={l10n.t('degree {0}', fullRating(card.degree, degreeScale))}>
            {shortRating(card.degree)}
          </span>
        )}
        {lines === 0 && card.predictions.length > 0 && <CardStanding card={card} />}
      </div>
      {shown.map((line, place) => (
        <div class="card-line" key={line.run}>
          <span class="card-prediction" title={`${line.model}: ${answerText(line.standing, line.answer)}`}>
            <StandingLine standing={line.standing} answer={line.answer} />
            {captionLines > 2 && <bdi class="card-model">{line.model}</bdi>}
          </span>
          {place === shown.length - 1 && rest.length > 0 && (
            <span class="card-more" title={rest.map(sentenceOf).join('\n')}>
              {captionLines > 2 || rest.length > glyphsAtMost
                ? l10n.t('+{0}', rest.length)
                : rest.map((other) => (
                    <Icon
                      key={other.run}
                      name={standingFace(other.standing).glyph}
                      tone={standingFace(other.standing).tone}
                    />
                  ))}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

function CardStanding({ card }: { readonly card: Card }): VNode {
  const { glyph, tone, word } = standingFace(card.standing);
  return (
    <span class="card-standing" title={word}>
      <Icon name={glyph} tone={tone} />
    </span>
  );
}

function sentenceOf(line: PredictionLine): string {
  return `${line.model}: ${standingFace(line.standing).word}${line.answer === undefined ? '' : `, ${line.answer}`}`;
}

/** All that a card shows, in one sentence for a screen reader. */
function describe(card: Card): string {
  const parts = [visibleName(card.name)];
  if (card.label !== undefined) parts.push(l10n.t('label {0}', card.label));
  if (card.degree !== undefined) parts.push(l10n.t('degree {0}', shortRating(card.degree)));
  parts.push(...card.predictions.map(sentenceOf));
  if (card.verdict !== undefined) parts.push(l10n.t('verdict: {0}', verdictFace(card.verdict).word));
  else if (card.open) parts.push(l10n.t('open: no verdict yet'));
  return parts.join('; ');
}
