import { describe, expect, it } from 'vitest';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cli } from '../cli/cliKit.ts';
import { scratchFolder, tinyPng } from '../evaluation/runKit.ts';
import { jsonLines, labels } from './predictionKit.ts';

interface Scored {
  readonly model: string;
  readonly source: { readonly rows: number; readonly unmatched: number };
  readonly problems: readonly { readonly line: number }[];
  readonly stages: readonly { readonly n: number; readonly accuracyStrict: number }[];
}

const labelAt = (at: number): string => labels[at % labels.length]!;
const pictureAt = (at: number): string => `pics/p${at}x.png`;

/** Six portraits and a table, and what else a test puts beside them. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await scratchFolder();
  await mkdir(join(root, 'pics'));
  for (let at = 0; at < 6; at++) await writeFile(join(root, pictureAt(at)), tinyPng(at + 1));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

/** A table whose ids begin at `first`, its rows in the order of `order`. */
function tableOf(first: number, order: readonly number[] = [0, 1, 2, 3, 4, 5]): string {
  return `id,image,emotion\n${order.map((at, row) => `${first + row},${pictureAt(at)},${labelAt(at)}\n`).join('')}`;
}

async function scored(root: string): Promise<readonly Scored[]> {
  const { status, out, notes } = await cli(['score', root, '--json']);
  expect(status, notes.join('\n')).toBe(0);
  return (JSON.parse(out) as { runs: Scored[] }).runs;
}

const completion = (id: string, reply: string): object => ({
  id: 'b',
  custom_id: id,
  response: {
    status_code: 200,
    body: { model: 'm', choices: [{ message: { content: reply }, finish_reason: 'stop' }] },
  },
  error: null,
});

const all = { source: { rows: 6, unmatched: 0 }, stages: [{ n: 6, accuracyStrict: 1 }] };

describe('replies that name their item by an id alone', () => {
  const letters = Object.fromEntries(labels.map((label, at) => ['ABCDEF'[at]!, label]));
  const rows = [0, 1, 2, 3, 4, 5].map((at) => ({
    index: 100 + at,
    question: 'Which emotion?',
    ...letters,
    answer: 'ABCDEF'[at],
    prediction: 'ABCDEF'[at],
  }));
  it.each([
    ['VLMEvalKit', 'model_set.json', JSON.stringify(rows)],
    [
      'lmms-eval',
      'a/20250102_030405_samples_memo.jsonl',
      jsonLines(
        [0, 1, 2, 3, 4, 5].map((at) => ({ doc_id: 100 + at, target: labelAt(at), filtered_resps: [labelAt(at)] })),
      ),
    ],
    ['OpenAI Batch', 'output.jsonl', jsonLines([0, 1, 2, 3, 4, 5].map((at) => completion(`${100 + at}`, labelAt(at))))],
    [
      'OpenAI Batch, of our own stages',
      'output.jsonl',
      jsonLines([0, 1, 2, 3, 4, 5].map((at) => completion(`${100 + at}#emotion`, labelAt(at)))),
    ],
  ])('are found by the column of ids: %s', async (_, path, text) => {
    expect(await scored(await folderWith({ 'labels.csv': tableOf(100), [path]: text }))).toMatchObject([all]);
  });

  it('are found by the custom_id of the requests that the benchmark is', async () => {
    const request = (at: number): object => ({
      custom_id: `task-${at}`,
      method: 'POST',
      url: '/v1/chat/completions',
      body: {
        messages: [
          {
            role: 'user',
            content: [
              {
                type: 'image_url',
                image_url: { url: `data:image/png;base64,${Buffer.from(tinyPng(at + 1)).toString('base64')}` },
              },
            ],
          },
        ],
      },
    });
    const root = await scratchFolder();
    await writeFile(join(root, 'requests.jsonl'), jsonLines([0, 1, 2].map(request)));
    await writeFile(join(root, 'out.jsonl'), jsonLines([2, 1, 0].map((at) => completion(`task-${at}`, labelAt(at)))));
    expect(await scored(root)).toMatchObject([{ source: { rows: 3, unmatched: 0 } }]);
  });

  it('are found by what the table calls their pictures, whatever the files are called', async () => {
    const list = [0, 1, 2, 3, 4, 5].map((at) => `p${at}x.jpg ${labelAt(at)}\n`).join('');
    const replies = [0, 1, 2, 3, 4, 5].map((at) => completion(`p${at}x.jpg#emotion`, labelAt(at)));
    const root = await folderWith({ 'list.txt': list, 'out.jsonl': jsonLines(replies) });
    expect(await scored(root)).toMatchObject([all]);
  });

  it('are about nothing where their right answer is not the label of the row with that number', async () => {
    const others = rows.map((row, at) => ({ ...row, answer: 'ABCDEF'[at < 3 ? at : 3 + ((at + 1) % 3)] }));
    const root = await folderWith({ 'labels.csv': tableOf(100), 'model_set.json': JSON.stringify(others) });
    const [run] = await scored(root);
    expect(run!.source).toMatchObject({ rows: 6, unmatched: 3 });
  });
});

