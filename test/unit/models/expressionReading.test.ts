import { describe, expect, it } from 'vitest';
import { builtInLexicon } from '../../../src/core/affect/lexicon.ts';
import { readAnswer } from '../../../src/core/evaluation/answerReader.ts';
import type { ResolvedAnswer } from '../../../src/core/evaluation/protocol.ts';
import type { ExpressionScores } from '../../../src/core/models/expressionClass.ts';
import { expressionReply } from '../../../src/core/models/expressionReply.ts';

const none: ExpressionScores = { neutral: 0, happy: 0, sad: 0, angry: 0, fearful: 0, disgusted: 0, surprised: 0 };
const memo = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];
const polarities = ['positive', 'neutral', 'negative'];
const choice = (labels: readonly string[]): ResolvedAnswer => ({ kind: 'choice', labels });

describe('its replies, as the answer reader reads them', () => {
  const read = (scores: Partial<ExpressionScores>, answer: ResolvedAnswer) => {
    const reply = expressionReply({ ...none, ...scores }, answer);
    if (!reply.ok) throw new Error(reply.error);
    return readAnswer({ reply: reply.value, answer }, builtInLexicon);
  };

  it('are answers', () => {
    const scores = { angry: 0.6, neutral: 0.25, fearful: 0.15 };
    expect(read(scores, choice(memo))).toMatchObject({ kind: 'answered', label: 'angry', rule: 'answerLine' });
    expect(read(scores, choice(polarities))).toMatchObject({ kind: 'answered', label: 'negative' });
    expect(read(scores, { kind: 'number', scale: { min: 1, max: 5 } })).toMatchObject({ kind: 'answered', value: 4 });
    const ranked = read({ happy: 0.5, sad: 0.3, angry: 0.2 }, { kind: 'ranked', labels: memo, top: 3 });
    expect(ranked).toMatchObject({ kind: 'answered', labels: ['happy', 'sad', 'angry'] });
  });

  it('are outside the set where it saw what the set lacks', () => {
    expect(read({ fearful: 0.9, sad: 0.1 }, choice(memo))).toMatchObject({ kind: 'outOfSet', rule: 'answerLine' });
    expect(read({ disgusted: 0.9, sad: 0.1 }, choice(memo)).kind).toBe('outOfSet');
  });
});
