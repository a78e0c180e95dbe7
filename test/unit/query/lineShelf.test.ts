import { expect, it } from 'vitest';
import { LineShelf } from '../../../src/core/query/columns/lineShelf.ts';

it('gives lines back as they were, whatever they are written in and however many there are', () => {
  const shelf = new LineShelf();
  const lines = Array.from({ length: 3000 }, (_, at) => `${at} ${'ab 开心 é 😊 '.repeat(at % 60)}`);
  lines.splice(1000, 0, 'x'.repeat(1_500_000), '', '好'.repeat(700_000));
  const file = new TextEncoder().encode('first\nsecond\n');
  const places = lines.slice(0, 2000).map((line) => shelf.add(line));
  const start = shelf.addBytes(file);
  places.push(...lines.slice(2000).map((line) => shelf.add(line)));
  expect(places.map((place) => shelf.read(place))).toEqual(lines);
  expect(shelf.read({ start: start + 6, length: 6 })).toBe('second');
});
