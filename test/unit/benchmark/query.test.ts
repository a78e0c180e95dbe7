import { describe, expect, it } from 'vitest';
import type { Item } from '../../../src/core/benchmark/item.ts';
import {
  matches,
  parseQuery,
  selectItems,
  type QueryPrediction,
  type QuerySubject,
} from '../../../src/core/benchmark/query.ts';
import { queryErrorText } from '../../../src/core/words/queryText.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';

const item: Item = {
  id: 'dataset/sd_xl_angry_012.png',
  path: 'dataset/sd_xl_angry_012.png',
  label: 'angry',
  degree: 3.5,
  generator: 'sd_xl',
  prompted: 'worry',
  prompt: '012',
};

function prediction(model: string, outcome: Partial<Outcome>, right?: boolean, stage = 'emotion'): QueryPrediction {
  const whole: Outcome = {
    version: 1,
    item: item.id,
    run: `run-${model}`,
    stage,
    kind: 'answered',
    at: '',
    ...outcome,
  };
  return { run: whole.run, model, stage, outcome: whole, ...(right !== undefined && { right }) };
}

const words = { style: 'words', order: ['happy', 'angry', 'worry'] } as const;
const polarities = { style: 'words', order: ['positive', 'neutral', 'negative'] } as const;

const subject: QuerySubject = {
  item,
  verdicts: ['labelWrong'],
  predictions: [
    prediction(
      'gpt-4o',
      { label: 'worry', reply: 'She looks as if crying (a bit).', options: { ...words, order: [...words.order] } },
      false,
    ),
    prediction(
      'gpt-4o',
      { label: 'negative', options: { ...polarities, order: [...polarities.order] } },
      true,
      'polarity',
    ),
    prediction('gpt-4o', { value: 4 }, undefined, 'degree'),
    prediction('llava', { kind: 'refused', refusal: 'I cannot identify people.' }, false),
  ],
};

function found(text: string, on: QuerySubject = subject): boolean {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(`${text}: ${queryErrorText(query.error)}`);
  return matches(query.value, on);
}

describe('queries', () => {
  it.each([
    '',
    '   ',
    'label:angry',
    'LABEL:Angry',
    'label:!happy',
    'generator:~XL',
    'generator:!~diff',
    'prompted:worry prompt:012',
    'degree>3 degree<4 degree>=3.5 degree<=3.5 degree:3.5 degree!=3',
    'quality:none',
    'label:!none',
    'pred:worry',
    'pred:!angry',
    'pred>3 stage:degree',
    'model:gpt-4o outcome:wrong',
    'model:llava outcome:refused',
    'model:gpt-4o not outcome:refused',
    'outcome:!answered',
    'text:"crying (a"',
    'text:identify',
    'review:labelWrong',
    'review:any review:!badimage',
    'has:degree has:!quality has:error has:prediction has:review has:!video',
    'label:happy or label:angry',
    'label:happy or label:sad or degree>3',
    'not label:happy',
    'not (label:happy or label:sad)',
    '(label:angry and (degree<1 or degree>3))',
    'label:sad label:happy or label:angry',
    'id:"dataset/sd_xl_angry_012.png"',
    'sd_xl angry',
    '"ANGRY"',
    'not not label:angry',
  ])('%s finds it', (text) => expect(found(text)).toBe(true));

  it.each([
    'label:happy',
    'label:ang',
    'label:!angry',
    'label:none',
    'label:"none"',
    'generator:~diff',
    'degree>3.5',
    'degree:none',
    'quality<2',
    'quality!=2',
    // Said of different predictions: one is by llava, another one is an answer.
    'model:llava outcome:answered',
    'model:llava pred:worry',
    'model:gpt-4o outcome:refused',
    'model:llava not outcome:refused',
    'model:gpt-5',
    'outcome:none',
    'outcome:truncated',
    'pred:angry',
    // The answer to the stage that asks for a polarity is no other answer than angry.
    'pred:!angry stage:polarity',
    'pred:!worry stage:emotion',
    'text:smiling',
    'review:none',
    'review:ambiguous',
    'label:angry and not degree>3',
    'label:angry and (label:happy or label:sad)',
    'flux',
  ])('%s does not find it', (text) => expect(found(text)).toBe(false));

  it('knows an item of which nothing is known', () => {
    const bare: QuerySubject = { item: { id: 'a.png', path: 'a.png' }, predictions: [], verdicts: [] };
    for (const text of [
      'label:none',
      'label:!angry',
      'outcome:none',
      'review:none',
      'pred:none',
      'has:!label',
      'not degree>1',
    ]) {
      expect([text, found(text, bare)]).toEqual([text, true]);
    }
    for (const text of ['pred:!angry', 'degree<9', 'has:error', 'outcome:!refused']) {
      expect([text, found(text, bare)]).toEqual([text, false]);
    }
  });

  it('selects in the order of the benchmark', () => {
    const items = ['b', 'a', 'c'].map((id): Item => ({ id, path: id, ...(id !== 'a' && { degree: 3 }) }));
    const selected = selectItems({ items }, 'degree>2');
    expect(selected).toEqual({ ok: true, value: [items[0], items[2]] });
    expect(selectItems({ items }, 'outcome:refused', (one) => ({ ...subject, item: one }))).toMatchObject({
      value: items,
    });
    expect(selectItems({ items }, 'degree>')).toMatchObject({ ok: false, error: { at: 0 } });
  });
});

describe('query errors', () => {
  it.each([
    ['labl:angry', 'unknownField', 0, 4],
    ['label:angry  labl:angry', 'unknownField', 13, 4],
    ['label:', 'missingValue', 0, 6],
    ['label: angry', 'missingValue', 0, 6],
    ['degree>three', 'notANumber', 7, 5],
    ['degree:~3', 'badOperator', 6, 2],
    ['label>angry', 'badOperator', 5, 1],
    ['outcome:lost', 'unknownValue', 8, 4],
    ['has:hat', 'unknownValue', 4, 3],
    ['text:"crying', 'unclosedQuote', 5, 7],
    ['(label:angry', 'unclosedParenthesis', 0, 1],
    ['label:angry )', 'unexpected', 12, 1],
    ['and label:angry', 'unexpected', 0, 3],
    ['label:angry or', 'missingTerm', 12, 2],
    ['label:angry and and', 'missingTerm', 12, 3],
    ['not', 'missingTerm', 0, 3],
    ['()', 'missingTerm', 0, 1],
    [`${'('.repeat(101)}label:angry`, 'tooDeep', 100, 1],
  ])('%s: %s', (text, kind, at, length) => {
    const query = parseQuery(text);
    expect(query).toMatchObject({ ok: false, error: { kind, at, length } });
    if (!query.ok) expect(queryErrorText(query.error)).toContain(String(at + 1));
  });

  it('says what would be right', () => {
    const text = (query: string) => {
      const parsed = parseQuery(query);
      return parsed.ok ? '' : queryErrorText(parsed.error);
    };
    expect(text('labl:x')).toContain('label, generator');
    expect(text('outcome:lost')).toContain('refused');
    expect(text('degree>x')).toBe('At character 8: "degree" needs a number, and "x" is none.');
  });
});
