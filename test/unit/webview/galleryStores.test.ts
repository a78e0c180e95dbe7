import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { answerRequests, eventMessage, type Handlers, pageChannel } from '../../../src/protocol/channel.ts';
import { galleryEvents, galleryRequests } from '../../../src/protocol/messages.ts';
import type { Card, GalleryFilter } from '../../../src/protocol/views.ts';
import { DetailStore } from '../../../webview/gallery/detailStore.ts';
import { GalleryStore } from '../../../webview/gallery/galleryStore.ts';
import { emptyFilter } from '../../../webview/gallery/intent.ts';

type Gallery = Handlers<typeof galleryRequests>;
type Events = typeof galleryEvents;

/** A gallery page without its DOM, over a host with `ids` in a list that the test can change. */
function page(stored: unknown = undefined, overrides: Partial<Gallery> = {}) {
  const host = {
    ids: Array.from({ length: 250 }, (_, place) => `p${place}`),
    asked: [] as [string, unknown][],
    saved: stored,
  };
  const cardOf = (id: string): Card => ({
    id,
    name: id,
    src: id,
    predictions: [{ run: 'r', model: 'm', stage: 'emotion', standing: 'wrong', answer: 'sad' }],
    standing: 'wrong',
    open: true,
  });
  const handlers: Gallery = {
    info: async () => ({
      root: 'file:///memo',
      name: 'memo',
      format: 'memo-bench',
      total: host.ids.length,
      labels: [],
      generators: [],
      runs: [],
      problems: [],
      problemCount: 0,
      groups: [],
      treeGroup: [],
      evaluation: { running: false, done: 0, total: 0, failed: 0, text: '' },
    }),
    items: async ({ start, end }) => ({
      total: host.ids.length,
      cards: host.ids.slice(start, end).map(cardOf),
      counts: { wrong: 0, refused: 0, open: 0, reviewed: 0 },
    }),
    sections: async () => [],
    completeQuery: async ({ caret }) => ({ from: caret, to: caret, options: [] }),
    saveView: async () => ({ saved: false }),
    facets: async () => ({ emotions: [], generators: [], outcomes: [] }),
    portrait: async ({ id }) => ({
      card: cardOf(id),
      path: id,
      problems: [],
      reviews: [],
      index: host.ids.indexOf(id),
      total: host.ids.length,
      runs: [
        {
          run: 'r',
          model: 'm',
          protocol: 'p',
          strategy: 's',
          headline: 'emotion',
          standing: 'wrong',
          stages: [{ stage: 'emotion', standing: 'wrong' }],
        },
      ],
    }),
    idAt: async ({ index }) => host.ids[index] ?? null,
    select: async () => null,
    evaluate: async () => ({ started: true }),
    showScores: async () => null,
    compare: async () => ({ started: true }),
    stop: async () => null,
    pause: async () => null,
    goOn: async () => null,
    resume: async () => ({ started: false }),
    verdict: async () => null,
    openRow: async () => null,
    thumbnails: async () => ({ made: [] }),
    ...overrides,
  };
  const channel = pageChannel(galleryRequests, galleryEvents, (message) => {
    const { name, params } = message as { name: string; params: unknown };
    host.asked.push([name, params]);
    void answer(message);
  });
  const answer = answerRequests(galleryRequests, handlers, (message) => channel.receive(message));
  const gallery = new GalleryStore(channel, { stored: () => host.saved, store: (intent) => (host.saved = intent) });
  const detail = new DetailStore(gallery, () => '2026-11-22T10:00:00.000Z');
  const tell = <K extends keyof Events & string>(
    name: K,
    params: Parameters<typeof eventMessage<Events, K>>[1],
  ): void => channel.receive(eventMessage<Events, K>(name, params));
  const settle = (): Promise<void> => vi.advanceTimersByTimeAsync(200).then(() => undefined);
  const last = (name: string): unknown => host.asked.findLast(([asked]) => asked === name)?.[1];
  return { host, gallery, detail, tell, settle, last };
}

