import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  anchorAt,
  clampTop,
  contentTopOf,
  isScaled,
  layoutGrid,
  maxScrollHeight,
  moveByKey,
  rowOf,
  rowPlace,
  rowsInView,
  scrollTopOf,
  topOfAnchor,
  topToReveal,
} from '../../../webview/gallery/gridLayout.ts';

const anyGrid = fc.record({
  width: fc.integer({ min: 60, max: 4000 }),
  count: fc.integer({ min: 1, max: 300_000 }),
  size: fc.integer({ min: 96, max: 352 }),
  answers: fc.integer({ min: 0, max: 6 }),
});
const viewport = 700;

describe('layout', () => {
  test('fills the width with as many columns as fit', () => {
    const layout = layoutGrid({ width: 1000, count: 10, size: 160, answers: 3 });
    // 6 x 160 + 5 gaps of 8 = 1000
    expect(layout).toMatchObject({ columns: 6, side: 160, rows: 2 });
    expect(layoutGrid({ width: 999, count: 10, size: 160, answers: 3 }).columns).toBe(5);
  });

  test('the picture is at least four fifths of its card wherever more than one line stands under it', () => {
    fc.assert(
      fc.property(anyGrid, (input) => {
        const { side, captionLines, rowHeight } = layoutGrid(input);
        if (captionLines > 1) expect(side / (rowHeight - 8)).toBeGreaterThanOrEqual(0.8);
        expect(captionLines).toBeLessThanOrEqual(1 + input.answers);
      }),
    );
    expect(layoutGrid({ width: 1000, count: 10, size: 160, answers: 3 }).captionLines).toBe(2);
    expect(layoutGrid({ width: 96, count: 1, size: 96, answers: 3 }).captionLines).toBe(1);
    expect(layoutGrid({ width: 352, count: 1, size: 352, answers: 3 }).captionLines).toBe(4);
    expect(layoutGrid({ width: 352, count: 1, size: 352, answers: 1 }).captionLines).toBe(2);
    expect(layoutGrid({ width: 352, count: 1, size: 352, answers: 0 }).captionLines).toBe(1);
  });

  test('cards never stand beyond the width, and no row is left out', () => {
    fc.assert(
      fc.property(anyGrid, (input) => {
        const { columns, columnWidth, side, rows } = layoutGrid(input);
        expect((columns - 1) * columnWidth + side).toBeLessThanOrEqual(input.width);
        expect(rows * columns).toBeGreaterThanOrEqual(input.count);
        expect((rows - 1) * columns).toBeLessThan(input.count);
      }),
    );
  });

  test('287,000 portraits in one column stay under the height that a browser can scroll', () => {
    const layout = layoutGrid({ width: 200, count: 287_000, size: 160, answers: 3 });
    expect(layout.columns).toBe(1);
    expect(layout.contentHeight).toBeGreaterThan(33_554_428);
    expect(layout.scrollHeight).toBe(maxScrollHeight);
    expect(isScaled(layout)).toBe(true);
    expect(isScaled(layoutGrid({ width: 1000, count: 7145, size: 160, answers: 3 }))).toBe(false);
  });
});

describe('scrolling', () => {
  const huge = layoutGrid({ width: 200, count: 287_000, size: 160, answers: 3 });
  const small = layoutGrid({ width: 1000, count: 432, size: 160, answers: 3 });

  test('the ends of the bar are the ends of the content, scaled or not', () => {
    for (const layout of [huge, small]) {
      expect(contentTopOf(layout, viewport, 0)).toBe(0);
      expect(contentTopOf(layout, viewport, layout.scrollHeight - viewport)).toBe(layout.contentHeight - viewport);
    }
  });

  test('content place and bar place are inverse to each other', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(huge, small), (share, layout) => {
        const top = share * (layout.contentHeight - viewport);
        expect(contentTopOf(layout, viewport, scrollTopOf(layout, viewport, top))).toBeCloseTo(top, 4);
      }),
    );
  });

  test('a list shorter than the view does not scroll', () => {
    const few = layoutGrid({ width: 1000, count: 3, size: 160, answers: 3 });
    expect(contentTopOf(few, viewport, 50)).toBe(0);
    expect(scrollTopOf(few, viewport, 50)).toBe(0);
    expect(clampTop(few, viewport, 50)).toBe(0);
  });

  test('the rows in view cover the view, with some more on both sides', () => {
    const { rowHeight } = small;
    expect(rowsInView(small, viewport, 0, 2)).toEqual({ first: 0, end: Math.ceil(viewport / rowHeight) + 2 });
    const middle = rowsInView(small, viewport, 10 * rowHeight + 1, 2);
    expect(middle.first).toBe(8);
    expect(middle.end).toBe(Math.ceil((10 * rowHeight + 1 + viewport) / rowHeight) + 2);
    expect(rowsInView(small, viewport, small.contentHeight - viewport, 2).end).toBe(small.rows);
    expect(rowsInView(layoutGrid({ width: 1000, count: 0, size: 160, answers: 3 }), viewport, 0, 2)).toEqual({
      first: 0,
      end: 0,
    });
  });

  test('an anchor brings back its card under another width and size', () => {
    fc.assert(
      fc.property(anyGrid, anyGrid, fc.double({ min: 0, max: 1, noNaN: true }), (one, other, share) => {
        const before = layoutGrid(one);
        const anchor = anchorAt(before, clampTop(before, viewport, share * before.contentHeight));
        const after = layoutGrid({ ...other, count: one.count });
        const top = topOfAnchor(after, viewport, anchor);
        const seen = rowsInView(after, viewport, top, 0);
        const row = Math.floor(anchor.index / after.columns);
        expect(row).toBeGreaterThanOrEqual(seen.first);
        expect(row).toBeLessThan(Math.max(seen.end, 1));
      }),
    );
    expect(topOfAnchor(small, viewport, anchorAt(small, 500))).toBeCloseTo(500, 6);
  });

  test('revealing moves as little as it can', () => {
    const { rowHeight, columns } = small;
    expect(topToReveal(small, viewport, 0, 0)).toBe(0);
    expect(topToReveal(small, viewport, rowHeight, columns)).toBe(rowHeight);
    expect(topToReveal(small, viewport, rowHeight * 5, columns * 2)).toBe(rowHeight * 2);
    expect(topToReveal(small, viewport, 0, columns * 10)).toBe(rowHeight * 11 - viewport);
    expect(topToReveal(small, 50, 0, columns * 10)).toBe(rowHeight * 10);
  });
});

