import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameOrCopyReader } from '../../../src/core/benchmark/names/copiesOfNames.ts';
import { isNamePattern, nameReader, parseName } from '../../../src/core/benchmark/names/fileNamePattern.ts';
import { inferPattern, type InferredPattern } from '../../../src/core/benchmark/names/inferPattern.ts';

const emotions = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];
const isEmotion = (text: string) => emotions.includes(text.toLowerCase());
const patternIn = (stems: readonly string[]): InferredPattern | undefined =>
  inferPattern(
    stems.map((stem) => ({ stem })),
    isEmotion,
  );

type Make = (generator: string, emotion: string, prompt: number, serial: number) => string;

function names(generators: readonly string[], make: Make): string[] {
  let serial = 0;
  return generators.flatMap((generator) =>
    emotions.flatMap((emotion) => [1, 2, 3, 4, 5, 6].map((prompt) => make(generator, emotion, prompt, serial++))),
  );
}

const odd = ['atelier-3', 'sdxl', 'sd_xl', 'happy-diffusion', 'mid journey', 'v1.5'];
const numbered = ['atelier-1', 'atelier-2', 'atelier-3'];
const three = (n: number) => String(n).padStart(3, '0');

describe('inferring patterns', () => {
  it.each<[string, readonly string[], Make]>([
    ['{generator}_{prompted}_{prompt}', odd, (g, e, p) => `${g}_${e}_${three(p)}`],
    ['{generator}_{prompted}_{prompt}', numbered, (g, e, p) => `${g}_${e}_${three(p)}`],
    ['{generator}-{prompted}-{prompt}', numbered, (g, e, p) => `${g}-${e}-${p}`],
    ['{prompted}-{prompt}-{generator}', numbered, (g, e, p) => `${e}-${p}-${g}`],
    ['{prompted}_{generator}_{prompt}', odd, (g, e, p) => `${e}_${g}_${p}`],
    ['{prompted}{prompt}_{generator}', odd, (g, e, p) => `${e}${three(p)}_${g}`],
    ['{prompt}_{generator}_{prompted}', odd, (g, e, p) => `${p}_${g}_${e}`],
    ['{prompted} {prompt} {generator}', odd, (g, e, p) => `${e} ${p} ${g}`],
    ['{generator}.{prompted}.{prompt}.{seed}', odd, (g, e, p, s) => `${g}.${e}.${p}.${s * 1_000_003 + 7_654_321}`],
    ['{generator}+{prompted}+p{prompt}+s{seed}', odd, (g, e, p, s) => `${g}+${e}+p${p}+s${s}`],
    ['{generator}__{prompted}__{prompt}', odd, (g, e, p) => `${g}__${e.toUpperCase()}__${p}`],
    ['{generator}_{prompt}_{prompted}', ['sdxl'], (g, e, p) => `${g}_${p}_${e}`],
    ['img_{prompted}_{prompt}', ['-'], (_, e, __, s) => `img_${e}_${s}`],
    ['{prompted}', ['-'], (_, e) => e],
    ['{prompted} ({prompt})', ['-'], (_, e, p) => `${e} (${p})`],
    ['img{prompt}({prompted})', ['-'], (_, e, __, s) => `img${s}(${e})`],
    ['{prompt}【{prompted}】', ['-'], (_, e, __, s) => `${s}【${e}】`],
    ['{generator}_{prompted}_{prompt}', ['sd (xl)', 'flux (2)'], (g, e, p) => `${g}_${e}_${p}`],
    ['{generator} [{prompted}] {prompt}', odd, (g, e, p) => `${g} [${e}] ${p}`],
    ['{generator}_{prompted}_prompt_{prompt}_seed_{seed}', odd, (g, e, p, s) => `${g}_${e}_prompt_${p}_seed_${s}`],
  ])('finds %s', (pattern, generators, make) => {
    expect(patternIn(names(generators, make))).toEqual({ pattern, confidence: 1 });
    const isNamed = pattern.includes('{generator}');
    let serial = 0;
    for (const generator of generators) {
      for (const emotion of emotions) {
        for (const prompt of [1, 2, 3, 4, 5, 6]) {
          const parts = parseName(pattern, make(generator, emotion, prompt, serial++), isEmotion);
          expect(parts?.prompted?.toLowerCase()).toBe(emotion);
          if (isNamed) expect(parts).toMatchObject({ generator });
          if (isNamed) expect(Number(parts?.prompt)).toBe(prompt);
        }
      }
    }
  });

  it('finds generators without emotions', () => {
    const pattern = patternIn(names(['sdxl', 'flux'], (g, _, __, s) => `${g}_${s}`))?.pattern;
    expect(pattern).toBe('{generator}_{prompt}');
  });

  it.each<[string, (prompt: number, serial: number) => string]>([
    ['p{prompt}_seed{seed}', (p, s) => `p${three(p)}_seed${s}`],
    ['prompt-{prompt}-seed-{seed}', (p, s) => `prompt-${p}-seed-${s}`],
    ['face_{prompt}_seed{seed}', (p, s) => `face_${p}_seed${s}`],
    ['seed{seed}', (_, s) => `seed${s}`],
  ])('finds %s where folders or a table say the rest', (pattern, make) => {
    const all = names(['-'], (_, __, p, s) => make(p, s));
    expect(patternIn(all)).toEqual({ pattern, confidence: 1 });
    expect(parseName(pattern, make(3, 41))).toMatchObject({ seed: '41' });
  });

  it('finds the emotion in a few names where all others are numbers', () => {
    const few = ['IMG_1', 'IMG_2', 'DSC0003', 'happy_1', 'sad_2'];
    expect(patternIn(few)).toEqual({ pattern: '{prompted}_{prompt}', confidence: 0.4 });
    expect(patternIn([...few, 'cover'])).toBeUndefined();
    expect(patternIn([...few, 'sad_hill_01'])).toBeUndefined();
    expect(patternIn(['beach_1', 'lake_2', 'road_3', 'happy_1', 'sad_2'])).toBeUndefined();
  });

  it('is not led astray by copies', () => {
    const copied = ['happy', 'happy (2)', 'happy (3)', 'sad', 'sad - Copy', 'sad copy 2'];
    expect(patternIn(copied)).toEqual({ pattern: '{prompted}', confidence: 1 });
    const read = nameOrCopyReader('{prompted}', isEmotion);
    expect(copied.map((name) => read(name)?.prompted)).toEqual(['happy', 'happy', 'happy', 'sad', 'sad', 'sad']);
    expect(read('hill (2)')?.prompted).toBeUndefined();
  });

  it('forgives some names that do not fit', () => {
    const most = names(odd, (g, e, p) => `${g}_${e}_${p}`);
    const inferred = patternIn([...most, 'readme', 'cover_happy', 'x_y_z']);
    expect(inferred?.pattern).toBe('{generator}_{prompted}_{prompt}');
    expect(inferred?.confidence).toBeCloseTo(most.length / (most.length + 3), 1);
  });

  it.each([
    ['cameras', names(['-'], (_, __, ___, s) => `IMG_${s}`)],
    ['numbers of persons', names(['-'], (_, __, p, s) => `s${s}_p${p}`)],
    ['cameras, numbered by a system', names(['-'], (_, __, ___, s) => `IMG (${s})`)],
    ['plain numbers', names(['-'], (_, __, ___, s) => String(s))],
    ['hashes', ['9f86d081', '60303ae2', 'fd61a03a', 'a4e624d6']],
    ['nothing', []],
  ])('finds nothing in %s', (_, list) => expect(patternIn(list)).toBeUndefined());
});

