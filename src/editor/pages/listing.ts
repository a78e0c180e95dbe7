import type { BenchmarkColumns } from '../../core/query/columns/benchmarkColumns.ts';
import type { Bits } from '../../core/query/bits.ts';
import { countFacet, countPlaces, type ListCounts, type ListFacet, restrict } from '../../core/query/listPlaces.ts';
import { findInTurns } from '../../core/query/findPlaces.ts';
import { groupValue, orderByGroups } from '../../core/query/groupPlaces.ts';
import { PlaceList } from '../../core/query/placeList.ts';
import { parseQuery, type QueryError, type QuerySort } from '../../core/query/language/query.ts';
import { builtInFields } from '../../core/query/language/queryFields.ts';
import { sortInTurns } from '../../core/query/sortPlaces.ts';
import type { Turns } from '../../core/turns.ts';
import { vocabularyOf } from '../../core/query/vocabularyOf.ts';
import { groupValueText } from '../../core/words/groupText.ts';
import { standingText } from '../../core/words/standingText.ts';
import type { FacetValue, GalleryFilter, GallerySection, GallerySort } from '../../protocol/views.ts';
import type { BenchmarkSession } from '../session/session.ts';
import { LatestWork } from './latestWork.ts';

/** The portraits that a filter finds, in the order of a sort. `queryError` says what is wrong with the query. */
export interface Listing {
  readonly items: PlaceList;
  /** What they were found in: something may have changed since. */
  readonly columns: BenchmarkColumns;
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
/** Portraits that are looked at between two turns of others. */
const placesAtOnce = 16_384;

/**
 * Lists and counts the portraits of a session for the gallery; the last listing is kept until something changes. All of it is done in
 * turns: among the most portraits the first order by their texts takes a second, and a long query as long as it likes.
 */
export class GalleryListings {
  readonly #session: BenchmarkSession;
  readonly #listing = new LatestWork<Listing>();
  readonly #finding = new LatestWork<Found>();
  readonly #counts = new WeakMap<Listing, ListCounts>();
  #kept: { readonly revision: number; readonly key: string; readonly listing: Listing } | undefined;

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
   * Rejects where another list is asked for before this one is there.
   */
  async list(request: ListingRequest): Promise<Listing> {
    const key = JSON.stringify([request.filter, request.sort, request.group ?? []]);
    const kept = this.#kept?.key === key ? this.#kept : undefined;
    const { revision } = this.#session;
    if (kept?.revision === revision && (request.hold === true || kept.listing.held !== true)) return kept.listing;
    const state = `${revision} ${request.hold === true}`;
    return this.#listing.get(key, state, async (isWanted) => {
      const found = await this.#found(request.filter.query);
      const fresh = await this.#listing.work(this.#listed(request, found), isWanted);
      const listing = request.hold === true && kept !== undefined ? this.#held(kept.listing, fresh) : fresh;
      this.#kept = { revision, key, listing };
      return listing;
    });
  }

  /** What a listing comes to. */
  async counts(request: ListingRequest): Promise<ListCounts> {
    const listing = await this.list(request);
    const counts = this.#counts.get(listing) ?? countPlaces(listing.items.places, listing.columns);
    this.#counts.set(listing, counts);
    return counts;
  }

  /** The headers of a grouped listing in order, each with how many portraits stand under it. */
  async sections(request: ListingRequest): Promise<GallerySection[]> {
    const { group = [] } = request;
    if (group.length === 0) return [];
    return this.#listing.work(sectionsOf(await this.list(request), group));
  }

  /** For each value of a facet, how many portraits it would show under the other facets in force. */
  async facets(filter: GalleryFilter): Promise<Record<ListFacet, FacetValue[]>> {
    const { labels, generators } = this.#session.benchmark;
    const { mask } = await this.#found(filter.query);
    const outcomes = await this.#count(mask, filter, 'outcomes', []);
    return {
      emotions: await this.#count(mask, filter, 'emotions', labels),
      generators: await this.#count(mask, filter, 'generators', generators),
      outcomes: outcomes.map((one) => ({ ...one, text: standingText(one.value).word })),
    };
  }

  #count(found: Bits, filter: GalleryFilter, facet: ListFacet, known: readonly string[]): Promise<FacetValue[]> {
    const { columns } = this.#session;
    return this.#finding.work(
      (function* (): Turns<FacetValue[]> {
        const mask = restrict(found.copy(), filter, columns, facet);
        yield;
        const counts = new Map(known.map((value) => [value, 0]));
        for (const [value, count] of countFacet(facet, mask, columns)) counts.set(value, count);
        yield;
        return [...counts].map(([value, count]) => ({ value, count, text: value }));
      })(),
    );
  }

  *#listed({ filter, sort, group = [] }: ListingRequest, { mask, error, sort: asked, columns }: Found): Turns<Listing> {
    const { table } = columns;
    const found = PlaceList.where(table, restrict(mask.copy(), filter, columns)).places;
    yield;
    const sorted = yield* sortInTurns(found, asked.length > 0 ? asked : sortKeys[sort], columns);
    return {
      items: new PlaceList(table, yield* orderByGroups(sorted, group, columns)),
      columns,
      ...(error === undefined ? {} : { queryError: error }),
      ...(asked.length > 0 ? { sortedByQuery: true } : {}),
    };
  }

  /** A query that is not understood restricts nothing, and says so. */
  #found(query: string): Promise<Found> {
    const { revision, columns } = this.#session;
    return this.#finding.get(query, String(revision), async (isWanted) => {
      const parsed = parseQuery(query, vocabularyOf(columns));
      const where = parsed.ok ? parsed.value.where : ({ kind: 'all' } as const);
      const mask = await this.#finding.work(findInTurns(where, columns), isWanted);
      return {
        mask,
        columns,
        sort: parsed.ok ? parsed.value.sort : [],
        ...(parsed.ok ? {} : { error: parsed.error }),
      };
    });
  }

  #held(before: Listing, fresh: Listing): Listing {
    const { table } = fresh.items;
    const kept = before.items.table === table ? before.items.places : placesIn(table, before.items);
    const now = fresh.items.places;
    const same = kept.length === now.length && kept.every((place, index) => place === now[index]);
    return same ? fresh : { ...fresh, items: new PlaceList(table, kept), held: true };
  }
}

interface Found {
  readonly mask: Bits;
  readonly columns: BenchmarkColumns;
  readonly sort: readonly QuerySort[];
  readonly error?: QueryError;
}

function* sectionsOf({ items, columns }: Listing, group: readonly string[]): Turns<GallerySection[]> {
  const { places } = items;
  const valueOf = group.map((field) => groupValue(field, columns));
  const sections: { words: string[]; count: number }[] = [];
  let before: readonly (string | undefined)[] = [];
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    const isSame = i > 0 && valueOf.every((of, level) => of(place) === before[level]);
    if (isSame || sections.length === mostSections) sections.at(-1)!.count++;
    else {
      before = valueOf.map((of) => of(place));
      sections.push({ words: before.map((value, level) => groupValueText(group[level]!, value)), count: 1 });
    }
    if (i % placesAtOnce === placesAtOnce - 1) yield;
  }
  return sections;
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
