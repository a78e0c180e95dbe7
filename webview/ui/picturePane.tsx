import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';
import { fitted, moved, type PictureView, type Size, zoomed } from './zoom.ts';

const step = 1.25;
const pan = 48;

/** A picture in a frame: wheel, buttons and + - zoom, dragging moves, a double click changes between the whole and 100 %. */
export function PicturePane(props: {
  readonly src: string;
  readonly name: string;
  /** Why there is nothing to show, in words. */
  readonly fault?: string | undefined;
}): VNode {
  const { src, name, fault } = props;
  const frameRef = useRef<HTMLDivElement>(null);
  const [frame, setFrame] = useState<Size>({ width: 0, height: 0 });
  const [broken, setBroken] = useState(false);
  const zoom = useZoom(src, frame);
  useLayoutEffect(() => setBroken(false), [src]);
  useLayoutEffect(() => {
    const element = frameRef.current;
    if (element === null) return;
    const measure = (): void => setFrame({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useWheel(frameRef, zoom);

  return (
    <div class="picture">
      <div
        ref={frameRef}
        class={zoom.isFitted ? 'picture-frame' : 'picture-frame movable'}
        tabIndex={0}
        role="group"
        aria-label={l10n.t('Picture of {0}. Plus and minus zoom, Shift and arrow keys move.', name)}
        onKeyDown={(event) => {
          if (!takeKey(event, zoom)) return;
          event.preventDefault();
          event.stopPropagation();
        }}
        onDblClick={() => (zoom.isFitted ? zoom.toActual() : zoom.fit())}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => {
          if (event.buttons === 1) zoom.moveBy(event.movementX, event.movementY);
        }}
      >
        {broken || fault !== undefined ? (
          <p class="picture-broken">
            <Icon name="file-media" /> <bdi>{fault ?? l10n.t('This picture cannot be shown.')}</bdi>
          </p>
        ) : (
          <Picture src={src} name={name} view={zoom.view} onLoad={zoom.loaded} onError={() => setBroken(true)} />
        )}
      </div>
      <ZoomTools zoom={zoom} />
    </div>
  );
}

/** How a picture lies in its frame, and what changes that. */
interface Zoom {
  /** `undefined` until the picture is there. */
  readonly view: PictureView | undefined;
  /** Whether the picture is fitted, whatever the frame's size. */
  readonly isFitted: boolean;
  /** Takes in the picture's own size, 0 by 0 where it has none. */
  loaded(size: Size): void;
  zoomBy(factor: number, at?: { readonly x: number; readonly y: number }): void;
  moveBy(dx: number, dy: number): void;
  fit(): void;
  toActual(): void;
}

function useZoom(src: string, frame: Size): Zoom {
  const [picture, setPicture] = useState<Size | undefined>();
  /** `undefined` while the picture is fitted. */
  const [chosen, setChosen] = useState<PictureView | undefined>();
  useLayoutEffect(() => {
    setPicture(undefined);
    setChosen(undefined);
  }, [src]);
  const view = picture === undefined ? undefined : (chosen ?? fitted(picture, frame));
  return {
    view,
    isFitted: chosen === undefined,
    // A drawing without a size of its own is as large as the frame.
    loaded: ({ width, height }) => setPicture({ width: width || frame.width, height: height || frame.height }),
    zoomBy(factor, at = { x: 0, y: 0 }) {
      if (picture !== undefined && view !== undefined) setChosen(zoomed(view, factor, at, picture, frame));
    },
    moveBy(dx, dy) {
      if (picture !== undefined && chosen !== undefined) setChosen(moved(chosen, dx, dy, picture, frame));
    },
    fit: () => setChosen(undefined),
    toActual: () => setChosen({ scale: 1, x: 0, y: 0 }),
  };
}

/** The wheel has to be taken from the scrolling panel, which only a listener that is not passive may do. */
function useWheel(frame: { readonly current: HTMLDivElement | null }, { zoomBy }: Zoom): void {
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const at = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
      zoomBy(Math.exp(-event.deltaY / 400), at);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  });
}

function Picture(props: {
  readonly src: string;
  readonly name: string;
  readonly view: PictureView | undefined;
  readonly onLoad: (size: Size) => void;
  readonly onError: () => void;
}): VNode {
  const { src, name, view, onLoad, onError } = props;
  const place = view && `translate(-50%, -50%) translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  return (
    <img
      key={src}
      src={src}
      alt={name}
      draggable={false}
      class={view === undefined ? 'waiting' : ''}
      style={place === undefined ? {} : { transform: place }}
      onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
        onLoad({ width: naturalWidth, height: naturalHeight })
      }
      onError={onError}
    />
  );
}

function ZoomTools({ zoom }: { readonly zoom: Zoom }): VNode {
  const percent = zoom.view === undefined ? '' : l10n.t('{0} %', Math.round(zoom.view.scale * 100));
  return (
    <div class="picture-tools" role="group" aria-label={l10n.t('Zoom')}>
      <PlainButton label={l10n.t('Zoom Out')} glyph="zoom-out" onClick={() => zoom.zoomBy(1 / step)} />
      <span class="picture-percent">{percent}</span>
      <PlainButton label={l10n.t('Zoom In')} glyph="zoom-in" onClick={() => zoom.zoomBy(step)} />
      <PlainButton label={l10n.t('Fit')} glyph="screen-full" onClick={zoom.fit} />
      <button type="button" class="plain" title={l10n.t('Show at 100 %')} onClick={zoom.toActual}>
        {l10n.t('1:1')}
      </button>
    </div>
  );
}

/** A small button that is only a glyph. */
export function PlainButton(props: {
  readonly label: string;
  readonly glyph: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}): VNode {
  const { label, glyph, disabled, onClick } = props;
  return (
    <button type="button" class="plain" aria-label={label} title={label} disabled={disabled === true} onClick={onClick}>
      <Icon name={glyph} />
    </button>
  );
}

/** Does what a key stands for; whether it stands for anything. */
function takeKey(event: KeyboardEvent, zoom: Zoom): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const moves: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [pan, 0],
    ArrowRight: [-pan, 0],
    ArrowUp: [0, pan],
    ArrowDown: [0, -pan],
  };
  const move = moves[event.key];
  if (event.shiftKey && !zoom.isFitted && move !== undefined) zoom.moveBy(move[0], move[1]);
  else if (event.key === '+' || event.key === '=') zoom.zoomBy(step);
  else if (event.key === '-') zoom.zoomBy(1 / step);
  else if (event.key === 'f') zoom.fit();
  else return false;
  return true;
}
