import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useObservable } from '../ui/observable.ts';
import type { DetailStore } from './detailStore.ts';
import type { GalleryStore, Sections } from './galleryStore.ts';
import { cellId, GridCard } from './gridCard.tsx';
import * as layouts from './gridLayout.ts';
import { type Scroll, useFrame, useScroll } from './gridScroll.ts';

const overscan = 2;

/** The portraits: a grid of which only the rows in view exist, with one tab stop. */
export function Grid(props: { readonly gallery: GalleryStore; readonly detail: DetailStore }): VNode {
  const gallery = useObservable(props.gallery);
  const detail = useObservable(props.detail);
  const ref = useRef<HTMLDivElement>(null);
  const [frame, setFrame] = useState({ width: 0, height: 0 });
  const { intent, listing } = gallery;
  const count = listing?.total ?? 0;
  const answers = gallery.info?.runs.length ?? 0;
  const layout = useMemo(
    () => layouts.layoutGrid({ width: frame.width, count, size: intent.size, answers, sections: gallery.sections }),
    [frame.width, count, intent.size, answers, gallery.sections],
  );
  const scroll = useScroll(ref, gallery, layout, frame.height);
  useFrame(ref, setFrame);
  const { first, end } = layouts.rowsInView(layout, frame.height, scroll.top, overscan);
  useEffect(() => {
    if (frame.height > 0 && count > 0 && end > first)
      gallery.want(layouts.rowPlace(layout, first).start, layouts.rowPlace(layout, end - 1).end);
  }, [first, end, layout, frame.height]);
  useActiveInSight(gallery, detail, layout, scroll);

  const active = intent.active?.index;
  const activeRow = active === undefined ? -1 : layouts.rowOf(layout, active);
  return (
    <div
      ref={ref}
      id="grid"
      class="grid"
      role="grid"
      tabIndex={0}
      aria-label={l10n.t('Portraits')}
      aria-multiselectable={true}
      aria-rowcount={layout.rows}
      aria-colcount={layout.columns}
      aria-busy={listing === undefined || gallery.isWaiting}
      {...(active !== undefined && activeRow >= first && activeRow < end
        ? { 'aria-activedescendant': cellId(active) }
        : {})}
      onKeyDown={(event) => onKey(event, { gallery, detail, layout, scroll, height: frame.height })}
      onClick={(event) => onClick(event, gallery, detail)}
      onScroll={scroll.onScroll}
    >
      <div
        class={layout.side < 132 ? 'grid-space tiny' : 'grid-space'}
        role="presentation"
        style={{ height: `${layout.scrollHeight}px`, '--side': `${layout.side}px`, '--row': `${layout.rowHeight}px` }}
      >
        <Rows gallery={gallery} layout={layout} first={first} end={end} offset={scroll.offset} />
      </div>
    </div>
  );
}

/** Keeps the active portrait in sight where something else moves it. */
function useActiveInSight(
  gallery: GalleryStore,
  detail: DetailStore,
  layout: layouts.GridLayout,
  scroll: Scroll,
): void {
  const active = gallery.intent.active?.index;
  useEffect(() => {
    if (detail.reveals > 0 && active !== undefined) scroll.reveal(active);
  }, [detail.reveals]);

  // An opening detail takes width from the grid, and the card that was clicked would move out of sight.
  const opening = useRef(false);
  useLayoutEffect(() => {
    opening.current = detail.isOpen;
  }, [detail.isOpen]);
  useEffect(() => {
    if (opening.current && active !== undefined) scroll.reveal(active);
    opening.current = false;
  }, [layout.columns, layout.side]);
}

interface KeyedGrid {
  readonly gallery: GalleryStore;
  readonly detail: DetailStore;
  readonly layout: layouts.GridLayout;
  readonly scroll: Scroll;
  readonly height: number;
}

