import { describe, expect, test } from 'vitest';
import {
  emptyFilter,
  firstIntent,
  type GalleryIntent,
  intentFor,
  readIntent,
  restricts,
} from '../../../webview/gallery/intent.ts';

const full: GalleryIntent = {
  version: 1,
  root: 'file:///memo',
  filter: { emotions: ['angry'], generators: [], outcomes: ['wrong'], review: 'open', query: 'label:angry' },
  sort: 'errors',
  group: ['split', 'label'],
  size: 240,
  facetsShown: false,
  selection: ['a.png', 'b.png'],
  active: { id: 'b.png', index: 41 },
  anchor: { index: 36, past: 0.25 },
  detail: 'b.png',
};

describe('stored intent', () => {
  test('comes back as it was', () => {
    expect(readIntent(JSON.parse(JSON.stringify(full)))).toEqual(full);
    expect(readIntent(JSON.parse(JSON.stringify(firstIntent)))).toEqual(firstIntent);
  });

  test.each([[undefined], [null], ['{}'], [3], [{}], [{ ...full, version: 0 }], [{ ...full, version: 2 }]])(
    'of no known version gives the defaults: %j',
    (stored) => {
      expect(readIntent(stored)).toEqual(firstIntent);
    },
  );

  test('with a broken part loses that part alone', () => {
    const broken = { ...full, sort: 'colour', active: { id: 'b.png', index: -1 }, anchor: { index: 1.5, past: 0 } };
    expect(readIntent(broken)).toEqual({ ...full, sort: 'name', active: undefined, anchor: { index: 0, past: 0 } });
    expect(readIntent({ ...full, filter: { emotions: 'angry' } })).toEqual({ ...full, filter: emptyFilter });
    expect(readIntent({ ...full, selection: ['a', 7, null], detail: 7 })).toEqual({
      ...full,
      selection: ['a'],
      detail: undefined,
    });
  });

  test('keeps the size within what the slider gives', () => {
    const sizeOf = (size: unknown): number => readIntent({ ...full, size }).size;
    expect([sizeOf(5), sizeOf(9999), sizeOf(Number.NaN), sizeOf('200')]).toEqual([96, 352, 160, 160]);
  });

  test('is bounded', () => {
    const selection = Array.from({ length: 20_000 }, (_, place) => String(place));
    expect(readIntent({ ...full, selection }).selection).toHaveLength(5000);
  });
});

describe('intent and benchmark', () => {
  test('the same benchmark keeps everything; another one keeps only how things are shown', () => {
    expect(intentFor(full, 'file:///memo')).toEqual(full);
    expect(intentFor(full, 'file:///other')).toEqual({
      ...firstIntent,
      root: 'file:///other',
      size: 240,
      facetsShown: false,
    });
    expect(intentFor({ ...full, root: undefined }, 'file:///memo')).toEqual(full);
  });

  test('an empty filter restricts nothing, any part of it does', () => {
    expect(restricts({ ...emptyFilter, query: '  ' })).toBe(false);
    const parts = [
      { emotions: ['a'] },
      { generators: ['a'] },
      { outcomes: ['a'] },
      { review: 'open' as const },
      { query: 'x' },
    ];
    for (const part of parts) expect(restricts({ ...emptyFilter, ...part })).toBe(true);
  });
});
