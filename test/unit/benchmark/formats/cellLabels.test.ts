import { describe, expect, it } from 'vitest';
import { jsonList, openFiles, pictures, type Opened } from './openFiles.ts';

const files = pictures('img/a.png', 'img/b.png', 'img/c.png');

const said = ({ benchmark }: Opened) => benchmark.items.map(({ label, votes }) => [label, votes]);

/** A majority, a tie, and all of one mind. */
const expected = [
  ['happy', { happy: 2, sad: 1 }],
  [undefined, { sad: 1, angry: 1 }],
  ['angry', { angry: 2 }],
];
const words = [
  ['happy', 'SAD', 'happiness'],
  ['sad', 'angry'],
  ['angry', 'anger'],
];
const names = ['a.png', 'b.png', 'c.png'];
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

describe('labels of several people in one cell', () => {
  it.each([
    ['a list of labels', (of: readonly string[]) => of],
    [
      'objects with an annotator and a label',
      (of: readonly string[]) => of.map((label, i) => ({ annotator: i, label })),
    ],
    [
      'objects that call it otherwise',
      (of: readonly string[]) => of.map((emotion) => ({ worker: 'x', emotion, seconds: 3 })),
    ],
    ['counts', (of: readonly string[]) => countsOf(of)],
  ])('reads %s in JSON', async (_, cell) => {
    const records = words.map((of, i) => ({ image: `img/${names[i]!}`, annotations: cell(of) }));
    for (const [name, text] of [
      ['labels.json', jsonList(records)],
      ['labels.jsonl', records.map((record) => JSON.stringify(record)).join('\n')],
    ] as const) {
      const opened = await openFiles({ [name]: text, ...files });
      expect(said(opened)).toEqual(expected);
      expect(opened.problems).toEqual([]);
    }
  });

  it.each([
    ['JSON', (of: readonly string[]) => JSON.stringify(of)],
    ['a list of Python', (of: readonly string[]) => `[${of.map((one) => `'${one}'`).join(', ')}]`],
    ['an array of NumPy', (of: readonly string[]) => `[${of.map((one) => `'${one}'`).join(' ')}]`],
    ['objects', (of: readonly string[]) => `[${of.map((one) => `{'rater': 'r', 'label': '${one}'}`).join(', ')}]`],
    ['a dict of counts', (of: readonly string[]) => JSON.stringify(countsOf(of))],
    ['a Counter', (of: readonly string[]) => `Counter(${JSON.stringify(countsOf(of))})`],
  ])('reads %s in a table', async (_, cell) => {
    const rows = words.map((of, i) => `${names[i]!},${quoted(cell(of))}`);
    const opened = await openFiles({ 'labels.csv': ['image,votes', ...rows].join('\n'), ...files });
    expect(said(opened)).toEqual(expected);
    expect(opened.problems).toEqual([]);
  });

  it.each([';', '|', ', ', '/'])('parts words at %s where some word comes twice in a cell', async (sign) => {
    const cells = [
      ['happy', 'sad', 'happy'],
      ['sad', 'angry'],
      ['angry', 'angry'],
    ];
    const rows = cells.map((of, i) => `${names[i]!},${quoted(of.join(sign))}`);
    const opened = await openFiles({ 'labels.csv': ['image,labels', ...rows].join('\n'), ...files });
    expect(said(opened)).toEqual(expected);
  });

  it('leaves labels of two emotions as they are where no word comes twice', async () => {
    const rows = ['happy|surprise', 'sad|angry', 'sad|surprise'].map((label, i) => `${names[i]!},${label}`);
    const opened = await openFiles({ 'labels.csv': ['image,label', ...rows].join('\n'), ...files });
    expect(Object.values(opened.labels)).toEqual(['happy|surprise', 'sad|angry', 'sad|surprise']);
  });

  it('keeps the label that stands beside what people said', async () => {
    const records = words.map((of, i) => ({
      image: names[i],
      label: 'neutral',
      annotations: of.map((label) => ({ label })),
    }));
    const opened = await openFiles({ 'labels.json': jsonList(records), ...files });
    expect(said(opened)).toEqual(expected.map(([, votes]) => ['neutral', votes]));
  });

  it('reads labels by the names of those who gave them', async () => {
    const records = words.map((of, i) => {
      const [anna, ben, mei] = of;
      return { image: names[i], ratings: { anna, ben, ...(mei !== undefined && { mei }) } };
    });
    expect(said(await openFiles({ 'labels.json': jsonList(records), ...files }))).toEqual(expected);
  });

  it('takes the emotion of the only face of a picture for its label', async () => {
    const records = ['happy', 'sad', 'angry'].map((emotion, i) => {
      return { filename: names[i], faces: [{ bbox: [1, 2, 3, 4], emotion, age: 20 + i }] };
    });
    const opened = await openFiles({ 'labels.json': jsonList(records), ...files });
    expect(Object.values(opened.labels)).toEqual(['happy', 'sad', 'angry']);
  });
});

function countsOf(of: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of of) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
