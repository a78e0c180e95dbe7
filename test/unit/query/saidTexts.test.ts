import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SaidTexts } from '../../../src/core/query/saidTexts.ts';
import { foldForSearch } from '../../../src/core/query/searchText.ts';
import { seededRandom } from '../../../src/core/scoring/resampling.ts';
import { workedOffAtOnce } from '../../../src/core/turns.ts';

/** What a search means, without any index. */
function isHeld(text: string, part: string): boolean {
  return foldForSearch(text.replaceAll('\0', ' ')).includes(foldForSearch(part.replaceAll('\0', ' ')));
}

function numbersOf(said: SaidTexts, part: string): readonly number[] {
  return [...workedOffAtOnce(said.search(part))].flatMap((held, number) => (held === 1 ? [number] : []));
}

function expected(texts: readonly string[], part: string): readonly number[] {
  return texts.flatMap((text, number) => (text !== '' && isHeld(text, part) ? [number] : []));
}

/** Letters and digits, signs, spaces; composed and not; wide, dotted, Chinese, Thai, emoji, halves of pairs, and the marks used inside. */
const unit = fc.constantFrom(
  ...'aabbsz019 .,!"\n-',
  ...[
    'é',
    'e\u0301',
    'ß',
    'İ',
    'ı',
    'I',
    'Ｓ',
    'ﬁ',
    'Σ',
    'ς',
    'д',
    'ا',
    'ห',
    'น้า',
    '哀',
    '愁',
    '。',
    '한',
    'か゛',
    '😢',
    '👨‍👩‍👧',
    '\ud83d',
    '\ude22',
  ],
  ...['\0', '\uffff', '\u0e00', '\u0dff', '\u00a0', '’', 'the ', 'a sad '],
);
const text = fc.string({ unit, minLength: 1, maxLength: 40 });
/** So few words that a part of a text is nearly the same as one of another, or as the end of one and the beginning of the next. */
const fewWords = fc.constantFrom('a ', 'a', 'b ', 'b,', '哀', ' ');
const fewTexts = fc.string({ unit: fewWords, minLength: 1, maxLength: 6 });

type Step = { readonly add: readonly string[] } | { readonly prepare: number } | { readonly look: string };
const steps = (texts: fc.Arbitrary<string>, part: fc.Arbitrary<string>): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ add: fc.array(texts, { maxLength: 8 }) }) },
      { weight: 1, arbitrary: fc.record({ prepare: fc.integer({ min: 1, max: 12 }) }) },
      { weight: 3, arbitrary: fc.record({ look: part }) },
    ),
    { maxLength: 30 },
  );
const taken = fc.oneof(
  steps(text, fc.string({ unit, maxLength: 5 })),
  steps(fewTexts, fc.string({ unit: fewWords, minLength: 1, maxLength: 4 })),
);

describe('what was said', () => {
  it('is found text by text, whether it is indexed, half indexed or not at all', () => {
    fc.assert(
      fc.property(taken, fc.integer({ min: 20, max: 200 }), (steps, pieceLength) => {
        const said = new SaidTexts(pieceLength);
        const texts: string[] = [''];
        let preparing = said.prepare();
        for (const one of steps) {
          if ('add' in one) for (const added of one.add) texts[said.add([added])] = added;
          else if ('prepare' in one) {
            for (let i = 0; i < one.prepare; i++) if (preparing.next().done === true) preparing = said.prepare();
          } else expect(numbersOf(said, one.look)).toEqual(expected(texts, one.look));
        }
        workedOffAtOnce(preparing);
        workedOffAtOnce(said.prepare());
        expect(said.isDue).toBe(false);
        for (const one of steps)
          if ('look' in one) expect(numbersOf(said, one.look)).toEqual(expected(texts, one.look));
      }),
      { numRuns: 600 },
    );
  });

  it('is found by any part of it', () => {
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 30 }),
        fc.nat(),
        fc.nat(40),
        fc.nat(40),
        (added, which, from, length) => {
          const said = new SaidTexts(50);
          const texts: string[] = [''];
          for (const one of added) texts[said.add([one])] = one;
          workedOffAtOnce(said.search('x'));
          workedOffAtOnce(said.prepare());
          const part = texts[1 + (which % (texts.length - 1))]!.slice(from, from + length);
          expect(numbersOf(said, part)).toEqual(expected(texts, part));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('is found in texts of more words than one index holds, by a few words and by hundreds', () => {
    const random = seededRandom(11);
    const words = ['the', 'face', 'looks', 'sad', 'sad,', 'and', '—', '悲伤', 'not', 'at', 'all.'];
    const some = (count: number): string =>
      Array.from({ length: count }, () => words[Math.floor(random() * words.length)]!).join(' ');
    const said = new SaidTexts();
    const texts = [''];
    const long = some(90_000);
    for (const one of [
      ...Array.from({ length: 3000 }, () => some(1 + Math.floor(random() * 120))),
      long,
      some(70_000),
    ]) {
      texts[said.add([one])] = one;
    }
    expect(said.isDue).toBe(true);
    workedOffAtOnce(said.prepare());
    for (const part of [
      'sad and',
      'e face looks sa',
      '悲伤 not',
      ', — t',
      'all. all. all. all. all.',
      long.slice(400_000, 402_000),
      some(12),
    ]) {
      expect(numbersOf(said, part)).toEqual(expected(texts, part));
    }
  });

  it('is found by the end of very many words and what follows', () => {
    const said = new SaidTexts(1000);
    const texts = [''];
    for (let i = 0; i < 2000; i++) {
      const one = `${i * 7}${i % 3 === 0 ? ' ' : ', '}${i % 5 === 0 ? 'looks' : 'seems'} ${i % 11}`;
      texts[said.add([one])] = one;
    }
    workedOffAtOnce(said.search('x'));
    workedOffAtOnce(said.prepare());
    for (const part of [' looks', '1 look', ', s', ' ', '7, seems 1', '4 looks 0']) {
      expect(numbersOf(said, part)).toEqual(expected(texts, part));
    }
  });

  it('is not found by words between which something else stands', () => {
    const said = new SaidTexts(1);
    const numbers = ['one sad man', 'one sad  man', 'one sad, man'].map((one) => said.add([one]));
    workedOffAtOnce(said.search('x'));
    workedOffAtOnce(said.prepare());
    expect(said.isDue).toBe(false);
    expect(numbersOf(said, 'e sad m')).toEqual([numbers[0]]);
  });

  it('is nothing across two texts of one answer', () => {
    const said = new SaidTexts(1);
    const number = said.add(['looks sad', undefined, 'and angry']);
    for (const _ of [0, 1]) {
      expect(numbersOf(said, 'sad and')).toEqual([]);
      expect(numbersOf(said, 'AND angry')).toEqual([number]);
      workedOffAtOnce(said.prepare());
    }
    expect(said.isDue).toBe(false);
  });
});
