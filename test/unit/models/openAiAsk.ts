import { createHash } from 'node:crypto';
import type { Connection } from '../../../src/core/models/connection.ts';
import type { Failure } from '../../../src/core/models/failure.ts';
import type { ModelAnswer, ModelRequest, ModelResult } from '../../../src/core/models/model.ts';
import { openAiModel } from '../../../src/core/models/openAiModel.ts';
import type { FakeReply } from '../../fakes/fakeReply.ts';
import { startFakeOpenAi, type FakeOpenAi } from '../../fakes/openAiServer.ts';

/** A key of the usual look. */
export const key = 'sk-test-0123456789abcdef';
/** Bytes that stand for a picture; nothing decodes them. */
export const pictureBytes = Uint8Array.from({ length: 1000 }, (_, index) => (index * 7) % 256);
/** Their SHA-256. */
export const pictureSha = createHash('sha256').update(pictureBytes).digest('hex');

/** One question about one picture. */
export const request: ModelRequest = {
  messages: [
    {
      role: 'user',
      parts: [
        { type: 'image', image: { bytes: pictureBytes, mime: 'image/webp', sha256: pictureSha } },
        { type: 'text', text: 'Which emotion?' },
      ],
    },
  ],
  parameters: {},
  stage: { id: 'emotion', question: 'Which emotion?', answer: { kind: 'choice', labels: ['happy', 'sad'] } },
};

/** The server of the test that runs. */
export let running: FakeOpenAi | undefined;

/** Ends the server. */
export async function closeServer(): Promise<void> {
  await running?.close();
  running = undefined;
}

/** Starts a server that answers everything with one reply, in place of the one before. */
export async function server(reply: FakeReply): Promise<FakeOpenAi> {
  await closeServer();
  running = await startFakeOpenAi(() => reply, { responses: true });
  return running;
}

/** A signal that never aborts. */
export const live = new AbortController().signal;

/** Which API a test speaks; every fault is met in both. */
export const apis = ['chat', 'responses'] as const;

/** Asks {@link request} of a server that answers with `reply`. */
export async function ask(
  reply: FakeReply,
  own: Partial<Connection> = {},
  apiKey: string | undefined = key,
): Promise<ModelResult> {
  const { baseUrl } = await server(reply);
  const connection = { name: 'fake', baseUrl, model: 'fake-vision', ...own };
  return openAiModel({ connection, key: apiKey }).ask(request, live);
}

/** The answer of a result that must be one. */
export function answerOf(result: ModelResult): ModelAnswer {
  if (!result.ok) throw new Error(`no answer: ${JSON.stringify(result)}`);
  return result.answer;
}

/** The failure of a result that must be one. */
export function failureOf(result: ModelResult): Failure {
  if (result.ok || 'cancelled' in result) throw new Error(`no failure: ${JSON.stringify(result)}`);
  return result.failure;
}
