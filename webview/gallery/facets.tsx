import * as l10n from '@vscode/l10n';
import type { ComponentChildren, VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { FacetValue, GalleryFilter } from '../../src/protocol/views.ts';
import { standing } from '../../src/protocol/views.ts';
import { emotionTone } from '../ui/emotions.ts';
import { Icon } from '../ui/icon.tsx';
import { shortCount } from '../ui/numbers.ts';
import { useObservable } from '../ui/observable.ts';
import { PlainButton } from '../ui/picturePane.tsx';
import { standingFace } from '../ui/standing.ts';
import type { GalleryStore } from './galleryStore.ts';
import { restricts } from './intent.ts';

const valuesAtFirst = 16;

type ListFacet = 'emotions' | 'generators' | 'outcomes';

/** What the list can be narrowed by, each value with the number of portraits that it would show. */
export function FacetPanel(props: { readonly gallery: GalleryStore }): VNode {
  const gallery = useObservable(props.gallery);
  const { filter } = gallery.intent;
  const { facets } = gallery;
  const set = (change: Partial<GalleryFilter>): void => gallery.setFilter({ ...filter, ...change });
  const list = (
    facet: ListFacet,
    title: string,
    values: readonly FacetValue[],
    mark: (value: string) => VNode | null,
  ) =>
    values.length === 0 && filter[facet].length === 0 ? null : (
      <Section title={title} chosen={filter[facet].length} onClear={() => set({ [facet]: [] })}>
        <Values values={values} chosen={filter[facet]} mark={mark} onChange={(chosen) => set({ [facet]: chosen })} />
      </Section>
    );
  return (
    <aside class="facets" aria-label={l10n.t('Filters')}>
      <Section title={l10n.t('Review')} chosen={filter.review === 'all' ? 0 : 1} onClear={() => set({ review: 'all' })}>
        <ReviewChoice value={filter.review} onChange={(review) => set({ review })} />
      </Section>
      {list('outcomes', l10n.t('Outcome'), (facets?.outcomes ?? []).map(inOurWords), outcomeMark)}
      {list('emotions', l10n.t('Emotion'), facets?.emotions ?? [], (value) => (
        <span class={`emotion-mark emotion-${emotionTone(value, gallery.labels)}`} aria-hidden="true" />
      ))}
      {list('generators', l10n.t('Generator'), facets?.generators ?? [], () => null)}
      {restricts(filter) && (
        <button type="button" class="link clear-all" onClick={() => gallery.clearFilter()}>
          {l10n.t('Clear Filters')}
        </button>
      )}
    </aside>
  );
}

function inOurWords(value: FacetValue): FacetValue {
  const known = standing.safeParse(value.value);
  return known.success ? { ...value, text: standingFace(known.data).word } : value;
}

function outcomeMark(value: string): VNode | null {
  const known = standing.safeParse(value);
  if (!known.success) return null;
  const { glyph, tone } = standingFace(known.data);
  return <Icon name={glyph} tone={tone} />;
}

function Section(props: {
  readonly title: string;
  readonly chosen: number;
  readonly onClear: () => void;
  readonly children: ComponentChildren;
}): VNode {
  const [open, setOpen] = useState(true);
  return (
    <section class="facet" aria-label={props.title}>
      <h2 class="facet-head">
        <button type="button" class="facet-title" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'chevron-down' : 'chevron-right'} />
          {props.title}
        </button>
        {props.chosen > 0 && (
          <PlainButton label={l10n.t('Clear {0}', props.title)} glyph="clear-all" onClick={props.onClear} />
        )}
      </h2>
      {open && props.children}
    </section>
  );
}

function Values(props: {
  readonly values: readonly FacetValue[];
  readonly chosen: readonly string[];
  readonly mark: (value: string) => VNode | null;
  readonly onChange: (chosen: string[]) => void;
}): VNode {
  const { values, chosen, mark, onChange } = props;
  const [all, setAll] = useState(false);
  const shown = all ? values : values.slice(0, valuesAtFirst);
  // A chosen value that nothing has any more must stay in sight, or it could not be taken out.
  const lost = chosen.filter((value) => !values.some((known) => known.value === value));
  const rows = [...shown, ...lost.map((value) => ({ value, count: 0, text: value }))];
  const toggle = (value: string): void =>
    onChange(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  return (
    <ul class="facet-values">
      {rows.map(({ value, count, text }) => (
        <li key={value}>
          <label class={count === 0 ? 'facet-value none' : 'facet-value'}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
            {mark(value)}
            <bdi class="facet-word">{text}</bdi>
            <span class="facet-count" title={count.toLocaleString()}>
              {shortCount(count)}
            </span>
          </label>
        </li>
      ))}
      {values.length > valuesAtFirst && (
        <li>
          <button type="button" class="link" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? l10n.t('Show Fewer') : l10n.t('Show All {0}', values.length)}
          </button>
        </li>
      )}
    </ul>
  );
}

function ReviewChoice(props: {
  readonly value: GalleryFilter['review'];
  readonly onChange: (value: GalleryFilter['review']) => void;
}): VNode {
  const choices: readonly (readonly [GalleryFilter['review'], string])[] = [
    ['all', l10n.t('all')],
    ['open', l10n.t('open errors')],
    ['reviewed', l10n.t('reviewed')],
  ];
  return (
    <div class="facet-values" role="radiogroup" aria-label={l10n.t('Review')}>
      {choices.map(([value, word]) => (
        <label key={value} class="facet-value">
          <input type="radio" name="review" checked={props.value === value} onChange={() => props.onChange(value)} />
          <span class="facet-word">{word}</span>
        </label>
      ))}
    </div>
  );
}
