import type { Connection } from './connection.ts';
import type { Failure } from './failure.ts';
import type { ModelResult } from './model.ts';
import type { AskedOnce } from './openAiModel.ts';

/** What is sent along with the probe's question: which parameters, and whether its picture. */
export interface Trial {
  readonly limit: NonNullable<Connection['maxTokensField']>;
  readonly temperature: boolean;
  readonly seed: boolean;
  readonly picture: boolean;
}

/** Asks the probe's question as the trial says. */
export type AskTrial = (trial: Trial) => Promise<AskedOnce & { readonly ms: number }>;

/** The trial that a server took, with its answer; or the failure that nothing helped against. */
export interface Settled {
  readonly trial: Trial;
  readonly asked: Awaited<ReturnType<AskTrial>>;
}

/** Everything at once: a server that takes it needs no second question. */
const fullTrial: Trial = { limit: 'max_tokens', temperature: true, seed: true, picture: true };

const namesPicture = /image|vision|multi-?modal|mmproj|picture|content.{0,40}string/i;

/**
 * Whether the server turned the question down for something in it. Some answer 500 where they mean that they cannot read a picture,
 * and gateways 404 where no provider of the model takes one.
 */
export function refusalOf(result: ModelResult): Failure | undefined {
  if (result.ok || 'cancelled' in result) return undefined;
  const { failure } = result;
  if (failure.kind === 'badRequest' || failure.kind === 'tooLarge' || failure.httpStatus === 500) return failure;
  return failure.kind === 'unknownModel' && namesPicture.test(failure.detail) ? failure : undefined;
}

/** The limit's other name, then none; Responses have one name only. */
function nextLimit(limit: Trial['limit'], api: Connection['api']): Trial['limit'] | undefined {
  if (limit === 'none') return undefined;
  return limit === 'max_tokens' && api !== 'responses' ? 'max_completion_tokens' : 'none';
}

/** Leaves out what the server's own words name as the cause; `undefined` when they name nothing that is still sent. */
function conceded(trial: Trial, words: string, api: Connection['api']): Trial | undefined {
  const limit = nextLimit(trial.limit, api);
  if (/max_(completion_|output_)?tokens/i.test(words) && limit !== undefined) return { ...trial, limit };
  if (/temperature/i.test(words) && trial.temperature) return { ...trial, temperature: false };
  if (/\bseed\b/i.test(words) && trial.seed) return { ...trial, seed: false };
  return namesPicture.test(words) && trial.picture ? { ...trial, picture: false } : undefined;
}

/** Tries parameters one by one with words alone, beginning with none; those that were given up before stay so. */
async function untangle(ask: AskTrial, refused: Settled, api: Connection['api']): Promise<Settled> {
  const wanted = refused.trial;
  let trial: Trial = { limit: 'none', temperature: false, seed: false, picture: wanted.picture };
  let asked = await ask(trial);
  if (trial.picture && refusalOf(asked.result) !== undefined) {
    trial = { ...trial, picture: false };
    asked = await ask(trial);
  }
  if (!asked.result.ok) return { trial, asked };
  const isTaken = async (own: Partial<Trial>): Promise<boolean> =>
    (await ask({ ...trial, ...own, picture: false })).result.ok;
  for (let limit: Trial['limit'] | undefined = wanted.limit; limit !== undefined; limit = nextLimit(limit, api)) {
    if (limit === 'none' || (await isTaken({ limit }))) {
      trial = { ...trial, limit };
      break;
    }
  }
  if (wanted.temperature && (await isTaken({ temperature: true }))) trial = { ...trial, temperature: true };
  if (wanted.seed && (await isTaken({ seed: true }))) trial = { ...trial, seed: true };
  return { trial, asked };
}

/**
 * Finds the fullest question that a server takes. What a refusal names is left out; after one that names nothing, the question is
 * asked bare and each parameter is tried by itself. At most 12 requests.
 */
export async function settleTrial(ask: AskTrial, api: Connection['api']): Promise<Settled> {
  let trial: Trial = api === 'responses' ? { ...fullTrial, seed: false } : fullTrial;
  for (;;) {
    const asked = await ask(trial);
    const refusal = refusalOf(asked.result);
    if (refusal === undefined) return { trial, asked };
    const next = conceded(trial, refusal.detail, api);
    if (next === undefined) return untangle(ask, { trial, asked }, api);
    trial = next;
  }
}
