import * as l10n from '@vscode/l10n';
import { completeQuery } from '../../../src/core/query/language/completeQuery.ts';
import { builtInFields, type QueryVocabulary } from '../../../src/core/query/language/queryFields.ts';
import { answerRequests, eventMessage, type Handlers } from '../../../src/protocol/channel.ts';
import {
  type galleryEvents,
  galleryRequests,
  type portraitEvents,
  portraitRequests,
} from '../../../src/protocol/messages.ts';
import type { Card, EvaluationView, GalleryFilter, GallerySort, Verdict } from '../../../src/protocol/views.ts';
import { fakeFace } from './fakeFace.ts';
import { generators, labels, makeCard, makePortrait, modelsOf } from './fakeBenchmark.ts';
import { speakAsThePage } from './fakeLanguage.ts';

/** What the browser gives this script; written out because the tests' own compiler knows no page. */
interface Page {
  readonly location: { readonly search: string; readonly pathname: string };
  readonly sessionStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void };
  postMessage(message: unknown, target: string): void;
  acquireVsCodeApi?: unknown;
  fakeHost?: unknown;
}

const page = globalThis as unknown as Page;
speakAsThePage();
const options = new URLSearchParams(page.location.search);
const count = Number(options.get('count') ?? 432);
const runs = Number(options.get('runs') ?? 2);
const delay = Number(options.get('delay') ?? 0);
const asked: { name: string; params: unknown }[] = [];
let failing = options.has('fail') ? 'The benchmark folder could not be read: EACCES' : undefined;
let revision = 0;
// With `?pictures=72` the server's own pictures, otherwise drawn faces.
const pictures = Number(options.get('pictures') ?? 0);
const pictureOf = (card: { label: string; index: number }): string =>
  pictures > 0 ? `/picture/${card.index % pictures}` : fakeFace(card);
const cards = Array.from({ length: count }, (_, index) => makeCard(index, runs, pictureOf));
let evaluation: EvaluationView = { running: false, done: 0, total: 0, failed: 0, text: '' };
if (options.has('running')) {
  evaluation = {
    running: true,
    model: 'gpt-4o',
    done: 611,
    total: 1296,
    failed: 3,
    text: 'Evaluating with gpt-4o · 2.4 a second · about 5 min left',
  };
}
let current = options.has('none') ? undefined : cards[Number(options.get('current') ?? 3)]?.id;

const send = (message: unknown): void => page.postMessage(message, '*');
const changed = (): void => send(eventMessage<typeof galleryEvents, 'changed'>('changed', { revision: ++revision }));

function tellHeld(held: boolean): void {
  const text = held ? 'paused at 611 of 1296' : 'Evaluating with gpt-4o · 2.4 a second · about 5 min left';
  evaluation = { ...evaluation, held, text };
  send(eventMessage<typeof galleryEvents, 'evaluation'>('evaluation', evaluation));
}

function shows(card: Card, filter: GalleryFilter, without?: keyof GalleryFilter): boolean {
  const any = (facet: 'emotions' | 'generators' | 'outcomes', value: string | undefined): boolean =>
    facet === without || filter[facet].length === 0 || (value !== undefined && filter[facet].includes(value));
  const review = filter.review === 'all' || (filter.review === 'open' ? card.open : card.verdict !== undefined);
  const text = filter.query.replace(/^label:/, '').trim();
  return (
    any('emotions', card.label) &&
    any('generators', card.generator) &&
    any('outcomes', card.standing) &&
    review &&
    (text === '' || queryError(filter) !== undefined || card.label === text || card.name.includes(text))
  );
}

function queryError({ query }: GalleryFilter): { text: string; at: number; length: number } | undefined {
  const at = query.indexOf('(');
  return at < 0 ? undefined : { text: `At character ${at + 1}: this bracket is not closed.`, at, length: 1 };
}

const fakeHint = 'At character 7: "label" cannot be angy. Did you mean "angry"? Values: happy, sad, angry.';

