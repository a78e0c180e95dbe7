import { describe, expect, it } from 'vitest';
import { expressionBaseline } from '../../../src/core/models/expressionBaseline.ts';
import type { ExpressionError, ExpressionNetwork } from '../../../src/core/models/expressionBaseline.ts';
import type { ExpressionScores } from '../../../src/core/models/expressionClass.ts';
import type { Message, ModelRequest } from '../../../src/core/models/model.ts';
import type { Result } from '../../../src/core/result.ts';

const happy: ExpressionScores = {
  neutral: 0.1,
  happy: 0.9,
  sad: 0,
  angry: 0,
  fearful: 0,
  disgusted: 0,
  surprised: 0,
};

/** A network that counts what it is shown; a picture's bytes are its number. */
function networkOf(result: Result<ExpressionScores, ExpressionError> = { ok: true, value: happy }) {
  const seen: number[] = [];
  const network: ExpressionNetwork = {
    classify: (image) => {
      seen.push(Number(new TextDecoder().decode(image)));
      return Promise.resolve(result);
    },
  };
  return { seen, network };
}

const turn = (role: Message['role'], ...pictures: number[]): Message => ({
  role,
  parts: [
    { type: 'text', text: 'Which emotion?' },
    ...pictures.map((n) => ({
      type: 'image' as const,
      image: { bytes: new TextEncoder().encode(String(n)), mime: 'image/png', sha256: String(n) },
    })),
  ],
});

const request = (...messages: Message[]): ModelRequest => ({
  messages,
  parameters: {},
  stage: { id: 'emotion', question: '?', answer: { kind: 'choice', labels: ['happy', 'sad'] } },
});

const { signal } = new AbortController();

describe('expressionBaseline', () => {
  it('is the embedded model, and answers', async () => {
    const model = expressionBaseline(networkOf().network);
    expect([model.id, model.kind]).toEqual(['local/expression-baseline', 'baseline']);
    const result = await model.ask(request(turn('user', 1)), signal);
    expect(result.ok && result.answer.reply.split('\n')[0]).toBe('ANSWER: happy');
  });

  it('looks at the first picture of the last question, else at the first there is', async () => {
    const { seen, network } = networkOf();
    const model = expressionBaseline(network);
    await model.ask(request(turn('user', 1), turn('assistant'), turn('user', 2, 3)), signal);
    await model.ask(request(turn('user', 4, 5), turn('assistant'), turn('user')), signal);
    expect(seen).toEqual([2, 4]);
  });

  it('looks at a picture once for all stages, and forgets the longest unused', async () => {
    const { seen, network } = networkOf();
    const model = expressionBaseline(network);
    const ask = (n: number) => model.ask(request(turn('user', n)), signal);
    for (const n of [1, 1, 2, 1]) await ask(n);
    expect(seen).toEqual([1, 2]);
    // 254 more fill the memory, and 1 is used once more, so that 2 is now the longest unused.
    for (let n = 3; n <= 256; n++) await ask(n);
    await ask(1);
    await ask(257);
    await ask(1);
    expect(seen.filter((n) => n === 1)).toHaveLength(1);
    await ask(2);
    expect(seen.filter((n) => n === 2)).toHaveLength(2);
  });

  it('does not remember a failure', async () => {
    const { seen, network } = networkOf({ ok: false, error: { kind: 'networkStopped', detail: 'died' } });
    const model = expressionBaseline(network);
    const expected = { ok: false, failure: { kind: 'modelError', detail: 'the expression network stopped: died' } };
    expect(await model.ask(request(turn('user', 1)), signal)).toEqual(expected);
    expect(await model.ask(request(turn('user', 1)), signal)).toEqual(expected);
    expect(seen).toEqual([1, 1]);
  });

  it('says what is wrong with a picture, a question, or a request without a picture', async () => {
    const broken = expressionBaseline(networkOf({ ok: false, error: { kind: 'corruptImage', detail: 'x' } }).network);
    expect(await broken.ask(request(turn('user', 1)), signal)).toEqual({
      ok: false,
      failure: { kind: 'corruptImage', detail: 'x' },
    });
    const model = expressionBaseline(networkOf().network);
    expect(await model.ask(request(turn('user')), signal)).toMatchObject({ failure: { kind: 'modelError' } });
    const yesNo = { id: 'hate', question: '?', answer: { kind: 'yesNo', labels: ['yes', 'no'] } } as const;
    const asked = await model.ask({ ...request(turn('user', 1)), stage: yesNo }, signal);
    expect(asked).toMatchObject({ failure: { kind: 'modelError' } });
  });

  it('is cancelled before and during', async () => {
    const abort = new AbortController();
    const model = expressionBaseline({
      classify: () => {
        abort.abort();
        return Promise.resolve({ ok: false, error: { kind: 'cancelled' } });
      },
    });
    expect(await model.ask(request(turn('user', 1)), abort.signal)).toEqual({ ok: false, cancelled: true });
    expect(await model.ask(request(turn('user', 1)), abort.signal)).toEqual({ ok: false, cancelled: true });
  });
});
