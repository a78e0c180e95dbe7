import { describe, expect, it } from 'vitest';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exitStatus } from '../../../src/cli/host.ts';
import { scratchFolder } from '../evaluation/runKit.ts';
import { cli, evaluateArgs, fakeServer } from '../cli/cliKit.ts';
import { jsonLines, labels, pictureOf, portrait, type Packing, withFiles, workbookOf, zipOf } from './predictionKit.ts';

interface Scored {
  readonly run: string;
  readonly model: string;
  readonly items: number;
  readonly source: {
    readonly tool: string;
    readonly file: string;
    readonly sha256: string;
    readonly rows: number;
    readonly unmatched: number;
    readonly unread: number;
  };
  readonly differs: number;
  readonly differing: readonly {
    readonly item: string;
    readonly label?: string;
    readonly theirs: { readonly label?: string };
  }[];
  readonly problems: readonly { readonly file: string; readonly line: number; readonly message: string }[];
  readonly stages: readonly {
    readonly stage: string;
    readonly kinds: Record<string, number>;
    readonly accuracyStrict: number;
    readonly n: number;
  }[];
}

async function scored(root: string, ...more: string[]): Promise<Scored[]> {
  const { status, out, notes } = await cli(['score', root, '--json', ...more]);
  expect(status, notes.join('\n')).toBe(0);
  return (JSON.parse(out) as { runs: Scored[] }).runs;
}

async function one(root: string, ...more: string[]): Promise<Scored> {
  const runs = await scored(root, ...more);
  expect(runs).toHaveLength(1);
  return runs[0]!;
}

const letters = 'ABCDEF';

describe('VLMEvalKit', () => {
  const header = [
    'index',
    'image_path',
    'question',
    'A',
    'B',
    'C',
    'D',
    'E',
    'F',
    'answer',
    'prediction',
    'hit',
    'log',
  ];
  const rowOf = (at: number, prediction: string, hit: number): (string | number)[] => [
    at,
    portrait(at).name,
    'Which emotion?',
    ...['Happiness', 'sad', 'anger', 'surprised', 'worried', 'neutral'],
    letters[at]!,
    prediction,
    hit,
    'matched',
  ];
  // The last two are those that its own matching gets wrong: an article for a letter, and a word inside another.
  const rows = [
    rowOf(0, 'A', 1),
    rowOf(1, 'The answer is B.', 1),
    rowOf(2, 'sad', 0),
    rowOf(3, 'Failed to obtain answer via API.', 0),
    rowOf(4, 'A worried man', 0),
    rowOf(5, 'I cannot say', 0),
  ];

  const expectAll = (run: Scored): void => {
    expect(run).toMatchObject({ model: 'GPT4o', source: { tool: 'vlmevalkit', rows: 6, unmatched: 0, unread: 0 } });
    expect(run.stages[0]).toMatchObject({ stage: 'emotion', n: 6, accuracyStrict: 0.5 });
    expect(run.stages[0]!.kinds).toMatchObject({ answered: 4, failed: 1 });
    expect(run.differs).toBe(1);
    expect(run.differing[0]).toMatchObject({ item: portrait(4).path, label: 'worry', theirs: { right: false } });
  };

  it('reads a workbook', async () => {
    expectAll(await one(await withFiles(6, { 'out/GPT4o/GPT4o_MEMO.xlsx': workbookOf([header, ...rows]) })));
  });

  it('reads tab-separated values', async () => {
    const tsv = [header, ...rows].map((row) => row.map((cell) => `"${cell}"`).join('\t')).join('\n');
    expectAll(await one(await withFiles(6, { 'GPT4o_MEMO.tsv': tsv })));
  });

  it('reads JSON', async () => {
    const json = rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at]])));
    expectAll(await one(await withFiles(6, { 'GPT4o_MEMO.json': JSON.stringify(json, undefined, 2) })));
  });

  it('makes a run of each round of options that are turned', async () => {
    const turned = [...header.slice(0, 3), ...header.slice(4, 9), header[3]!, ...header.slice(9)];
    const again = rows.map(([index, ...row]) => [Number(index) + 1e6, ...row]);
    const json = [header, turned].flatMap((names, round) =>
      (round === 0 ? rows : again).map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]]))),
    );
    const runs = await scored(await withFiles(6, { 'GPT4o_MEMO.json': JSON.stringify(json) }));
    expect(runs.map(({ source }) => source)).toMatchObject([
      { rows: 6, unmatched: 0, unread: 0 },
      { rows: 6, unmatched: 0, unread: 0 },
    ]);
    expect(runs.map(({ stages }) => stages[0]!.n)).toEqual([6, 6]);
    expect(runs.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it('takes the judged copy of a file for it, and the name of the model from status.json', async () => {
    const plain = [header.slice(0, -2), ...rows.map((row) => row.slice(0, -2))];
    const root = await withFiles(6, {
      'my_model_v2_MEMO.xlsx': workbookOf(plain),
      'my_model_v2_MEMO_gpt.xlsx': workbookOf([header, ...rows]),
      'status.json': JSON.stringify({ schema_version: 1, eval_id: 'T', model_name: 'my_model_v2', datasets: {} }),
    });
    expect(await one(root)).toMatchObject({ model: 'my_model_v2', differs: 1 });
  });
});

