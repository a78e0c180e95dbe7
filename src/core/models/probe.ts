import type { Connection, ConnectionProfile } from './connection.ts';
import type { Failure } from './failure.ts';
import type { ModelRequest, ModelResult } from './model.ts';
import { openAiServer, type OpenAiModelOptions } from './openAiExchange.ts';
import { askOnce } from './openAiModel.ts';
import { largePicture, smallPicture, type ProbePicture } from './probePicture.ts';
import { colourQuestion, fitPictureTokens, holdsLogprobs, keepsToSchema, namesColour } from './probeReading.ts';
import { refusalOf, settleTrial, type Settled, type Trial } from './probeTrial.ts';

/** What a probe makes of the connection itself: how its server wants to be asked. */
export type ProbedFields = Pick<Connection, 'api' | 'maxTokensField' | 'sendTemperature' | 'sendSeed'>;

/** What a probe found. */
export interface ProbeFindings {
  readonly fields: ProbedFields;
  readonly profile: ConnectionProfile;
  /** What the model said about the first picture; untrusted text. */
  readonly reply: string;
  /** How many requests the probe took, all of them paid for. */
  readonly requests: number;
}

/** What a probe came to. A failure means that no question at all was answered. */
export type ProbeResult =
  | { readonly ok: true; readonly findings: ProbeFindings }
  | { readonly ok: false; readonly failure: Failure }
  | { readonly ok: false; readonly cancelled: true };

/** Where a probe is: looking whether pictures are seen, what a large one costs, and what else is taken. */
export type ProbeStep = 'picture' | 'size' | 'abilities';

/** Who is probed, and in what time. */
export interface ProbeOptions extends OpenAiModelOptions {
  /** Longest time for all of it; what is not known by then is left out. 90 where absent: a local server may load the model first. */
  readonly totalSeconds?: number;
  readonly onStep?: (step: ProbeStep) => void;
}

/** Room for models that reason before they answer; still a fraction of a cent. */
const answerTokens = 1024;
const defaultTotalSeconds = 90;

type Asked = Settled['asked'];

/** A question of the probe: as a trial says, about a picture or none, with more in the body, in the connection's API or another. */
interface Question {
  readonly trial: Trial;
  readonly picture?: ProbePicture | undefined;
  readonly words?: string;
  readonly extra?: Connection['extraBody'];
  readonly api?: Connection['api'];
}

type Ask = (question: Question) => Promise<Asked>;

function requestOf({ picture, words = colourQuestion }: Question): ModelRequest {
  const text = { type: 'text', text: words } as const;
  return {
    messages: [{ role: 'user', parts: picture === undefined ? [text] : [{ type: 'image', image: picture }, text] }],
    parameters: { maxTokens: answerTokens, temperature: 0, seed: 1 },
    stage: { id: 'probe', question: words, answer: { kind: 'open', labels: [] } },
  };
}

function fieldsOf(trial: Trial): Required<Omit<ProbedFields, 'api'>> {
  return { maxTokensField: trial.limit, sendTemperature: trial.temperature, sendSeed: trial.seed };
}

const schema = {
  type: 'object',
  properties: { emolens_probe: { type: 'string', enum: ['yes', 'no'] } },
  required: ['emolens_probe'],
  additionalProperties: false,
};

function schemaBody(api: Connection['api']): NonNullable<Connection['extraBody']> {
  if (api === 'responses') return { text: { format: { type: 'json_schema', name: 'probe', strict: true, schema } } };
  return { response_format: { type: 'json_schema', json_schema: { name: 'probe', strict: true, schema } } };
}

function logprobsBody(api: Connection['api']): NonNullable<Connection['extraBody']> {
  return api === 'responses' ? { include: ['message.output_text.logprobs'], top_logprobs: 1 } : { logprobs: true };
}

/** `true` or `false` where the server said so, `undefined` where something else was in the way. */
function verdict(asked: Asked, isKept: (asked: Asked) => boolean): boolean | undefined {
  if (asked.result.ok) return isKept(asked);
  return refusalOf(asked.result) === undefined ? undefined : false;
}

function hasNoSuchPath(result: ModelResult): boolean {
  if (result.ok || 'cancelled' in result) return false;
  const { kind } = result.failure;
  return kind === 'unknownModel' || kind === 'badResponse' || kind === 'badRequest';
}

function usageIn({ result }: Asked): Parameters<typeof fitPictureTokens>[0]['none'] {
  return result.ok ? result.answer.usage : undefined;
}

/** Whether the model sees: it has to name the colour of each picture that it answered about. */
function sightOf(trial: Trial, small: Asked, large: Asked | undefined): ConnectionProfile['seesImages'] {
  if (!trial.picture) return 'no';
  const sees = (asked: Asked, picture: ProbePicture): boolean =>
    asked.result.ok && namesColour(asked.result.answer.reply, picture);
  if (!sees(small, smallPicture)) return 'unsure';
  return large?.result.ok === true && !sees(large, largePicture) ? 'unsure' : 'yes';
}

/** Leaves out what is not known. */
function known<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

