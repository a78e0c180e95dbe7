import { describe, expect, it } from 'vitest';
import { png } from '../memoryFolder.ts';
import { openFiles, pictures } from './openFiles.ts';

const dataUrl = (shade: number) => `data:image/png;base64,${Buffer.from(png(shade)).toString('base64')}`;
const chat = (custom_id: string, url: string, text = 'Which emotion is it?') => ({
  custom_id,
  method: 'POST',
  url: '/v1/chat/completions',
  body: {
    model: 'm',
    messages: [
      { role: 'system', content: 'You see portraits.' },
      {
        role: 'user',
        content: [
          { type: 'text', text },
          { type: 'image_url', image_url: { url, detail: 'high' } },
        ],
      },
    ],
    max_completion_tokens: 16,
  },
});
const responses = (custom_id: string, url: string) => ({
  custom_id,
  method: 'POST',
  url: '/v1/responses',
  body: {
    model: 'm',
    input: [
      {
        role: 'user',
        content: [
          { type: 'input_text', text: '它是什么情绪?' },
          { type: 'input_image', image_url: url, detail: 'high' },
        ],
      },
    ],
  },
});
const lines = (...records: unknown[]) =>
  records.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');

describe('OpenAI Batch requests', () => {
  it('opens pictures that are data URLs, each once', async () => {
    const opened = await openFiles({
      'requests.jsonl': lines(
        chat('a#emotion', dataUrl(1)),
        responses('b#emotion', dataUrl(2)),
        chat('a#degree', dataUrl(1), 'How strong?'),
        responses('c#emotion', dataUrl(3)),
      ),
    });
    expect(opened.format).toBe('openai-batch');
    expect(opened.problems).toEqual([]);
    expect(opened.labels).toEqual({
      'requests.jsonl/0.png': null,
      'requests.jsonl/1.png': null,
      'requests.jsonl/3.png': null,
    });
    expect(opened.item('requests.jsonl/1.png')).toMatchObject({
      text: '它是什么情绪?',
      embedded: { file: 'requests.jsonl', row: 1 },
      row: { file: 'requests.jsonl', line: 2 },
    });
  });

  it('opens pictures by path and by URL, one folder deeper, with a byte order mark and lines of Windows', async () => {
    const opened = await openFiles({
      'set/batch.jsonl': `\ufeff${lines(
        chat('a', 'images/happy_1.png'),
        responses('b', 'images\\sad_1.png'),
        responses('c', 'https://example.org/set/images/angry_1.png?x=1'),
        chat('images/sad_2.png#emotion', dataUrl(9)),
      ).replaceAll('\n', '\r\n')}`,
      ...pictures('set/images/happy_1.png', 'set/images/sad_1.png', 'set/images/angry_1.png', 'set/images/sad_2.png'),
    });
    expect(opened.format).toBe('openai-batch');
    expect(opened.problems).toEqual([]);
    expect(opened.labels).toEqual({
      'set/images/angry_1.png': 'angry',
      'set/images/happy_1.png': 'happy',
      'set/images/sad_1.png': 'sad',
      'set/images/sad_2.png': 'sad',
    });
  });

  const three = (url: (name: string) => string) => ['0.png', '1.png', '2.png'].map((name) => chat(name[0]!, url(name)));

  it('are none of the benchmark where a table says what is right about its pictures', async () => {
    const opened = await openFiles({
      'batch/requests.jsonl': lines(...three((name) => dataUrl(Number(name[0]) + 1))),
      'labels.csv': 'image,emotion\nimages/0.png,happy\nimages/1.png,sad\nimages/2.png,happy\n',
      ...pictures('images/0.png', 'images/1.png', 'images/2.png'),
    });
    expect(opened.format).toBe('table');
    expect(opened.problems).toEqual([]);
    expect(opened.labels).toEqual({ 'images/0.png': 'happy', 'images/1.png': 'sad', 'images/2.png': 'happy' });
  });

  it('leave the label to the folders of the pictures', async () => {
    const folders = ['happy', 'sad', 'happy'];
    const at = (name: string) => `${folders[Number(name[0])]!}/${name}`;
    const labels = { 'happy/0.png': 'happy', 'happy/2.png': 'happy', 'sad/1.png': 'sad' };
    const byPath = await openFiles({
      'requests.jsonl': lines(...three(at)),
      ...pictures(...Object.keys(labels)),
    });
    expect([byPath.format, byPath.problems, byPath.labels]).toEqual(['openai-batch', [], labels]);
    expect(byPath.item('sad/1.png')).toMatchObject({ text: 'Which emotion is it?' });
    // They hold copies of pictures that are there, and say nothing else about them.
    const inside = await openFiles({
      'requests.jsonl': lines(...three((name) => dataUrl(Number(name[0]) + 1))),
      ...pictures(...Object.keys(labels)),
    });
    expect([inside.format, inside.problems, inside.labels]).toEqual(['class-folders', [], labels]);
  });

  it('does not take the output of the API for a benchmark', async () => {
    const opened = await openFiles({
      'output.jsonl': lines({
        id: 'x',
        custom_id: 'a',
        response: { status_code: 200, body: { choices: [] } },
        error: null,
      }),
      ...pictures('images/1.png'),
    });
    expect(opened.format).not.toBe('openai-batch');
  });

  it('names each fault with its line', async () => {
    const opened = await openFiles({
      'batch.jsonl': lines(
        chat('a', 'images/1.png'),
        chat('b', 'images/gone.png'),
        chat('a', 'images/2.png'),
        '{"custom_id": "d", "body": {',
        chat('e', '../1.png'),
        chat('f', 'data:image/png;base64,AAAA'),
        {
          custom_id: 'g',
          method: 'POST',
          url: '/v1/chat/completions',
          body: { messages: [{ role: 'user', content: 'Hello' }] },
        },
      ),
      ...pictures('images/1.png', 'images/2.png', 'images/3.png'),
    });
    expect(opened.problems).toEqual([
      'missing-image batch.jsonl:2',
      'duplicate-id batch.jsonl:3',
      'bad-row batch.jsonl:4',
      'outside-root batch.jsonl:5',
      'corrupt-image batch.jsonl:6',
      'bad-row batch.jsonl:7',
      'image-without-row images/3.png',
    ]);
    expect(opened.benchmark.items.length).toBe(3);
  });
});
