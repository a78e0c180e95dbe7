import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../ui/icon.tsx';
import { Button } from '../ui/toolkit.ts';
import type { GalleryStore } from './galleryStore.ts';

interface Choice {
  readonly word: string;
  readonly count?: number;
  readonly glyph: string;
  readonly enabled: boolean;
  readonly run: () => void;
}

/** What can be evaluated from here, with how many portraits each choice means. */
export function EvaluateMenu({ gallery }: { readonly gallery: GalleryStore }): VNode {
  const [open, setOpen] = useState(false);
  const rootRef = useRef<HTMLDivElement>(null);
  const close = (): void => {
    setOpen(false);
    rootRef.current?.querySelector<HTMLElement>('vscode-button')?.focus();
  };
  useEffect(() => {
    if (!open) return;
    rootRef.current?.querySelector<HTMLElement>('[role=menuitem]:not([aria-disabled=true])')?.focus();
    const onPointer = (event: PointerEvent): void => {
      if (event.target instanceof Node && rootRef.current?.contains(event.target) !== true) setOpen(false);
    };
    document.addEventListener('pointerdown', onPointer);
    return () => document.removeEventListener('pointerdown', onPointer);
  }, [open]);

  return (
    <div class="menu-root" ref={rootRef}>
      <Button kind="primary" class="menu-button" expanded={open} popup="menu" onClick={() => setOpen(!open)}>
        {l10n.t('Evaluate')}
        <span class="codicon codicon-chevron-down" aria-hidden="true" />
      </Button>
      {open && (
        <div class="menu" role="menu" aria-label={l10n.t('Evaluate')} onKeyDown={(event) => moveInMenu(event, close)}>
          {choicesOf(gallery).map((choice) => (
            <button
              type="button"
              key={choice.word}
              role="menuitem"
              tabIndex={-1}
              aria-disabled={!choice.enabled}
              onClick={() => {
                if (!choice.enabled) return;
                close();
                choice.run();
              }}
            >
              <Icon name={choice.glyph} />
              <span class="menu-word">{choice.word}</span>
              {choice.count !== undefined && <span class="tabular quiet">{choice.count.toLocaleString()}</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

function choicesOf(gallery: GalleryStore): readonly Choice[] {
  const { selection } = gallery.intent;
  const shown = gallery.listing?.total ?? 0;
  const running = gallery.evaluation?.running === true;
  const held = gallery.evaluation?.held === true;
  return [
    {
      word: l10n.t('Evaluate Selection...'),
      count: selection.length,
      glyph: 'checklist',
      enabled: !running && selection.length > 0,
      run: () => gallery.actions.evaluate(selection),
    },
    {
      word: l10n.t('Evaluate All Shown...'),
      count: shown,
      glyph: 'play',
      enabled: !running && shown > 0,
      run: () => gallery.actions.evaluate(),
    },
    {
      word: l10n.t('Compare Strategies...'),
      glyph: 'beaker',
      enabled: !running,
      run: () => gallery.actions.compare(),
    },
    {
      word: l10n.t('Resume'),
      glyph: 'debug-continue',
      enabled: !running && gallery.info?.resumable === true,
      run: () => gallery.actions.resume(),
    },
    {
      word: held ? l10n.t('Go On') : l10n.t('Pause'),
      glyph: held ? 'debug-continue' : 'debug-pause',
      enabled: running,
      run: () => gallery.actions.setHeld(!held),
    },
    { word: l10n.t('Stop'), glyph: 'debug-stop', enabled: running, run: () => gallery.actions.stop() },
    {
      word: l10n.t('Show Scores'),
      glyph: 'graph',
      enabled: (gallery.info?.runs.length ?? 0) > 0,
      run: () => gallery.actions.showScores(),
    },
  ];
}

function moveInMenu(event: KeyboardEvent & { readonly currentTarget: HTMLElement }, close: () => void): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const here = items.findIndex((item) => item === document.activeElement);
  if (event.key === 'ArrowDown') items[(here + 1) % items.length]?.focus();
  else if (event.key === 'ArrowUp') items[(here - 1 + items.length) % items.length]?.focus();
  else if (event.key === 'Home') items[0]?.focus();
  else if (event.key === 'End') items.at(-1)?.focus();
  else if (event.key === 'Escape' || event.key === 'Tab') close();
  else return;
  if (event.key !== 'Tab') event.preventDefault();
  event.stopPropagation();
}
