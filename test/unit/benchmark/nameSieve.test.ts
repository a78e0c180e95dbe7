import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../../src/core/benchmark/files/nameIndex.ts';
import { NameSieve } from '../../../src/core/benchmark/files/nameSieve.ts';

// The sign for Kelvin is a small k once it is folded.
const letter = fc.constantFrom('a', 'A', 'k', 'K', '\u212a', '1', '_', '.', 'é', 'e\u0301', '"', ' ');
const name = fc.array(letter, { minLength: 1, maxLength: 14 }).map((letters) => letters.join(''));

describe('a sieve of names', () => {
  it('lets through all that may be one of them', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 5 }), name, fc.nat(), (names, other, at) => {
        const sieve = new NameSieve(names);
        const like = names.length === 0 ? other : names[at % names.length]!;
        const forms = [other, like, like.toUpperCase(), like.toLowerCase(), like.normalize('NFD'), fold(like)];
        for (const text of [...forms, like.replaceAll(/k/gi, '\u212a')]) {
          const isOne = names.some((one) => one === text || fold(one) === fold(text));
          const around = `,${text},`;
          if (isOne) expect([text, sieve.mayHold(around, 1, around.length - 1)]).toEqual([text, true]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('holds back nearly all others, however they begin', () => {
    const named = (i: number) => `generator_happy_${String(i).padStart(5, '0')}.png`;
    const sieve = new NameSieve([named(3), named(70_000)]);
    const through = Array.from({ length: 10_000 }, (_none, i) => named(i)).filter((one) =>
      sieve.mayHold(one, 0, one.length),
    );
    expect(through).toContain(named(3));
    expect(through.length).toBeLessThan(100);
  });
});
