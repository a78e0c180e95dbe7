import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useObservable } from '../ui/observable.ts';
import type { DetailStore } from './detailStore.ts';
import type { GalleryStore, Sections } from './galleryStore.ts';
import { cellId, GridCard } from './gridCard.tsx';
import * as layouts from './gridLayout.ts';

const overscan = 2;
const anchorDelayMs = 200;

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

  const activeIndex = intent.active?.index;
  useEffect(() => {
    if (detail.reveals > 0 && activeIndex !== undefined) scroll.reveal(activeIndex);
  }, [detail.reveals]);

  // An opening detail takes width from the grid, and the card that was clicked would move out of sight.
  const opening = useRef(false);
  useLayoutEffect(() => {
    opening.current = detail.isOpen;
  }, [detail.isOpen]);
  useEffect(() => {
    if (opening.current && activeIndex !== undefined) scroll.reveal(activeIndex);
    opening.current = false;
  }, [layout.columns, layout.side]);

  const activate = (index: number, how: 'only' | 'toggle' | 'range' | 'keep'): void => {
    scroll.reveal(index);
    gallery.actions.act(detail.activate(index, how));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const current = Math.min(activeIndex ?? 0, count - 1);
    const control = event.ctrlKey || event.metaKey;
    const target = layouts.moveByKey(layout, frame.height, current, event.key, control);
    if (target !== undefined) activate(activeIndex === undefined ? current : target, howOf(event, control));
    else if (event.key === ' ' && count > 0) activate(current, 'toggle');
    else if (event.key === 'Enter' && activeIndex !== undefined) detail.open();
    else if (event.key === 'a' && control) gallery.actions.act(detail.selectAll());
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (event: MouseEvent): void => {
    const index = indexOf(event.target);
    if (index === undefined) return;
    const onCheck = event.target instanceof Element && event.target.closest('.card-check') !== null;
    const how = event.shiftKey ? 'range' : event.ctrlKey || event.metaKey || onCheck ? 'toggle' : 'only';
    gallery.actions.act(detail.activate(index, how).then(() => (how === 'only' ? detail.open() : undefined)));
  };

  const selected = useMemo(() => new Set(intent.selection), [intent.selection]);
  const rows: VNode[] = [];
  for (let row = first; row < end; row++) {
    const { begins } = layouts.rowPlace(layout, row);
    const section = begins && gallery.sections[layout.sections.indexOf(begins)];
    if (begins !== undefined && section !== undefined) {
      rows.push(<Header key={`header ${row}`} top={scroll.offset + begins.top} section={section} />);
    }
    rows.push(drawRow(row));
  }
  const activeInView =
    activeIndex !== undefined &&
    layouts.rowOf(layout, activeIndex) >= first &&
    layouts.rowOf(layout, activeIndex) < end;

  function drawRow(row: number): VNode {
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
          active={index === activeIndex}
          labels={gallery.labels}
          small={gallery.small}
          degreeScale={gallery.info?.degreeScale}
        />,
      );
    }
    const top = scroll.offset + place.top;
    return (
      <div key={row} class="grid-row" role="row" aria-rowindex={row + 1} style={{ transform: `translateY(${top}px)` }}>
        {cells}
      </div>
    );
  }

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
      {...(activeInView ? { 'aria-activedescendant': cellId(activeIndex) } : {})}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onScroll={scroll.onScroll}
    >
      <div
        class={layout.side < 132 ? 'grid-space tiny' : 'grid-space'}
        role="presentation"
        style={{ height: `${layout.scrollHeight}px`, '--side': `${layout.side}px`, '--row': `${layout.rowHeight}px` }}
      >
        {rows}
      </div>
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

function useFrame(
  ref: { readonly current: HTMLDivElement | null },
  set: (size: { width: number; height: number }) => void,
): void {
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = (): void => {
      const style = getComputedStyle(element);
      const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
      set({ width: element.clientWidth - padding, height: element.clientHeight });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
}

interface Scroll {
  /** The place in the content that is at the top edge, in px. */
  readonly top: number;
  /** What to add to a row's place in the content to get its place in the scrolled element. */
  readonly offset: number;
  onScroll(): void;
  reveal(index: number): void;
}

function useScroll(
  ref: { readonly current: HTMLDivElement | null },
  gallery: GalleryStore,
  layout: layouts.GridLayout,
  viewport: number,
): Scroll {
  const [top, setTop] = useState(0);
  /** The scroll bar's place that we set ourselves: the event that follows says nothing new. */
  const ours = useRef<number | undefined>(undefined);
  const anchorTimer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef({ layout, viewport, top });
  latest.current = { layout, viewport, top };

  const goTo = (contentTop: number): void => {
    const element = ref.current;
    if (element === null) return;
    const { layout: now, viewport: height } = latest.current;
    const clamped = layouts.clampTop(now, height, contentTop);
    element.scrollTop = layouts.scrollTopOf(now, height, clamped);
    ours.current = element.scrollTop;
    latest.current.top = clamped;
    setTop(clamped);
    keepAnchor();
  };
  const keepAnchor = (): void => {
    clearTimeout(anchorTimer.current);
    anchorTimer.current = setTimeout(() => {
      const { layout: now, top: place } = latest.current;
      if (now.count > 0) gallery.set({ anchor: layouts.anchorAt(now, place) });
    }, anchorDelayMs);
  };

  // The anchor rules whenever the layout changes: another width or card size leaves the same portraits in view.
  useLayoutEffect(() => {
    if (viewport > 0 && layout.count > 0) goTo(layouts.topOfAnchor(layout, viewport, gallery.intent.anchor));
  }, [layout, viewport > 0, gallery.intent.filter, gallery.intent.sort]);

  // A scaled bar moves the content by many px for each of its own; the wheel has to move it by what the hand says.
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent): void => {
      const { layout: now, viewport: height, top: place } = latest.current;
      if (!layouts.isScaled(now) || event.ctrlKey) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 40 : event.deltaMode === 2 ? height : 1;
      goTo(place + event.deltaY * unit);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);

  return {
    top,
    offset: (ref.current?.scrollTop ?? 0) - top,
    onScroll: () => {
      const element = ref.current;
      if (element === null || latest.current.layout.count === 0) return;
      if (ours.current !== undefined && Math.abs(element.scrollTop - ours.current) < 1) return;
      ours.current = undefined;
      const place = layouts.contentTopOf(latest.current.layout, latest.current.viewport, element.scrollTop);
      latest.current.top = place;
      setTop(place);
      keepAnchor();
    },
    reveal: (index) => {
      const { layout: now, viewport: height, top: place } = latest.current;
      const wanted = layouts.topToReveal(now, height, place, index);
      if (wanted !== place) goTo(wanted);
    },
  };
}
