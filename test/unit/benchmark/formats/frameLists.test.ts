import { expect, it } from 'vitest';
import { openFiles, pictures } from './openFiles.ts';

const labels = 'Neutral,Anger,Disgust,Fear,Happiness,Sadness,Surprise,Other';
const frame = (video: string, number: number) => `cropped_aligned/${video}/${String(number).padStart(5, '0')}.jpg`;
const listOf = (...lines: readonly (string | number)[]) => `${[labels, ...lines].join('\n')}\n`;

it('opens lists of frames (Aff-Wild2): a number of the first line for each frame, -1 for no label', async () => {
  const opened = await openFiles({
    'EXPR/Train_Set/1-30-1280x720.txt': listOf(4, 4, -1, 7, 0),
    'EXPR/Validation_Set/2.txt': listOf(1, 5).replaceAll('\n', '\r\n'),
    'VA/Train_Set/2.txt': 'valence,arousal\n0.1,0.2\n-5,-5\n',
    ...pictures(...[1, 2, 3, 4, 5].map((number) => frame('1-30-1280x720', number)), frame('2', 1), frame('2', 2)),
  });
  expect(opened.format).toBe('frame-lists');
  expect(opened.problems).toEqual([]);
  expect(opened.labels).toEqual({
    [frame('1-30-1280x720', 1)]: 'happy',
    [frame('1-30-1280x720', 2)]: 'happy',
    [frame('1-30-1280x720', 3)]: null,
    [frame('1-30-1280x720', 4)]: 'Other',
    [frame('1-30-1280x720', 5)]: 'neutral',
    [frame('2', 1)]: 'angry',
    [frame('2', 2)]: 'sad',
  });
  expect(opened.item(frame('2', 2))).toMatchObject({
    split: 'val',
    row: { file: 'EXPR/Validation_Set/2.txt', line: 3 },
  });
  expect(opened.item(frame('1-30-1280x720', 1))?.split).toBe('train');
  expect(opened.benchmark.unread).toEqual({ files: 'VA/Train_Set/*.txt', count: 1 });
});

it('names each fault of a list of frames at its line, frames that follow one another once', async () => {
  const opened = await openFiles({
    'EXPR/a.txt': listOf(0, 1, 2, -1, 'x', 8, 3, 4),
    ...pictures(...[1, 5, 6, 8, 9, 10].map((number) => frame('a', number))),
  });
  expect(opened.problems).toEqual([
    'missing-image EXPR/a.txt:3',
    'bad-row EXPR/a.txt:6',
    'bad-row EXPR/a.txt:7',
    'missing-image EXPR/a.txt:8',
    `image-without-row ${frame('a', 9)}`,
    `image-without-row ${frame('a', 10)}`,
  ]);
  const [gap] = opened.benchmark.problems;
  expect(gap?.facts).toEqual({ value: 'a/00002.jpg … 00003.jpg' });
});

it('takes no other text for a list of frames that is called as a folder of pictures is', async () => {
  const opened = await openFiles({
    'happy.txt': 'pictures of happy people\n',
    ...pictures('happy/1.jpg', 'happy/2.jpg', 'sad/1.jpg'),
  });
  expect(opened.format).toBe('class-folders');
});