const vocabulary: QueryVocabulary = {
  fields: builtInFields,
  values: ({ name }) => {
    const words =
      name === 'label' ? labels : name === 'generator' ? generators : name === 'model' ? modelsOf(runs) : [];
    return words.map((value, i) => ({ value, count: 1234 - i * 97 }));
  },
};

function sectionsOf(list: readonly Card[], group: readonly string[]): { words: string[]; count: number }[] {
  const sections: { words: string[]; count: number }[] = [];
  if (group.length === 0) return sections;
  for (const card of list) {
    const words = group.map((field) => (field === 'label' ? card.label : card.generator) ?? 'none');
    if (sections.at(-1)?.words.join() === words.join()) sections.at(-1)!.count++;
    else sections.push({ words, count: 1 });
  }
  return sections;
}

let held: { key: string; ids: Card[] } | undefined;
let isHeld = false;

function listOf({
  filter,
  sort,
  group = [],
  hold,
}: {
  filter: GalleryFilter;
  sort: GallerySort;
  group?: string[] | undefined;
  hold?: boolean | undefined;
}): Card[] {
  const key = JSON.stringify([filter, sort, group]);
  isHeld = hold === true && held?.key === key;
  if (isHeld && held !== undefined) return held.ids;
  const ids = cards.filter((card) => shows(card, filter));
  if (sort === 'degree') ids.sort((a, b) => (a.degree ?? 0) - (b.degree ?? 0));
  if (sort === 'errors') ids.sort((a, b) => Number(b.open) - Number(a.open));
  const valueOf = (card: Card): string =>
    group.map((field) => (field === 'label' ? labels.indexOf(card.label ?? '') : card.generator)).join();
  if (group.length > 0) ids.sort((a, b) => (valueOf(a) < valueOf(b) ? -1 : valueOf(a) > valueOf(b) ? 1 : 0));
  held = { key, ids };
  return ids;
}

function facet(
  filter: GalleryFilter,
  name: 'emotions' | 'generators' | 'outcomes',
  values: readonly string[],
  of: (card: Card) => string | undefined,
) {
  const rest = cards.filter((card) => shows(card, filter, name));
  const words: Readonly<Record<string, string>> = { unparsed: 'unread' };
  return values.map((value) => ({
    value,
    text: words[value] ?? value,
    count: rest.filter((card) => of(card) === value).length,
  }));
}

function judge(item: string, run: string | undefined, verdict: Verdict | null): void {
  const card = cards.find((one) => one.id === item);
  if (card === undefined) throw new Error(`no portrait ${item}`);
  card.predictions = card.predictions.map((line) =>
    line.run === run ? { ...line, verdict: verdict ?? undefined } : line,
  );
  card.verdict = verdict ?? undefined;
  card.open =
    verdict === null && card.predictions.some((line) => line.standing === 'wrong' || line.standing === 'refused');
  changed();
}