describe('lmms-eval', () => {
  const rowOf = (at: number, resps: string, more: object = {}): object => ({
    doc_id: at,
    input: 'Which emotion? Answer with one word.',
    target: portrait(at).label,
    resps: [[resps]],
    filtered_resps: [resps],
    input_media: [portrait(at).name],
    token_counts: [{ input_tokens: 10, output_tokens: 2 }],
    ...more,
  });
  const file = 'org__model/20250102_030405_samples_memo.jsonl';

  it('reads samples, every failure marker as no answer, and the filter as their reading', async () => {
    const root = await withFiles(6, {
      [file]: jsonLines([
        rowOf(0, 'happy', { exact_match: 1 }),
        // It takes the first option that it finds.
        rowOf(1, 'not happy but sad', { filtered_resps: ['happy'], exact_match: 0 }),
        rowOf(2, '[LMMS_EVAL_REQUEST_FAILED after 3 retries] timeout'),
        rowOf(3, '[LMMS_EVAL_BUDGET_EXCEEDED]'),
        rowOf(4, '[invalid]'),
        { ...rowOf(5, 'neutral'), resps: undefined },
      ]),
      'org__model/20250102_030405_results.json': JSON.stringify({ results: {}, configs: {}, model_name: 'org/model' }),
    });
    const run = await one(root);
    expect(run).toMatchObject({ model: 'org/model', source: { tool: 'lmms-eval', file, rows: 6, unmatched: 0 } });
    expect(run.stages[0]!.kinds).toEqual({ answered: 3, failed: 3 });
    expect(run.differing).toMatchObject([{ item: portrait(1).path, label: 'sad', theirs: { label: 'happy' } }]);
  });

  it.each([
    ['renamed samples beside the only summary', 'out/memo.jsonl', 'out/20250102_030405_results.json', 'org/model-7b'],
    [
      'a summary of another date',
      'out/20250102_030405_samples_memo.jsonl',
      'out/20250102_030406_results.json',
      'org/model-7b',
    ],
    ['an older name of the summary', 'logs/x/samples_memo.jsonl', 'logs/x/results.json', 'org/model-7b'],
    ['the folder alone', 'logs/org__model-8b/samples_memo.jsonl', undefined, 'org/model-8b'],
    ['a folder above one that only keeps runs', 'org__model-9b/results/memo.jsonl', undefined, 'org/model-9b'],
  ])('takes the name of the model from %s', async (_, name, summary, model) => {
    const args = { model: 'qwen_vl', model_args: 'pretrained=org/model-7b,device=cuda' };
    const root = await withFiles(2, {
      [name]: jsonLines([rowOf(0, 'happy'), rowOf(1, 'sad')]),
      ...(summary !== undefined && { [summary]: JSON.stringify({ results: {}, config: args }) }),
    });
    expect(await one(root)).toMatchObject({ model });
  });

  it('lists what is broken or fits nothing by its line', async () => {
    const rows = [
      JSON.stringify(rowOf(0, 'happy')),
      '{"doc_id": ',
      '',
      JSON.stringify({ ...rowOf(1, 'x'), input_media: ['gone.png'] }),
    ];
    const run = await one(await withFiles(6, { [file]: `${rows.join('\r\n')}\r\n{"torn` }));
    expect(run.source).toMatchObject({ rows: 2, unmatched: 1, unread: 2 });
    expect(run.problems.map(({ file: at, line }) => [at, line])).toEqual([
      [file, 2],
      [file, 4],
      [file, 5],
    ]);
  });
});

