import { describe, expect, test } from 'vitest';
import { compareNatural, sortNatural } from '../../../src/core/benchmark/naturalOrder.ts';
import { seededRandom } from '../../../src/core/scoring/resampling.ts';

const random = seededRandom(7);
const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;

/** Names that are numbered in all the ways that lead series astray: zeros before numbers, the same number twice, none, one series within another, different ends. */
function someNames(): readonly string[] {
  const words = [pick(allWords), pick(allWords)];
  const ends = [pick(allEnds), pick(allEnds)];
  const most = pick([3, 20, 4000]);
  const name = (): string => {
    const number = String(Math.floor(random() * most));
    const digits = pick([number, number.padStart(2, '0'), number.padStart(5, '0'), random() < 0.02 ? '' : number]);
    return pick(words) + digits + pick(ends);
  };
  return [...new Set(Array.from({ length: pick([1, 8, 60, 400]) }, name))].sort(() => random() - 0.5);
}

const allWords = ['', 'a', 'a1b', 'a01b', 'x-', 'x-1-', 'face_', 'Face_', '表情', '.'];
const allEnds = ['.png', '.png', '.png', '.jpg', '', 'b.png', '_x.png', '.1.png'];

describe('sorting names', () => {
  test('gives the same order in series as comparing each name with others', () => {
    for (let round = 0; round < 300; round++) {
      const names = someNames();
      expect(sortNatural(names)).toEqual(names.toSorted(compareNatural));
    }
  });

  test('sorts numbered names of two series by their numbers', () => {
    const names = Array.from({ length: 500 }, (_none, i) => `${i % 2 === 0 ? 'a' : 'b'}_${500 - i}.png`);
    const inOrder = ['a', 'b'].flatMap((series) =>
      Array.from({ length: 250 }, (_none, i) => `${series}_${i * 2 + (series === 'a' ? 2 : 1)}.png`),
    );
    expect(sortNatural(names)).toEqual(inOrder);
  });
});
