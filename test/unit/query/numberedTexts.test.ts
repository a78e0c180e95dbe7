import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NumberedOptions, NumberedTexts } from '../../../src/core/query/numberedTexts.ts';
import { Bits } from '../../../src/core/query/bits.ts';
import { foldForSearch } from '../../../src/core/query/searchText.ts';
import { seededRandom } from '../../../src/core/scoring/resampling.ts';
import { workedOffAtOnce } from '../../../src/core/turns.ts';

/** What a search means, without any index. */
function isHeld(text: string, part: string): boolean {
  return foldForSearch(text.replaceAll('\0', ' ')).includes(foldForSearch(part.replaceAll('\0', ' ')));
}

function numbersOf(said: NumberedTexts, part: string): readonly number[] {
  return numbersIn(workedOffAtOnce(said.search(part)));
}

function numbersIn(found: Bits): readonly number[] {
  return [...found].flatMap((held, number) => (held === 1 ? [number] : []));
}

/** All of some texts, put away in pieces of a length, of which all but the last one are settled. */
function saidOf(
  added: Iterable<string>,
  options?: NumberedOptions,
): { readonly said: NumberedTexts; readonly texts: readonly string[] } {
  const said = new NumberedTexts(options);
  const texts = [''];
  for (const one of added) texts[said.add([one])] = one;
  workedOffAtOnce(said.settle());
  return { said, texts };
}

/** Goes on with the indexes that are due for so many turns, and gives it up. */
function settleSome(said: NumberedTexts, turns: number): void {
  const settling = said.settle();
  for (let turn = 0; turn < turns && settling.next().done !== true; turn++);
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

type Step = { readonly add: readonly string[] } | { readonly look: string } | { readonly settle: number };
const steps = (texts: fc.Arbitrary<string>, part: fc.Arbitrary<string>): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ add: fc.array(texts, { maxLength: 8 }) }) },
      { weight: 3, arbitrary: fc.record({ look: part }) },
      { weight: 3, arbitrary: fc.record({ settle: fc.oneof(fc.nat(20), fc.constant(Infinity)) }) },
    ),
    { maxLength: 30 },
  );
const taken = fc.oneof(
  steps(text, fc.string({ unit, maxLength: 5 })),
  steps(fewTexts, fc.string({ unit: fewWords, minLength: 1, maxLength: 4 })),
);
const options = fc.record({ isIndexed: fc.boolean(), pieceLength: fc.integer({ min: 0, max: 200 }) });