describe('Inspect', () => {
  const sampleOf = (at: number, reply: string, score: object, more: object = {}): object => ({
    id: portrait(at).name,
    epoch: 1,
    input: [{ role: 'user', content: 'Which emotion?' }],
    choices: [...labels],
    target: letters[at],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Which emotion?\n\nA) happy\nB) sad\nC) angry' },
          { type: 'image', image: 'attachment://x' },
        ],
      },
    ],
    output: {
      model: 'openai/gpt-4o',
      choices: [{ message: { role: 'assistant', content: reply }, stop_reason: 'stop' }],
      usage: { input_tokens: 12, output_tokens: 3 },
      time: 0.5,
    },
    scores: { choice: score },
    ...more,
  });
  const samples = [
    sampleOf(0, 'ANSWER: A', { value: 'C', answer: 'A' }),
    sampleOf(1, 'It is sadness.', { value: 'I', answer: '' }),
    sampleOf(2, 'ANSWER: B', { value: 'I', answer: 'B' }),
    sampleOf(3, '', { value: 'I' }, { output: { choices: [] }, error: { message: 'boom' } }),
  ];
  const header = {
    version: 2,
    status: 'success',
    eval: { task: 'memo', model: 'openai/gpt-4o', created: '2025-01-02T03:04:05+00:00' },
    plan: { steps: [{ solver: 'multiple_choice' }] },
  };
  const expectAll = (run: Scored): void => {
    expect(run).toMatchObject({
      model: 'openai/gpt-4o',
      source: { tool: 'inspect', rows: 4, unmatched: 0, unread: 0 },
    });
    expect(run.stages[0]!.kinds).toEqual({ answered: 3, failed: 1 });
    expect(run.differing.map(({ item }) => item)).toEqual([portrait(1).path]);
  };
  const archive = (packing: Packing, options = {}): Buffer =>
    zipOf(
      {
        '_journal/start.json': JSON.stringify(header),
        ...Object.fromEntries(
          samples.map((sample, at) => [`samples/${portrait(at).name}_epoch_1.json`, JSON.stringify(sample)]),
        ),
        'header.json': JSON.stringify(header),
      },
      packing,
      options,
    );

  const cutInSample = (at: number, options = {}): Buffer => {
    const whole = archive('deflate', options);
    return whole.subarray(0, whole.indexOf(`samples/${portrait(at).name}`) + 100);
  };

  it.each<Packing>(['stored', 'deflate', 'zstd'])('reads an archive that is %s', async (packing) => {
    expectAll(await one(await withFiles(6, { 'logs/a.eval': archive(packing) })));
  });

  it('reads an archive with 64-bit places', async () => {
    expectAll(await one(await withFiles(6, { 'logs/a.eval': archive('deflate', { zip64: true }) })));
  });

  it('reads the plain log', async () => {
    expectAll(await one(await withFiles(6, { 'logs/a.json': JSON.stringify({ ...header, samples }, undefined, 2) })));
  });

  it('keeps epochs apart, and finds a picture by its bytes in an attachment', async () => {
    const { base64 } = await pictureOf(await withFiles(6, {}), 2);
    const attachments = { x: `data:image/png;base64,${base64}` };
    const root = await withFiles(6, {
      'a.eval': zipOf(
        {
          'header.json': JSON.stringify(header),
          'samples/1_epoch_1.json': JSON.stringify(sampleOf(2, 'ANSWER: C', { value: 'C' }, { id: 77, attachments })),
          'samples/1_epoch_2.json': JSON.stringify(
            sampleOf(2, 'ANSWER: B', { value: 'I' }, { id: 77, epoch: 2, attachments }),
          ),
        },
        'zstd',
      ),
    });
    const runs = await scored(root);
    expect(runs.map(({ stages, items }) => [items, stages[0]!.accuracyStrict])).toEqual([
      [1, 1],
      [1, 0],
    ]);
  });

  it('reads samples whose messages and attachments stand in pieces of their own', async () => {
    const root = await withFiles(6, {});
    const files: Record<string, string> = { 'header.json': JSON.stringify({ ...header, version: 3 }) };
    for (const at of [0, 1, 2]) {
      const { base64 } = await pictureOf(root, at);
      const { messages, ...sample } = sampleOf(at, `ANSWER: ${letters[at]}`, { value: 'C' }, { id: 70 + at }) as {
        messages: readonly object[];
      };
      const asked = JSON.stringify(messages).replace('attachment://x', 'attachment://1');
      const folder = `samples/${70 + at}_epoch_1`;
      files[`${folder}/sample.json`] = JSON.stringify(sample);
      files[`${folder}/messages/0.json`] = asked;
      files[`${folder}/events/0.json`] = '[]';
      files[`${folder}/events/stats.json`] = '{}';
      files[`${folder}/attachments/1.json`] = JSON.stringify([`data:image/png;base64,${base64}`]);
      files[`${folder}/attachments/0.json`] = JSON.stringify(['other']);
    }
    const run = await one(await withFiles(6, { 'a.eval': zipOf(files, 'zstd') }));
    expect(run.source).toMatchObject({ rows: 3, unmatched: 0, unread: 0 });
    expect(run.stages[0]).toMatchObject({ n: 3, accuracyStrict: 1 });
  });

  it('says where an answer that both read alike is counted in two ways', async () => {
    const same = [
      sampleOf(0, 'ANSWER: A', { value: 'I', answer: 'A' }),
      sampleOf(1, 'ANSWER: A', { value: 'C', answer: 'A' }),
    ];
    const run = await one(
      await withFiles(6, { 'a.json': JSON.stringify({ ...header, samples: [...same, ...samples.slice(2)] }) }),
    );
    expect(run.differing.map(({ item }) => item)).toEqual([portrait(0).path, portrait(1).path]);
  });

  it('says what is broken in an archive and reads the rest', async () => {
    const bad = archive('deflate');
    bad.fill(0xff, bad.indexOf(`samples/${portrait(1).name}`) + 60, bad.indexOf(`samples/${portrait(1).name}`) + 120);
    expect((await one(await withFiles(6, { 'a.eval': bad }))).source).toMatchObject({ rows: 3, unread: 1 });
    const torn = await one(await withFiles(6, { 'a.eval': cutInSample(2) }));
    expect(torn.source).toMatchObject({ rows: 2, unread: 1 });
    expect(torn.problems).toMatchObject([{ line: 3, message: expect.stringContaining('cut off') as string }]);
    const stored = archive('stored');
    stored.write('ANSWER: C', stored.indexOf('ANSWER: A'));
    const changed = await one(await withFiles(6, { 'a.eval': stored }));
    expect(changed.source).toMatchObject({ rows: 3, unread: 1 });
    expect(changed.problems).toMatchObject([{ message: expect.stringContaining('checksum') as string }]);
  });

  it('reads the samples of a cut archive that says in 64 bits how long they are', async () => {
    const torn = await one(await withFiles(6, { 'a.eval': cutInSample(3, { localZip64: true }) }));
    expect(torn.source).toMatchObject({ rows: 3, unread: 1 });
  });

  it.each([
    ['is no archive at all', Buffer.from('{"not": "an archive"}'), 'holds no predictions'],
    ['is empty', Buffer.alloc(0), 'could not be read or written: it is empty'],
    [
      'is cut in its first header',
      archive('deflate').subarray(0, 20),
      'could not be read or written: it is no whole zip archive',
    ],
    [
      'is cut in its first sample',
      cutInSample(0),
      'could not be read or written: it is cut off before its first sample',
    ],
    ['has no sample', zipOf({ 'header.json': '{}' }), 'could not be read or written: it holds no samples'],
  ])('is no run where a file %s, and named as one fault', async (_what, bytes, fault) => {
    const root = await withFiles(6, { 'a.eval': bytes, 'b.eval': archive('deflate') });
    const { status, out, notes } = await cli(['score', root, '--json']);
    expect(status).toBe(exitStatus.someFailed);
    expect(notes.filter((note) => note.includes('a.eval'))).toEqual([expect.stringContaining(`a.eval ${fault}`)]);
    const { runs } = JSON.parse(out) as { runs: Scored[] };
    expect(runs).toMatchObject([{ source: { file: 'b.eval' } }]);
  });

  it('unpacks no archive that is made to fill the memory', async () => {
    const bomb = Buffer.alloc(64 * 1024 * 1024, 0x20);
    for (const packing of ['deflate', 'zstd'] as const) {
      const run = await one(await withFiles(6, { 'a.eval': zipOf({ 'samples/1_epoch_1.json': bomb }, packing) }));
      expect(run.problems[0]!.message).toContain('too large');
    }
  });
});

