import * as l10n from '@vscode/l10n';
import type { VNode } from 'preact';
import type { GallerySort } from '../../src/protocol/views.ts';
import { Icon } from '../ui/icon.tsx';
import { useObservable } from '../ui/observable.ts';
import { PlainButton } from '../ui/picturePane.tsx';
import { Dropdown } from '../ui/toolkit.ts';
import { EvaluateMenu } from './evaluateMenu.tsx';
import type { GalleryStore } from './galleryStore.ts';
import { sizeRange } from './intent.ts';
import { QueryField } from './queryField.tsx';

/** The query, the order, the size, and what can be started. */
export function Toolbar(props: {
  readonly gallery: GalleryStore;
  readonly facetsShown: boolean;
  readonly onFacets: () => void;
}): VNode {
  const gallery = useObservable(props.gallery);
  const { intent, listing } = gallery;
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
      <QueryField gallery={gallery} wrong={listing?.queryError} />
      <PlainButton label={l10n.t('Save View...')} glyph="bookmark" onClick={() => gallery.actions.saveView()} />
      <label class="toolbar-label" for="group">
        {l10n.t('Group')}
      </label>
      <Dropdown
        id="group"
        label={l10n.t('Group')}
        value={JSON.stringify(intent.group)}
        choices={groupings(gallery)}
        onChange={(group) => gallery.setGroup(JSON.parse(group) as string[])}
      />
      {listing?.sortedByQuery === true ? (
        <span class="toolbar-label sorted" title={l10n.t('The query sets the order.')}>
          <Icon name="list-ordered" />
          {l10n.t('in the query')}
        </span>
      ) : (
        <>
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
        </>
      )}
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

/** By what the list can be put together: by each field alone, as the tree does it, and as a saved view had it. */
function groupings({ info, intent }: GalleryStore): readonly (readonly [string, string])[] {
  const fields = info?.groups ?? [];
  const nameOf = (field: string): string => fields.find((one) => one.field === field)?.text ?? field;
  const all = new Map([['[]', l10n.t('no groups')]]);
  const tree = info?.treeGroup ?? [];
  if (tree.length > 1) all.set(JSON.stringify(tree), tree.map(nameOf).join(', '));
  for (const { field, text } of fields) all.set(JSON.stringify([field]), text);
  const now = JSON.stringify(intent.group);
  if (!all.has(now)) all.set(now, intent.group.map(nameOf).join(', '));
  return [...all];
}
