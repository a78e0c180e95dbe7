import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextCoder } from '../../../src/core/benchmark/codedTexts.ts';
import { TextNumbers } from '../../../src/core/benchmark/textNumbers.ts';

describe('numbers of texts', () => {
  const texts = fc.array(
    fc.oneof(fc.string(), fc.constantFrom('', 'a', 'ab', 'ba', 'happy', 'hairy'), fc.nat(99).map(String)),
    {
      maxLength: 400,
    },
  );
  const inOrder = (all: readonly string[]) => [...new Set(all)];

  it('count texts from 0 on in the order in which they come, and equal ones once', () => {
    fc.assert(
      fc.property(texts, (all) => {
        const numbers = new TextNumbers();
        expect(all.map((text) => numbers.numberOf(text))).toEqual(all.map((text) => inOrder(all).indexOf(text)));
      }),
    );
  });

  it('are codes from 1 on where texts are few, however they alternate', () => {
    fc.assert(
      fc.property(texts, (all) => {
        const coder = new TextCoder();
        expect(all.map((text) => coder.codeOf(text))).toEqual(all.map((text) => inOrder(all).indexOf(text) + 1));
        expect(coder.values).toEqual(inOrder(all));
      }),
    );
  });
});
