import { describe, expect, it } from 'vitest';
import { jsonList, openFiles, pictures } from './openFiles.ts';

const about = (id: string, image: string, question: string, answer: string) => ({
  id,
  image,
  conversations: [
    { from: 'human', value: question },
    { from: 'gpt', value: answer },
  ],
});
const emotion = 'Which emotion is it? Options: [happy, sad, angry]';
const rated = (id: number, image: string, ...ratings: readonly number[]) => ({
  id,
  data: { image },
  annotations: ratings.map((value) => ({
    result: [
      { from_name: 'mood', type: 'choices', value: { choices: ['happy'] } },
      { from_name: 'intensity', type: 'rating', value: { rating: value } },
    ],
  })),
});

describe('putting records together by picture', () => {
  it('tells records of one line from each other', async () => {
    const records = [
      about('1', 'a.png', emotion, 'happy'),
      about('2', 'a.png', emotion, 'sad'),
      about('3', 'b.png', emotion, 'sad'),
      about('4', 'b.png', emotion, 'sad'),
    ];
    const opened = await openFiles({ 'data.json': JSON.stringify(records), ...pictures('a.png', 'b.png') });
    expect(opened.labels).toEqual({ 'a.png': 'happy', 'b.png': 'sad' });
    expect(opened.benchmark.problems.map(({ kind, line, item, facts }) => [kind, line, item, facts['value']])).toEqual([
      ['conflicting-label', 1, 'a.png', '2'],
      ['duplicate-id', 1, 'b.png', '4'],
    ]);
  });

  it('names the file of the first of two records in two files', async () => {
    const opened = await openFiles({
      'a.json': jsonList([about('1', 'a.png', emotion, 'happy')]),
      'b.json': jsonList([about('1', 'b.png', emotion, 'sad'), about('2', 'a.png', emotion, 'sad')]),
      ...pictures('a.png', 'b.png'),
    });
    expect(opened.item('b.png')?.row).toEqual({ file: 'b.json', line: 2 });
    expect(opened.benchmark.problems).toMatchObject([
      { kind: 'conflicting-label', file: 'b.json', line: 3, facts: { line: 'a.json:2' } },
    ]);
  });

  it('reads questions that are all different, and the same one again behind hundreds of them', async () => {
    const names = Array.from({ length: 450 }, (_none, i) => `${i}.png`);
    const records = names.map((name, i) => about(`q${i}`, name, `In scene ${i}: ${emotion}`, 'A'));
    const opened = await openFiles({
      'data.json': jsonList([
        ...records,
        about('x', '0.png', 'In scene 0: is it hateful? [yes, no]', 'B'),
        about('y', '1.png', 'Is it hateful? [yes, no]', 'A'),
        about('z', '2.png', 'Is it hateful? [yes, no]', 'B'),
      ]),
      ...pictures(...names),
    });
    expect(opened.problems).toEqual([]);
    expect(new Set(Object.values(opened.labels))).toEqual(new Set(['happy']));
    expect(opened.item('449.png')?.text).toBe(`In scene 449: ${emotion}`);
    expect(['0.png', '1.png', '2.png', '3.png'].map((name) => opened.item(name)?.tasks)).toEqual([
      { 'Emo-C': 'happy', Hate: 'no' },
      { 'Emo-C': 'happy', Hate: 'yes' },
      { 'Emo-C': 'happy', Hate: 'no' },
      { 'Emo-C': 'happy' },
    ]);
  });

  it('says of a rating at fault what was written, by one person or by several', async () => {
    const names = Array.from({ length: 12 }, (_none, i) => `${i}.png`);
    const tasks = names.map((name, i) =>
      i === 3 ? rated(i, name, 90) : i === 7 ? rated(i, name, 80, 100) : rated(i, name, 1 + (i % 5)),
    );
    const opened = await openFiles({ 'export.json': jsonList(tasks), ...pictures(...names) });
    expect(opened.item('1.png')?.degree).toBe(2);
    expect(opened.benchmark.problems).toMatchObject([
      { kind: 'number-out-of-range', line: 5, item: '3.png', facts: { value: '90', column: 'intensity' } },
      { kind: 'number-out-of-range', line: 9, item: '7.png', facts: { value: '80, 100', column: 'intensity' } },
    ]);
  });
});
