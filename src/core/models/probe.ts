import type { Connection } from './connection.ts';
import type { Failure } from './failure.ts';
import type { ModelRequest, ModelResult } from './model.ts';
import { openAiModel } from './openAiModel.ts';
import type { OpenAiModelOptions } from './openAiExchange.ts';
import { probePicture } from './probePicture.ts';

/** The part of a connection that a probe finds out; to be merged over what the user entered. */
export type ConnectionProfile = Pick<Connection, 'maxTokensField' | 'sendTemperature' | 'sendSeed'>;

/**
 * What a probe found. `seesImages`: `yes` when the model named the colour of the picture, `no` when the server refuses
 * pictures, `unsure` when it took the picture and the model said something else. `jsonSchema`: it kept to a schema.
 */
export interface ProbeFindings {
  readonly profile: ConnectionProfile;
  readonly seesImages: 'yes' | 'no' | 'unsure';
  readonly jsonSchema: boolean;
  /** What the model said about the picture; untrusted text. */
  readonly reply: string;
  /** How many requests the probe took, all of them paid for. */
  readonly requests: number;
}

/** What a probe came to. A failure means that no question at all was answered. */
export type ProbeResult =
  | { readonly ok: true; readonly findings: ProbeFindings }
  | { readonly ok: false; readonly failure: Failure }
  | { readonly ok: false; readonly cancelled: true };

/** What is tried next, after the server refused what was tried before. */
interface Trial {
  readonly profile: Required<ConnectionProfile>;
  readonly picture: boolean;
  /** The server said that it is the picture it will not take. */
  readonly pictureNamed: boolean;
}

const firstTrial: Trial = {
  profile: { maxTokensField: 'max_tokens', sendTemperature: true, sendSeed: true },
  picture: true,
  pictureNamed: false,
};

/** Room for models that reason before they answer; still a fraction of a cent. */
const answerTokens = 512;

const question = 'Which colour fills this picture: red, green, blue, yellow or purple? Reply with one word.';

function questionWith(picture: boolean): ModelRequest {
  const text = { type: 'text', text: picture ? question : 'Reply with the word yes.' } as const;
  return {
    messages: [{ role: 'user', parts: picture ? [{ type: 'image', image: probePicture }, text] : [text] }],
    parameters: { maxTokens: answerTokens, temperature: 0, seed: 1 },
    stage: { id: 'probe', question, answer: { kind: 'open', labels: [] } },
  };
}

/** Ways to give in, each with the words by which a server names it as the cause. */
const concessions: readonly { readonly named: RegExp; readonly applied: (trial: Trial) => Trial | undefined }[] = [
  {
    named: /max_(completion_)?tokens/i,
    applied: (trial) => {
      const next = { max_tokens: 'max_completion_tokens', max_completion_tokens: 'none', none: undefined } as const;
      const maxTokensField = next[trial.profile.maxTokensField];
      return maxTokensField && { ...trial, profile: { ...trial.profile, maxTokensField } };
    },
  },
  {
    named: /temperature/i,
    applied: (trial) =>
      trial.profile.sendTemperature ? { ...trial, profile: { ...trial.profile, sendTemperature: false } } : undefined,
  },
  {
    named: /\bseed\b/i,
    applied: (trial) =>
      trial.profile.sendSeed ? { ...trial, profile: { ...trial.profile, sendSeed: false } } : undefined,
  },
  {
    named: /image|vision|multi-?modal|mmproj|content.{0,40}string/i,
    applied: (trial) => (trial.picture ? { ...trial, picture: false, pictureNamed: true } : undefined),
  },
];

/**
 * What to try after a refusal: to drop what the server names. A refusal that names nothing is most often the picture; after
 * it the parameters are dropped one by one.
 */
function nextTrial(trial: Trial, failure: Failure): Trial | undefined {
  for (const { named, applied } of concessions) {
    const next = named.test(failure.detail) ? applied(trial) : undefined;
    if (next !== undefined) return next;
  }
  if (trial.picture) return { ...trial, picture: false };
  for (const { applied } of concessions) {
    const next = applied(trial);
    if (next !== undefined) return next;
  }
  return undefined;
}

/** Some servers answer 500 where they mean that they cannot read a picture. */
function isRefusal(failure: Failure): boolean {
  return failure.kind === 'badRequest' || failure.kind === 'tooLarge' || failure.httpStatus === 500;
}

const schemaBody = {
  response_format: {
    type: 'json_schema',
    json_schema: {
      name: 'probe',
      strict: true,
      schema: {
        type: 'object',
        properties: { emolens_probe: { type: 'string', enum: ['yes', 'no'] } },
        required: ['emolens_probe'],
        additionalProperties: false,
      },
    },
  },
} satisfies Connection['extraBody'];

/** Whether the reply is the object that the schema asks for; the question alone would not bring it about. */
function keepsToSchema(result: ModelResult): boolean {
  return result.ok && /^\s*\{\s*"emolens_probe"\s*:\s*"(yes|no)"\s*\}\s*$/.test(result.answer.reply);
}

/** An answer to a trial, or the failure that no concession helped against. */
interface Settled {
  readonly trial: Trial;
  readonly result: ModelResult;
  readonly requests: number;
}

type Ask = (trial: Trial, extra?: Connection['extraBody']) => Promise<ModelResult>;

async function settle(ask: Ask): Promise<Settled> {
  let trial = firstTrial;
  for (let requests = 1; ; requests++) {
    const result = await ask(trial);
    if (result.ok && !trial.picture && !trial.pictureNamed) {
      // The picture was dropped on suspicion; with what was dropped since, it may have been innocent.
      const again = { ...trial, picture: true };
      const second = await ask(again);
      return second.ok
        ? { trial: again, result: second, requests: requests + 1 }
        : { trial, result, requests: requests + 1 };
    }
    if (result.ok || 'cancelled' in result || !isRefusal(result.failure)) return { trial, result, requests };
    const next = nextTrial(trial, result.failure);
    if (next === undefined) return { trial, result, requests };
    trial = next;
  }
}

/**
 * Finds out by a few small requests what a server takes: pictures, the name of the token limit, temperature, seed, JSON
 * schemas. No names of models are known here; what a server refuses, it is not sent again.
 */
export async function probeConnection(options: OpenAiModelOptions, cancel: AbortSignal): Promise<ProbeResult> {
  const ask: Ask = (trial, extra = {}) => {
    const extraBody = { ...options.connection.extraBody, ...extra };
    const connection = { ...options.connection, ...trial.profile, extraBody };
    return openAiModel({ ...options, connection }).ask(questionWith(trial.picture), cancel);
  };
  const { trial, result, requests } = await settle(ask);
  if (!result.ok) return result;
  const schema = await ask({ ...trial, picture: false }, schemaBody);
  if (!schema.ok && 'cancelled' in schema) return schema;
  const { reply } = result.answer;
  const isNamed = new RegExp(`\\b${probePicture.colour}\\b`, 'i').test(reply);
  return {
    ok: true,
    findings: {
      profile: trial.profile,
      seesImages: trial.picture ? (isNamed ? 'yes' : 'unsure') : 'no',
      jsonSchema: keepsToSchema(schema),
      reply,
      requests: requests + 1,
    },
  };
}
