import { describe, expect, it } from 'vitest';
import { jsonList, openFiles, pictures } from './openFiles.ts';

const instruction =
  'Identify the only emotion depicted in the given image from the following options: [anger, disgust, fear, joy, sadness, surprise].';
const turns = (...texts: string[]) =>
  texts.map((value, i) => ({ from: i % 2 === 0 ? 'human' : 'gpt', value: i === 0 ? `<image>\n${value}` : value }));
const about = (id: string, image: string, answer: string, more = {}, question = instruction) => ({
  id,
  image,
  conversations: turns(question, answer),
  ...more,
});

describe('EmoBench in the shape of LLaVA', () => {
  it('takes names as they are written before white space around them is cut off', async () => {
    const record = (image: string, value: string) => ({
      image,
      conversations: [
        { from: 'human', value: 'Identify the only emotion depicted from the following options: [happy, sad]' },
        { from: 'gpt', value },
      ],
    });
    const records = [
      record(' a.png', 'happy'),
      record('a.png', 'sad'),
      record('b.png ', 'sad'),
      record(' c.png', 'sad'),
    ];
    const opened = await openFiles({ 'l.json': jsonList(records), ...pictures(' a.png', 'a.png', 'b.png') });
    expect(opened.labels).toEqual({ ' a.png': 'happy', 'a.png': 'sad', 'b.png': 'sad' });
    expect(opened.problems).toEqual(['missing-image l.json:5']);
  });

  it('opens images and videos, with options in the instruction', async () => {
    const opened = await openFiles({
      'emobench.json': jsonList([
        about('1', 'images/1.png', 'joy'),
        about('2', 'images/2.png', 'Anger.'),
        { id: '3', video: 'videos/3.mp4', conversations: turns(instruction, 'sadness') },
      ]),
      ...pictures('images/1.png', 'images/2.png', 'videos/3.mp4'),
    });
    expect(opened.format).toBe('llava');
    expect(opened.problems).toEqual([]);
    expect(opened.labels).toEqual({ 'images/1.png': 'happy', 'images/2.png': 'angry', 'videos/3.mp4': 'sad' });
    expect(opened.item('videos/3.mp4')).toMatchObject({ media: 'video', text: instruction, row: { line: 4 } });
    expect(opened.item('images/1.png')?.tasks).toBeUndefined();
  });

  it('opens options apart, letters for answers and other spellings of the shape', async () => {
    const ask = 'Which emotion is it?';
    const opened = await openFiles({
      'data.jsonl': [
        about('1', '1.png', 'B', { options: ['anger', 'joy'] }, ask),
        about('2', '2.png', '(A)', { options: "{'A': 'anger', 'B': 'joy'}" }, ask),
        about('3', '3.png', 'A', {}, `${ask}\nA. sadness\nB. joy`),
        {
          id: 4,
          images: ['4.png'],
          messages: [{ role: 'user', content: ask }],
          options: { A: 'joy', B: 'fear' },
          answer: 'b',
        },
      ]
        .map((record) => JSON.stringify(record))
        .join('\r\n'),
      ...pictures('1.png', '2.png', '3.png', '4.png'),
    });
    expect(opened.format).toBe('llava');
    expect(opened.problems).toEqual([]);
    expect(Object.values(opened.labels)).toEqual(['happy', 'angry', 'sad', 'fear']);
  });

  it('finds the picture among the parts of a message', async () => {
    const record = (i: number) => ({
      messages: [
        { role: 'system', content: 'You look at faces.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Which emotion?' },
            { type: 'image_url', image_url: { url: `images/${i}.png` } },
          ],
        },
        { role: 'assistant', content: ['joy', 'anger'][i % 2] },
      ],
    });
    const opened = await openFiles({
      'train.jsonl': [0, 1, 2].map((i) => JSON.stringify(record(i))).join('\n'),
      ...pictures('images/0.png', 'images/1.png', 'images/2.png'),
    });
    expect(opened.format).toBe('llava');
    expect(Object.values(opened.labels)).toEqual(['happy', 'angry', 'happy']);
    expect(opened.item('images/1.png')?.text).toBe('Which emotion?');
  });

  it('takes no task for one about emotion because most of its answers are neutral', async () => {
    const views = Array.from({ length: 6 }, (_, i) => [
      about(`${i}a`, `${i}.png`, ['neutral', 'neutral', 'favourable'][i % 3]!, { task: 'view' }, 'What is the view?'),
      ...(i < 5 ? [about(`${i}b`, `${i}.png`, ['joy', 'anger'][i % 2]!, { task: 'face' }, 'What is felt?')] : []),
    ]).flat();
    const opened = await openFiles({
      'a.json': jsonList(views),
      ...pictures(...[0, 1, 2, 3, 4, 5].map((i) => `${i}.png`)),
    });
    expect(opened.item('0.png')).toMatchObject({ label: 'happy', tasks: { view: 'neutral' } });
  });

  it('counts several questions about one picture as its tasks', async () => {
    const opened = await openFiles({
      'set/train.json': `\ufeff${jsonList([
        about('1', 'pics\\a.png', 'no', {}, 'Is this picture sarcastic? Answer yes or no.'),
        about('2', 'pics\\a.png', 'joy'),
        about('3', 'C:\\emobench\\pics\\b.png', 'sadness'),
        about('4', 'pics/b.png', 'yes', {}, 'Is this meme hateful?'),
        about('5', 'pics/c.png', 'mock', {}, 'What is the intent of the person?'),
        about(
          '6',
          'pics/c.png',
          'She looks out of the window and thinks of all that she has lost.',
          {},
          'Describe it.',
        ),
      ])}`,
      ...pictures('set/pics/a.png', 'set/pics/b.png', 'set/pics/c.png'),
    });
    expect(opened.problems).toEqual([]);
    expect(opened.labels).toEqual({ 'set/pics/a.png': 'happy', 'set/pics/b.png': 'sad', 'set/pics/c.png': null });
    expect(opened.item('set/pics/a.png')).toMatchObject({ split: 'train', tasks: { 'Emo-C': 'happy', Sarcasm: 'no' } });
    expect(opened.item('set/pics/b.png')?.tasks).toEqual({ 'Emo-C': 'sad', Hate: 'yes' });
    expect(opened.item('set/pics/c.png')?.tasks).toEqual({ Intent: 'mock' });
    expect(opened.benchmark.labels).toEqual(['happy', 'sad']);
  });

  it('names tasks as the file does', async () => {
    const opened = await openFiles({
      'a.json': jsonList([
        about('1', '1.png', 'yes', { task: 'Humor' }, 'Well?'),
        about('1', '1.png', 'anger', { task: 'Emo-O' }, 'Well?'),
      ]),
      ...pictures('1.png'),
    });
    expect(opened.item('1.png')).toMatchObject({ label: 'angry', tasks: { Humor: 'yes', 'Emo-O': 'angry' } });
  });

  it('names each fault with its line', async () => {
    const opened = await openFiles({
      'emobench.json': jsonList([
        about('1', 'images/1.png', 'joy'),
        about('2', 'images/gone.png', 'joy'),
        about('1', 'images/2.png', 'fear'),
        about('4', 'images/1.png', 'anger'),
        '{"id": "5", "image": "images/3.png", "conversations": [',
        about('6', '../../x.png', 'fear'),
        about('7', 'images/3.png', 'boredom'),
        about('1', 'images/1.png', 'joy'),
        { id: '9', note: 'nothing here' },
      ]),
      ...pictures('images/1.png', 'images/2.png', 'images/3.png', 'images/4.png'),
    });
    expect(opened.problems).toEqual([
      'missing-image emobench.json:3',
      'duplicate-id emobench.json:4',
      'conflicting-label emobench.json:5',
      'bad-row emobench.json:6',
      'outside-root emobench.json:7',
      'unknown-label emobench.json:8',
      'duplicate-id emobench.json:9',
      'bad-row emobench.json:10',
      'image-without-row images/4.png',
    ]);
    expect(Object.values(opened.labels)).toEqual(['happy', 'fear', null, null]);
  });

  it('reads what there is of a file that is cut off', async () => {
    const whole = JSON.stringify([about('1', '1.png', 'joy'), about('2', '2.png', 'anger')], undefined, 2);
    const opened = await openFiles({ 'a.json': whole.slice(0, -60), ...pictures('1.png', '2.png') });
    expect(opened.format).toBe('llava');
    expect(opened.labels).toEqual({ '1.png': 'happy', '2.png': null });
    const line = whole.split('\n').findIndex((text, i) => i > 1 && text === '  {') + 1;
    expect(opened.problems).toEqual([`bad-row a.json:${line}`, 'image-without-row 2.png']);
  });
});
