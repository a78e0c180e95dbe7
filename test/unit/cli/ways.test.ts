import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answerWith } from '../../fakes/fakeScripts.ts';
import { linesOnDisk, scratchFolder } from '../evaluation/runKit.ts';
import { cli, evaluateArgs, fakeServer, onlyRun, releaseFolder, withConnections } from './cliKit.ts';

async function ownFile(root: string, path: string, text: string): Promise<void> {
  const file = join(root, '.emolens', path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, text);
}

const openProtocol = {
  version: 1,
  id: 'mine',
  title: 'Mine',
  stages: [{ id: 'feeling', question: 'How do they feel? {options}', answer: { kind: 'choice', labels: 'labels' } }],
};
const haiku = '---\nversion: 1\ntitle: Haiku\n---\n\nIn seventeen syllables: {question}\nReply with {form}.\n';

describe('how questions are put', () => {
  test('in several orders, by the seed, and scored with the flips', async () => {
    const root = await releaseFolder(4);
    // Always the option that stands first: a model that does not look.
    const server = await fakeServer((request) => ({ text: /Options: (\w+)/.exec(request.lastText)![1]! }));
    const { status, out } = await cli(evaluateArgs(root, server, '--orders', '3', '--seed', '5'));
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ requested: 12, kinds: { answered: 12 } });
    expect(server.requests.every(({ body }) => body?.['seed'] === 5)).toBe(true);
    const { run, outcomes } = await onlyRun(root);
    expect(outcomes.map(({ repeat }) => repeat ?? 0).sort()).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    const record = JSON.parse(await readFile(join(root, '.emolens', 'runs', run, 'run.json'), 'utf8')) as object;
    expect(record).toMatchObject({ parameters: { orders: 3, order: 'shuffled', seed: 5 } });
    expect((await cli(['evaluate', root, '--resume', '--orders', '2'])).notes[0]).toMatch(/--orders 2: .*made with 3/);
    expect((await cli(['evaluate', root, '--dry-run', '--resume', '--json'])).out).toContain('"already": 12');
  });

  test('by a strategy and a protocol of one’s own', async () => {
    const root = await releaseFolder(2);
    await ownFile(root, 'strategies/haiku.md', haiku);
    await ownFile(root, 'protocols/mine.json', JSON.stringify(openProtocol));
    const server = await fakeServer();
    const { status } = await cli(evaluateArgs(root, server, '--strategy', 'haiku', '--protocol', 'mine'));
    expect(status).toBe(0);
    expect(server.requests[0]!.lastText).toMatch(/^In seventeen syllables: How do they feel\?/);
    const { outcomes } = await onlyRun(root);
    expect(outcomes[0]).toMatchObject({ stage: 'feeling', kind: 'answered' });
  });

  test('a faulty file is named with its line, and a built-in one never stands in for it', async () => {
    const root = await releaseFolder(2);
    const server = await fakeServer();
    const asked = (...more: string[]): ReturnType<typeof cli> => cli(evaluateArgs(root, server, ...more));
    await ownFile(root, 'strategies/reasoned.md', haiku.replace('{question}', 'nothing'));
    const refused = await asked('--strategy', 'reasoned');
    expect([refused.status, refused.notes.length]).toEqual([2, 1]);
    expect(refused.notes[0]).toMatch(/strategies\/reasoned\.md:\d+: /);
    await ownFile(root, 'protocols/memo-direct.json', '{"version": 1,\n"id": }');
    expect((await asked()).notes[0]).toMatch(/protocols\/memo-direct\.json:2: /);
    const other = await asked('--protocol', 'emo-c');
    expect(other.status).toBe(0);
    expect(other.notes.filter((note) => note.startsWith('left out: '))).toHaveLength(2);
    await ownFile(root, 'lexicon.json', '{"version": 1,\n  "entries": 7}');
    const words = await asked('--protocol', 'emo-c');
    expect([words.status, words.notes.length, words.out]).toEqual([2, 1, '']);
    expect(words.notes[0]).toMatch(/lexicon\.json.*2/);
  });

  test('with crops of face, eyes and mouth', { timeout: 60_000 }, async () => {
    const root = await releaseFolder(2);
    const server = await fakeServer();
    const { status } = await cli(evaluateArgs(root, server, '--strategy', 'multi-perspective'));
    expect(status).toBe(0);
    expect(server.requests.map(({ images }) => images.length)).toEqual([4, 4]);
    expect((await onlyRun(root)).outcomes[0]!.crops?.map(({ name }) => name)).toEqual(['face', 'eyes', 'mouth']);
  });
});

describe('the second model', () => {
  test('reads what no rule can; its connection is found again when the run goes on', async () => {
    const root = await releaseFolder(4);
    const server = await fakeServer((request) => ({
      text: request.body?.['model'] === 'reader' ? 'happy' : 'Zwei mal drei macht vier.',
    }));
    const host = await withConnections(
      { name: 'asked', baseUrl: server.baseUrl, model: 'big' },
      { name: 'second', baseUrl: server.baseUrl, model: 'reader' },
    );
    const args = ['evaluate', root, '--model', 'asked', '--protocol', 'memo-direct', '--json'];
    const stopped = await cli([...args, '--extractor', 'second', '--max-requests', '4', '--concurrency', '1'], host);
    expect(stopped.status).toBe(3);
    const { status } = await cli(['evaluate', root, '--resume'], host);
    expect(status).toBe(0);
    const { run, outcomes } = await onlyRun(root);
    expect(outcomes.map(({ rule, extraction }) => [rule, extraction?.model])).toEqual(
      Array(4).fill(['extracted', 'reader']),
    );
    const record = JSON.parse(await readFile(join(root, '.emolens', 'runs', run, 'run.json'), 'utf8')) as object;
    expect(record).toMatchObject({ extractor: { model: 'reader' } });
    expect((await cli([...args, '--extractor', 'nobody'], host)).notes[0]).toMatch(/--extractor nobody: no connection/);
  });
});