const galleryHandlers: Handlers<typeof galleryRequests> = {
  info: async () => ({
    root: 'file:///invented',
    name: 'invented',
    format: 'memo-bench',
    total: count,
    labels,
    generators,
    runs: (cards[0] === undefined ? [] : modelsOf(runs)).map((model) => ({
      run: model,
      model,
      protocol: 'memo-progressive',
    })),
    degreeScale: { min: 1, max: 5 },
    problems: [],
    problemCount: 0,
    groups: [
      { field: 'generator', text: l10n.t('Generator'), groups: generators.length },
      { field: 'label', text: l10n.t('Emotion'), groups: labels.length },
    ],
    treeGroup: ['generator', 'label'],
    evaluation,
  }),
  items: async (listing) => {
    const list = listOf(listing);
    const error = queryError(listing.filter);
    return {
      total: list.length,
      cards: list.slice(listing.start, listing.end),
      counts: {
        wrong: list.filter((card) => card.standing === 'wrong').length,
        refused: list.filter((card) => card.standing === 'refused').length,
        open: list.filter((card) => card.open).length,
        reviewed: list.filter((card) => card.verdict !== undefined).length,
      },
      ...(error === undefined ? {} : { queryError: error }),
      ...(list.length === 0 && listing.filter.query !== '' ? { queryHint: fakeHint } : {}),
      ...(listing.filter.query.includes('sort:') ? { sortedByQuery: true } : {}),
      held: isHeld,
    };
  },
  sections: async (listing) => sectionsOf(listOf(listing), listing.group ?? []),
  completeQuery: async ({ text, caret }) => {
    const { from, to, options: found } = completeQuery(text, caret, vocabulary);
    return { from, to, options: [...found] };
  },
  saveView: async () => ({ saved: true }),
  facets: async ({ filter }) => ({
    emotions: facet(filter, 'emotions', labels, (card) => card.label),
    generators: facet(filter, 'generators', generators, (card) => card.generator),
    outcomes: facet(
      filter,
      'outcomes',
      ['right', 'wrong', 'refused', 'unparsed', 'failed', 'notAsked'],
      (card) => card.standing,
    ),
  }),
  portrait: async ({ id, ...listing }) => {
    const list = listOf(listing);
    const card = cards.find((one) => one.id === id);
    return card === undefined ? null : makePortrait(card, list.indexOf(card), list.length);
  },
  idAt: async ({ index, ...listing }) => listOf(listing)[index]?.id ?? null,
  select: async ({ ids }) => {
    current = ids[0] ?? current;
    return null;
  },
  evaluate: async () => ({ started: true }),
  resume: async () => ({ started: false }),
  showScores: async () => null,
  compare: async () => ({ started: false }),
  pause: async () => (tellHeld(true), null),
  goOn: async () => (tellHeld(false), null),
  stop: async () => {
    evaluation = { ...evaluation, running: false, text: 'Stopped: 611 of 1,296 requests done.' };
    send(eventMessage<typeof galleryEvents, 'evaluation'>('evaluation', evaluation));
    return null;
  },
  verdict: async ({ item, run, verdict }) => {
    if (options.has('readonly')) throw new Error('reviews.jsonl could not be written: the disk is full.');
    judge(item, run, verdict);
    return null;
  },
  openRow: async () => null,
  thumbnails: async () => ({ made: [] }),
};

const portraitHandlers: Handlers<typeof portraitRequests> = {
  current: async () => {
    const index = cards.findIndex((card) => card.id === current);
    const card = cards[index];
    return card === undefined ? null : makePortrait(card, index, cards.length);
  },
  move: async ({ by }) => {
    current = cards[cards.findIndex((card) => card.id === current) + by]?.id ?? current;
    send(eventMessage<typeof portraitEvents, 'changed'>('changed', { revision: ++revision }));
    return null;
  },
  evaluate: async () => ({ started: true }),
  verdict: galleryHandlers.verdict,
  openRow: galleryHandlers.openRow,
  openDetail: async () => null,
};

const answer = page.location.pathname.startsWith('/portrait')
  ? answerRequests(portraitRequests, portraitHandlers, send)
  : answerRequests(galleryRequests, galleryHandlers, send);

page.acquireVsCodeApi = () => ({
  postMessage: (message: { readonly id: number; readonly name: string; readonly params: unknown }) => {
    asked.push({ name: message.name, params: message.params });
    setTimeout(() => {
      if (failing !== undefined) send({ type: 'error', id: message.id, message: failing });
      else void answer(message);
    }, delay);
  },
  getState: () => JSON.parse(page.sessionStorage.getItem('state') ?? 'null') as unknown,
  setState: (state: unknown) => page.sessionStorage.setItem('state', JSON.stringify(state)),
});

// For the scripts that drive the page.
page.fakeHost = {
  asked,
  heal: () => (failing = undefined),
  send: (name: string, params: unknown) => send({ type: 'event', name, params }),
  changed,
};