describe('promptfoo', () => {
  it('reads its CSV: a column for each provider and prompt, the verdict before the output', async () => {
    const label = '"Which emotion?\n{{image}}"';
    const rows = [
      `${portrait(0).path},happy,[PASS] Happy,[FAIL] Expected output to contain "happy"\n---\nsad`,
      `${portrait(1).path},sad,"[FAIL] ""sad"", I think",[PASS] sad`,
      `${portrait(2).path},angry,[ERROR] 500 Internal,[PASS] angry`,
      'gone.png,sad,[PASS] sad,[PASS] sad',
      'torn',
    ].map((row) => row.replace(/\[FAIL\] Expected.*\n.*\n.*/, (cell) => `"${cell.replaceAll('"', '""')}"`));
    const text = [`image,expected,[openai:gpt-4o] p,"[anthropic:claude] ${label.slice(1)}`, ...rows].join('\n');
    const root = await withFiles(6, { 'output.csv': text });
    const [first, second] = await scored(root);
    expect([first!.model, second!.model]).toEqual(['openai:gpt-4o', 'anthropic:claude']);
    expect(first!.stages[0]).toMatchObject({ n: 3, kinds: { answered: 2, failed: 1 } });
    expect(first!.differing).toMatchObject([{ item: portrait(1).path, label: 'sad' }]);
    expect(second!.stages[0]).toMatchObject({ n: 3, kinds: { answered: 3 } });
    expect(second!.differing).toEqual([]);
    expect(first!.problems.map(({ line }) => line)).toEqual([9, 8, 8]);
    const { out } = await cli(['inspect', root, '--json']);
    expect(JSON.parse(out)).toMatchObject({ format: 'memo-bench', items: 6, problems: [] });
  });

  const resultOf = (at: number, output: unknown, success: boolean, more: object = {}): object => ({
    promptIdx: 0,
    testIdx: at,
    provider: { id: 'openai:gpt-4o', label: 'gpt-4o' },
    prompt: { raw: 'Which emotion?', label: 'p' },
    vars: { image: `file://dataset/${portrait(at).name}`, label: portrait(at).label },
    response: { output, tokenUsage: { prompt: 5, completion: 1 } },
    success,
    gradingResult: { pass: success, reason: 'contains' },
    cost: 0.001,
    latencyMs: 20,
    ...more,
  });
  const results = [
    resultOf(0, 'unhappy', true),
    resultOf(1, 'sad', true),
    resultOf(2, { emotion: 'angry' }, true),
    resultOf(3, undefined, false, { response: undefined, error: 'API error: 500' }),
    resultOf(4, 'happy', false, { provider: 'ollama:llava' }),
  ];
  const expectAll = (runs: readonly Scored[]): void => {
    expect(runs.map(({ model, items }) => [model, items])).toEqual([
      ['gpt-4o', 4],
      ['ollama:llava', 1],
    ]);
    expect(runs[0]!.stages[0]!.kinds).toMatchObject({ answered: 2, failed: 1 });
    expect(runs[0]!.differing.map(({ item }) => item)).toEqual([portrait(0).path]);
  };

  it('reads what it writes today, a run for each provider', async () => {
    const results3 = { version: 3, timestamp: '2025-01-02T03:04:05Z', prompts: [], results, stats: {} };
    expectAll(
      await scored(await withFiles(6, { 'out.json': JSON.stringify({ evalId: 'e', results: results3, config: {} }) })),
    );
  });

  it('scores questions with braces, which are as the tool asked them', async () => {
    const prompt = { raw: 'Which emotion? {{image}} Answer as {"emotion": {word}} or {options}.', label: 'p' };
    const braced = results.map((result) => ({ ...result, prompt }));
    expectAll(await scored(await withFiles(6, { 'out.jsonl': jsonLines(braced) })));
  });

  it('reads the older shape and JSON Lines', async () => {
    const old = { version: 3, timestamp: 't', results: { prompts: [], outputs: results, stats: {} } };
    expectAll(await scored(await withFiles(6, { 'old.json': JSON.stringify(old, undefined, 1) })));
    expectAll(await scored(await withFiles(6, { 'out.jsonl': jsonLines(results) })));
  });
});

