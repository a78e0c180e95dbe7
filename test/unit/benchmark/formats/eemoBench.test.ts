import { describe, expect, it } from 'vitest';
import { jsonList, openFiles, pictures } from './openFiles.ts';

const seen = (ranking: string, more = 'category:Animal     Valence:5.33  Arousal:6.44  Dominance:5.44') =>
  `Ranking:${ranking}     ${more}`;
const yes = (id: number, image_url: string, more = {}) => ({
  id,
  image_url,
  question_type: 'Yes-or-No',
  question: 'Is anger among the main emotions?',
  options: "{'A': 'No.', 'B': 'Yes.'}",
  correct_answer: 'B',
  ...more,
});
const what = (id: number, image_url: string, more = {}) => ({
  id,
  image_url,
  question_type: 'What/How',
  question: 'Which emotion does the image mainly evoke?',
  options: "{'A': 'Joy', 'B': 'Anger', 'C': 'Sadness'}",
  correct_answer: 'A',
  ...more,
});

describe('EEmo-Bench', () => {
  it('opens as published: the first of the ranking is the label, answers are tasks', async () => {
    const opened = await openFiles({
      'EEmo-Bench(single).json': jsonList([
        yes(0, '1.jpg', { image_label: seen("{'Anger': 33, 'Surprise': 28, 'Joy': 22}") }),
        what(1, '1.jpg', { image_label: seen("{'Anger': 33, 'Surprise': 28, 'Joy': 22}"), correct_answer: 'B' }),
        {
          id: 2,
          image_url: '1.jpg',
          question_type: 'Open_ended',
          question: 'Describe it.',
          correct_answer: 'The image shows a dog that barks at its own shadow.',
        },
        yes(3, '2.jpg', { image_label: seen("{'Joy': 61, 'Neutral': 24}"), correct_answer: 'A' }),
      ]),
      'EEmo-Bench(pair).json': jsonList([
        {
          id: 0,
          image1_url: '1.jpg',
          image1: 'images\\1.jpg',
          image1_label: `[Image1] ${seen("{'Anger': 33}")}`,
          image2_url: '3.jpg',
          image2: 'images\\3.jpg',
          image2_label: `[Image2] ${seen("{'Neutral': 50}")}`,
          question: 'Which one primarily evokes anger?',
          options: "{'A': 'The first picture.', 'B': 'The second picture.'}",
          correct_answer: 'A',
          question_type: 'What/How',
        },
      ]),
      ...pictures('images/1.jpg', 'images/2.jpg', 'images/3.jpg'),
    });
    expect(opened.format).toBe('eemo-bench');
    expect(opened.problems).toEqual([]);
    expect(opened.labels).toEqual({ 'images/1.jpg': 'angry', 'images/2.jpg': 'happy', 'images/3.jpg': 'neutral' });
    expect(opened.item('images/1.jpg')).toMatchObject({
      tasks: { emotion: 'angry', 'Yes-or-No': 'yes', 'What/How': 'angry' },
      fields: { category: 'Animal' },
    });
    expect(opened.item('images/2.jpg')?.tasks).toEqual({ emotion: 'happy', 'Yes-or-No': 'no' });
  });

  it('takes the answer of a question about the emotion for the label where nothing else says it', async () => {
    const opened = await openFiles({
      'set/questions.json': `\ufeff${jsonList([
        yes(0, '1.jpg'),
        what(1, '1.jpg'),
        what(2, '2.jpg', { correct_answer: 'C' }),
        what(3, '2.jpg', { question: 'Which emotion does it not evoke?', correct_answer: 'A' }),
        what(4, 'img\\3.jpg', { options: "{'A': 'Positive', 'B': 'Negative'}", question: 'How is the valence?' }),
      ])}`,
      ...pictures('set/img/1.jpg', 'set/img/2.jpg', 'set/img/3.jpg'),
    });
    expect(opened.format).toBe('eemo-bench');
    expect(opened.problems).toEqual([]);
    expect(Object.values(opened.labels)).toEqual(['happy', 'sad', null]);
    expect(opened.item('set/img/3.jpg')?.tasks).toEqual({ 'What/How': 'positive' });
  });

  it('accepts the ranking and VAD as fields of their own', async () => {
    const opened = await openFiles({
      'a.json': jsonList([
        yes(0, '1.jpg', { ranking: ['Joy', 'Neutral', 'Surprise'], valence: 8, arousal: 2, dominance: 5 }),
        yes(1, '2.jpg', { ranking: '[Fear, Sadness, Anger]', VAD: [1, 9, 12] }),
      ]),
      ...pictures('1.jpg', '2.jpg'),
    });
    expect(Object.values(opened.labels)).toEqual(['happy', 'fear']);
    expect(opened.problems).toEqual(['number-out-of-range a.json:3']);
  });

  it('reads files with the answers of models only where there is no other', async () => {
    const answers = (model: string) =>
      jsonList([what(0, '1.jpg', { [`response(${model})`]: 'A: Joy', [`eval_result(${model})`]: 1 })]);
    const files = {
      'EEmo-Bench(a-single).json': answers('a'),
      'EEmo-Bench(b-single).json': answers('b'),
      ...pictures('1.jpg', '2.jpg'),
    };
    const opened = await openFiles(files);
    expect(opened.benchmark.items.length).toBe(2);
    expect(opened.problems).toEqual(['image-without-row 2.jpg']);
    const whole = await openFiles({
      ...files,
      'EEmo-Bench(single).json': jsonList([what(0, '1.jpg'), what(1, '2.jpg')]),
    });
    expect(whole.problems).toEqual([]);
  });

  it.each(['{}', '[]', ' { } ', 'None', 'nan', '[None]', '', null])(
    'takes options that are %j for none',
    async (options) => {
      const open = {
        question_type: 'Open_ended',
        question: 'Describe it.',
        correct_answer: 'A dog that barks at its own shadow.',
      };
      const opened = await openFiles({
        'q.json': jsonList([
          what(0, '1.jpg'),
          what(1, '1.jpg', { ...open, options }),
          what(2, '2.jpg', { ...open, options, correct_answer: 'long text' }),
        ]),
        ...pictures('1.jpg', '2.jpg'),
      });
      expect(opened.problems).toEqual([]);
      expect(opened.labels['1.jpg']).toBe('happy');
    },
  );

  it('names each fault with its line, and evaluates nothing', async () => {
    const opened = await openFiles({
      'q.json': jsonList([
        what(0, '1.jpg'),
        what(1, 'gone.jpg'),
        yes(1, 'gone.jpg'),
        what(0, '2.jpg', { correct_answer: 'B' }),
        what(4, '1.jpg', { correct_answer: 'B' }),
        what(5, '3.jpg', { options: "{'A': __import__('os').system('true')}" }),
        what(6, '3.jpg', { correct_answer: 'F' }),
        '{"id": 7, "image_url": "3.jpg", "question": "',
        what(8, '../3.jpg'),
        { id: 9, question: 'Without a picture?' },
      ]),
      ...pictures('1.jpg', '2.jpg', '3.jpg', '4.jpg'),
    });
    expect(opened.problems).toEqual([
      'missing-image q.json:3',
      'duplicate-id q.json:5',
      'conflicting-label q.json:6',
      'bad-row q.json:7',
      'unknown-label q.json:8',
      'bad-row q.json:9',
      'outside-root q.json:10',
      'bad-row q.json:11',
      'image-without-row 4.jpg',
    ]);
    expect(Object.values(opened.labels)).toEqual(['happy', 'angry', null, null]);
  });
});
