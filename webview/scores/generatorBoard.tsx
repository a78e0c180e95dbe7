import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { BoardView } from '../../src/protocol/scoreViews.ts';
import { EmotionWord } from '../ui/marks.tsx';
import { FigureCell, FigureHead, Notes, rangeText, shareScale, TableFrame } from './figures.tsx';
import type { ScoresStore } from './scoresStore.ts';

/** Which generators people recognised the emotion in that was asked for: best first. It needs no model, and no run. */
export function GeneratorBoard({ store, board }: { readonly store: ScoresStore; readonly board: BoardView }): VNode {
  const labels = store.info?.labels ?? [];
  const rows = [...board.rows].sort((a, b) => (b.hitRate ?? -1) - (a.hitRate ?? -1));
  const title = l10n.t('Generators');
  return (
    <section class="stage" aria-labelledby="generators">
      <h2 id="generators">{title}</h2>
      <p class="quiet">{l10n.t('How often people saw the emotion that was asked for.')}</p>
      <TableFrame label={title}>
        <table class="board generators">
          <thead>
            <tr>
              <th scope="col">{l10n.t('Generator')}</th>
              <FigureHead name={l10n.t('Hit rate')} scale={shareScale} />
              {board.emotions.map((emotion) => (
                <th scope="col" key={emotion} class="emotion-head">
                  <EmotionWord label={emotion} labels={labels} />
                </th>
              ))}
              <RatingHead name={l10n.t('Mean degree')} scale={board.degreeScale} />
              <RatingHead name={l10n.t('Mean quality')} scale={board.qualityScale} />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.generator}>
                <th scope="row">
                  <button type="button" class="link" onClick={() => store.openGenerator(row.generator)}>
                    <bdi>{row.generator}</bdi>
                  </button>
                </th>
                <FigureCell
                  figure={{ value: row.hitRate, interval: row.interval }}
                  scale={shareScale}
                  of={{ count: row.hits, all: row.n }}
                />
                {row.cells.map((cell, place) => {
                  const emotion = board.emotions[place] ?? '';
                  const said = l10n.t('{0} asked for {1}: {2} of {3}', row.generator, emotion, cell.hits, cell.n);
                  return (
                    <td key={emotion} class="hit" style={{ '--share': `${cell.hitRate ?? 0}` }}>
                      {cell.n === 0 ? (
                        '–'
                      ) : (
                        <button type="button" title={said} onClick={() => store.openGenerator(row.generator, emotion)}>
                          <span class="unseen">{`${row.generator}, ${emotion}: `}</span>
                          {`${Math.round((100 * cell.hits) / cell.n)} %`}
                          <span class="hit-of">{`${cell.hits}/${cell.n}`}</span>
                        </button>
                      )}
                    </td>
                  );
                })}
                <td class="right tabular">{row.meanDegree?.toFixed(2) ?? '–'}</td>
                <td class="right tabular">{row.meanQuality?.toFixed(2) ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      <Notes notes={board.notes} />
    </section>
  );
}

function RatingHead(props: {
  readonly name: string;
  readonly scale: { readonly min: number; readonly max: number } | undefined;
}): VNode {
  const { name, scale } = props;
  return (
    <th scope="col" class="figure-head right">
      {name}
      {scale !== undefined && <span class="figure-scale">{rangeText(scale)}</span>}
    </th>
  );
}