describe('OpenAI Batch', () => {
  const lineOf = (id: string, text: string, more: object = {}): object => ({
    id: 'batch_req_1',
    custom_id: id,
    response: {
      status_code: 200,
      request_id: 'r1',
      body: {
        model: 'gpt-4o-2024',
        created: 1735787045,
        choices: [{ message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 9, completion_tokens: 1 },
      },
    },
    error: null,
    ...more,
  });

  it('reads the stages of each portrait, with the failures beside', async () => {
    const root = await withFiles(6, {
      'batch_output.jsonl': jsonLines([
        lineOf(`${portrait(0).path}#polarity`, 'positive'),
        lineOf(`${portrait(0).path}#emotion`, 'happy'),
        lineOf(`${portrait(0).path}#degree`, '3'),
        lineOf(`${portrait(1).name}#emotion`, '', {
          response: { status_code: 500, request_id: 'r', body: { error: { message: 'x' } } },
        }),
      ]),
      'batch_error.jsonl': jsonLines([
        {
          id: 'b',
          custom_id: `${portrait(2).path}#emotion`,
          response: null,
          error: { code: 'batch_expired', message: 'late' },
        },
      ]),
    });
    const run = await one(root);
    expect(run).toMatchObject({ model: 'gpt-4o-2024', items: 3, source: { rows: 5, unmatched: 0 } });
    expect(run.stages.map(({ stage, kinds }) => [stage, kinds])).toEqual([
      ['polarity', { answered: 1 }],
      ['emotion', { answered: 1, failed: 2 }],
      ['degree', { answered: 1 }],
    ]);
  });

  it('reads Responses, and finds portraits by the pictures of the request file', async () => {
    const { base64 } = await pictureOf(await withFiles(6, {}), 4);
    const image = `data:image/png;base64,${base64}`;
    const chat = {
      model: 'm',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'A. sad\nB. worried\nC. calm' },
            { type: 'image_url', image_url: { url: image } },
          ],
        },
      ],
    };
    const body = {
      object: 'response',
      status: 'completed',
      model: 'm',
      output: [{ type: 'message', content: [{ type: 'output_text', text: 'B' }] }],
    };
    const root = await withFiles(6, {
      'in.jsonl': jsonLines([{ custom_id: 'request-1', method: 'POST', url: '/v1/responses', body: chat }]),
      'out.jsonl': jsonLines([{ id: 'b', custom_id: 'request-1', response: { status_code: 200, body }, error: null }]),
    });
    const run = await one(root);
    expect(run.source).toMatchObject({ tool: 'openai-batch', file: 'out.jsonl', unmatched: 0 });
    expect(run.items).toBe(1);
  });
});

