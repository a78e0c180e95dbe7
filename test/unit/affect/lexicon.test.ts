import { describe, expect, it } from 'vitest';
import { canonicalEmotions, ekmanEmotions, emoSetEmotions } from '../../../src/core/affect/emotions.ts';
import { foldLabel } from '../../../src/core/affect/foldLabel.ts';
import { foldText, normaliseForm, originalSpan } from '../../../src/core/affect/foldText.ts';
import { inflections } from '../../../src/core/affect/inflect.ts';
import { builtInLexicon, extendLexicon, lexiconVersion } from '../../../src/core/affect/lexicon.ts';
import { answerWords } from '../../../src/core/affect/words/answerWords.ts';
import { emotionWords } from '../../../src/core/affect/words/emotionWords.ts';
import { readAnswer } from '../../../src/core/evaluation/answerReader.ts';

describe('folding labels', () => {
  it.each([
    ['HAPPINESS', 'happy'],
    ['happiness', 'happy'],
    ['Happy', 'happy'],
    ['开心', 'happy'],
    [' happy ', 'happy'],
    ['joy', 'happy'],
    ['Anger', 'angry'],
    ['SADNESS', 'sad'],
    ['Surprised', 'surprise'],
    ['anxious', 'worry'],
    ['焦虑', 'worry'],
    ['担忧', 'worry'],
    ['擔憂', 'worry'],
    ['Neutral', 'neutral'],
    ['afraid', 'fear'],
    ['disgusted', 'disgust'],
    ['suprise', 'surprise'],
    ['disguist', 'disgust'],
    ['nuetral', 'neutral'],
    ['Fearfull', 'fear'],
    ['Wut', 'angry'],
    ['Freude', 'happy'],
    ['Überraschung', 'surprise'],
    ['dégoût', 'disgust'],
    ['peur', 'fear'],
    ['alegría', 'happy'],
    ['MIEDO', 'fear'],
    ['怒り', 'angry'],
    ['悲しみ', 'sad'],
    ['기쁨', 'happy'],
    ['중립', 'neutral'],
    ['YES', 'yes'],
    ['Negative', 'negative'],
  ])('folds %s into %s', (text, expected) => {
    expect(foldLabel(text, builtInLexicon)).toBe(expected);
  });

  it.each(['wory', 'hapy', '', '???', 'img_0042', 'constructor', '__proto__'])('does not know %j', (text) => {
    expect(foldLabel(text, builtInLexicon)).toBeUndefined();
  });

  it('folds joy into happy unless both are labels', () => {
    expect(foldLabel('joy', builtInLexicon, ['happy', 'sad'])).toBe('happy');
    expect(foldLabel('joyful', builtInLexicon, ['happy', 'joy'])).toBe('joy');
    expect(foldLabel('happiness', builtInLexicon, ['happy', 'joy'])).toBe('happy');
    expect(foldLabel('happiness', builtInLexicon, ['joy', 'fear'])).toBe('joy');
  });

  it('never folds worry into fear', () => {
    expect(foldLabel('worry', builtInLexicon, ['fear', 'worry'])).toBe('worry');
    expect(foldLabel('fear', builtInLexicon, ['fear', 'worry'])).toBe('fear');
    expect(foldLabel('worried', builtInLexicon, ['fear', 'sad'])).toBeUndefined();
    expect(foldLabel('fear', builtInLexicon, ['worry', 'sad'])).toBeUndefined();
  });

  it('takes a label of the set as it stands, known or not', () => {
    expect(foldLabel('ZORBLE', builtInLexicon, ['zorble', 'happy'])).toBe('zorble');
    expect(foldLabel('very happy', builtInLexicon, ['Very_Happy', 'happy'])).toBe('Very_Happy');
  });

  it.each([{ labels: canonicalEmotions }, { labels: emoSetEmotions }, { labels: ekmanEmotions }])(
    'tells the labels of $labels apart',
    ({ labels }) => {
      expect(labels.map((label) => foldLabel(label.toUpperCase(), builtInLexicon, labels))).toEqual(labels);
    },
  );
});

