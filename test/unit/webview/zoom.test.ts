import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitted, moved, zoomed } from '../../../webview/ui/zoom.ts';

const frame = { width: 400, height: 300 };
const picture = { width: 1000, height: 1000 };

test('fitting shows the whole picture, also one that is smaller than the frame', () => {
  expect(fitted(picture, frame)).toEqual({ scale: 0.3, x: 0, y: 0 });
  expect(fitted({ width: 100, height: 50 }, frame).scale).toBe(4);
  expect(fitted({ width: 0, height: 0 }, frame).scale).toBe(1);
});

test('the point under the pointer stays under it while the picture covers the frame there', () => {
  const at = { x: 40, y: -30 };
  const before = { scale: 1, x: 10, y: 20 };
  const after = zoomed(before, 2, at, picture, frame);
  expect(after.scale).toBe(2);
  expect((at.x - after.x) / after.scale).toBeCloseTo((at.x - before.x) / before.scale);
  expect((at.y - after.y) / after.scale).toBeCloseTo((at.y - before.y) / before.scale);
});

test('zooming stops at the fitted view and at 32 px for each px', () => {
  expect(zoomed({ scale: 1, x: 0, y: 0 }, 0.001, { x: 9, y: 9 }, picture, frame)).toEqual({ scale: 0.3, x: 0, y: 0 });
  expect(zoomed({ scale: 1, x: 0, y: 0 }, 1e6, { x: 0, y: 0 }, picture, frame).scale).toBe(32);
});

test('a picture can never be dragged off the frame', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.3, max: 32, noNaN: true }), fc.integer(), fc.integer(), (scale, dx, dy) => {
      const { x, y } = moved({ scale, x: 0, y: 0 }, dx, dy, picture, frame);
      expect(Math.abs(x)).toBeLessThanOrEqual(Math.max(0, (1000 * scale - 400) / 2));
      expect(Math.abs(y)).toBeLessThanOrEqual(Math.max(0, (1000 * scale - 300) / 2));
    }),
  );
  expect(moved({ scale: 1, x: 0, y: 0 }, 50, -20, picture, frame)).toEqual({ scale: 1, x: 50, y: -20 });
});
