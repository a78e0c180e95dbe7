import fc from 'fast-check';
import { expect, it } from 'vitest';
import { listedFile } from '../../../src/core/benchmark/files/listing.ts';
import { readNames } from '../../../src/core/benchmark/names/nameParts.ts';
import { sortNatural } from '../../../src/core/benchmark/naturalOrder.ts';

it('reads the names of files that come and go as if it read all of them anew', () => {
  const isEmotion = (text: string) => ['happy', 'sad'].includes(text);
  const name = fc.constantFrom('x', 'y', 'sdxl_happy_1', 'flux_sad_2', 'sdxl_sad_3', 'flux_sad_4', 'sdxl_dull_5');
  const lists = fc.array(fc.array(name), { minLength: 2, maxLength: 4 });
  fc.assert(
    fc.property(lists, (states) => {
      let before: ReturnType<typeof readNames> | undefined;
      for (const names of states) {
        const files = sortNatural([...new Set(names)]).map((one) => listedFile(`${one}.png`));
        const pattern = '{generator}_{prompted}_{seed}';
        before = readNames(pattern, files, isEmotion, { key: pattern, before });
        expect(before.parts).toEqual(readNames(pattern, files, isEmotion).parts);
      }
    }),
  );
});
