import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { joinTexts, mark, visitHolding } from '../../../src/core/query/plainTexts.ts';

function heldBy(texts: readonly string[], part: string, most = Infinity): readonly number[] {
  const found: number[] = [];
  visitHolding(joinTexts(texts), part, (number) => {
    found.push(number);
    return found.length < most;
  });
  return found;
}

const few = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 });
/** Texts that hold what is looked for side by side, and far from each other. */
const texts = fc
  .array(fc.tuple(few, fc.constantFrom(0, 0, 0, 1, 2, 7, 40)), { minLength: 1, maxLength: 12 })
  .map((all) => all.flatMap(([text, gap]) => [text, ...Array.from({ length: gap }, () => 'c')]));

it('visits each text that holds a part, at its beginning and its end if a mark says so, near or far from the one before', () => {
  const part = fc.tuple(fc.boolean(), few, fc.boolean());
  fc.assert(
    fc.property(texts, part, fc.integer({ min: 1, max: 5 }), (all, [begins, inside, ends], most) => {
      const wanted = `${begins ? mark : ''}${inside}${ends ? mark : ''}`;
      const expected = all.flatMap((text, number) => (`${mark}${text}${mark}`.includes(wanted) ? [number] : []));
      expect(heldBy(all, wanted)).toEqual(expected);
      expect(heldBy(all, wanted, most)).toEqual(expected.slice(0, most));
    }),
    { numRuns: 500 },
  );
});
