import { countFacet, countPlaces, type ListCounts, type ListFacet, restrict } from '../../core/query/listPlaces.ts';
import { findPlaces } from '../../core/query/findPlaces.ts';
import { groupValue, orderByGroups } from '../../core/query/groupPlaces.ts';
import { PlaceList } from '../../core/query/placeList.ts';
import { parseQuery, type QueryError, type QuerySort } from '../../core/query/query.ts';
import { builtInFields } from '../../core/query/queryFields.ts';
import { sortPlaces } from '../../core/query/sortPlaces.ts';
import { vocabularyOf } from '../../core/query/vocabularyOf.ts';
import { groupValueText } from '../../core/words/groupText.ts';
import { standingText } from '../../core/words/standingText.ts';
import type { FacetValue, GalleryFilter, GallerySection, GallerySort } from '../../protocol/views.ts';
import type { BenchmarkSession } from '../session.ts';

/** The portraits that a filter finds, in the order of a sort. `queryError` says what is wrong with the query. */
export interface Listing {
  readonly items: PlaceList;
  readonly queryError?: QueryError;
  readonly held?: boolean;
  /** The query says in which order, so that the chosen one does not count. */
  readonly sortedByQuery?: boolean;
}

/** Which listing is meant. */
export interface ListingRequest {
  readonly filter: GalleryFilter;
  readonly sort: GallerySort;
  /** Fields that portraits are put together by, at most two. */
  readonly group?: readonly string[] | undefined;
  readonly hold?: boolean | undefined;
}

/** Headers beyond this number would be more headers than portraits in sight; the portraits behind them stand under one. */
const mostSections = 2000;

/** Lists and counts the portraits of a session for the gallery; the last listing is kept until something changes. */
export class GalleryListings {
  readonly #session: BenchmarkSession;
  #kept:
    { readonly revision: number; readonly key: string; readonly listing: Listing; counts?: ListCounts } | undefined;
  #queried: { readonly revision: number; readonly query: string; readonly found: Found } | undefined;

  constructor(session: BenchmarkSession) {
    this.#session = session;
  }

  /** The portraits that were listed last. */
  get last(): PlaceList | undefined {
    return this.#kept?.listing.items;
  }

  /**
   * The portraits of a filter in order. With `hold` the list that was made for this filter and sort keeps its members and
   * its order, so that nothing moves under the hand of a person who gives a verdict; `held` says that a new one would differ.
   */
  list(request: ListingRequest): Listing {
    const key = JSON.stringify([request.filter, request.sort, request.group ?? []]);
    const kept = this.#kept?.key === key ? this.#kept : undefined;
    const { revision } = this.#session;
    if (kept?.revision === revision && (request.hold === true || kept.listing.held !== true)) return kept.listing;
    const fresh = this.#listed(request);
    const listing = request.hold === true && kept !== undefined ? this.#held(kept.listing, fresh) : fresh;
    this.#kept = { revision, key, listing };
    return listing;
  }

  /** What a listing comes to. */
  counts(request: ListingRequest): ListCounts {
    const { items } = this.list(request);
    const kept = this.#kept!;
    return (kept.counts ??= countPlaces(items.places, this.#session.columns));
  }

  /** The headers of a grouped listing in order, each with how many portraits stand under it. */
  sections(request: ListingRequest): GallerySection[] {
    const { group = [] } = request;
    if (group.length === 0) return [];
    const { places } = this.list(request).items;
    const valueOf = group.map((field) => groupValue(field, this.#session.columns));
    const sections: { words: string[]; count: number }[] = [];
    let before: readonly (string | undefined)[] | undefined;
    for (const place of places) {
      const values = valueOf.map((of) => of(place));
      if (before?.every((value, level) => value === values[level]) === true || sections.length === mostSections) {
        sections.at(-1)!.count++;
        continue;
      }
      sections.push({ words: values.map((value, level) => groupValueText(group[level]!, value)), count: 1 });
      before = values;
    }
    return sections;
  }

  /** For each value of a facet, how many portraits it would show under the other facets in force. */
  facets(filter: GalleryFilter): Record<ListFacet, FacetValue[]> {
    const { labels, generators } = this.#session.benchmark;
    return {
      emotions: this.#count(filter, 'emotions', labels),
      generators: this.#count(filter, 'generators', generators),
      outcomes: this.#count(filter, 'outcomes', []).map((one) => ({ ...one, text: standingText(one.value).word })),
    };
  }

  #count(filter: GalleryFilter, facet: ListFacet, known: readonly string[]): FacetValue[] {
    const { columns } = this.#session;
    const mask = restrict(this.#found(filter.query).mask.slice(), filter, columns, facet);
    const counts = new Map(known.map((value) => [value, 0]));
    for (const [value, count] of countFacet(facet, mask, columns)) counts.set(value, count);
    return [...counts].map(([value, count]) => ({ value, count, text: value }));
  }

  #listed({ filter, sort, group = [] }: ListingRequest): Listing {
    const { columns, table } = this.#session;
    const { mask, error, sort: asked } = this.#found(filter.query);
    const found = PlaceList.where(table, restrict(mask.slice(), filter, columns)).places;
    const sorted = sortPlaces(found, asked.length > 0 ? asked : sortKeys[sort], columns);
    return {
      items: new PlaceList(table, orderByGroups(sorted, group, columns)),
      ...(error === undefined ? {} : { queryError: error }),
      ...(asked.length > 0 ? { sortedByQuery: true } : {}),
    };
  }

  /** A query that is not understood restricts nothing, and says so. */
  #found(query: string): Found {
    const { revision, columns } = this.#session;
    if (this.#queried?.revision === revision && this.#queried.query === query) return this.#queried.found;
    const parsed = parseQuery(query, vocabularyOf(columns));
    const found: Found = parsed.ok
      ? { mask: findPlaces(parsed.value.where, columns), sort: parsed.value.sort }
      : { mask: findPlaces({ kind: 'all' }, columns), sort: [], error: parsed.error };
    this.#queried = { revision, query, found };
    return found;
  }

  #held(before: Listing, fresh: Listing): Listing {
    const { table } = this.#session;
    const kept = before.items.table === table ? before.items.places : placesIn(table, before.items);
    const now = fresh.items.places;
    const same = kept.length === now.length && kept.every((place, index) => place === now[index]);
    return same ? fresh : { ...fresh, items: new PlaceList(table, kept), held: true };
  }
}

interface Found {
  readonly mask: Uint8Array;
  readonly sort: readonly QuerySort[];
  readonly error?: QueryError;
}

const by = (name: string, descending = false): QuerySort => ({
  by: builtInFields.find((field) => field.name === name)!,
  descending,
});

const sortKeys: Readonly<Record<GallerySort, readonly QuerySort[]>> = {
  name: [],
  label: [by('label')],
  generator: [by('generator')],
  degree: [by('degree', true)],
  quality: [by('quality', true)],
  errors: [{ by: 'errors', descending: false }],
  disagreement: [{ by: 'disagreement', descending: false }],
};

/** A list of a table that is gone, as places of the one that took its place. */
function placesIn(table: BenchmarkSession['table'], list: PlaceList): Uint32Array {
  const places: number[] = [];
  for (let index = 0; index < list.length; index++) {
    const place = table.indexOf(list.idAt(index)!);
    if (place >= 0) places.push(place);
  }
  return Uint32Array.from(places);
}