async function opened(...given: Parameters<typeof page>) {
  const made = page(...given);
  made.gallery.load();
  await made.settle();
  await made.detail.activate(4, 'only');
  made.detail.open();
  await made.settle();
  return made;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('selection', () => {
  test('one, toggled, and a range over pages that were never seen', async () => {
    const { gallery, detail, settle, last } = await opened();
    expect(gallery.intent.selection).toEqual(['p4']);
    await detail.activate(6, 'toggle');
    expect(gallery.intent.selection).toEqual(['p4', 'p6']);
    await detail.activate(4, 'toggle');
    expect(gallery.intent.selection).toEqual(['p6']);
    await detail.activate(230, 'range');
    expect(gallery.intent.selection).toHaveLength(227);
    expect(gallery.intent.selection.at(-1)).toBe('p230');
    await settle();
    expect((last('select') as { ids: string[] }).ids[0]).toBe('p230');
  });

  test('a filter ends it and starts at the top', async () => {
    const { gallery, settle } = await opened();
    gallery.set({ anchor: { index: 90, past: 0 } });
    gallery.setFilter({ ...emptyFilter, review: 'open' });
    await settle();
    expect(gallery.intent).toMatchObject({ selection: [], anchor: { index: 0, past: 0 } });
  });
});

describe('a list that takes its time', () => {
  test('is waited for in sight, and what was given up for it says nothing', async () => {
    let give = (): void => undefined;
    const isSlow = ({ query }: GalleryFilter): boolean => query === 'sort:caption';
    const { gallery, settle } = page(undefined, {
      items: async ({ filter }) => {
        if (filter.query === 'text:old') throw new Error('something else was asked for meanwhile');
        if (isSlow(filter)) await new Promise<void>((resolve) => (give = resolve));
        return { total: 200, cards: [], counts: { wrong: 0, refused: 0, open: 0, reviewed: 0 } };
      },
      facets: async ({ filter }) => {
        if (filter.query === 'text:old') throw new Error('something else was asked for meanwhile');
        return { emotions: [], generators: [], outcomes: [] };
      },
    });
    gallery.load();
    await settle();
    expect(gallery.isWaiting).toBe(false);
    gallery.setFilter({ ...emptyFilter, query: 'text:old' });
    gallery.setFilter({ ...emptyFilter, query: 'sort:caption' });
    await settle();
    await settle();
    expect([gallery.isWaiting, gallery.error]).toEqual([true, undefined]);
    give();
    await settle();
    expect(gallery.isWaiting).toBe(false);
  });
});

describe('next and previous', () => {
  test('go through the list and stay at its ends', async () => {
    const { gallery, detail } = await opened();
    await detail.step(1);
    expect(gallery.intent.detail).toBe('p5');
    await detail.activate(0, 'only');
    await detail.step(-1);
    expect(gallery.intent.detail).toBe('p0');
    await detail.activate(249, 'only');
    await detail.step(1);
    expect(gallery.intent.detail).toBe('p249');
  });

  test('a portrait that left the list under its verdict is followed by the one that stood after it', async () => {
    const { host, gallery, detail, tell, settle } = await opened();
    host.ids = host.ids.filter((id) => id !== 'p4');
    tell('changed', { revision: 2 });
    await settle();
    expect(detail.view?.card.id).toBe('p4');
    await detail.step(1);
    expect(gallery.intent.detail).toBe('p5');
    await detail.step(-1);
    expect(gallery.intent.detail).toBe('p3');
  });

  test('after another filter the place is found again; outside of it, next begins the new list', async () => {
    const { host, gallery, detail, settle } = await opened();
    host.ids = ['p9', 'p4', 'p7'];
    gallery.setSort('degree');
    await settle();
    expect(gallery.intent.active).toEqual({ id: 'p4', index: 1 });
    host.ids = ['p9', 'p7'];
    gallery.setFilter({ ...emptyFilter, query: 'x' });
    await settle();
    expect(detail.view).toMatchObject({ index: -1 });
    await detail.step(1);
    expect(gallery.intent.detail).toBe('p9');
  });
});

describe('verdicts', () => {
  test('show at once in detail and grid, and hold the list', async () => {
    const { gallery, detail, last, settle, tell } = await opened();
    detail.judge('modelWrong');
    expect(detail.view?.card).toMatchObject({ verdict: 'modelWrong', open: false });
    expect(gallery.card(4)).toMatchObject({ verdict: 'modelWrong' });
    expect(last('verdict')).toEqual({ item: 'p4', run: 'r', stage: 'emotion', verdict: 'modelWrong' });
    tell('changed', { revision: 2 });
    await settle();
    expect(last('items')).toMatchObject({ hold: true });
    gallery.setSort('errors');
    await settle();
    expect(last('items')).not.toHaveProperty('hold');
  });

  test('that cannot be written are undone, and the page says why', async () => {
    const { gallery, detail, settle } = await opened(undefined, {
      verdict: () => Promise.reject(new Error('the disk is full')),
    });
    detail.judge('labelWrong');
    await settle();
    expect(detail.view?.card.verdict).toBeUndefined();
    expect(gallery.card(4)).toMatchObject({ id: 'p4', open: true });
    expect(gallery.card(4)?.verdict).toBeUndefined();
    expect(gallery.actions.actionError).toBe('the disk is full');
    gallery.actions.dismiss();
    expect(gallery.actions.actionError).toBeUndefined();
  });
});

describe('the rest of the window', () => {
  test('hearing of our own selection does not pull the person back', async () => {
    const { gallery, detail, tell, settle } = await opened();
    await detail.activate(5, 'only');
    tell('current', { id: 'p4' });
    await settle();
    expect(gallery.intent.active?.id).toBe('p5');
    tell('current', { id: 'p80' });
    await settle();
    expect(gallery.intent).toMatchObject({ active: { id: 'p80', index: 80 }, detail: 'p80', selection: ['p80'] });
    tell('current', { id: 'p5' });
    await settle();
    expect(gallery.intent.active?.id).toBe('p5');
  });

  test('opens details, sets filters, and tells of evaluations until their end', async () => {
    const { host, gallery, detail, tell, settle } = page();
    gallery.load();
    tell('open', { id: 'p33' });
    await settle();
    expect(detail.view?.card.id).toBe('p33');
    const filter: GalleryFilter = { ...emptyFilter, outcomes: ['wrong'] };
    tell('filter', filter);
    expect(gallery.intent.filter).toEqual(filter);
    tell('evaluation', { running: true, done: 1, total: 3, failed: 0, text: 'Evaluating' });
    expect(gallery.announcement).toBe('');
    gallery.actions.setHeld(true);
    gallery.actions.setHeld(false);
    await settle();
    expect(host.asked.map(([name]) => name).filter((name) => name === 'pause' || name === 'goOn')).toEqual([
      'pause',
      'goOn',
    ]);
    tell('evaluation', { running: false, done: 3, total: 3, failed: 0, text: '3 answered' });
    expect(gallery.announcement).toBe('3 answered');
  });
});

describe('another life of the page', () => {
  test('restores what the person chose and fetches the rest', async () => {
    const first = await opened();
    first.gallery.setFilter({ ...emptyFilter, query: 'label:sad' });
    await first.settle();
    const second = page(JSON.parse(JSON.stringify(first.host.saved)));
    second.gallery.load();
    second.detail.load();
    await second.settle();
    expect(second.gallery.intent.filter.query).toBe('label:sad');
    expect(second.detail.view?.card.id).toBe('p4');
    expect(second.last('items')).toMatchObject({ filter: { query: 'label:sad' } });
  });

  test('over another benchmark starts anew', async () => {
    const first = await opened();
    const other = { ...(first.host.saved as object), root: 'file:///other', size: 200, sort: 'degree' };
    const second = page(other);
    second.gallery.load();
    second.detail.load();
    await second.settle();
    expect(second.gallery.intent).toMatchObject({ root: 'file:///memo', detail: undefined, sort: 'name', size: 200 });
    expect(second.host.saved).toMatchObject({ root: 'file:///memo' });
  });
});

test('an error of one question is not hidden by the answer to another', async () => {
  const { gallery, settle } = page(undefined, { info: () => Promise.reject(new Error('no info')) });
  gallery.load();
  await settle();
  expect([gallery.error, gallery.listing?.total]).toEqual(['no info', 250]);
});

test('changes that come faster than answers are followed a few times a second, and the last one is seen', async () => {
  const { host, gallery, tell } = page();
  gallery.load();
  await vi.advanceTimersByTimeAsync(400);
  host.asked.length = 0;
  for (let revision = 2; revision < 102; revision++) {
    tell('changed', { revision });
    await vi.advanceTimersByTimeAsync(10);
  }
  host.ids = ['last'];
  tell('changed', { revision: 102 });
  await vi.advanceTimersByTimeAsync(400);
  expect(host.asked.filter(([name]) => name === 'items').length).toBeLessThanOrEqual(6);
  expect(gallery.listing?.total).toBe(1);
});

test('a host that cannot be asked is an error that goes away when it answers again', async () => {
  let down = true;
  const { gallery, settle } = page(undefined, {
    items: async () => {
      if (down) throw new Error('no folder');
      return { total: 0, cards: [], counts: { wrong: 0, refused: 0, open: 0, reviewed: 0 } };
    },
  });
  gallery.load();
  await settle();
  expect([gallery.error, gallery.listing]).toEqual(['no folder', undefined]);
  down = false;
  gallery.load();
  await settle();
  expect([gallery.error, gallery.listing?.total]).toEqual([undefined, 0]);
});
