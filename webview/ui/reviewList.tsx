import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { PortraitView } from '../../src/protocol/views.ts';
import { Icon } from './icon.tsx';
import { verdictFace } from './verdicts.ts';

/** The verdicts in force, with who gave each and when. */
export function ReviewList({ view }: { readonly view: PortraitView }): VNode | null {
  if (view.reviews.length === 0) return null;
  return (
    <>
      <h2 class="detail-section">{l10n.t('Verdicts')}</h2>
      <ul class="reviews">
        {view.reviews.map((review) => {
          const { glyph, word } = verdictFace(review.verdict);
          const model = view.runs.find((run) => run.run === review.run)?.model;
          return (
            <li key={`${review.run ?? ''} ${review.stage ?? ''}`}>
              <span class={`verdict-${review.verdict}`}>
                <Icon name={glyph} />
              </span>{' '}
              {word}
              {model !== undefined && (
                <>
                  {': '}
                  <bdi>{model}</bdi>
                </>
              )}
              <span class="quiet">
                {' '}
                {review.author !== '' && (
                  <>
                    <bdi>{review.author}</bdi>
                    {', '}
                  </>
                )}
                {new Date(review.at).toLocaleString()}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
