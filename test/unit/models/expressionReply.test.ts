import { describe, expect, it } from 'vitest';
import type { ResolvedAnswer } from '../../../src/core/evaluation/protocol.ts';
import type { ExpressionScores } from '../../../src/core/models/expressionClass.ts';
import { expressionReply } from '../../../src/core/models/expressionReply.ts';

const none: ExpressionScores = { neutral: 0, happy: 0, sad: 0, angry: 0, fearful: 0, disgusted: 0, surprised: 0 };
const memo = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];
const polarities = ['positive', 'neutral', 'negative'];

function answerOf(scores: Partial<ExpressionScores>, answer: ResolvedAnswer): string {
  const reply = expressionReply({ ...none, ...scores }, answer);
  return reply.ok
    ? (/^ANSWER: (.*)\n/.exec(reply.value)?.[1] ?? `no answer line: ${reply.value}`)
    : `error: ${reply.error}`;
}

const choice = (labels: readonly string[]): ResolvedAnswer => ({ kind: 'choice', labels });

describe('a choice over emotions', () => {
  it.each([
    ['angry', memo, 'angry'],
    ['angry', ['anger', 'sadness', 'joy'], 'anger'],
    ['happy', ['anger', 'sadness', 'joy'], 'joy'],
    ['happy', ['Anger', 'Happiness'], 'Happiness'],
    ['surprised', memo, 'surprise'],
    ['fearful', ['anger', 'fear'], 'fear'],
    ['disgusted', ['Disgust', 'Fear'], 'Disgust'],
    ['happy', ['joy', 'happy'], 'happy'],
    ['sad', ['开心', '悲伤'], '悲伤'],
    ['angry', ['frustration', 'anger'], 'anger'],
  ] as const)('%s among %j is %s', (name, labels, expected) => {
    expect(answerOf({ [name]: 0.6, neutral: 0.4 }, choice(labels))).toBe(expected);
  });

  it('says what it saw where no option says it, and never folds fear into worry', () => {
    expect(answerOf({ fearful: 0.6, sad: 0.4 }, choice(memo))).toBe('fear');
    expect(answerOf({ disgusted: 0.6, sad: 0.4 }, choice(memo))).toBe('disgust');
    expect(answerOf({ happy: 1 }, choice(['anger', 'awe']))).toBe('happy');
  });

  it('shows all seven probabilities, best first', () => {
    const reply = expressionReply({ ...none, angry: 0.712, neutral: 0.12, sad: 0.168 }, choice(memo));
    expect(reply).toEqual({
      ok: true,
      value:
        'ANSWER: angry\n(angry 0.71, sad 0.17, neutral 0.12, happy 0.00, fearful 0.00, disgusted 0.00, surprised 0.00)',
    });
  });

  it('cannot choose among options that are no emotions it knows', () => {
    expect(answerOf({ happy: 1 }, choice(['advertise', 'inform']))).toMatch(/^error: none of the options/);
    expect(answerOf({ happy: 1 }, { kind: 'yesNo', labels: ['yes', 'no'] })).toMatch(/^error: .*yes-or-no/);
  });
});

describe('a choice over polarities', () => {
  it('sums the classes of each side', () => {
    const split = { sad: 0.15, angry: 0.15, fearful: 0.1, disgusted: 0.05, happy: 0.35, neutral: 0.2 };
    expect(answerOf(split, choice(polarities))).toBe('negative');
    expect(answerOf({ ...split, happy: 0.5 }, choice(polarities))).toBe('positive');
    expect(answerOf({ neutral: 0.5, happy: 0.3, sad: 0.2 }, choice(polarities))).toBe('neutral');
  });

  it('counts surprise to no side', () => {
    expect(answerOf({ surprised: 0.9, happy: 0.06, sad: 0.04 }, choice(polarities))).toBe('positive');
  });
});

describe('the other kinds of answer', () => {
  it('lays one minus neutral on the scale', () => {
    const number = (min: number, max: number): ResolvedAnswer => ({ kind: 'number', scale: { min, max } });
    expect(answerOf({ neutral: 1 }, number(1, 5))).toBe('1');
    expect(answerOf({ neutral: 0, happy: 1 }, number(1, 5))).toBe('5');
    expect(answerOf({ neutral: 0.25, happy: 0.75 }, number(0, 100))).toBe('75');
    expect(answerOf({ neutral: 0.39, happy: 0.61 }, number(1, 5))).toBe('3.44');
  });

  it('ranks, and names', () => {
    const scores = { fearful: 0.5, angry: 0.3, happy: 0.2 };
    expect(answerOf(scores, { kind: 'ranked', labels: memo, top: 3 })).toBe('fear, angry, happy');
    expect(answerOf(scores, { kind: 'open', labels: [] })).toBe('fear');
  });
});
