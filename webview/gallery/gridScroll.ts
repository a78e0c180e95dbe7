import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { GalleryStore } from './galleryStore.ts';
import * as layouts from './gridLayout.ts';

const anchorDelayMs = 200;

/** Tells the inner size of an element, in px, now and whenever it changes. */
export function useFrame(
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

/** Where a grid is scrolled to. */
export interface Scroll {
  /** The place in the content that is at the top edge, in px. */
  readonly top: number;
  /** What to add to a row's place in the content to get its place in the scrolled element. */
  readonly offset: number;
  onScroll(): void;
  reveal(index: number): void;
}

/** Scrolls a grid of any height, with its first portrait in view as the anchor of what comes next. */
export function useScroll(
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
