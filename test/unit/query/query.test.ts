import { describe, expect, it } from 'vitest';
import type { Item } from '../../../src/core/benchmark/item.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import { findPlaces } from '../../../src/core/query/findPlaces.ts';
import { idleTerms, parseQuery } from '../../../src/core/query/language/query.ts';
import { columnsOfItems, selectItems } from '../../../src/core/query/selectItems.ts';
import { vocabularyOf } from '../../../src/core/query/vocabularyOf.ts';
import { queryErrorText } from '../../../src/core/words/queryText.ts';
import { columnsOf } from './queryKit.ts';

const item: Item = {
  id: 'dataset/sd_xl_angry_012.png',
  path: 'dataset/sd_xl_angry_012.png',
  label: 'angry',
  degree: 3.5,
  generator: 'sd_xl',
  prompted: 'worry',
  prompt: '012',
};

function said(outcome: Partial<Outcome>, stage = 'emotion'): Partial<Outcome> & { item: string } {
  return { item: item.id, stage, ...outcome };
}

const words = { style: 'words' as const, order: ['happy', 'angry', 'worry'] };
const polarities = { style: 'words' as const, order: ['positive', 'neutral', 'negative'] };

const subject = columnsOf(
  [item],
  [
    {
      run: 'run-gpt-4o',
      model: 'gpt-4o',
      outcomes: [
        said({ label: 'worry', reply: 'She looks as if crying (a bit).', options: words }),
        said({ label: 'negative', options: polarities }, 'polarity'),
        said({ value: 4 }, 'degree'),
      ],
    },
    {
      run: 'run-llava',
      model: 'llava',
      outcomes: [said({ kind: 'refused', refusal: 'I cannot identify people.' })],
    },
  ],
  [{ item: item.id, verdict: 'labelWrong' }],
);

function found(text: string, on = subject): boolean {
  const query = parseQuery(text, vocabularyOf(on));
  if (!query.ok) throw new Error(`${text}: ${queryErrorText(query.error)}`);
  return findPlaces(query.value.where, on).has(0) === 1;
}

/** Without what says where in the text something stands. */
function withoutPlaces(condition: unknown): unknown {
  return JSON.parse(
    JSON.stringify(condition, (key, value: unknown) =>
      ['valueAt', 'valueLength', 'quoted'].includes(key) ? undefined : value,
    ),
  );
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
    'standing:wrong standing:refused standing:!right',
    'label:Anger label:ANGRY prompted:"worry" pred:WORRY',
    'label:愤怒',
    'seed:none split:none caption:none',
    'sort:-degree label:angry sort:label,-errors',
    'label:sad or label:angry sort:-degree',
    'label:angry and sort:degree and degree>1',
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
    'review:open',
    'standing:notAsked',
    'pred>3 stage:emotion',
    'review:ambiguous',
    'label:angry and not degree>3',
    'label:angry and (label:happy or label:sad)',
    'flux',
  ])('%s does not find it', (text) => expect(found(text)).toBe(false));

  it('knows an item of which nothing is known', () => {
    const bare = columnsOf([{ id: 'a.png', path: 'a.png' }]);
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
    expect(selected.ok && [...selected.value]).toEqual([items[0], items[2]]);
    expect(selectItems({ items: [item] }, 'outcome:refused', subject)).toMatchObject({ value: { length: 1 } });
    expect(selectItems({ items }, 'degree>')).toMatchObject({ ok: false, error: { at: 0 } });
  });
});

