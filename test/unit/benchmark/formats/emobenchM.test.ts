import { describe, expect, it } from 'vitest';
import { jsonList, openFiles, pictures } from './openFiles.ts';

const about = (id: string, video: string, question: string, answer: string) => ({
  id,
  video,
  conversations: [
    { from: 'human', value: `<video>\n${question}` },
    { from: 'gpt', value: answer },
  ],
});
const polarity =
  "The person in video says: I hate that funny joke. Determine the emotion conveyed. Choose one of the following labels as your final answer: neutral, negative, positive. Respond in the format: {'emotion': 'label'}.";
const emotion =
  'The person in video says: Hey. Determine the emotion conveyed. Choose one of the following labels as your final answer: neutral, surprise, fear, sadness, joy, disgust, anger.';
const joint =
  "The person in video says: Hey. Analyze the emotion and intent. Choose one emotion: happy, surprise, sad, disgust, anger, fear, and neutral. Choose one intent: questioning, agreeing, and neutral. Respond in the format: {'emotion label': 'label', 'intent label': 'label'}.";

describe('EmoBench-M', () => {
  it('opens as published', async () => {
    const opened = await openFiles({
      'benchmark_json/ch-simsv2s.json': jsonList([
        about('0', 'videos/ch-simsv2s/aqgy4_0004/00023.mp4', polarity, 'negative'),
      ]),
      'benchmark_json/MELD.json': jsonList([
        about('0', 'videos/MELD/1.mp4', emotion, 'joy'),
        about('1', 'videos/MELD/2.mp4', emotion, "{'emotion': 'anger'}"),
      ]),
      'benchmark_json/MC-EIU.json': jsonList([
        about('0', 'videos/MC-EIU/1.mp4', joint, "{'emotion label': 'sad', 'intent label': 'agreeing'}"),
        about('1', 'videos/MC-EIU/2.mp4', joint, 'happy, questioning'),
      ]),
      'benchmark_json/MUSTARD.json': jsonList([
        about(
          '0',
          'videos/MUSTARD/1.mp4',
          'Is the person sarcastic? Choose one of the following labels: true, false.',
          'true',
        ),
      ]),
      ...pictures(
        'dataset/ch-simsv2s/videos/ch-simsv2s/aqgy4_0004/00023.mp4',
        'dataset/MELD/videos/MELD/1.mp4',
        'dataset/MELD/videos/MELD/2.mp4',
        'dataset/MC-EIU/videos/MC-EIU/1.mp4',
        'dataset/MC-EIU/videos/MC-EIU/2.mp4',
        'dataset/MUSTARD/videos/MUSTARD/1.mp4',
      ),
    });
    expect(opened.format).toBe('emobench-m');
    expect(opened.problems).toEqual([]);
    expect(opened.benchmark.items.map(({ tasks }) => tasks)).toEqual([
      { emotion: 'sad', intent: 'agree' },
      { emotion: 'happy', intent: 'questioning' },
      { emotion: 'joy' },
      { emotion: 'angry' },
      { sarcasm: 'yes' },
      { sentiment: 'negative' },
    ]);
    expect(Object.values(opened.labels)).toEqual(['sad', 'happy', 'joy', 'angry', null, null]);
    expect(opened.item('dataset/MELD/videos/MELD/1.mp4')).toMatchObject({
      media: 'video',
      fields: { dataset: 'MELD' },
    });
  });

  it('tells intent from humor, though one of the intents is a joke', async () => {
    const intents = 'What is the intent of the speaker? Options: complain, praise, taunt, joke, ask for help';
    const opened = await openFiles({
      'humor.json': jsonList([0, 1].map((i) => about(`${i}`, `videos/${i}.mp4`, 'Is it humorous?', ['Yes', 'No'][i]!))),
      'intent.json': jsonList([0, 1].map((i) => about(`${i}`, `videos/${i}.mp4`, intents, ['joke', 'taunt'][i]!))),
      ...pictures('videos/0.mp4', 'videos/1.mp4'),
    });
    expect(opened.problems).toEqual([]);
    expect(opened.item('videos/1.mp4')?.tasks).toEqual({ humor: 'no', intent: 'taunt' });
  });

  it('opens one file whose only task is the label', async () => {
    const opened = await openFiles({
      'set/mosi.json': `\ufeff${jsonList([about('0', 'videos\\1.mp4', polarity, 'Positive'), about('1', '/data/MOSI/videos/2.mp4', polarity, 'negative')])}`,
      ...pictures('set/videos/1.mp4', 'set/videos/2.mp4'),
    });
    expect(opened.format).toBe('emobench-m');
    expect(opened.problems).toEqual([]);
    expect(opened.labels).toEqual({ 'set/videos/1.mp4': 'positive', 'set/videos/2.mp4': 'negative' });
  });

  it('is no format of files that its scorer reads', async () => {
    const opened = await openFiles({
      'results.json': jsonList([{ video: '1.mp4', expected_value: 'positive', predicted_value: 'neutral' }]),
      ...pictures('1.mp4'),
    });
    expect(opened.format).not.toBe('emobench-m');
  });

  it('names each fault with its line', async () => {
    const opened = await openFiles({
      'benchmark_json/MELD.json': jsonList([
        about('0', 'videos/1.mp4', emotion, 'joy'),
        about('1', 'videos/gone.mp4', emotion, 'joy'),
        about('0', 'videos/2.mp4', emotion, 'fear'),
        about('3', 'videos/1.mp4', emotion, 'anger'),
        '{"id": "4",,',
        about('5', '/etc/../../x.mp4', emotion, 'fear'),
      ]),
      ...pictures('dataset/MELD/videos/1.mp4', 'dataset/MELD/videos/2.mp4', 'dataset/MELD/videos/3.mp4'),
    });
    expect(opened.problems).toEqual([
      'missing-image benchmark_json/MELD.json:3',
      'duplicate-id benchmark_json/MELD.json:4',
      'conflicting-label benchmark_json/MELD.json:5',
      'bad-row benchmark_json/MELD.json:6',
      'outside-root benchmark_json/MELD.json:7',
      'image-without-row dataset/MELD/videos/3.mp4',
    ]);
  });
});
