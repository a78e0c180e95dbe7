import { expect, it } from 'vitest';
import { RowPlaces } from '../../../src/core/benchmark/formats/placesOfRows.ts';

it('knows the pictures of rows, of which some have several, or none', () => {
  const places = new RowPlaces(Int32Array.of(7, -1, -1, 3, -1));
  expect([...places.without()]).toEqual([1, 2, 4]);
  places.set(1, [9, 8]);
  places.set(4, [5]);
  expect(places.count).toBe(4);
  const rows = [0, 1, 2, 3, 4];
  expect(rows.map((row) => [places.firstOf(row), ...places.othersOf(row)])).toEqual([[7], [9, 8], [-1], [3], [5]]);
  const { rows: of, places: at } = places.pairs();
  expect([[...of], [...at]]).toEqual([
    [0, 1, 1, 3, 4],
    [7, 9, 8, 3, 5],
  ]);
  const simple = new RowPlaces(Int32Array.of(7, -1, 3)).pairs();
  expect([[...simple.rows], [...simple.places]]).toEqual([
    [0, 2],
    [7, 3],
  ]);
});
