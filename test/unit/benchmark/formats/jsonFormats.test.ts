import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonList, openFiles, pictures } from './openFiles.ts';

const conversation = {
  id: '1',
  image: 'a.png',
  conversations: [
    { from: 'human', value: 'Which emotion? Options: [joy, fear]' },
    { from: 'gpt', value: 'joy' },
  ],
};
const batch = {
  custom_id: 'a',
  method: 'POST',
  url: '/v1/chat/completions',
  body: { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'a.png' } }] }] },
};
/** A small whole file of each format. */
const whole: Readonly<Record<string, readonly [name: string, text: string]>> = {
  emoset: [
    'train.json',
    jsonList([
      ['fear', 'a', 'a.png', 'a.json'],
      ['awe', 'b', 'b.png', 'b.json'],
    ]),
  ],
  fiftyone: ['labels.json', JSON.stringify({ classes: ['happy', 'sad'], labels: { a: 0, b: { label: 'sad' } } })],
  coco: [
    'coco.json',
    JSON.stringify({
      images: [{ id: 1, file_name: 'a.png' }],
      annotations: [{ id: 1, image_id: 1, category_id: 1, bbox: [0, 0, 1, 1] }],
      categories: [{ id: 1, name: 'happy' }],
    }),
  ],
  'emobench-m': ['MELD.json', jsonList([{ ...conversation, image: undefined, video: 'v.mp4' }])],
  llava: ['llava.json', jsonList([conversation, { ...conversation, id: '2', image: 'b.png' }])],
  'eemo-bench': [
    'eemo.json',
    jsonList([
      {
        id: 0,
        image_url: 'a.png',
        question_type: 'What/How',
        question: 'Which?',
        options: "{'A': 'joy', 'B': 'fear'}",
        correct_answer: 'A',
      },
    ]),
  ],
  'label-studio': [
    'export.json',
    jsonList([
      {
        id: 1,
        data: { image: 'a.png' },
        annotations: [{ result: [{ type: 'choices', from_name: 'e', value: { choices: ['sad'] } }] }],
      },
    ]),
  ],
  'openai-batch': ['batch.jsonl', `${JSON.stringify(batch)}\n${JSON.stringify({ ...batch, custom_id: 'b' })}\n`],
};
const media = pictures('a.png', 'b.png', 'v.mp4');

describe('formats whose tables are JSON', () => {
  it.each(Object.entries(whole))('%s is told from all others', async (format, [name, text]) => {
    expect((await openFiles({ [name]: text, ...media })).format).toBe(format);
  });

  it.each(Object.entries(whole))('%s is read however much of it is broken', async (_, [name, text]) => {
    const change = fc.record({
      at: fc.nat(text.length),
      remove: fc.nat(12),
      insert: fc.constantFrom(
        '',
        '"',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '\n',
        'null',
        '0',
        '\\',
        '\u0000',
        '../',
        '{"__proto__": 1}',
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        let changed = text;
        for (const { at, remove, insert } of changes)
          changed = changed.slice(0, at) + insert + changed.slice(at + remove);
        const opened = await openFiles({ [name]: changed, ...media });
        const paths = opened.benchmark.items.map(({ path }) => path);
        for (const path of paths) expect(path in media || path.startsWith(`${name}/`)).toBe(true);
        expect(new Set(paths).size).toBe(paths.length);
      }),
      { numRuns: 150 },
    );
  });

  it('reads values of any kind in any field', async () => {
    const names = [
      'id',
      'image',
      'image_url',
      'question',
      'question_type',
      'options',
      'answer',
      'conversations',
      'messages',
      'data',
      'annotations',
      'result',
      'labels',
      'classes',
      'samples',
      'filepath',
      'images',
      'categories',
      'custom_id',
      'body',
      'input',
    ];
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('a.png', 'joy', '', 'A', null, 1, -1, 1e999, true),
        tie('list'),
        tie('object'),
      ),
      list: fc.array(tie('any'), { maxLength: 4 }),
      object: fc.dictionary(fc.constantFrom(...names), tie('any'), { maxKeys: 6 }),
    })).any;
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { maxLength: 4 }),
        fc.constantFrom('a.json', 'labels.json', 'a.jsonl'),
        async (records, name) => {
          const text = name.endsWith('l')
            ? records.map((one) => JSON.stringify(one)).join('\n')
            : JSON.stringify(records.length === 1 ? records[0] : records);
          await openFiles({ [name]: text, ...media });
        },
      ),
      { numRuns: 500 },
    );
  });
});
