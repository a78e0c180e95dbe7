import type { Items } from '../../core/benchmark/item.ts';
import { sortItems } from '../../core/benchmark/itemSort.ts';
import { matches, parseQuery, type QuerySubject } from '../../core/benchmark/query.ts';
import type { Dossier } from '../../core/review/dossier.ts';
import { queryErrorText } from '../../core/words/queryText.ts';
import { isRight } from '../../core/scoring/truth.ts';
import { standingText } from '../../core/words/standingText.ts';
import type { FacetValue, GalleryFilter, GallerySort } from '../../protocol/views.ts';
import type { BenchmarkSession } from '../session.ts';

/** The portraits that a filter finds, in the order of a sort. `queryError` says what is wrong with the query. */
export interface Listing {
  readonly items: Items;
  readonly queryError?: string;
  readonly held?: boolean;
}

/** Which listing is meant. */
export interface ListingRequest {
  readonly filter: GalleryFilter;
  readonly sort: GallerySort;
  readonly hold?: boolean;
}

/** What a query can see of a portrait. */
export function querySubjectOf({ item, runs, verdicts }: Dossier): QuerySubject {
  return {
    item,
    predictions: runs.flatMap(({ run, stages }) =>
      stages.map(({ stage, outcome, truth }) => ({
        run: run.run,
        model: run.model,
        stage: stage.id,
        outcome,
        right: isRight(outcome, truth),
      })),
    ),
    verdicts: verdicts.map(({ kind }) => kind),
  };
}

type Facet = 'emotions' | 'generators' | 'outcomes';

/** Lists and counts the portraits of a session for the gallery; the last listing is kept until something changes. */
export class GalleryListings {
  readonly #session: BenchmarkSession;
  #kept: { readonly revision: number; readonly key: string; readonly listing: Listing } | undefined;

  constructor(session: BenchmarkSession) {
    this.#session = session;
  }

  /** The portraits that were listed last. */
  get last(): Items | undefined {
    return this.#kept?.listing.items;
  }

  /**
   * The portraits of a filter in order. With `hold` the list that was made for this filter and sort keeps its members and
   * its order, so that nothing moves under the hand of a person who gives a verdict; `held` says that a new one would differ.
   */
  list({ filter, sort, hold }: ListingRequest): Listing {
    const key = JSON.stringify([filter, sort]);
    const kept = this.#kept?.key === key ? this.#kept : undefined;
    if (kept?.revision === this.#session.revision && (hold === true || kept.listing.held !== true)) return kept.listing;
    const fresh = this.#listed(filter, sort);
    const listing = hold === true && kept !== undefined ? this.#held(kept.listing, fresh) : fresh;
    this.#kept = { revision: this.#session.revision, key, listing };
    return listing;
  }

  /** For each value of a facet, how many portraits it would show under the other facets in force. */
  facets(filter: GalleryFilter): Record<Facet, FacetValue[]> {
    const { labels, generators } = this.#session.benchmark;
    return {
      emotions: this.#count(filter, 'emotions', labels),
      generators: this.#count(filter, 'generators', generators),
      outcomes: this.#count(filter, 'outcomes', []).map((one) => ({ ...one, text: standingText(one.value).word })),
    };
  }

  #count(filter: GalleryFilter, facet: Facet, known: readonly string[]): FacetValue[] {
    const { test } = this.#test({ ...filter, [facet]: [] });
    const counts = new Map(known.map((value) => [value, 0]));
    for (const item of this.#session.benchmark.items) {
      const dossier = this.#session.dossier(item);
      if (!test(dossier)) continue;
      for (const value of valuesOf(dossier, facet)) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].map(([value, count]) => ({ value, count, text: value }));
  }

  #listed(filter: GalleryFilter, sort: GallerySort): Listing {
    const { test, queryError } = this.#test(filter);
    const found = this.#session.benchmark.items.filter((item) => test(this.#session.dossier(item)));
    return { items: this.#sorted(found, sort), queryError };
  }

  #held(before: Listing, fresh: Listing): Listing {
    const items = before.items.flatMap(({ id }) => this.#session.item(id) ?? []);
    const same =
      items.length === fresh.items.length && items.every((item, index) => item.id === fresh.items.at(index)?.id);
    return same ? fresh : { ...fresh, items, held: true };
  }

  #test(filter: GalleryFilter): { test: (dossier: Dossier) => boolean; queryError?: string } {
    const query = parseQuery(filter.query);
    const test = (dossier: Dossier): boolean =>
      (['emotions', 'generators', 'outcomes'] as const).every((facet) => passes(dossier, facet, filter[facet])) &&
      (filter.review === 'all' || (filter.review === 'open' ? dossier.open : dossier.verdicts.length > 0)) &&
      (!query.ok || query.value.kind === 'all' || matches(query.value, querySubjectOf(dossier)));
    return query.ok ? { test } : { test, queryError: queryErrorText(query.error) };
  }

  #sorted(items: Items, sort: GallerySort): Items {
    switch (sort) {
      case 'name':
        return items;
      case 'label':
      case 'generator':
        return sortItems(items, [{ field: sort }]);
      case 'degree':
      case 'quality':
        return sortItems(items, [{ field: sort, descending: true }]);
      case 'errors':
        return this.#byRank(items, (dossier) => (dossier.open ? 0 : dossier.standing === 'notAsked' ? 2 : 1));
      case 'disagreement':
        return this.#byRank(items, (dossier) => -distinctAnswers(dossier));
    }
  }

  #byRank(items: Items, rank: (dossier: Dossier) => number): Items {
    const ranked = items.map((item, place) => ({ item, place, rank: rank(this.#session.dossier(item)) }));
    return ranked.sort((a, b) => a.rank - b.rank || a.place - b.place).map(({ item }) => item);
  }
}

function passes(dossier: Dossier, facet: Facet, wanted: readonly string[]): boolean {
  return wanted.length === 0 || valuesOf(dossier, facet).some((value) => wanted.includes(value));
}

function valuesOf({ item, runs, standing }: Dossier, facet: Facet): readonly string[] {
  if (facet === 'emotions') return item.label === undefined ? [] : [item.label];
  if (facet === 'generators') return item.generator === undefined ? [] : [item.generator];
  return runs.length === 0 ? [standing] : [...new Set(runs.map(({ headline }) => headline.standing))];
}

function distinctAnswers({ runs }: Dossier): number {
  return new Set(runs.map(({ headline }) => headline.outcome.label ?? headline.standing)).size;
}
