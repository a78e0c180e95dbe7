import { describe, expect, it } from 'vitest';
import { polarityTable } from '../../../src/core/affect/polarity.ts';
import { builtInProtocols, findProtocol } from '../../../src/core/evaluation/builtInProtocols.ts';
import { checkProtocol } from '../../../src/core/evaluation/checkProtocol.ts';
import { protocolSchema, type Protocol, type Stage } from '../../../src/core/evaluation/protocol.ts';
import { resolveProtocol, type BenchmarkSide } from '../../../src/core/evaluation/resolveProtocol.ts';

const memo: BenchmarkSide = {
  labels: ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'],
  scales: { degree: { min: 1, max: 7, source: 'data' } },
};

function resolve(protocol: Protocol, side: BenchmarkSide = memo) {
  return resolveProtocol(protocol, side, polarityTable(side.labels));
}

function resolved(protocol: Protocol, side: BenchmarkSide = memo) {
  const result = resolve(protocol, side);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function builtIn(id: string): Protocol {
  const protocol = findProtocol(id);
  if (protocol === undefined) throw new Error(`no ${id}`);
  return protocol;
}

function protocolOf(...stages: readonly Stage[]): Protocol {
  return { version: 1, id: 'own', title: 'Own', stages: [...stages] };
}

const choice = (id: string, more: Partial<Stage> = {}): Stage => ({
  id,
  question: 'Which? {options}',
  answer: { kind: 'choice', labels: 'labels' },
  ...more,
});

describe('the built-in protocols', () => {
  it('are the eight that evaluation names', () => {
    expect(builtInProtocols.map(({ id }) => id)).toEqual([
      'memo-progressive',
      'memo-direct',
      'emo-c',
      'emo-o',
      'intent',
      'hate',
      'humor',
      'sarcasm',
    ]);
  });

  it.each(builtInProtocols.map((one) => [one.id, one] as const))(
    '%s matches the schema and is sound',
    (_id, protocol) => {
      expect(protocolSchema.parse(JSON.parse(JSON.stringify(protocol)))).toEqual(protocol);
      expect(checkProtocol(protocol)).toEqual([]);
    },
  );

  it.each(builtInProtocols.map((one) => [one.id, one] as const))(
    '%s says that its wording is ours',
    (_id, protocol) => {
      expect(protocol.description).toMatch(/\bours\b/);
    },
  );

  it('begins Emo-C with the words that are known', () => {
    expect(builtIn('emo-c').stages[0]?.question).toMatch(
      /^Identify the only emotion depicted in the given image from the following options: \[/,
    );
  });

  it('give way to a protocol of the user with the same id', () => {
    const own = { ...builtIn('memo-direct'), title: 'Mine' };
    expect(findProtocol('memo-direct', [own])).toBe(own);
    expect(findProtocol('nothing')).toBeUndefined();
  });
});

describe('resolving', () => {
  it('puts labels, polarities and the scale of the data into the progressive protocol', () => {
    const { stages, leftOut, unscored } = resolved(builtIn('memo-progressive'));
    expect(stages.map(({ id, answer }) => [id, answer])).toEqual([
      ['polarity', { kind: 'choice', labels: ['positive', 'neutral', 'negative'], truth: 'polarity' }],
      ['emotion', { kind: 'choice', labels: memo.labels, truth: 'label' }],
      ['degree', { kind: 'number', scale: { min: 1, max: 7 }, truth: 'degree' }],
    ]);
    expect(leftOut).toEqual([]);
    expect(unscored).toEqual([]);
  });

  it('leaves a stage out, and says why, when the benchmark has no scale for it', () => {
    const { stages, leftOut } = resolved(builtIn('memo-progressive'), { ...memo, scales: {} });
    expect(stages.map(({ id }) => id)).toEqual(['polarity', 'emotion']);
    expect(leftOut).toEqual([{ stage: 'degree', why: 'noDegreeScale' }]);
  });

  it('offers only polarities that the labels have, and leaves the stage out with fewer than two', () => {
    const two = resolved(builtIn('memo-progressive'), { labels: ['happy', 'sad', 'surprise'], scales: {} });
    expect(two.stages[0]?.answer).toMatchObject({ labels: ['positive', 'negative'] });
    const one = resolved(builtIn('memo-progressive'), { labels: ['sad', 'angry'], scales: {} });
    expect(one.stages.map(({ id }) => id)).toEqual(['emotion']);
    expect(one.leftOut[0]).toEqual({ stage: 'polarity', why: 'noPolarities' });
  });

  it('is an error when nothing remains', () => {
    expect(resolve(builtIn('memo-direct'), { labels: ['happy'], scales: {} })).toEqual({
      ok: false,
      error: { kind: 'nothingToAsk', protocol: 'memo-direct', leftOut: [{ stage: 'emotion', why: 'noLabels' }] },
    });
  });

  it('leaves out what waits for a stage that was left out', () => {
    const quality: Stage = { id: 'quality', question: 'How good?', answer: { kind: 'number', scale: 'quality' } };
    const { stages, leftOut } = resolved(
      protocolOf(quality, choice('emotion'), choice('again', { when: { stage: 'quality' } })),
    );
    expect(stages.map(({ id }) => id)).toEqual(['emotion']);
    expect(leftOut).toEqual([
      { stage: 'quality', why: 'noQualityScale' },
      { stage: 'again', why: 'gate' },
    ]);
  });

  it('knows the truth that follows from the labels, and keeps the gate', () => {
    const when = { stage: 'first', correct: true };
    const { stages } = resolved(protocolOf(choice('first'), choice('second', { when })));
    expect(stages[0]?.answer.truth).toBe('label');
    expect(stages[1]?.when).toEqual(when);
  });

  it('does not score answers of its own against polarities that are not among them', () => {
    const own = (labels: string[]): Stage => choice('own', { answer: { kind: 'choice', labels, truth: 'polarity' } });
    expect(resolved(protocolOf(own(['calm', 'upset']))).unscored).toEqual(['own']);
    expect(resolved(protocolOf(own(['positive', 'other']))).unscored).toEqual([]);
  });

  it('does not score yes and no against emotions, which would call every answer wrong', () => {
    const onEmotions = resolved(builtIn('hate'));
    expect(onEmotions.unscored).toEqual(['hate']);
    expect(onEmotions.stages[0]?.answer).toEqual({ kind: 'yesNo', labels: ['yes', 'no'] });
    const onYesNo = resolved(builtIn('hate'), { labels: ['yes', 'no'], scales: {} });
    expect(onYesNo.unscored).toEqual([]);
    expect(onYesNo.stages[0]?.answer.truth).toBe('label');
  });

  it('cuts a ranking to the labels there are', () => {
    const ranked = (top?: number): Stage => ({
      id: 'ranked',
      question: 'Rank',
      answer: { kind: 'ranked', labels: 'labels', ...(top === undefined ? {} : { top }) },
    });
    const topOf = (stage: Stage, labels: readonly string[]) =>
      resolved(protocolOf(stage), { labels, scales: {} }).stages[0]?.answer;
    expect(topOf(ranked(5), ['a', 'b'])).toMatchObject({ labels: ['a', 'b'], top: 2 });
    expect(topOf(ranked(), memo.labels)).toMatchObject({ top: 3 });
  });
});

describe('a protocol that contradicts itself', () => {
  const sure: Stage = { id: 'sure', question: 'Sure?', answer: { kind: 'yesNo' } };
  const degree: Stage = { id: 'degree', question: 'From {min} to {max}?', answer: { kind: 'number', scale: 'degree' } };
  const own = (answer: Stage['answer'], question = 'Which?'): Stage => ({ id: 'own', question, answer });
  const gated = (when: Stage['when']): Stage => choice('second', { when });

  it.each([
    ['duplicateStage', [choice('a'), choice('a')], ['stages', 1, 'id'], 'a'],
    ['gateNotEarlier', [choice('a', { when: { stage: 'b' } }), choice('b')], ['stages', 0, 'when', 'stage'], 'b'],
    ['gateNotEarlier', [choice('a', { when: { stage: 'a' } })], ['stages', 0, 'when', 'stage'], 'a'],
    ['gateUnknownStage', [choice('a'), gated({ stage: 'nowhere' })], ['stages', 1, 'when', 'stage'], 'nowhere'],
    [
      'gateUnknownAnswer',
      [sure, gated({ stage: 'sure', is: ['yes', 'maybe'] })],
      ['stages', 1, 'when', 'is', 1],
      'maybe',
    ],
    ['gateUnknownAnswer', [degree, gated({ stage: 'degree', is: ['5'] })], ['stages', 1, 'when', 'is', 0], '5'],
    [
      'gateUnknownAnswer',
      [own({ kind: 'ranked', labels: ['x', 'y'] }), gated({ stage: 'own', is: ['z'] })],
      ['stages', 1, 'when', 'is', 0],
      'z',
    ],
    [
      'gateUnknownAnswer',
      [own({ kind: 'choice', labels: 'polarities' }), gated({ stage: 'own', is: ['happy'] })],
      ['stages', 1, 'when', 'is', 0],
      'happy',
    ],
    ['gateWithoutTruth', [sure, gated({ stage: 'sure', correct: true })], ['stages', 1, 'when', 'correct'], 'sure'],
    [
      'gateWithoutTruth',
      [degree, gated({ stage: 'degree', correct: false })],
      ['stages', 1, 'when', 'correct'],
      'degree',
    ],
    ['emptyScale', [own({ kind: 'number', scale: { min: 5, max: 5 } })], ['stages', 0, 'answer', 'scale'], '5 to 5'],
    [
      'levelOutsideScale',
      [own({ kind: 'number', scale: { min: 1, max: 5, levels: { weak: 1, huge: 6 } } })],
      ['stages', 0, 'answer', 'scale', 'levels', 'huge'],
      'huge: 6',
    ],
    ['duplicateLabel', [own({ kind: 'choice', labels: ['x', 'y', ' X'] })], ['stages', 0, 'answer', 'labels', 2], ' X'],
    ['topBeyondLabels', [own({ kind: 'ranked', labels: ['x', 'y'], top: 3 })], ['stages', 0, 'answer', 'top'], '3'],
    ['unknownPlaceholder', [choice('a', { question: '{option}?' })], ['stages', 0, 'question'], '{option}'],
    ['unknownPlaceholder', [choice('a', { question: '{Options}?' })], ['stages', 0, 'question'], '{Options}'],
    ['idlePlaceholder', [own({ kind: 'open' }, 'One of {options}?')], ['stages', 0, 'question'], '{options}'],
    ['idlePlaceholder', [choice('a', { question: 'To {max}?' })], ['stages', 0, 'question'], '{max}'],
    ['labelBeforeAnswer', [choice('a', { question: 'Is it {label}?' })], ['stages', 0, 'question'], '{label}'],
    ['labelBeforeAnswer', [degree, choice('a', { question: 'Is it {label}?' })], ['stages', 1, 'question'], '{label}'],
  ] as const)('%s: %#', (kind, stages, path, value) => {
    const protocol = protocolOf(...(stages as readonly Stage[]));
    const faults = checkProtocol(protocol);
    expect(faults).toEqual([{ kind, protocol: 'own', stage: protocol.stages[path[1]]?.id, path, value }]);
    expect(resolve(protocol)).toEqual({ ok: false, error: faults[0] });
  });

  it('is not one that is merely unusual', () => {
    const sound = protocolOf(
      choice('a', { question: 'Answer as JSON {"answer": ...} or \\boxed{answer}: {options} {options}' }),
      gated({ stage: 'a', is: ['whatever the benchmark has'], correct: true }),
      own({ kind: 'ranked', labels: ['x', 'y'] }, 'Which is like {label}?'),
      { ...degree, question: 'How {label}?' },
    );
    expect(checkProtocol(sound)).toEqual([]);
  });
});
