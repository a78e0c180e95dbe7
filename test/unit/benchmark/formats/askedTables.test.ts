import { describe, expect, it } from 'vitest';
import { openFiles, pictures } from './openFiles.ts';

const four = ['0.png', '1.png', '2.png', '3.png'];
const words = ['happy', 'sad', 'angry', 'happy'];
const csv = (...lines: readonly string[]) => lines.join('\n');
const labels = { '0.png': 'happy', '1.png': 'sad', '2.png': 'angry', '3.png': 'happy' };

async function open(name: string, text: string) {
  return openFiles({ [name]: text, ...pictures(...four) });
}

describe('tables that ask questions', () => {
  it('reads letters of options that stand in columns, whatever these are called', async () => {
    const row = (i: number) => `${four[i]},Which?,happy,sad,angry,${'ABCA'[i]}`;
    const letters = await open('q.csv', csv('image,question,A,B,C,answer', ...[0, 1, 2, 3].map(row)));
    expect(letters.labels).toEqual(labels);
    const spelt = await open(
      'q.csv',
      csv('image,question,option_a,option_b,option_c,correct_answer', ...[0, 1, 2, 3].map((i) => row(i).toLowerCase())),
    );
    expect(spelt.labels).toEqual(labels);
    expect([...letters.problems, ...spelt.problems]).toEqual([]);
  });

  it('reads letters and numbers of options that stand in a list, a dict or a literal of Python', async () => {
    const records = (options: unknown, answers: readonly unknown[]) =>
      JSON.stringify(four.map((image, i) => ({ image, question: 'Which?', options, answer: answers[i] })));
    const list = ['happy', 'sad', 'angry'];
    const dict = { A: 'happy', B: 'sad', C: 'angry' };
    for (const [options, answers] of [
      [list, ['A', '(B)', 'C.', 'a']],
      [list, [0, 1, 2, 0]],
      [list, [1, 2, 3, 1]],
      [dict, ['A', 'B', 'C', 'A']],
      ["{'A': 'happy', 'B': 'sad', 'C': 'angry'}", ['A', 'B', 'C', 'A']],
      ["['A. happy', 'B. sad', 'C. angry']", ['A', 'B', 'C', 'A']],
    ] as const) {
      const opened = await open('q.json', records(options, answers));
      expect(opened.labels, JSON.stringify(answers)).toEqual(labels);
      expect(opened.problems).toEqual([]);
    }
  });

  it('leaves numbers as they stand where nothing tells from which one options are counted', async () => {
    const options = ['happy', 'sad', 'angry', 'fear'];
    const record = (image: string, i: number) => ({ image, question: 'Which?', options, answer: [1, 2, 1, 2][i] });
    const opened = await open('q.json', JSON.stringify(four.map(record)));
    expect(Object.values(opened.labels)).toEqual(['1', '2', '1', '2']);
  });

  it('reads letters of options in the words of questions, and no letters where nothing is asked', async () => {
    const question = 'Which emotion?\nA. happy\nB. sad\nC. angry';
    const record = (image: string, i: number) => ({ image, question, answer: `(${'ABCA'[i]})` });
    const asked = await open('q.json', JSON.stringify(four.map(record)));
    expect(asked.labels).toEqual(labels);
    const codes = await open('l.csv', csv('image,text,label', ...four.map((one, i) => `${one},hello,${'AHSA'[i]}`)));
    expect(codes.labels['1.png']).toBe('H');
  });

  it('counts several questions about one picture as tasks, and what disagrees within one as a conflict', async () => {
    const opened = await open(
      'q.csv',
      csv(
        'image,question,A,B,answer',
        ...four.map((image, i) => `${image},Which emotion?,happy,sad,${'AB'[i % 2]}`),
        ...four.map((image, i) => `${image},Is the man sarcastic?,yes,no,${'AB'[i % 2]}`),
        '0.png,Is he sarcastic here?,yes,no,B',
        '1.png,Is a hat on him?,yes,no,A',
        '1.png,Is a dog near him?,yes,no,B',
      ),
    );
    expect(opened.item('1.png')).toMatchObject({
      label: 'sad',
      tasks: { emotion: 'sad', sarcasm: 'no', question: 'yes', 'question (2)': 'no' },
    });
    expect(opened.problems).toEqual(['conflicting-label q.csv:10']);
  });

  it('takes rows with the same options in another order for no fault', async () => {
    const opened = await open(
      'q.csv',
      csv(
        'index,image,question,A,B,answer',
        ...four.map((image, i) => `${i},${image},Which emotion?,happy,sad,${'AB'[i % 2]}`),
        ...four.map((image, i) => `${i + 1e6},${image},Which emotion?,sad,happy,${'BA'[i % 2]}`),
        '7,0.png,Which emotion?,happy,sad,A',
      ),
    );
    expect(Object.values(opened.labels)).toEqual(['happy', 'sad', 'happy', 'sad']);
    expect(opened.problems).toEqual(['duplicate-id q.csv:10']);
    // One task is all there is to tell.
    expect(opened.item('0.png')).not.toHaveProperty('tasks');
  });
});

describe('files as other tools write them', () => {
  it('reads a manifest of a labelling job: the name of its class is the label, its number nothing', async () => {
    const line = (image: string, i: number) =>
      JSON.stringify({
        'source-ref': `s3://bucket/pictures/${image}`,
        job: i % 2,
        'job-metadata': { 'class-name': words[i % 2], confidence: 0.9, type: 'groundtruth/image-classification' },
      });
    const opened = await open('output.manifest', four.map(line).join('\n'));
    expect(Object.values(opened.labels)).toEqual(['happy', 'sad', 'happy', 'sad']);
    expect(opened.benchmark.scales).toEqual({});
    expect(opened.problems).toEqual([]);
  });

  it('reads a document on one line, though it says more than its list of pictures', async () => {
    const annotations = four.map((file, i) => ({ file, category: words[i] }));
    const opened = await open('a.json', JSON.stringify({ version: 1, by: 'me', annotations }));
    expect(opened.labels).toEqual(labels);
  });

  it('keeps several labels of one cell as votes where each of them is a label of other cells', async () => {
    const cells = ['happy', 'sad', '"happy, sad"', '"sad, angry"'];
    const opened = await open('l.csv', csv('image,labels', ...four.map((one, i) => `${one},${cells[i]}`)));
    expect(Object.values(opened.labels)).toEqual(['happy', 'sad', null, null]);
    expect(opened.item('2.png')?.votes).toEqual({ happy: 1, sad: 1 });
    expect(opened.problems).toEqual([]);
    const combined = await open('l.csv', csv('image,labels', ...four.map((one) => `${one},happy|surprise`)));
    expect(combined.item('0.png')?.votes).toBeUndefined();
  });
});