describe('the built-in lexicon', () => {
  it('gives no form to two concepts', () => {
    const owner = new Map<string, string>();
    for (const { concept, forms } of [...emotionWords, ...answerWords]) {
      for (const form of new Set([...forms.en, ...forms.zh, ...(forms.others ?? [])].map(normaliseForm))) {
        expect(`${form}: ${owner.get(form) ?? concept}`).toBe(`${form}: ${concept}`);
        owner.set(form, concept);
      }
    }
  });

  it('has English and Chinese forms for each of the six', () => {
    for (const concept of canonicalEmotions) {
      const entry = builtInLexicon.entries.find((one) => one.concept === concept);
      expect(entry?.forms.en.length).toBeGreaterThan(4);
      expect(entry?.forms.zh.length).toBeGreaterThan(4);
    }
  });

  it('folds every concept into one that exists', () => {
    for (const { root } of builtInLexicon.concepts.values()) expect(builtInLexicon.concepts.has(root)).toBe(true);
  });
});

describe('a lexicon with words of a user', () => {
  it('adds forms to a known concept, and says so in its version', () => {
    const own = extendLexicon(builtInLexicon, [{ concept: 'worry', forms: { en: ['fraught'], zh: ['忐忑'] } }]);
    expect(foldLabel('fraught', builtInLexicon)).toBeUndefined();
    expect(foldLabel('Fraught', own)).toBe('worry');
    expect(foldLabel('忐忑', own)).toBe('worry');
    expect(foldLabel('worried', own)).toBe('worry');
    expect(builtInLexicon.version).toBe(lexiconVersion);
    expect(own.version).toMatch(new RegExp(`^${lexiconVersion}\\+[0-9a-f]{8}$`));
    expect(extendLexicon(builtInLexicon, []).version).toBe(lexiconVersion);
  });

  it('moves a form that another concept had, and changes how replies are read', () => {
    const own = extendLexicon(builtInLexicon, [
      { concept: 'sad', forms: { en: ['unhappy', 'depressed', 'annoyed'], zh: [] } },
    ]);
    expect(foldLabel('annoyed', builtInLexicon)).toBe('angry');
    expect(foldLabel('annoyed', own)).toBe('sad');
    const answer = { kind: 'choice', labels: canonicalEmotions } as const;
    expect(readAnswer({ reply: 'unhappy', answer }, builtInLexicon).kind).toBe('unparsed');
    expect(readAnswer({ reply: 'unhappy', answer }, own)).toMatchObject({
      kind: 'answered',
      label: 'sad',
      entry: 'sad:unhappy',
    });
  });

  it('takes a new concept', () => {
    const own = extendLexicon(builtInLexicon, [{ concept: 'saudade', forms: { en: ['saudade'], zh: [] } }]);
    expect(readAnswer({ reply: 'saudade', answer: { kind: 'choice', labels: ['happy', 'sad'] } }, own).kind).toBe(
      'outOfSet',
    );
  });
});

describe('folding text', () => {
  it.each([
    ['Ｗｏｒｒｙ！', 'worry!'],
    ['It’s “fine”', 'it\'s "fine"'],
    ['ﬃ', 'ffi'],
    ['a\u200bb', 'ab'],
    ['e\u0301', 'é'],
  ])('folds %j', (text, expected) => {
    expect(foldText(text).text).toBe(expected);
  });

  it('knows where each character came from', () => {
    const original = '\u200bﬃ 担忧 e\u0301 😀 Sad';
    const folded = foldText(original);
    for (const [form, source] of [
      ['担忧', '担忧'],
      ['é', 'e\u0301'],
      ['sad', 'Sad'],
      ['ffi', 'ﬃ'],
    ] as const) {
      const at = folded.text.indexOf(form);
      expect(original.slice(...originalSpan(folded, at, at + form.length))).toBe(source);
    }
  });
});

describe('inflections', () => {
  it.each([
    ['joke', ['joke', 'jokes', 'joked', 'joking']],
    ['reply', ['reply', 'replies', 'replied', 'replying']],
    ['zorble', ['zorbled']],
    ['flirt', ['flirts', 'flirted', 'flirting']],
    ['plan', ['planned', 'planning']],
    ['seek comfort', ['seeking comfort', 'seeks comfort']],
    ['开心', ['开心']],
  ])('of %s hold %j', (form, expected) => {
    expect(inflections(form)).toEqual(expect.arrayContaining(expected));
  });
});
