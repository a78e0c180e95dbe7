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
  const imageRef = useRef<HTMLImageElement>(null);
  const [frame, setFrame] = useState<Size>({ width: 0, height: 0 });
  const [picture, setPicture] = useState<Size | undefined>();
  const [broken, setBroken] = useState(false);
  /** `undefined` while the picture is fitted, whatever the frame's size. */
  const [chosen, setChosen] = useState<PictureView | undefined>();

  useLayoutEffect(() => {
    setPicture(undefined);
    setBroken(false);
    setChosen(undefined);
  }, [src]);

  useLayoutEffect(() => {
    const element = frameRef.current;
    if (element === null) return;
    const measure = (): void => setFrame({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const view = picture === undefined ? undefined : (chosen ?? fitted(picture, frame));
  const zoomBy = (factor: number, at = { x: 0, y: 0 }): void => {
    if (picture !== undefined && view !== undefined) setChosen(zoomed(view, factor, at, picture, frame));
  };
  const toActual = (): void => setChosen({ scale: 1, x: 0, y: 0 });
  const moveBy = (dx: number, dy: number): void => {
    if (picture !== undefined && chosen !== undefined) setChosen(moved(chosen, dx, dy, picture, frame));
  };

  // The wheel has to be taken from the scrolling panel, which only a listener that is not passive may do.
  useEffect(() => {
    const element = frameRef.current;
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

  const onKeyDown = (event: KeyboardEvent): void => {
    const taken = takeKey(event, { zoomBy, fit: () => setChosen(undefined), moveBy, canMove: chosen !== undefined });
    if (!taken) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const percent = view === undefined ? '' : l10n.t('{0} %', Math.round(view.scale * 100));
  return (
    <div class="picture">
      <div
        ref={frameRef}
        class={chosen === undefined ? 'picture-frame' : 'picture-frame movable'}
        tabIndex={0}
        role="group"
        aria-label={l10n.t('Picture of {0}. Plus and minus zoom, Shift and arrow keys move.', name)}
        onKeyDown={onKeyDown}
        onDblClick={() => (chosen === undefined ? toActual() : setChosen(undefined))}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => {
          if (event.buttons === 1) moveBy(event.movementX, event.movementY);
        }}
      >
        {broken || fault !== undefined ? (
          <p class="picture-broken">
            <Icon name="file-media" /> <bdi>{fault ?? l10n.t('This picture cannot be shown.')}</bdi>
          </p>
        ) : (
          <img
            key={src}
            ref={imageRef}
            src={src}
            alt={name}
            draggable={false}
            class={view === undefined ? 'waiting' : ''}
            style={
              view === undefined
                ? {}
                : { transform: `translate(-50%, -50%) translate(${view.x}px, ${view.y}px) scale(${view.scale})` }
            }
            onLoad={(event) =>
              setPicture({
                // A drawing without a size of its own is as large as the frame.
                width: event.currentTarget.naturalWidth || frame.width,
                height: event.currentTarget.naturalHeight || frame.height,
              })
            }
            onError={() => setBroken(true)}
          />
        )}
      </div>
      <div class="picture-tools" role="group" aria-label={l10n.t('Zoom')}>
        <PlainButton label={l10n.t('Zoom Out')} glyph="zoom-out" onClick={() => zoomBy(1 / step)} />
        <span class="picture-percent">{percent}</span>
        <PlainButton label={l10n.t('Zoom In')} glyph="zoom-in" onClick={() => zoomBy(step)} />
        <PlainButton label={l10n.t('Fit')} glyph="screen-full" onClick={() => setChosen(undefined)} />
        <button type="button" class="plain" title={l10n.t('Show at 100 %')} onClick={toActual}>
          {l10n.t('1:1')}
        </button>
      </div>
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

interface KeyActions {
  zoomBy(factor: number): void;
  fit(): void;
  moveBy(dx: number, dy: number): void;
  readonly canMove: boolean;
}

function takeKey(event: KeyboardEvent, actions: KeyActions): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const moves: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [pan, 0],
    ArrowRight: [-pan, 0],
    ArrowUp: [0, pan],
    ArrowDown: [0, -pan],
  };
  const move = moves[event.key];
  if (event.shiftKey && actions.canMove && move !== undefined) actions.moveBy(move[0], move[1]);
  else if (event.key === '+' || event.key === '=') actions.zoomBy(step);
  else if (event.key === '-') actions.zoomBy(1 / step);
  else if (event.key === 'f') actions.fit();
  else return false;
  return true;
}
