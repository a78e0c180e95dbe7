import { startFakeOpenAi } from '../fakes/openAiServer.ts';

/** What the server has seen since it was last asked. */
export interface ServerCount {
  readonly requests: number;
  readonly bodyBytes: number;
}

// A process of its own: answers after the time that its argument says in ms, sends its address, and its counts when asked.
const delayMs = Number(process.argv[2] ?? 50);
let requests = 0;
let bodyBytes = 0;
const fake = await startFakeOpenAi(
  (request) => {
    requests++;
    bodyBytes += request.bodyBytes;
    return { text: 'happy', delayMs };
  },
  { record: false },
);
process.on('message', () => {
  process.send?.({ requests, bodyBytes } satisfies ServerCount);
  requests = 0;
  bodyBytes = 0;
});
process.on('disconnect', () => process.exit());
process.send?.(fake.baseUrl);