describe('a budget of tokens', () => {
  test('stops the run with 3, and the rest is asked later', async () => {
    const root = await releaseFolder(6);
    const server = await fakeServer();
    // Each answer takes 105 tokens.
    const args = evaluateArgs(root, server, '--concurrency', '1');
    const stopped = await cli([...args, '--max-tokens-total', '300']);
    expect(stopped.status).toBe(3);
    expect(JSON.parse(stopped.out)).toMatchObject({ stopped: 'maxTokens' });
    expect(server.requests).toHaveLength(2);
    expect(stopped.notes.at(-1)).toMatch(/^resume, under a higher cap, with: .* --resume \S+ --max-tokens-total N$/);
    // The same cap has no room for more, however often it is tried.
    const again = await cli([...args, '--resume', '--max-tokens-total', '300']);
    expect(again.status).toBe(3);
    expect(server.requests).toHaveLength(2);
    expect((await cli([...args, '--resume'])).status).toBe(0);
    expect(server.requests).toHaveLength(6);
  });
});

describe('reading again', () => {
  test('shows what flips with the words of today, and writes it when told to', async () => {
    const root = await releaseFolder(2);
    const server = await fakeServer(answerWith('Chuffed to bits.'));
    await cli(evaluateArgs(root, server, '--run', 'r1'));
    expect((await linesOnDisk(root, 'r1'))[0]).toMatchObject({ kind: 'unparsed' });
    await ownFile(
      root,
      'lexicon.json',
      JSON.stringify({ version: 1, entries: [{ concept: 'happy', forms: { en: ['chuffed'] } }] }),
    );
    const before = await readFile(join(root, '.emolens', 'runs', 'r1', 'outcomes.jsonl'), 'utf8');
    const look = await cli(['evaluate', root, '--reread', '--json']);
    expect(look.status, look.notes.join()).toBe(0);
    expect(JSON.parse(look.out)).toMatchObject({ runs: [{ run: 'r1', answers: 2, flips: [{}, {}], applied: false }] });
    expect(look.notes.at(-1)).toContain('--reread --apply');
    expect(await readFile(join(root, '.emolens', 'runs', 'r1', 'outcomes.jsonl'), 'utf8')).toBe(before);
    const applied = await cli(['evaluate', root, '--reread', 'r1', '--apply']);
    expect([applied.status, applied.notes]).toEqual([0, []]);
    expect(applied.out).toMatch(/^run r1, plain, m\n2 of 2 answers/);
    expect((await linesOnDisk(root, 'r1'))[0]).toMatchObject({
      kind: 'answered',
      label: 'happy',
      was: { kind: 'unparsed' },
    });
    expect(JSON.parse((await cli(['evaluate', '--json', '--reread', root])).out)).toMatchObject({
      runs: [{ flips: [] }],
    });
    expect((await cli(['evaluate', root, '--reread', 'nope'])).notes[0]).toContain('nope');
    expect((await cli(['evaluate', root, '--apply'])).notes[0]).toContain('--apply');
    expect(server.requests).toHaveLength(2);
  });
});

describe('a probe', () => {
  test('tests the connection of --model, and asks about no portrait', async () => {
    const server = await fakeServer(answerWith('green'));
    const host = await withConnections({ name: 'lab', baseUrl: server.baseUrl, model: 'fake-vision' });
    const { status, out } = await cli(['evaluate', '--probe', '--model', 'lab', '--json'], host);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      model: 'lab',
      profile: { seesImages: expect.any(String) as string },
      connection: { name: 'lab', model: 'fake-vision', profile: { probedAt: expect.any(String) as string } },
    });
    expect((await cli(['evaluate', '--probe', '--model', 'lab'], host)).out).toContain('seesImages');
    expect((await cli(['evaluate', '--probe'])).notes[0]).toContain('--model');
    await server.close();
    const gone = await cli(['evaluate', '--probe', '--model', 'lab'], host);
    expect([gone.status, gone.notes.length]).toEqual([3, 1]);
  });
});

describe('definitions', () => {
  test('are listed, and printed as the file that one would write', async () => {
    const root = await releaseFolder(2);
    await ownFile(root, 'strategies/haiku.md', haiku);
    await ownFile(root, 'protocols/mine.json', JSON.stringify(openProtocol));
    expect((await cli(['protocol'])).out).toMatch(/^memo-progressive\t.*\nmemo-direct\t/);
    expect((await cli(['strategy', '--folder', root])).out).toMatch(
      /^haiku\tHaiku\t\.emolens\/strategies\/haiku\.md\nplain\t/,
    );
    expect((await cli(['strategy', 'haiku', '--folder', root])).out).toBe(haiku.trimEnd());
    expect(JSON.parse((await cli(['protocol', 'mine', '--folder', root])).out)).toMatchObject(openProtocol);
    const listed = JSON.parse((await cli(['strategy', '--json'])).out) as { id: string; file: null }[];
    expect(listed.map(({ id }) => id)).toContain('emoprompt+multi-perspective');
    // What is printed is a whole file: it can be copied, and asked.
    const copy = (await cli(['strategy', 'reasoned'])).out;
    await ownFile(root, 'strategies/mine.md', copy);
    const server = await fakeServer();
    expect((await cli(evaluateArgs(root, server, '--strategy', 'mine', '--dry-run'))).status).toBe(0);
    expect((await cli(['strategy', 'nope'])).notes[0]).toContain('nope');
    expect((await cli(['protocol', '--folder', join(await scratchFolder(), 'x')])).status).toBe(2);
  });
});