/** Asks the rest, after it is known how the server wants to be asked. */
async function profileOf(
  ask: Ask,
  api: Connection['api'],
  settled: Settled,
  onStep: ProbeOptions['onStep'],
): Promise<ConnectionProfile> {
  const { trial, asked: small } = settled;
  if (trial.picture) onStep?.('size');
  // The large picture alone, so that its time is that of an answer and not of a queue.
  const large = trial.picture ? await ask({ trial, picture: largePicture }) : undefined;
  onStep?.('abilities');
  const [words, form, other] = await Promise.all([
    ask({ trial, extra: logprobsBody(api) }),
    ask({ trial, words: 'Is the sky blue? Reply yes or no.', extra: schemaBody(api) }),
    api === 'responses' ? undefined : ask({ trial, words: 'Reply with the word yes.', api: 'responses' }),
  ]);
  const usages = { small: usageIn(small), large: large && usageIn(large) };
  const none = words.result.ok || usages.large === undefined ? words : await ask({ trial });
  return known({
    seesImages: sightOf(trial, small, large),
    jsonSchema: verdict(form, ({ result }) => keepsToSchema(result)),
    seed: api === 'responses' ? undefined : trial.seed,
    logprobs: verdict(words, ({ body }) => holdsLogprobs(body)),
    temperature: trial.temperature,
    responses: other === undefined || other.result.ok ? true : hasNoSuchPath(other.result) ? false : undefined,
    pictureTokens: fitPictureTokens({ ...usages, none: usageIn(none) }),
    latencyMs: Math.round(large?.result.ok === true ? large.ms : small.ms),
    probedAt: new Date().toISOString(),
  });
}

/** Some models are served by Responses alone, and their server calls the other path or the model unknown. */
async function settleApi(ask: Ask, api: Connection['api']): Promise<Settled & { readonly api: Connection['api'] }> {
  const settle = async (spoken: Connection['api']) => ({
    ...(await settleTrial(
      (trial) => ask({ trial, picture: trial.picture ? smallPicture : undefined, api: spoken }),
      spoken,
    )),
    api: spoken,
  });
  const first = await settle(api ?? 'chat');
  const { result } = first.asked;
  if (result.ok || 'cancelled' in result || result.failure.kind !== 'unknownModel' || api === 'responses') return first;
  const second = await settle('responses');
  return second.asked.result.ok ? second : first;
}

/** Ends a signal after some seconds, or when another ends. */
function deadline(seconds: number, cancel: AbortSignal): { readonly signal: AbortSignal; clear(): void } {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  const timer = setTimeout(abort, seconds * 1000);
  if (cancel.aborted) abort();
  cancel.addEventListener('abort', abort, { once: true });
  return {
    signal: stop.signal,
    clear: () => {
      clearTimeout(timer);
      cancel.removeEventListener('abort', abort);
    },
  };
}

/**
 * Finds out by a few small requests what a server and its model take: pictures, the name of the token limit, temperature, seed, JSON
 * schemas, log probabilities, the Responses API, and how many tokens a picture is. No names of models are known here. Never throws;
 * ends within `totalSeconds`. A server that takes everything is asked five times.
 */
export async function probeConnection(options: ProbeOptions, cancel: AbortSignal): Promise<ProbeResult> {
  const seconds = options.totalSeconds ?? defaultTotalSeconds;
  const { signal, clear } = deadline(seconds, cancel);
  let requests = 0;
  const ask: Ask = async (question) => {
    if (!signal.aborted) requests++;
    const { connection } = options;
    const own = { ...fieldsOf(question.trial), api: question.api ?? connection.api ?? 'chat' };
    const extraBody = { ...connection.extraBody, ...question.extra };
    const server = openAiServer({ ...options, connection: { ...connection, ...own, extraBody } });
    const began = performance.now();
    const asked = await askOnce(server, requestOf(question), signal);
    return { result: asked.result, body: asked.body, ms: performance.now() - began };
  };
  try {
    options.onStep?.('picture');
    const settled = await settleApi(ask, options.connection.api);
    const { result } = settled.asked;
    if (cancel.aborted) return { ok: false, cancelled: true };
    if (!result.ok && 'cancelled' in result) {
      return { ok: false, failure: { kind: 'timeout', detail: `no whole answer within ${seconds} s` } };
    }
    if (!result.ok) return { ok: false, failure: result.failure };
    const profile = await profileOf(
      (question) => ask({ api: settled.api, ...question }),
      settled.api,
      settled,
      options.onStep,
    );
    if (cancel.aborted) return { ok: false, cancelled: true };
    const fields = { ...fieldsOf(settled.trial), api: settled.api ?? 'chat' };
    return { ok: true, findings: { fields, profile, reply: result.answer.reply, requests } };
  } finally {
    clear();
  }
}

/** A connection with what a probe found; what it found before, or a person had set of it, gives way. */
export function profiledConnection(connection: Connection, { fields, profile }: ProbeFindings): Connection {
  const { api: _api, maxTokensField: _limit, sendTemperature: _heat, sendSeed: _seed, ...kept } = connection;
  return {
    ...kept,
    ...(fields.api === 'responses' ? { api: fields.api } : {}),
    ...(fields.maxTokensField === 'max_tokens' ? {} : known({ maxTokensField: fields.maxTokensField })),
    ...(fields.sendTemperature === false ? { sendTemperature: false } : {}),
    ...(fields.sendSeed === false && fields.api !== 'responses' ? { sendSeed: false } : {}),
    profile,
  };
}