describe('keys', () => {
  // 20 cards in rows of 6: the last row holds 18 and 19.
  const layout = layoutGrid({ width: 1000, count: 20, size: 160, answers: 3 });
  const move = (index: number, key: string, toEdge = false) => moveByKey(layout, viewport, index, key, toEdge);

  test('left and right go on across rows and stop at the ends', () => {
    expect([move(0, 'ArrowLeft'), move(6, 'ArrowLeft'), move(5, 'ArrowRight'), move(19, 'ArrowRight')]).toEqual([
      0, 5, 6, 19,
    ]);
  });

  test('up and down keep the column; into a short last row, down goes to its end', () => {
    expect([move(2, 'ArrowUp'), move(8, 'ArrowUp'), move(2, 'ArrowDown')]).toEqual([2, 2, 8]);
    expect([move(12, 'ArrowDown'), move(17, 'ArrowDown'), move(19, 'ArrowDown')]).toEqual([18, 19, 19]);
  });

  test('home, end and page keys', () => {
    expect([move(8, 'Home'), move(8, 'End'), move(19, 'End')]).toEqual([6, 11, 19]);
    expect([move(8, 'Home', true), move(8, 'End', true)]).toEqual([0, 19]);
    expect([move(1, 'PageDown'), move(8, 'PageDown'), move(19, 'PageUp'), move(2, 'PageUp')]).toEqual([19, 19, 1, 2]);
  });

  test('other keys and an empty grid do not move', () => {
    expect(move(3, 'x')).toBeUndefined();
    expect(
      moveByKey(layoutGrid({ width: 1000, count: 0, size: 160, answers: 3 }), viewport, 0, 'ArrowDown', false),
    ).toBeUndefined();
  });
});

describe('headers', () => {
  const grouped = layoutGrid({
    width: 1000,
    count: 20,
    size: 160,
    answers: 0,
    sections: [{ count: 8 }, { count: 1 }, { count: 11 }],
  });

  test('begin a row, and are above it', () => {
    expect(grouped).toMatchObject({ columns: 6, rows: 5, header: 28 });
    const rows = Array.from({ length: 5 }, (_, row) => rowPlace(grouped, row));
    expect(rows.map(({ start, end }) => [start, end])).toEqual([
      [0, 6],
      [6, 8],
      [8, 9],
      [9, 15],
      [15, 20],
    ]);
    expect(rows.map(({ begins }) => begins?.start)).toEqual([0, undefined, 8, 9, undefined]);
    expect(rows[2]!.top).toBe(2 * 28 + 2 * grouped.rowHeight);
    expect(grouped.contentHeight).toBe(3 * 28 + 5 * grouped.rowHeight);
  });

  test('are left out while they do not come to the list', () => {
    const layout = layoutGrid({ width: 1000, count: 21, size: 160, answers: 0, sections: [{ count: 20 }] });
    expect(layout).toMatchObject({ header: 0, rows: 4 });
  });

  test('let keys go from row to row, and stay in the column where there is one', () => {
    const to = (index: number, key: string): number | undefined => moveByKey(grouped, 5000, index, key, false);
    expect([to(4, 'ArrowDown'), to(7, 'ArrowDown'), to(8, 'ArrowDown'), to(8, 'ArrowUp')]).toEqual([7, 8, 9, 6]);
    expect([to(17, 'ArrowDown'), to(0, 'ArrowUp'), to(9, 'End'), to(13, 'Home')]).toEqual([17, 0, 14, 9]);
    expect([to(2, 'PageDown'), to(19, 'PageUp')]).toEqual([17, 4]);
  });

  test('keep every card in its place under anchors and reveals', () => {
    fc.assert(
      fc.property(
        anyGrid,
        fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 60 }),
        (grid, counts) => {
          const count = counts.reduce((sum, one) => sum + one, 0);
          const layout = layoutGrid({ ...grid, count, sections: counts.map((one) => ({ count: one })) });
          for (const index of [0, Math.floor(count / 2), count - 1]) {
            const row = rowOf(layout, index);
            const { start, end, top } = rowPlace(layout, row);
            expect(start <= index && index < end).toBe(true);
            const seen = rowsInView(layout, viewport, topToReveal(layout, viewport, 0, index), 0);
            expect(seen.first <= row && row < seen.end).toBe(true);
            const anchor = anchorAt(layout, clampTop(layout, viewport, top));
            expect(rowOf(layout, anchor.index)).toBeLessThanOrEqual(row);
          }
          expect(topOfAnchor(layout, viewport, { index: 0, past: 0 })).toBe(0);
        },
      ),
    );
  });
});
