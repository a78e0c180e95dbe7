import { rateLimited } from '../fakes/fakeScripts.ts';
import { startFakeOpenAi } from '../fakes/openAiServer.ts';

/** What the server has seen since it was last asked. */
export interface ServerCount {
  readonly requests: number;
  /** Requests that it turned down with 429. */
  readonly refused: number;
  readonly bodyBytes: number;
}

// A process of its own: answers after the time that its first argument says in ms, sends its address, and its counts when asked.
// With a second and a third one it grants so many requests a second, from a bucket of that size or, with 'second', by counting the
// newest second; a fourth is its Retry-After in seconds.
const [delayText = '50', perSecondText, burstText, retryAfter] = process.argv.slice(2);
const delayMs = Number(delayText);
const perSecond = Number(perSecondText ?? Infinity);
const isCounting = burstText === 'second';
const burst = isCounting ? perSecond : Number(burstText ?? Infinity);
let counts = { requests: 0, refused: 0, bodyBytes: 0 };
let tokens = burst;
let at = performance.now();
let granted: number[] = [];

function isGranted(): boolean {
  if (burst === Infinity) return true;
  const now = performance.now();
  if (isCounting) {
    granted = granted.filter((one) => one > now - 1000);
    return granted.length < perSecond && granted.push(now) > 0;
  }
  tokens = Math.min(burst, tokens + ((now - at) / 1000) * perSecond);
  at = now;
  if (tokens < 1) return false;
  tokens--;
  return true;
}

const fake = await startFakeOpenAi(
  (request) => {
    counts.requests++;
    counts.bodyBytes += request.bodyBytes;
    if (isGranted()) return { text: 'happy', delayMs };
    counts.refused++;
    return rateLimited(retryAfter === undefined ? {} : { retryAfter });
  },
  { record: false },
);
process.on('message', () => {
  process.send?.(counts satisfies ServerCount);
  counts = { requests: 0, refused: 0, bodyBytes: 0 };
  tokens = burst;
  granted = [];
});
process.on('disconnect', () => process.exit());
process.send?.(fake.baseUrl);
