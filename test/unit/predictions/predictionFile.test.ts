import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listedFile } from '../../../src/core/benchmark/files/listing.ts';
import { isPredictionPath, predictionFileKind, predictionTools } from '../../../src/core/predictions/predictionFile.ts';

const kindOf = (path: string, head: unknown = '') =>
  predictionFileKind(listedFile(path), typeof head === 'string' ? head : JSON.stringify(head));
const lines = (...records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

describe('telling prediction files from others', () => {
  it.each([
    ['GPT4o_MEMO.xlsx', '', 'vlmevalkit'],
    ['GPT4o_MEMO.tsv', 'index\tquestion\tA\tanswer\tprediction\n0\tWhich?\thappy\tA\tA\n', 'vlmevalkit'],
    ['GPT4o_MEMO.csv', '"index","question","prediction"\n', 'vlmevalkit'],
    ['GPT4o_MEMO.json', [{ index: 0, question: 'q', answer: 'A', prediction: 'B' }], 'vlmevalkit'],
    ['m/20250101_101010_samples_memo.jsonl', 'torn', 'lmms-eval'],
    ['m/samples.jsonl', lines({ doc_id: 0, input: 'q', target: 'a', filtered_resps: ['b'] }), 'lmms-eval'],
    ['2025-01-01T10-00-00_task_x.eval', '', 'inspect'],
    ['log.json', { version: 2, status: 'success', eval: { task: 't', model: 'm' }, samples: [] }, 'inspect'],
    ['out.json', { evalId: 'e', results: { version: 3, timestamp: 't', prompts: [], results: [] } }, 'promptfoo'],
    ['old.json', { version: 3, timestamp: 't', results: { outputs: [{ pass: true }], stats: {} } }, 'promptfoo'],
    ['out.jsonl', lines({ promptIdx: 0, testIdx: 0, vars: {}, response: { output: 'x' } }), 'promptfoo'],
    ['batch_output.jsonl', lines({ id: 'b', custom_id: 'a#e', response: { body: {} }, error: null }), 'openai-batch'],
    ['batch_errors.jsonl', lines({ id: 'b', custom_id: 'a#e', response: null, error: { code: 'x' } }), 'openai-batch'],
  ])('%s', (path, head, tool) => {
    expect(kindOf(path, head)).toEqual({ tool, holds: 'replies' });
  });

  it.each([
    ['m/20250101_101010_results.json', ''],
    ['m/results.json', { results: { memo: { acc: 1 } }, configs: { memo: {} } }],
    ['status.json', { schema_version: 1, eval_id: 'T1', model_name: 'm', datasets: {} }],
  ])('%s says more about predictions', (path, head) => {
    expect(kindOf(path, head)?.holds).toBe('summary');
  });

  it.each([
    ['annotation_emo.csv', 'Image,Score,Distortions\na.png,1,happy\n'],
    ['data.tsv', 'index\timage\tquestion\tanswer\n'],
    ['scores.json', [{ prediction: 'x', reference: 'y' }]],
    ['metadata.jsonl', lines({ file_name: 'a.png', label: 'happy' })],
    ['request.jsonl', lines({ custom_id: 'a#e', method: 'POST', url: '/v1/chat/completions', body: {} })],
    ['train.json', [['happy', 1, 'a.jpg', 'a.json']]],
    ['labels.json', { classes: ['a'], labels: { x: 0 } }],
    ['coco.json', { images: [], annotations: [], categories: [] }],
    ['results.json', { results: { a: 1 } }],
    ['picture.png', '{"custom_id": 1, "response": 1}'],
    ['empty.json', ''],
    ['a.eval', '{"eval": {}}'],
  ])('%s is none', (path, head) => {
    expect(kindOf(path, head)).toBeUndefined();
  });

  it('looks into no file that its name settles', async () => {
    const asked: string[] = [];
    const heads = (path: string) => (asked.push(path), Promise.resolve(''));
    expect(await isPredictionPath('a.eval', heads)).toBe(true);
    expect(await isPredictionPath('a.png', heads)).toBe(false);
    expect(await isPredictionPath('a.json', heads)).toBe(false);
    expect(asked).toEqual(['a.json']);
  });

  it('judges any beginning without a throw', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ',',
      ':',
      '\n',
      '"results"',
      '"eval"',
      '"custom_id"',
      '1',
      '\t',
    );
    const names = ['a.json', 'a.jsonl', 'a.tsv', 'a.csv'];
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.constantFrom(...names), (pieces, name) => {
        const kind = kindOf(name, pieces.join(''));
        expect(kind === undefined || predictionTools.includes(kind.tool)).toBe(true);
      }),
    );
  });
});