function onKey(event: KeyboardEvent, { gallery, detail, layout, scroll, height }: KeyedGrid): void {
  const active = gallery.intent.active?.index;
  const activate = (index: number, how: 'only' | 'toggle' | 'range' | 'keep'): void => {
    scroll.reveal(index);
    gallery.actions.act(detail.activate(index, how));
  };
  const current = Math.min(active ?? 0, layout.count - 1);
  const control = event.ctrlKey || event.metaKey;
  const target = layouts.moveByKey(layout, height, current, event.key, control);
  if (target !== undefined) activate(active === undefined ? current : target, howOf(event, control));
  else if (event.key === ' ' && layout.count > 0) activate(current, 'toggle');
  else if (event.key === 'Enter' && active !== undefined) detail.open();
  else if (event.key === 'a' && control) gallery.actions.act(detail.selectAll());
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function onClick(event: MouseEvent, gallery: GalleryStore, detail: DetailStore): void {
  const index = indexOf(event.target);
  if (index === undefined) return;
  const onCheck = event.target instanceof Element && event.target.closest('.card-check') !== null;
  const how = event.shiftKey ? 'range' : event.ctrlKey || event.metaKey || onCheck ? 'toggle' : 'only';
  gallery.actions.act(detail.activate(index, how).then(() => (how === 'only' ? detail.open() : undefined)));
}

/** The rows in view, with the headers of the sections that begin at them; `offset`: what to add to a place in the content. */
function Rows(props: {
  readonly gallery: GalleryStore;
  readonly layout: layouts.GridLayout;
  readonly first: number;
  readonly end: number;
  readonly offset: number;
}): VNode {
  const { gallery, layout, first, end, offset } = props;
  const { selection } = gallery.intent;
  const selected = useMemo(() => new Set(selection), [selection]);
  const rows: VNode[] = [];
  for (let row = first; row < end; row++) {
    const { begins } = layouts.rowPlace(layout, row);
    const section = begins && gallery.sections[layout.sections.indexOf(begins)];
    if (begins !== undefined && section !== undefined) {
      rows.push(<Header key={`header ${row}`} top={offset + begins.top} section={section} />);
    }
    rows.push(<Row key={row} gallery={gallery} layout={layout} row={row} offset={offset} selected={selected} />);
  }
  return <>{rows}</>;
}

function Row(props: {
  readonly gallery: GalleryStore;
  readonly layout: layouts.GridLayout;
  readonly row: number;
  readonly offset: number;
  readonly selected: ReadonlySet<string>;
}): VNode {
  const { gallery, layout, row, offset, selected } = props;
  const place = layouts.rowPlace(layout, row);
  const cells: VNode[] = [];
  for (let index = place.start; index < place.end; index++) {
    const card = gallery.card(index);
    cells.push(
      <GridCard
        key={card?.id ?? index}
        card={card}
        index={index}
        column={index - place.start}
        captionLines={layout.captionLines}
        selected={card !== undefined && selected.has(card.id)}
        active={index === gallery.intent.active?.index}
        labels={gallery.labels}
        small={gallery.small}
        degreeScale={gallery.info?.degreeScale}
      />,
    );
  }
  const top = offset + place.top;
  return (
    <div class="grid-row" role="row" aria-rowindex={row + 1} style={{ transform: `translateY(${top}px)` }}>
      {cells}
    </div>
  );
}

/** What the cards below it have in common, and how many they are. */
function Header({ top, section }: { readonly top: number; readonly section: Sections[number] }): VNode {
  return (
    <div class="grid-header" role="row" style={{ transform: `translateY(${top}px)` }}>
      <bdi role="rowheader">{section.words.join(' · ')}</bdi>
      <span class="tabular quiet">{section.count.toLocaleString()}</span>
    </div>
  );
}

function howOf(event: KeyboardEvent, control: boolean): 'only' | 'range' | 'keep' {
  if (event.shiftKey) return 'range';
  return control && event.key.startsWith('Arrow') ? 'keep' : 'only';
}

function indexOf(target: EventTarget | null): number | undefined {
  const cell = target instanceof Element ? target.closest('[data-index]') : null;
  const index = Number(cell?.getAttribute('data-index') ?? Number.NaN);
  return Number.isInteger(index) ? index : undefined;
}
