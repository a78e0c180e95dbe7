import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { PredictionLine } from '../../../src/protocol/views.ts';
import { standing } from '../../../src/protocol/views.ts';
import { cardLines } from '../../../webview/gallery/cardLines.ts';
import { cutReply } from '../../../webview/ui/cutReply.ts';
import { emotionTone } from '../../../webview/ui/emotions.ts';
import { fullRating, shortCount } from '../../../webview/ui/numbers.ts';
import { answerText, standingFace } from '../../../webview/ui/standing.ts';
import { verdictFace, verdictOfKey, verdictOrder } from '../../../webview/ui/verdicts.ts';
import { visibleName } from '../../../webview/ui/visibleName.ts';

const codicons = readFileSync('node_modules/@vscode/codicons/dist/codicon.css', 'utf8');

describe('standings and verdicts', () => {
  test('every standing and every verdict has its own word and a glyph that exists', () => {
    const faces = [...standing.options.map(standingFace), ...verdictOrder.map(verdictFace)];
    for (const { glyph } of faces) expect(codicons).toContain(`.codicon-${glyph}:before`);
    const words = standing.options.map((one) => standingFace(one).word);
    expect(new Set(words).size).toBe(words.length);
    expect(new Set(standing.options.map((one) => standingFace(one).glyph)).size).toBe(words.length);
  });

  test('the keys lead to the verdicts that they are shown with', () => {
    for (const verdict of verdictOrder) expect(verdictOfKey(verdictFace(verdict).key)).toBe(verdict);
    expect([verdictOfKey('0'), verdictOfKey('Backspace')]).toEqual([null, null]);
    expect(['5', '12', 'a', 'Enter', ''].map(verdictOfKey)).toEqual(Array(5).fill(undefined));
  });

  test('a line shows the answer, and says what is odd about it', () => {
    expect(answerText('wrong', 'worry')).toBe('worry');
    expect(answerText('outOfSet', 'disgust')).toBe('out of set: disgust');
    expect(answerText('refused', undefined)).toBe('refused');
  });
});

test('no error hides behind "+n", and the order stays when all fit', () => {
  const line = (model: string, standing: PredictionLine['standing']): PredictionLine => ({
    run: model,
    model,
    stage: 's',
    standing,
  });
  const all = [line('a', 'right'), line('b', 'answered'), line('c', 'refused'), line('d', 'wrong')];
  const names = (room: number): string[] => cardLines(all, room).map(({ model }) => model);
  expect([names(0), names(1), names(2), names(3), names(9)]).toEqual([
    [],
    ['c'],
    ['c', 'd'],
    ['c', 'd', 'a'],
    ['c', 'd', 'a'],
  ]);
  expect(cardLines(all.slice(0, 3), 3)).toEqual(all.slice(0, 3));
});

test('a reply is cut at what was used, and left whole where the span is not sound', () => {
  expect(cutReply('she looks worried.', [10, 17])).toEqual({ before: 'she looks ', used: 'worried', after: '.' });
  const whole = { before: 'sad', used: '', after: '' };
  for (const span of [undefined, [2, 2], [2, 1], [-1, 2], [0, 4]] as const)
    expect(cutReply('sad', span)).toEqual(whole);
});

test('labels have different colours as long as there are any left, and the canonical six their own', () => {
  const six = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];
  expect(six.map((label) => emotionTone(label, six))).toEqual(['yellow', 'blue', 'red', 'purple', 'orange', 'neutral']);
  const ekman = ['happy', 'sad', 'angry', 'surprise', 'fear', 'disgust', 'neutral'];
  expect(new Set(ekman.map((label) => emotionTone(label, ekman))).size).toBe(7);
  const emoSet = ['amusement', 'awe', 'contentment', 'excitement', 'anger', 'disgust', 'fear', 'sadness'];
  expect(new Set(emoSet.map((label) => emotionTone(label, emoSet))).size).toBe(8);
  expect(emotionTone('toString', [])).toBe('green');
});

test('characters that turn the writing direction are spelt out', () => {
  expect(visibleName('a\u202Egnp.exe\u2066')).toBe('a[U+202E]gnp.exe[U+2066]');
  expect(visibleName('肖像_ملف_012.png')).toBe('肖像_ملف_012.png');
});

test('numbers are short, never rounded up, and told with their scale', () => {
  expect([0, 999, 1000, 7145, 9999, 287_000, 999_999, 1_250_000].map(shortCount)).toEqual([
    '0',
    '999',
    '1k',
    '7.1k',
    '9.9k',
    '287k',
    '999k',
    '1.2M',
  ]);
  expect(fullRating(3.42, { min: 1, max: 5 })).toBe('3.42 of 1 to 5');
  expect(fullRating(3.4200001, undefined)).toBe('3.42');
});
