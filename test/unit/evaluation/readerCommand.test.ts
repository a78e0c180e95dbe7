import { describe, expect, it } from 'vitest';
import { builtInLexicon, extendLexicon } from '../../../src/core/affect/lexicon.ts';
import { runRead } from '../../../src/cli/read.ts';

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  for (const line of lines) yield await Promise.resolve(line);
}

async function run(
  labels: string[],
  lines: readonly string[],
): Promise<{ status: number; out: unknown[]; errors: string[] }> {
  const out: unknown[] = [];
  const errors: string[] = [];
  const status = await runRead(
    each(lines),
    { labels },
    (line) => out.push(JSON.parse(line)),
    (message) => errors.push(message),
  );
  return { status, out, errors };
}

const memo = ['happy', 'sad', 'angry', 'surprise', 'worry', 'neutral'];

describe('emolens read', () => {
  it('reads a JSON string or an object a line, in order', async () => {
    const { status, out, errors } = await run(memo, [
      '"Worry"',
      '{"reply": "The person looks", "finish": "length"}',
      '{"reply": "", "refusal": "I cannot."}',
      '{"reply": null, "refusal": "I cannot."}',
      '',
      '"bananas"',
    ]);
    expect(status).toBe(0);
    expect(errors).toEqual([]);
    expect(out).toMatchObject([
      { kind: 'answered', label: 'worry', rule: 'equals', span: [0, 5] },
      { kind: 'truncated', label: null, rule: 'truncated', span: null },
      { kind: 'refused', label: null, rule: 'refusalField' },
      { kind: 'refused', label: null, rule: 'refusalField' },
      { kind: 'unparsed', label: null, rule: 'unparsed', span: null },
    ]);
  });

  it.each([
    ['letters with their order', { style: 'letters', order: memo }, 'worry'],
    ['lettered texts', ['A. neutral', 'B. sad', 'C. angry', 'D. happy', 'E. surprise', 'F. worry'], 'surprise'],
    ['a dictionary', { A: 'sad', B: 'happy', C: 'angry', D: 'worry', E: 'neutral', F: 'surprise' }, 'neutral'],
  ])('takes options as %s', async (_what, options, label) => {
    const { status, out } = await run(memo, [JSON.stringify({ reply: 'The answer is E.', options })]);
    expect(status).toBe(0);
    expect(out).toMatchObject([{ kind: 'answered', label, rule: 'letter' }]);
  });

  it('takes words of a user, and labels shown under letters', async () => {
    const out: unknown[] = [];
    const own = extendLexicon(builtInLexicon, [{ concept: 'worry', forms: { en: ['fraught'], zh: [] } }]);
    const options = { labels: memo, lexicon: own, shown: 'letters' as const };
    const lines = ['"fraught"', '"E"', JSON.stringify({ reply: 'E', options: memo })];
    const status = await runRead(each(lines), options, (line) => out.push(JSON.parse(line)));
    expect(status).toBe(0);
    expect(out).toMatchObject([
      { label: 'worry', entry: 'worry:fraught' },
      { label: 'worry', rule: 'letter' },
      { kind: 'unparsed' },
    ]);
  });

  it('takes a list of words as words, under which a letter is no answer', async () => {
    const { out } = await run(memo, [JSON.stringify({ reply: 'E', options: memo })]);
    expect(out).toMatchObject([{ kind: 'unparsed' }]);
  });

  it('reads yes and no', async () => {
    const { out } = await run(['yes', 'no'], ['"No, it is not."', '"There is no smile."']);
    expect(out).toMatchObject([{ kind: 'answered', label: 'no' }, { kind: 'unparsed' }]);
  });

  it('names each bad line, reads the others, and ends with 2', async () => {
    const { status, out, errors } = await run(memo, [
      '"sad"',
      'sad',
      '{"text": "sad"}',
      '42',
      '{"reply": "sad", "finish": 3}',
      '{"reply": "A", "options": 5}',
      '"angry"',
    ]);
    expect(status).toBe(2);
    expect(out).toMatchObject([{ label: 'sad' }, { label: 'angry' }]);
    expect(errors).toHaveLength(5);
    [2, 3, 4, 5, 6].forEach((line, i) => expect(errors[i]).toContain(`line ${line} `));
  });

  it('wants labels', async () => {
    const { status, errors } = await run([' ', ''], ['"sad"']);
    expect(status).toBe(2);
    expect(errors[0]).toContain('--labels');
  });
});