describe('documents of lmms-eval that are called by number', () => {
  const samples = (order: readonly number[], first = 0): string =>
    jsonLines(
      order.map((at, place) => ({
        doc_id: first + place,
        input: 'Which emotion?',
        target: labelAt(at),
        filtered_resps: [labelAt(at)],
      })),
    );
  const file = 'org__model/20250102_030405_samples_memo.jsonl';

  it('are the rows of the table in order, were its ids numbers too', async () => {
    const order = [3, 0, 5, 1, 4, 2];
    for (const first of [1, 0, 50]) {
      const root = await folderWith({ 'labels.csv': tableOf(first, order), [file]: samples(order) });
      expect(await scored(root)).toMatchObject([all]);
    }
  });

  it('are about nothing where one right answer is not the label of its row: it is another data set', async () => {
    const root = await folderWith({ 'labels.csv': tableOf(0), [file]: samples([0, 1, 2, 3, 5, 4]) });
    const { status, notes } = await cli(['score', root, '--json']);
    expect([status, notes.join()]).toEqual([2, expect.stringContaining('none of its 6 replies')]);
  });

  it('are read from the list of its first versions', async () => {
    const logs = [0, 1, 2, 3, 4, 5].map((at) => ({
      doc_id: at,
      doc: { image_path: pictureAt(at) },
      target: labelAt(at),
      resps: [[labelAt(at)]],
      filtered_resps: [labelAt(at)],
    }));
    const old = JSON.stringify({ args: { model: 'llava', model_args: 'pretrained=org/llava-7b' }, logs }, null, 2);
    const cut = old.slice(0, old.indexOf('"doc_id": 4') + 20);
    const root = await folderWith({ 'labels.csv': tableOf(1), 'logs/a/memo.json': old, 'logs/b/memo.json': cut });
    const runs = await scored(root);
    expect(runs).toMatchObject([{ model: 'org/llava-7b', ...all }, { source: { rows: 4 } }]);
    expect(runs[1]!.problems).toHaveLength(1);
  });
});

describe('a prediction file as tools and people leave it', () => {
  const replies = [0, 1, 2, 3, 4, 5].map((at) => completion(pictureAt(at), labelAt(at)));
  const sample = (at: number): object => ({
    doc_id: pictureAt(at),
    target: labelAt(at),
    filtered_resps: [labelAt(at)],
  });
  const samples = [0, 1, 2, 3, 4, 5].map(sample);
  const rows = [0, 1, 2, 3, 4, 5].map((at) => ({
    index: at,
    image_path: pictureAt(at),
    question: 'q',
    answer: labelAt(at),
    prediction: labelAt(at),
  }));
  const swapped = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
  it.each<[string, string, string | Uint8Array]>([
    ['lines in UTF-16', 'out.jsonl', Buffer.from(`\ufeff${jsonLines(replies)}`, 'utf16le')],
    ['lines in big-endian UTF-16', 'samples.jsonl', swapped(`\ufeff${jsonLines(samples)}`)],
    ['lines that end in a lone CR', 'out.jsonl', jsonLines(replies).replaceAll('\n', '\r')],
    ['a list of what should be lines', 'out.json', JSON.stringify(replies, undefined, 1)],
    ['lines that are called a document', 'out.json', jsonLines(replies)],
    ['rows of VLMEvalKit as lines', 'm_B.jsonl', jsonLines(rows)],
    ['rows of VLMEvalKit in UTF-16', 'm_B.json', Buffer.from(`\ufeff${JSON.stringify(rows, undefined, 2)}`, 'utf16le')],
  ])('is read: %s', async (_, path, content) => {
    const root = await folderWith({ 'labels.csv': tableOf(1) });
    await writeFile(join(root, path), content);
    const [run, ...others] = await scored(root);
    expect(run).toMatchObject(all);
    expect([others, run!.problems]).toEqual([[], []]);
  });

  it.each(['\n', '\r\n', '\r'])('is read to the end over pieces, with its lines as they are: %j', async (end) => {
    // Longer than a piece in which a file is read, so that one ends between CR and LF, or in the middle of a character.
    const filler = JSON.stringify({ custom_id: 'x', note: '好'.repeat(1000) });
    for (const encoding of ['utf8', 'utf16le'] as const) {
      const lines = [...Array<string>(800).fill(filler), ...replies.map((reply) => JSON.stringify(reply))];
      const root = await folderWith({ 'labels.csv': tableOf(1) });
      const text = [JSON.stringify(replies[0]), ...lines].join(end);
      await writeFile(join(root, 'out.jsonl'), Buffer.from(`\ufeff${text}`, encoding));
      const [run] = await scored(root);
      expect(run!.stages[0]!.n).toBe(6);
      expect(run!.problems.at(-1)!.line).toBe(802);
    }
  });

  it('has one line where a piece ends between CR and LF', async () => {
    const piece = 1024 * 1024;
    const begin = JSON.stringify(replies[0]).slice(0, -1);
    const first = `${begin}${' '.repeat(piece - 2 - begin.length)}}`;
    const root = await folderWith({ 'labels.csv': tableOf(1), 'out.jsonl': `${first}\r\n{"custom_id": 1\r\n` });
    const [run] = await scored(root);
    expect(run!.problems.map(({ line }) => line)).toEqual([2]);
  });
});
