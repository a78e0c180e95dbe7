import * as l10n from '@vscode/l10n';
import type { ComponentChildren, VNode } from 'preact';
import type { FigureView } from '../../src/protocol/scoreViews.ts';

/** What a figure can be, and which way is better: said in the heading of every column. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly better: 'higher' | 'lower';
}

/** Shares. */
export const shareScale: Scale = { low: 0, high: 1, better: 'higher' };
/** Correlations. */
export const correlationScale: Scale = { low: -1, high: 1, better: 'higher' };

/** Three decimals, as in every report; a dash where there is nothing to say. */
export function figureText(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

/** A share in per cent with one decimal. */
export function percentText(share: number | null): string {
  return share === null ? '–' : `${percent(share)} %`;
}

/** An interval of shares, in per cent. */
export function percentInterval([low, high]: readonly [number, number]): string {
  return `${percent(low)}–${percent(high)} %`;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

/** A scale from end to end. */
export function rangeText({ min, max }: { readonly min: number; readonly max: number }): string {
  return l10n.t('{0} to {1}', trimmed(min), trimmed(max));
}

/** The heading of a column of figures: its name, its scale, and the direction that is better. */
export function FigureHead({ name, scale }: { readonly name: string; readonly scale: Scale }): VNode {
  const { low, high, better } = scale;
  const direction = better === 'higher' ? l10n.t('higher is better') : l10n.t('lower is better');
  const range = rangeText({ min: low, max: high });
  return (
    <th scope="col" class="figure-head" title={`${name}: ${range}, ${direction}`}>
      {name}
      <span class="figure-scale">
        {range} <span aria-hidden="true">{better === 'higher' ? '↑' : '↓'}</span>
        <span class="unseen">, {direction}</span>
      </span>
    </th>
  );
}

/** A figure with its interval, as numbers and as a band on the scale; `of` is what it is a share of. */
export function FigureCell(props: {
  readonly figure: FigureView;
  readonly scale: Scale;
  readonly of?: { readonly count: number; readonly all: number };
}): VNode {
  const { figure, scale, of } = props;
  const { value, interval } = figure;
  const place = (x: number): string => `${(100 * (clamp(x, scale) - scale.low)) / (scale.high - scale.low)}%`;
  const low = interval === null ? value : interval[0];
  const high = interval === null ? value : interval[1];
  return (
    <td class="figure">
      <span class="figure-value">
        {figureText(value)}
        {of !== undefined && <Of {...of} />}
      </span>
      {interval !== null && (
        <span class="figure-more" title={l10n.t('95 % interval')}>
          {`${figureText(interval[0])}–${figureText(interval[1])}`}
        </span>
      )}
      {value !== null && low !== null && high !== null && (
        <span
          class="band"
          aria-hidden="true"
          style={{ '--low': place(low), '--high': place(high), '--at': place(value) }}
        >
          <span class="band-interval" />
          <span class="band-point" />
        </span>
      )}
    </td>
  );
}

/** What a figure is a share of. */
export function Of({ count, all }: { readonly count: number; readonly all: number }): VNode {
  return <span class="figure-of"> {l10n.t('{0} of {1}', count, all)}</span>;
}

/** A table that may be wider than its place: it scrolls by itself, for the keyboard too. */
export function TableFrame({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <div class="table-frame" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

/** How to read what stands above. */
export function Notes({ notes }: { readonly notes: readonly string[] }): VNode | null {
  if (notes.length === 0) return null;
  return (
    <details class="notes">
      <summary>{l10n.t('How to read these figures')}</summary>
      {notes.map((note) => (
        <p key={note}>
          <bdi>{note}</bdi>
        </p>
      ))}
    </details>
  );
}

function clamp(x: number, { low, high }: Scale): number {
  return Math.min(Math.max(x, low), high);
}

function trimmed(x: number): string {
  return String(Math.round(x * 100) / 100).replace('-', '−');
}