describe('runs of other tools on the command line', () => {
  const file = (at: number) =>
    jsonLines([{ doc_id: portrait(at).name, input: 'q', target: 'x', filtered_resps: [portrait(at).label] }]);

  it('are chosen by id and by file, and taken from files that lie elsewhere', async () => {
    const elsewhere = await withFiles(1, { 'samples.jsonl': file(1) });
    const root = await withFiles(6, { 'a.jsonl': file(0), 'b.jsonl': file(2) });
    const all = await scored(root, '--predictions', `${elsewhere}/samples.jsonl`);
    expect(all.map(({ source }) => source.file)).toEqual([`${elsewhere}/samples.jsonl`, 'a.jsonl', 'b.jsonl']);
    expect((await one(root, '--run', all[2]!.run)).source.file).toBe('b.jsonl');
    expect((await one(root, '--run', 'a.jsonl')).source.file).toBe('a.jsonl');
    const text = await cli(['score', root]);
    expect(text.out).toContain('lmms-eval, read from a.jsonl: 1 of 1 replies belong to portraits.');
  });

  it('are scored beside the runs that are named, once wherever the file lies, under its tool and name', async () => {
    const elsewhere = `${await withFiles(1, { 'samples.jsonl': file(1) })}/samples.jsonl`;
    const root = await withFiles(6, { 'a.jsonl': file(0), 'b.jsonl': file(2) });
    const files = async (...more: string[]) => (await scored(root, ...more)).map(({ source }) => source.file);
    expect(await files('--predictions', elsewhere, '--run', 'b.jsonl')).toEqual([elsewhere, 'b.jsonl']);
    expect(await files('--predictions', `${root}/b.jsonl`)).toEqual(['b.jsonl', 'a.jsonl']);
    const { out } = await cli(['score', root, '--run', 'a.jsonl', '--predictions', elsewhere]);
    expect(out).toMatch(/^lmms-eval \(samples\.jsonl\), lmms-eval \(a\.jsonl\): emotion\n/);
  });

  it('are refused in one line where none fits the benchmark, and noted where nobody named them', async () => {
    const strange = jsonLines([1, 2, 3].map((at) => ({ doc_id: `x${at}.png`, input: 'q', filtered_resps: ['happy'] })));
    const elsewhere = `${await withFiles(1, { 's.jsonl': strange })}/s.jsonl`;
    const root = await withFiles(6, { 'a.jsonl': file(0) });
    for (const more of [[], ['--json'], ['--run', 'a.jsonl']]) {
      const { status, out, notes } = await cli(['score', root, '--predictions', elsewhere, ...more]);
      expect([status, out, notes]).toEqual([
        2,
        '',
        [expect.stringMatching(/none of its 3 replies fits .*index.*x1\.png/)],
      ]);
    }
    const beside = await cli(['score', await withFiles(6, { 'a.jsonl': file(0), 's.jsonl': strange }), '--json']);
    expect([beside.status, beside.notes.length]).toEqual([1, 1]);
    expect((JSON.parse(beside.out) as { runs: unknown[] }).runs).toHaveLength(1);
    const alone = await cli(['score', await withFiles(6, { 's.jsonl': strange })]);
    expect([alone.status, alone.out, alone.notes]).toEqual([2, '', [expect.stringContaining('none of its 3')]]);
  });

  it.each([[[]], [['--embed']]])(
    'of VLMEvalKit are found by the index of the rows of our own export %j',
    async (how) => {
      const out = join(await scratchFolder(), 'out');
      const root = await withFiles(6, {});
      expect((await cli(['export', root, out, '--to', 'vlmevalkit', ...how])).status).toBe(0);
      const [header, ...rows] = (await readFile(join(out, 'benchmark.tsv'), 'utf8')).trimEnd().split('\n');
      const names = header!.split('\t');
      const predicted = (change: (question: string) => string) =>
        [
          'index\tquestion\tanswer\tprediction',
          ...rows.map((row) => {
            const cells = row.split('\t');
            const cell = (name: string): string => cells[names.indexOf(name)]!;
            return [cell('index'), change(cell('question')), cell('answer'), cell('category')].join('\t');
          }),
        ].join('\n');
      const elsewhere = await withFiles(1, {
        'M_EMO.tsv': predicted((question) => question),
        'M_OTHER.tsv': predicted(() => 'What is this?'),
      });
      const run = await one(out, '--predictions', `${elsewhere}/M_EMO.tsv`);
      expect(run.source).toMatchObject({ rows: 6, unmatched: 0 });
      expect(run.stages[0]).toMatchObject({ n: 6, accuracyStrict: 1 });
      if (how.length > 0) return;
      // Rows of another benchmark are numbered alike.
      const other = await cli(['score', out, '--predictions', `${elsewhere}/M_OTHER.tsv`]);
      expect([other.status, other.notes.join()]).toEqual([2, expect.stringContaining('none of its 6 replies')]);
    },
  );

  it('stand beside ours in a comparison, and are found by queries', async () => {
    const rows = (text: (at: number) => string) =>
      labels.map((_, at) => ({
        doc_id: portrait(at).name,
        input: 'q',
        resps: [[text(at)]],
        filtered_resps: ['happy'],
      }));
    const root = await withFiles(6, { 'a.jsonl': jsonLines(rows((at) => portrait(at).label)) });
    const server = await fakeServer();
    const own = await cli(evaluateArgs(root, server));
    const { run } = JSON.parse(own.out) as { run: string };
    const compared = await cli(['score', root, '--json', '--compare', '--run', run, '--run', 'a.jsonl']);
    expect(compared.status, compared.notes.join()).toBe(0);
    expect(JSON.parse(compared.out)).toMatchObject({
      table: { strategies: ['plain', 'lmms-eval'], stages: [{ stage: 'emotion' }] },
    });
    const named = ['--compare', '--run', run, '--predictions', `${root}/a.jsonl`];
    expect((await cli(['score', root, '--json', ...named])).out).toBe(compared.out);
    const dry = await cli(evaluateArgs(root, server, '--where', 'outcome:differs not label:sad', '--dry-run'));
    expect(JSON.parse(dry.out)).toMatchObject({ items: 4 });
  });

  it('are not resumed, added to or begun', async () => {
    const root = await withFiles(6, { 'a.jsonl': file(0) });
    const server = await fakeServer();
    const { run } = await one(root);
    for (const option of [
      ['--resume', run],
      ['--run', run],
    ]) {
      const { status, notes } = await cli(evaluateArgs(root, server, ...option));
      expect([status, notes.join()]).toEqual([
        2,
        expect.stringContaining('was made by lmms-eval and is read from its file'),
      ]);
    }
    expect(await readdir(root)).not.toContain('.emolens');
  });

  it('are refused where a file holds none', async () => {
    const root = await withFiles(2, {});
    const { status, notes } = await cli(['score', root, '--predictions', `${root}/annotation_emo.csv`]);
    expect([status, notes.join()]).toEqual([2, expect.stringContaining('holds no predictions')]);
  });

  it('are not looked for in a workbook of something else', async () => {
    const root = await withFiles(2, {
      'a.jsonl': file(0),
      'notes.xlsx': workbookOf([['who', 'what']]),
      'x.xlsx': 'no zip',
    });
    expect((await scored(root)).map(({ source }) => source.file)).toEqual(['a.jsonl']);
  });

  it('are no items', async () => {
    const root = await withFiles(6, {
      'a.jsonl': file(0),
      'GPT_MEMO.tsv': 'index\tquestion\tanswer\tprediction\n0\tq\tA\tB\n',
    });
    const { out } = await cli(['inspect', root, '--json']);
    expect(JSON.parse(out)).toMatchObject({ format: 'memo-bench', items: 6, problems: [] });
  });
});
