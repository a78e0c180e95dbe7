import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalTail } from '../../../src/core/scoring/normalTail.ts';
import { holm, mcNemar, signFlip, wilcoxonSignedRank } from '../../../src/core/scoring/pairedTests.ts';

interface Reference {
  readonly normalTail: readonly { readonly z: number; readonly p: number }[];
  readonly mcNemar: readonly {
    readonly firstOnly: number;
    readonly secondOnly: number;
    readonly p: number;
    readonly midP: number;
  }[];
  readonly wilcoxon: readonly {
    readonly name: string;
    readonly differences: readonly number[];
    readonly method: 'exact' | 'approx';
    readonly p: number;
  }[];
  readonly signFlip: readonly { readonly name: string; readonly differences: readonly number[]; readonly p: number }[];
  readonly holm: readonly { readonly ps: readonly number[]; readonly corrected: readonly number[] }[];
}

/** Values of SciPy, written by reference.py. */
const reference = JSON.parse(readFileSync(new URL('reference.json', import.meta.url), 'utf8')) as Reference;

/** Relative: what matters of a small p-value is its size. */
function expectClose(actual: number, expected: number, within = 1e-9): void {
  expect(Math.abs(actual - expected), `${actual} for ${expected}`).toBeLessThanOrEqual(within * Math.abs(expected));
}

describe('paired tests agree with SciPy', () => {
  it.each(reference.normalTail)('the normal tail beyond $z', ({ z, p }) => expectClose(normalTail(z), p, 1e-12));

  it.each(reference.mcNemar)('McNemar of $firstOnly and $secondOnly', ({ firstOnly, secondOnly, p, midP }) => {
    const test = mcNemar(firstOnly, secondOnly);
    expectClose(test.p, p);
    expectClose(test.midP, midP);
  });

  it.each(reference.wilcoxon)('Wilcoxon: $name', ({ differences, method, p }) => {
    const test = wilcoxonSignedRank(differences);
    expect(test.method).toBe(method === 'exact' ? 'exact' : 'normal');
    expectClose(test.p, p);
  });

  it.each(reference.signFlip)('sign flips: $name', ({ differences, p }) => expectClose(signFlip(differences).p, p));

  it.each(reference.holm)('Holm of $ps', ({ ps, corrected }) => {
    holm(ps).forEach((value, place) => expectClose(value!, corrected[place]!));
  });
});

describe('paired tests', () => {
  it('of signs alone are the exact McNemar test, also where the table is large', () => {
    fc.assert(
      fc.property(fc.nat({ max: 400 }), fc.nat({ max: 400 }), (up, down) => {
        const signs = [...new Array<number>(up).fill(1), ...new Array<number>(down).fill(-1)];
        const { p } = mcNemar(up, down);
        if (p > 1e-30) expectClose(signFlip(signs).p, p);
      }),
    );
  });

  it('do not depend on which of the two is first', () => {
    const differences = reference.wilcoxon[3]!.differences;
    const turned = differences.map((value) => -value);
    expect(wilcoxonSignedRank(turned).p).toBe(wilcoxonSignedRank(differences).p);
    expect(mcNemar(3, 9)).toMatchObject({ p: mcNemar(9, 3).p, midP: mcNemar(9, 3).midP });
  });

  it('leave out of the correction what was not tested', () => {
    expect(holm([null, 0.02, null, 0.03])).toEqual([null, 0.04, null, 0.04]);
  });

  it('count out a benchmark of hundreds of thousands without delay', () => {
    const differences = Array.from({ length: 287_000 }, (_none, i) => (i % 11) - 5);
    expect(signFlip(differences)).toMatchObject({ nonZero: 260_909, p: expect.closeTo(0.99, 0.1) as number });
  });
});