describe('what was said', () => {
  it('is found text by text while more is said, with an index and without', () => {
    fc.assert(
      fc.property(taken, options, (steps, options) => {
        const said = new NumberedTexts(options);
        const texts: string[] = [''];
        for (const one of steps) {
          if ('add' in one) for (const added of one.add) texts[said.add([added])] = added;
          else if ('settle' in one) settleSome(said, one.settle);
          else expect(numbersOf(said, one.look)).toEqual(expected(texts, one.look));
        }
        for (const one of steps)
          if ('look' in one) expect(numbersOf(said, one.look)).toEqual(expected(texts, one.look));
      }),
      { numRuns: 600 },
    );
  });

  it('is found by a search that began before more was said, as it was then', () => {
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 20 }),
        fc.array(fc.array(text, { maxLength: 5 }), { minLength: 1, maxLength: 20 }),
        fc.string({ unit, maxLength: 3 }),
        options,
        (before, later, part, options) => {
          const { said, texts } = saidOf(before, options);
          const search = said.search(part);
          let step = search.next();
          for (const some of later) {
            for (const one of some) said.add([one]);
            settleSome(said, 5);
            if (step.done !== true) step = search.next();
          }
          while (step.done !== true) step = search.next();
          expect(numbersIn(step.value)).toEqual(expected(texts, part));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is found among the texts that are asked for, whichever these are', () => {
    const few = fc.tuple(
      fc.array(fewTexts, { minLength: 1, maxLength: 60 }),
      fc.string({ unit: fewWords, minLength: 1, maxLength: 3 }),
    );
    const many = fc.tuple(
      fc.array(text, { minLength: 1, maxLength: 60 }),
      fc.string({ unit, minLength: 1, maxLength: 2 }),
    );
    const sparse = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(fc.oneof(few, many), sparse, fc.nat(), options, ([added, part], every, shift, options) => {
        const { said, texts } = saidOf(added, options);
        const isAsked = (number: number): boolean => number === 0 || (number + shift) % every === 0;
        const passed = Bits.from(Array.from({ length: said.count }, (_, number) => (isAsked(number) ? 0 : 1)));
        const found = numbersIn(workedOffAtOnce(said.search(part, passed)));
        expect(found.filter(isAsked)).toEqual(expected(texts, part).filter(isAsked));
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
        options,
        (added, which, from, length, options) => {
          const { said, texts } = saidOf(added, options);
          const part = added[which % added.length]!.slice(from, from + length);
          expect(numbersOf(said, part)).toEqual(expected(texts, part));
        },
      ),
      { numRuns: 600 },
    );
  });

  it('is found in texts of more words than two bytes count, by a few words and by hundreds', () => {
    const random = seededRandom(11);
    const words = ['the', 'face', 'looks', 'sad', 'sad,', 'and', '—', '悲伤', 'not', 'at', 'all.'];
    const some = (count: number): string =>
      Array.from({ length: count }, () => words[Math.floor(random() * words.length)]!).join(' ');
    const long = `${some(90_000)} which nobody reads to the end`;
    const short = Array.from({ length: 3000 }, () => some(1 + Math.floor(random() * 120)));
    const { said, texts } = saidOf([...short, long, some(70_000)]);
    workedOffAtOnce(said.close());
    for (const part of [
      'sad and',
      'e face looks sa',
      '悲伤 not',
      ', — t',
      'all. all. all. all. all.',
      'nobody reads',
      'h nobody reads to',
      long.slice(400_000, 402_000),
      some(12),
    ]) {
      expect(numbersOf(said, part)).toEqual(expected(texts, part));
    }
  });

  it.each([
    ...[' ', '  ', ' the', 'the ', ' the ', 'e t', ' a', 'a a', 'the the', 's, ', '. ', '.', '"', '"the', "n't", '-'],
    ...[
      '0',
      '7 l',
      ' 1',
      '7',
      '\n',
      '.\n\n',
      '\nthe',
      '\t',
      '哀',
      '哀愁',
      '愁',
      '。',
      ' 哀',
      '哀 ',
      'e 哀',
      '😢',
      '\ud83d',
    ],
    ...[
      'THE FACE',
      'looks sad and',
      'e face looks s',
      'in the',
      'the face looks sad in the light',
      'said by nobody',
      '',
    ],
  ])('is found by %j', (part) => {
    const random = seededRandom(3);
    const words = 'the The a at face looks sad sad, "sad" sad. light. isn\'t well-lit in 哀愁 哀 😢 7 17 0.5'.split(
      ' ',
    );
    const gaps = [' ', ' ', ' ', '  ', '\n', '\n\n', '\t', '。', ''];
    const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)]!;
    const some = (): string =>
      Array.from({ length: 1 + Math.floor(random() * 30) }, () => pick(words) + pick(gaps)).join('');
    const added = Array.from({ length: 2000 }, (_, i) => `${i} ${some()}`);
    for (const isIndexed of [true, false]) {
      const { said, texts } = saidOf(added, { isIndexed, pieceLength: 5000 });
      expect(numbersOf(said, part)).toEqual(expected(texts, part));
    }
  });

  it('is found by the end of very many words and what follows', () => {
    const added = Array.from(
      { length: 2000 },
      (_, i) => `${i * 7}${i % 3 === 0 ? ' ' : ', '}${i % 5 === 0 ? 'looks' : 'seems'} ${i % 11}`,
    );
    const { said, texts } = saidOf(added);
    const { said: inPieces, texts: theirs } = saidOf(added, { pieceLength: 1000 });
    for (const part of [' looks', '1 look', ', s', ' ', '7, seems 1', '4 looks 0']) {
      expect(numbersOf(said, part)).toEqual(expected(texts, part));
      expect(numbersOf(inPieces, part)).toEqual(expected(theirs, part));
    }
  });

  it.each(['q', 'qx'])('is found by %j where most words have it, wherever the word is that does', (begin) => {
    const many = (i: number): string => Array.from({ length: 10 }, (_, word) => `${begin}${i}w${word}`).join(' ');
    const few = ['in none at all', `in only the last one ${begin}`, 'in no word either', `${begin} first and no more`];
    const added = Array.from({ length: 400 }, (_, i) =>
      i % 2 === 0 ? many(i) : `${few[(i >> 1) % 4]!} ${i} z${begin}${i % 3}`,
    );
    const { said, texts } = saidOf(added, { pieceLength: 3000 });
    for (const part of ['q', 'n', 'w', '1', ' ', 'in', 'w7', begin, `z${begin}`, `${begin}1`]) {
      expect(numbersOf(said, part)).toEqual(expected(texts, part));
    }
  });

  it('is found by more words than are told apart by bits, unless one of them differs', () => {
    const words = Array.from({ length: 12 }, (_, i) => `word${i} `);
    const other = ['a ', 'z ', '', 'word'];
    const added = [words, ...words.flatMap((_, i) => other.map((one) => words.with(i, one)))].map((one) =>
      one.join(''),
    );
    for (const pieceLength of [0, 10_000]) {
      const { said, texts } = saidOf([...added, 'end'], { pieceLength });
      for (const part of [words.join(''), words.slice(3).join(''), words.slice(1).join('').slice(2, -3)]) {
        expect(numbersOf(said, part)).toEqual(expected(texts, part));
      }
    }
  });

  it('is found by what ends or begins with the last character there is', () => {
    const { said, texts } = saidOf(['\uffff b', 'a\uffff\uffff c', '\uffff\uffff', 'd\uffff'], { pieceLength: 0 });
    for (const part of [' b', '\uffff', '\uffff\uffff', 'a\uffff', '\uffff c', '\uffff ']) {
      expect(numbersOf(said, part)).toEqual(expected(texts, part));
    }
  });

  it.each([31, 32, 33, 64, 65])('is found in each of %i texts by a common word, a rare one, and both', (count) => {
    for (let at = 0; at < count; at++) {
      const added = Array.from({ length: count }, (_, i) => `${i} ${i % 2 === at % 2 ? 'face face' : 'mouth'}`);
      added[at] += ' rarely';
      const { said, texts } = saidOf(added);
      workedOffAtOnce(said.close());
      for (const part of ['face', 'rare', 'ar', 'a', 'e r', `${at} `]) {
        expect(numbersOf(said, part)).toEqual(expected(texts, part));
      }
    }
  });

  it('is found among more different words than are put away together', () => {
    const { said, texts } = saidOf(Array.from({ length: 7000 }, (_, i) => `${i * 7} looks w${i} sad`));
    for (const part of ['looks w6', '999 l', 'w69', '7 looks w1', 'w4095 ', 'sad']) {
      expect(numbersOf(said, part)).toEqual(expected(texts, part));
    }
  });

  it('has its index made by whoever goes on with it, and is searched as it is until then', () => {
    const said = new NumberedTexts({ pieceLength: 10 });
    const numbers = ['looks sad and old', 'looks angry and sad', 'looks happy'].map((one) => said.add([one]));
    expect(said.isUnsettled).toBe(true);
    let turns = 0;
    for (; said.isUnsettled; turns++) {
      settleSome(said, 1);
      expect(numbersOf(said, 'sad')).toEqual(numbers.slice(0, 2));
      expect(numbersOf(said, 'd old')).toEqual(numbers.slice(0, 1));
    }
    // In steps, and not all at once.
    expect(turns).toBeGreaterThan(10);
  });

  it('goes on where what came last was put away', () => {
    const said = new NumberedTexts();
    const [sad, angry] = [said.add(['looks sad']), said.add(['looks angry'])];
    workedOffAtOnce(said.close());
    workedOffAtOnce(said.close());
    const later = said.add(['sad, too']);
    expect(said.add(['looks sad'])).toBe(sad);
    expect(new Set([0, sad, angry, later]).size).toBe(4);
    expect(said.count).toBe(later + 1);
    expect(numbersOf(said, 'sad')).toEqual([sad, later]);
    workedOffAtOnce(said.close());
    expect(numbersOf(said, 'sad')).toEqual([sad, later]);
  });

  it('is not found where the first word of three is missing, though it stands before the second one everywhere else', () => {
    for (const pieceLength of [0, 1000]) {
      const { said, texts } = saidOf(['愁a man', 'a man', 'b 愁a man'], { pieceLength });
      workedOffAtOnce(said.close());
      expect(numbersOf(said, '愁a m').map((number) => texts[number])).toEqual(['愁a man', 'b 愁a man']);
    }
  });

  it('is found by the end of any of more words than are told apart two words on', () => {
    const added = Array.from({ length: 3000 }, (_, i) => `${`${i} b d `.repeat(12)}${i} b c`);
    const { said, texts } = saidOf(added, { pieceLength: 1_000_000 });
    workedOffAtOnce(said.close());
    for (const end of ['0', '9', '17', '99', '49', '30', '5', '1', '2', '123']) {
      for (const part of [`${end} b c`, `${end} b `]) expect(numbersOf(said, part)).toEqual(expected(texts, part));
    }
  });

  it('is not found by words between which something else stands', () => {
    const { said, texts } = saidOf(['one sad man', 'one sad  man', 'one sad, man'], { pieceLength: 0 });
    expect(numbersOf(said, 'e sad m').map((number) => texts[number])).toEqual(['one sad man']);
  });

  it('is nothing across two texts of one answer', () => {
    for (const pieceLength of [0, 1000]) {
      const said = new NumberedTexts({ pieceLength });
      const number = said.add(['looks sad', undefined, 'and angry']);
      expect(numbersOf(said, 'sad and')).toEqual([]);
      expect(numbersOf(said, 'AND angry')).toEqual([number]);
    }
  });
});
