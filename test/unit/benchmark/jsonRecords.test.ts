import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonRecords, visitJsonRecords } from '../../../src/core/benchmark/tables/jsonRecords.ts';

const linesOf = (text: string, hasLines = false) => {
  const { records, badLines } = readJsonRecords(text, hasLines);
  return { good: records.map(({ line }) => line), bad: badLines };
};

const records = Array.from({ length: 20 }, (_, id) => id);

describe('reading the records of a JSON text', () => {
  it.each([
    ['a list', `[${records.map((id) => `{"id": ${id}}`).join(',\n')}]`],
    ['JSON Lines', records.map((id) => `{"id": ${id}}`).join('\n')],
    ['members', `{${records.map((id) => `"${id}.png": {}`).join(',\n')}}`],
  ])('ends soon after it is told to: %s', (_name, text) => {
    const visited: number[] = [];
    const stop = { aborted: false };
    const record = (_value: unknown, line: number): void => {
      stop.aborted = visited.push(line) === 2;
    };
    visitJsonRecords(text, false, { record, bad: (line) => visited.push(line), stop });
    expect(visited.length).toBeLessThanOrEqual(4);
    expect(visited.slice(0, 2)).toEqual([1, 2]);
  });

  it.each([
    ['a list, a record a line', '[\n{"id": 1},\n{"id": 2}\n]', [2, 3], []],
    ['a list on one line', '[{"id": 1},{"id": 2}]', [1, 1], []],
    ['a record that is no JSON', '[\n{"id": 1},\n{"id": },\n{"id": 3}\n]', [2, 4], [3]],
    ['one on a single line', '[{"id": 1}, {"id": }, {"id": 3}]', [1, 1], [1]],
    ['one that lacks its end', '[\n{"id": 1},\n{"id": [1,\n{"id": 3},\n{"id": 4}\n]', [2, 4, 5], [3]],
    ['a list in a list that lacks its end', '[\n["a"],\n["b",\n["c"],\n["d"]\n]\n', [2, 4, 5], [3]],
    ['one with an open quote', '[\n{"id": 1},\n{"id": "a},\n{"id": 3},\n{"id": 4}\n]', [2, 4, 5], [3]],
    ['one with a brace too many', '[\n{"id": 1}},\n{"id": 2}\n]', [2, 3], [2]],
    ['a text that is cut in a record', '[\n{"id": 1},\n{"id": 2},\n{"id"', [2, 3], [4]],
    ['a text that is cut between records', '[\n{"id": 1},\n{"id": 2}', [2, 3], [3]],
    [
      'records that stretch over lines',
      '[\n  {\n    "a": [\n      {"b": 1}\n    ]\n  },\n  {\n    "a": \n  },\n  {\n    "a": 3\n  }\n]',
      [2, 10],
      [7],
    ],
    ['and are cut', '[\n  {\n    "a": [\n      {\n        "b": 1\n      }\n', [], [2]],
    ['lone carriage returns', '[\r{"id": 1},\r{"id": },\r{"id": 3}\r]', [2, 4], [3]],
    ['JSON Lines', '{"id": 1}\n{"id": \n\n{"id": 3}\n', [1, 4], [2]],
    ['a list inside an object', '{"info": {},\n "data": [\n  {"id": 1},\n  {"id": }\n ]}', [3], [4]],
    ['members of an object', '{\n  "a.png": {"x": 1},\n  "b.png": {"x": },\n  "c.png": {"x": 3}\n}', [2, 4], [3]],
  ])('%s', (_, text, good, bad) => {
    expect(linesOf(text)).toEqual({ good, bad });
  });

  it.each([
    [
      'a map of pictures on one line',
      '{"a.png": "happy", "b.png": "sad"}',
      [
        ['a.png', 'happy', 1],
        ['b.png', 'sad', 1],
      ],
    ],
    [
      'one of lists',
      '{\n"a.png": ["x", "y"],\n"b.png": ["z", "z"]}',
      [
        ['a.png', ['x', 'y'], 2],
        ['b.png', ['z', 'z'], 3],
      ],
    ],
    [
      'pictures by what they show',
      '{"happy": ["a.png",\n"b.png"], "sad": ["c.png"]}',
      [
        ['happy', 'a.png', 1],
        ['happy', 'b.png', 2],
        ['sad', 'c.png', 2],
      ],
    ],
    [
      'parts of the data',
      '{"train": [{"x": 1}],\n"test": [{"x": 2}], "version": 1}',
      [
        ['train', { x: 1 }, 1],
        ['test', { x: 2 }, 2],
      ],
    ],
    [
      'a record on one line',
      '{"image": "a.png", "label": "happy"}',
      [[undefined, { image: 'a.png', label: 'happy' }, 1]],
    ],
    [
      'columns of pictures',
      '{"image": ["a.png"],\n"mask": ["b.png"]}',
      [[undefined, { image: 'a.png', mask: 'b.png' }, 1]],
    ],
  ])('%s', (_, text, records) => {
    expect(readJsonRecords(text).records.map(({ key, value, line }) => [key, value, line])).toEqual(records);
  });

  it('takes a file called JSON Lines for one however broken it is', () => {
    expect(linesOf('{"id": \n{"id": \n{"id": 3}\n', true)).toEqual({ good: [3], bad: [1, 2] });
  });

  it('reads any text without a throw', () => {
    const piece = fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\n', '\\', '1', 'null', '"a"', '{"a":1}', ' ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.boolean(), (pieces, hasLines) => {
        readJsonRecords(pieces.join(''), hasLines);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads a text of which every record is broken, in time that grows with its length', () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `{"id": [${i},`);
    const { records, badLines } = readJsonRecords(`[\n${lines.join('\n')}\n]`);
    expect(records).toEqual([]);
    expect(badLines).toHaveLength(100_000);
  });
});