describe('other ways to write a query', () => {
  const same = (one: string, other: string): void =>
    expect(parseQuery(one)).toMatchObject({ ok: true, value: written(other) });
  const written = (text: string): unknown => {
    const query = parseQuery(text);
    return query.ok ? { where: withoutPlaces(query.value.where) } : query;
  };

  it('takes a minus or an exclamation mark before a term for not, and before a word for a part of it', () => {
    same('-label:happy', 'not label:happy');
    same('!label:happy', 'not label:happy');
    same('!(label:happy or degree>3)', 'not (label:happy or degree>3)');
    same('!12', '"!12"');
    same('degree>3 -has:label', 'degree>3 not has:label');
    same('-(label:happy or degree>3)', 'not (label:happy or degree>3)');
    same('-12', '"-12"');
  });

  it('takes the signs of Chinese keyboards for plain ones, but not in quotes', () => {
    same('degree＞＝3　（label：！happy　or　generator：～“XL”）', 'degree>=3 (label:!happy or generator:~"XL")');
    same('label："愤怒：“a”"', 'label:"愤怒：“a”"');
  });

  it('takes the words of the screen for outcomes', () => {
    same('outcome:unread', 'outcome:unparsed');
    same('outcome:!"Cut off"', 'outcome:!truncated');
    same('outcome:out-of-set', 'outcome:outOfSet');
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
    ['sort:-degre', 'unknownSort', 5, 6],
    ['sort:label,-x', 'unknownSort', 11, 2],
    ['sort:outcome', 'unknownSort', 5, 7],
    ['sort>degree', 'badOperator', 4, 1],
    ['(sort:degree)', 'misplacedSort', 1, 11],
    ['not sort:degree', 'misplacedSort', 4, 11],
    ['label:sad or sort:degree', 'misplacedSort', 13, 11],
    ['"image typ":x', 'unknownField', 0, 11],
    ['label>angry', 'badOperator', 5, 1],
    ['outcome:lost', 'unknownValue', 8, 4],
    ['has:hat', 'unknownValue', 4, 3],
    ['text:"crying', 'unclosedQuote', 5, 7],
    ['degree > 3', 'looseSign', 7, 1],
    ['degree >=3', 'looseSign', 7, 2],
    ['label :angry', 'looseSign', 6, 1],
    ['degree != 3', 'looseSign', 7, 2],
    ['label:angry && has:video', 'looseSign', 12, 2],
    ['label:angry | label:sad', 'looseSign', 12, 1],
    ['! label:angry', 'looseSign', 0, 1],
    ['label ：angry', 'looseSign', 6, 1],
    ['label::sad', 'furtherSign', 6, 1],
    ['label:~:sad', 'furtherSign', 7, 1],
    ['has:video label:==sad', 'furtherSign', 17, 1],
    ['label：：sad', 'furtherSign', 6, 1],
    ['label:“angry', 'unclosedQuote', 6, 6],
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
    expect(text('labl:x')).toMatch(/^At character 1: there is no field "labl". Did you mean "label"\? Fields: label, /);
    expect(text('xyzzy:x')).toContain('Fields: label, generator');
    expect(text('outcome:refusd')).toContain('Did you mean "refused"?');
    expect(text('sort:-degre')).toContain('Did you mean "degree"?');
    expect(text('outcome:lost')).toContain('refused');
    expect(text('degree>x')).toBe('At character 8: "degree" needs a number, and "x" is none.');
  });
});

describe('further fields', () => {
  const items: Item[] = [
    {
      id: 'a.png',
      path: 'a.png',
      fields: { width: '512', age: 30, 'image type': 'in door', text: 'x' },
      split: 'test',
    },
    { id: 'b.png', path: 'b.png', fields: { width: '64', age: -4.5, 'image type': 'OUT' }, tasks: { humour: 'yes' } },
    { id: 'c.mp4', path: 'c.mp4', media: 'video', text: 'A crowd is crying.', tasks: { humour: 'no' } },
  ];
  const columns = columnsOfItems(items);
  const ids = (text: string): string => {
    const selected = selectItems({ items }, text, columns);
    if (!selected.ok) throw new Error(queryErrorText(selected.error));
    return selected.value.map(({ id }) => id[0]).join('');
  };

  it.each([
    ['split:test', 'a'],
    ['split:none', 'bc'],
    ['width>100', 'a'],
    ['width:64', 'b'],
    ['WIDTH<=64.0', 'b'],
    ['width:none', 'c'],
    ['width:!512', 'bc'],
    ['age:!30', 'b'],
    ['age>25', 'a'],
    ['age:none', 'c'],
    ['has:age width>100', 'a'],
    ['has:!age', 'c'],
    ['sort:age', 'bac'],
    ['sort:-age', 'abc'],
    ['age>-5e0 age<1E1', 'b'],
    ['"image type":~door', 'a'],
    ['"image type":out', 'b'],
    ['field."image type":OUT', 'b'],
    ['field.text:x', 'a'],
    ['humour:yes', 'b'],
    ['task.humour:!yes', 'ac'],
    ['has:video', 'c'],
    ['has:!video has:split', 'a'],
    ['caption:~CROWD', 'c'],
    ['text:"crying"', 'c'],
    ['text:crying model:gpt-4o', ''],
    ['has:caption', 'c'],
    ['id:~.PNG sort:-id', 'ba'],
    ['id:b.png', 'b'],
    ['sort:-width', 'abc'],
    ['sort:"image type,name"', 'bac'],
    ['sort:"-image type" sort:name', 'abc'],
  ])('%s', (text, expected) => expect(ids(text)).toBe(expected));

  it('says which value nothing has, and what was likely meant', () => {
    const vocabulary = vocabularyOf(columnsOf([item], []));
    const query = parseQuery('degree>1 (generator:sdxl or label:angry) label:angy', vocabulary);
    if (!query.ok) throw new Error(query.error.kind);
    expect(idleTerms(query.value, vocabulary)).toMatchObject([
      { kind: 'unknownValue', at: 20, length: 4, facts: { suggestion: 'sd_xl' } },
      { kind: 'unknownValue', at: 47, length: 4, facts: { suggestion: 'angry' } },
    ]);
  });
});
