import type { GalleryFilter, GallerySort } from '../../src/protocol/views.ts';
import { galleryFilter, gallerySort } from '../../src/protocol/views.ts';
import type { GridAnchor } from './gridLayout.ts';

/** Smallest and largest side of a card's picture that the slider gives, and its step, in px. */
export const sizeRange = { min: 96, max: 352, step: 16 } as const;

/** What the person chose, and nothing that was fetched: this alone outlives the page. */
export interface GalleryIntent {
  readonly version: 1;
  /** Address of the benchmark that this is about; the editor reads it too, to know what a reloaded window showed. */
  readonly root: string | undefined;
  readonly filter: GalleryFilter;
  readonly sort: GallerySort;
  /** Fields that the list is put together by, at most two. */
  readonly group: readonly string[];
  /** Wanted side of a card's picture, in px; see {@link sizeRange}. */
  readonly size: number;
  readonly facetsShown: boolean;
  /** Ids of the selected portraits. */
  readonly selection: readonly string[];
  /** The portrait that keys act on, and where it stood. */
  readonly active: { readonly id: string; readonly index: number } | undefined;
  readonly anchor: GridAnchor;
  /** The portrait whose detail is open. */
  readonly detail: string | undefined;
}

/** No restriction. */
export const emptyFilter: GalleryFilter = { emotions: [], generators: [], outcomes: [], review: 'all', query: '' };

/** What a page starts with that has nothing to restore. */
export const firstIntent: GalleryIntent = {
  version: 1,
  root: undefined,
  filter: emptyFilter,
  sort: 'name',
  group: [],
  size: 160,
  facetsShown: true,
  selection: [],
  active: undefined,
  anchor: { index: 0, past: 0 },
  detail: undefined,
};

const selectionKept = 5000;

/**
 * Reads a stored state of any version and any shape. A part that is missing or broken falls back to its default alone; a
 * version newer than ours is not guessed at, and gives all defaults.
 */
export function readIntent(stored: unknown): GalleryIntent {
  if (!isRecord(stored) || stored['version'] !== 1) return firstIntent;
  const filter = galleryFilter.safeParse(stored['filter']);
  const sort = gallerySort.safeParse(stored['sort']);
  const { root, size, facetsShown, selection, detail, group } = stored;
  return {
    version: 1,
    root: isString(root) ? root : undefined,
    filter: filter.success ? filter.data : firstIntent.filter,
    sort: sort.success ? sort.data : firstIntent.sort,
    group: Array.isArray(group) ? group.filter(isString).slice(0, 2) : [],
    size: isNumber(size) ? Math.min(Math.max(size, sizeRange.min), sizeRange.max) : firstIntent.size,
    facetsShown: typeof facetsShown === 'boolean' ? facetsShown : firstIntent.facetsShown,
    selection: Array.isArray(selection) ? selection.filter(isString).slice(0, selectionKept) : [],
    active: readActive(stored['active']),
    anchor: readAnchor(stored['anchor']),
    detail: isString(detail) ? detail : undefined,
  };
}

/** The intent for a benchmark: what was chosen in another one does not hold here, except how things are shown. */
export function intentFor(intent: GalleryIntent, root: string): GalleryIntent {
  if (intent.root === undefined || intent.root === root) return { ...intent, root };
  return { ...firstIntent, size: intent.size, facetsShown: intent.facetsShown, root };
}

/** Whether a filter restricts anything. */
export function restricts(filter: GalleryFilter): boolean {
  return (
    filter.emotions.length + filter.generators.length + filter.outcomes.length > 0 ||
    filter.review !== 'all' ||
    filter.query.trim() !== ''
  );
}

function readActive(stored: unknown): GalleryIntent['active'] {
  if (!isRecord(stored)) return undefined;
  const { id, index } = stored;
  return isString(id) && isIndex(index) ? { id, index } : undefined;
}

function readAnchor(stored: unknown): GridAnchor {
  if (!isRecord(stored)) return firstIntent.anchor;
  const { index, past } = stored;
  return isIndex(index) && isNumber(past) && past >= 0 ? { index, past } : firstIntent.anchor;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isIndex(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}