describe('reading names', () => {
  it.each([
    [
      '{generator}_{prompted}_{prompt}',
      'atelier-3_angry_012',
      { generator: 'atelier-3', prompted: 'angry', prompt: '012' },
    ],
    ['{generator}_{prompted}_{prompt}', 'sd_xl_happy_7', { generator: 'sd_xl', prompted: 'happy', prompt: '7' }],
    ['{generator}_{prompted}_{prompt}', 'sdxl_happy_b', { generator: 'sdxl', prompted: 'happy', prompt: 'b' }],
    ['*{generator}', '*x', { generator: 'x' }],
    ['{*}-{seed}', 'a(b.png-5', { seed: '5' }],
    ['{generator}(1)', 'a.b(1)', { generator: 'a.b' }],
  ])('%s reads %s', (pattern, stem, parts) => expect(parseName(pattern, stem, isEmotion)).toEqual(parts));

  it('does not read what does not fit, nor take another word for an emotion', () => {
    const pattern = '{generator}_{prompted}_{prompt}';
    expect(parseName(pattern, 'happy', isEmotion)).toBeUndefined();
    expect(parseName(pattern, 'sdxl_angry_012_v2', isEmotion)).toBeUndefined();
    expect(parseName(pattern, 'sdxl_man_012', isEmotion)).toEqual({ generator: 'sdxl', prompt: '012' });
    expect(parseName(pattern, 'sdxl_man_012')).toMatchObject({ prompted: 'man' });
  });

  it.each(['', 'plain', '{nonsense}', '{generator', '{prompt}{prompt}', '}{generator}', '{}'])(
    '%j is no pattern',
    (pattern) => {
      expect(isNamePattern(pattern)).toBe(false);
      expect(parseName(pattern, 'a')).toBeUndefined();
    },
  );
});

describe('a pattern that a benchmark brings along', () => {
  it('costs no more than its length times that of the name, however many ways there are to fit', () => {
    expect(parseName(`${'{*}_'.repeat(12)}{prompted}X`, '_'.repeat(250))).toBeUndefined();
    expect(parseName(`${'{*}_'.repeat(12)}{prompted}X`, `${'_'.repeat(250)}happyX`)).toEqual({
      prompted: `${'_'.repeat(238)}happy`,
    });
  });

  it('is none with more pieces than anybody writes', () => {
    expect(isNamePattern(`${'{*}_'.repeat(19)}{prompted}`)).toBe(true);
    expect(isNamePattern(`${'{*}_'.repeat(20)}{prompted}`)).toBe(false);
  });

  it('does not take signs apart that are two units long', () => {
    expect(parseName('{generator}{prompted}', 'a😀')).toEqual({ generator: 'a', prompted: '😀' });
    expect(parseName('{generator}{prompted}', '😀')).toBeUndefined();
  });
});

describe('reading many names one after the other', () => {
  it('says of each what reading it alone says', () => {
    const patterns = [
      '{generator}_{prompted}_{prompt}',
      '{prompt}_{generator}',
      '{prompted}{seed}',
      '{*}_{generator}2{prompt}',
    ];
    const piece = fc.constantFrom('sdxl', 'sd2', 'happy', 'sad', 'man', '_', '_', '7', '12', '034', '2');
    const name = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));
    const ends = fc.array(fc.stringMatching(/^\d{2}$/), { maxLength: 4 });
    // Names that follow each other differ in their last digits, as those of a folder do.
    const alike = fc.tuple(name, ends).map(([stem, numbers]) => [stem, ...numbers.map((one) => stem + one)]);
    fc.assert(
      fc.property(fc.constantFrom(...patterns), fc.array(alike, { maxLength: 6 }), (pattern, all) => {
        const read = nameReader(pattern, isEmotion);
        for (const stem of all.flat()) expect(read(stem)).toEqual(parseName(pattern, stem, isEmotion));
      }),
    );
  });
});
