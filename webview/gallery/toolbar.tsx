import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { GallerySort } from '../../src/protocol/views.ts';
import { Icon } from '../ui/icon.tsx';
import { useObservable } from '../ui/observable.ts';
import { PlainButton } from '../ui/picturePane.tsx';
import { Dropdown, TextField } from '../ui/toolkit.ts';
import { EvaluateMenu } from './evaluateMenu.tsx';
import type { GalleryStore } from './galleryStore.ts';
import { sizeRange } from './intent.ts';

const typingDelayMs = 250;

/** The query, the order, the size, and what can be started. */
export function Toolbar(props: {
  readonly gallery: GalleryStore;
  readonly facetsShown: boolean;
  readonly onFacets: () => void;
}): VNode {
  const gallery = useObservable(props.gallery);
  const { intent, listing } = gallery;
  const wrong = listing?.queryError?.text;
  return (
    <header class="toolbar">
      <h1 class="unseen">{gallery.info?.name ?? l10n.t('Gallery')}</h1>
      <button
        type="button"
        class="plain"
        aria-pressed={props.facetsShown}
        aria-label={l10n.t('Filters')}
        title={l10n.t('Filters')}
        onClick={props.onFacets}
      >
        <Icon name={props.facetsShown ? 'layout-sidebar-left' : 'layout-sidebar-left-off'} />
      </button>
      <div class="query">
        <QueryField gallery={gallery} wrong={wrong} />
        {wrong !== undefined && (
          <p id="query-error" class="query-error" role="alert">
            <bdi>{wrong}</bdi>
          </p>
        )}
      </div>
      <label class="toolbar-label" for="sort">
        {l10n.t('Sort')}
      </label>
      <Dropdown
        id="sort"
        label={l10n.t('Sort')}
        value={intent.sort}
        choices={sorts()}
        onChange={(sort) => gallery.setSort(sort)}
      />
      <label class="size" title={l10n.t('Size of the pictures')}>
        <Icon name="file-media" />
        <input
          type="range"
          aria-label={l10n.t('Size of the pictures')}
          min={sizeRange.min}
          max={sizeRange.max}
          step={sizeRange.step}
          value={intent.size}
          onInput={(event) => gallery.set({ size: Number(event.currentTarget.value) })}
        />
      </label>
      <EvaluateMenu gallery={gallery} />
    </header>
  );
}

function sorts(): readonly (readonly [GallerySort, string])[] {
  return [
    ['name', l10n.t('Name')],
    ['label', l10n.t('Emotion')],
    ['generator', l10n.t('Generator')],
    ['degree', l10n.t('Degree')],
    ['quality', l10n.t('Quality')],
    ['errors', l10n.t('Open errors first')],
    ['disagreement', l10n.t('Disagreement')],
  ];
}

function QueryField({ gallery, wrong }: { readonly gallery: GalleryStore; readonly wrong: string | undefined }): VNode {
  const { query } = gallery.intent.filter;
  const [text, setText] = useState(query);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const sent = useRef(query);
  // The query also changes elsewhere: a command of the editor, "Clear Filters".
  useEffect(() => {
    if (query !== sent.current) {
      sent.current = query;
      setText(query);
    }
  }, [query]);
  const send = (value: string): void => {
    clearTimeout(timer.current);
    sent.current = value;
    if (value !== gallery.intent.filter.query) gallery.setFilter({ ...gallery.intent.filter, query: value });
  };
  const type = (value: string): void => {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(value), typingDelayMs);
  };
  const clear = (): void => {
    setText('');
    send('');
    document.getElementById('query')?.focus();
  };
  return (
    <TextField
      id="query"
      label={l10n.t('Query')}
      value={text}
      placeholder={l10n.t('Query, such as {0}', 'label:angry pred:!angry')}
      invalid={wrong !== undefined}
      {...(wrong === undefined ? {} : { describedBy: 'query-error' })}
      onInput={type}
      onEnter={() => send(text)}
    >
      <span slot="start" class="codicon codicon-search" aria-hidden="true" />
      {text !== '' && (
        <span slot="end" class="query-clear">
          <PlainButton label={l10n.t('Clear Query')} glyph="close" onClick={clear} />
        </span>
      )}
    </TextField>
  );
}
