import { z } from 'zod';

/** Headers whose values are secrets; they are never read from a connection, which is stored in the clear. */
const secretHeader =
  /^(authorization|proxy-authorization|cookie|set-cookie|(x-)?api-?key|x-auth-token|x-goog-api-key)$/i;

function isPlainHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  return isHttp && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

/** What a probe found out about a server and its model. What it did not find out is left out. */
const connectionProfileSchema = z.strictObject({
  /** `unsure`: the server took the picture and the model named another colour. */
  seesImages: z.enum(['yes', 'no', 'unsure']).optional(),
  jsonSchema: z.boolean().optional(),
  seed: z.boolean().optional(),
  logprobs: z.boolean().optional(),
  temperature: z.boolean().optional(),
  responses: z.boolean().optional(),
  /** Input tokens of a picture: `base + perMegapixel * width * height / 1e6`, fitted to two pictures of different size. */
  pictureTokens: z.strictObject({ base: z.number(), perMegapixel: z.number() }).optional(),
  /** Time from question to answer of the probe's picture, ms. */
  latencyMs: z.number().optional(),
  /** ISO 8601, UTC. */
  probedAt: z.string(),
});

/** See {@link connectionProfileSchema}. */
export type ConnectionProfile = z.infer<typeof connectionProfileSchema>;

/**
 * Where a model is and how it wants to be asked. Holds no secrets: the key is in SecretStorage or in the environment
 * variable that `keyEnv` names. A URL with a user name, password, query or fragment is refused, as are headers that carry keys.
 */
export const connectionSchema = z.strictObject({
  name: z.string().min(1).describe('The name shown in lists and used by the command line.'),
  baseUrl: z
    .string()
    .refine(isPlainHttpUrl, {
      error: 'must be an http or https address without user name, password, query or fragment',
    })
    .describe('Address of the server up to and with the version, such as `http://localhost:11434/v1`.'),
  model: z.string().min(1).describe('The name of the model as the server knows it.'),
  keyEnv: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
    .optional()
    .describe('Environment variable that holds the key, instead of the secret storage.'),
  keyHeader: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/)
    .optional()
    .describe('Header that carries the key bare, such as `api-key`; without it, `Authorization: Bearer`.'),
  headers: z
    .record(z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/), z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/))
    .refine((headers) => !Object.keys(headers).some((name) => secretHeader.test(name)), {
      error: 'headers that carry keys do not belong here: store the key, or name it in keyEnv',
    })
    .optional()
    .describe('Further headers sent with each request. No secrets.'),
  timeoutSeconds: z
    .number()
    .positive()
    .max(86_400)
    .optional()
    .describe('Longest wait for one whole answer; 120 by default.'),
  concurrency: z.number().int().min(1).max(1024).optional().describe('Most requests in flight.'),
  requestsPerMinute: z.number().positive().optional().describe('Most requests in a minute.'),
  tokensPerMinute: z.number().positive().optional().describe('Most tokens in a minute, input and output together.'),
  price: z
    .strictObject({
      inputPerMillionUsd: z.number().min(0),
      outputPerMillionUsd: z.number().min(0),
      cachedPerMillionUsd: z.number().min(0).optional().describe('Cached input; as dear as other input when left out.'),
    })
    .optional()
    .describe('US dollars for a million tokens. Yours to fill in: no prices are built in.'),
  maxSide: z
    .number()
    .int()
    .min(16)
    .optional()
    .describe('Longest side in pixels; larger pictures are scaled down before sending.'),
  imageDetail: z
    .enum(['auto', 'low', 'high'])
    .optional()
    .describe('The `detail` of pictures, for servers that know it.'),
  temperature: z.number().min(0).max(2).optional().describe('Sent unless a run says otherwise; 0 to 2.'),
  maxTokens: z.number().int().min(1).optional().describe('Longest answer in tokens, unless a run says otherwise.'),
  seed: z.number().int().optional().describe('Sent to the server, so that it may answer the same again.'),
  maxTokensField: z
    .enum(['max_tokens', 'max_completion_tokens', 'none'])
    .optional()
    .describe('How the server calls the limit of an answer; `none` never sends one. `max_tokens` by default.'),
  sendTemperature: z.boolean().optional().describe('`false` for models that refuse a temperature.'),
  sendSeed: z.boolean().optional().describe('`false` for servers that refuse a seed.'),
  api: z
    .enum(['chat', 'responses'])
    .optional()
    .describe('Which API is spoken: Chat Completions (`chat`, the default) or Responses.'),
  profile: connectionProfileSchema.optional().describe('What the probe found out; written by *Test Connection*.'),
  extraBody: z
    .record(z.string(), z.json())
    .optional()
    .describe('Further fields of the request body, such as `{"chat_template_kwargs": {"enable_thinking": false}}`.'),
});

/** See {@link connectionSchema}. */
export type Connection = z.infer<typeof connectionSchema>;

/** The price of a million tokens in US dollars, as the user gave it. */
export type Price = NonNullable<Connection['price']>;

/** Longest wait for one whole answer, in seconds, where the connection does not say. */
export const defaultTimeoutSeconds = 120;

/**
 * The base URL as it is used and recorded: no trailing slashes, and without a pasted `/chat/completions` or `/responses`, which
 * many people copy from a manual with the address.
 */
export function endpointOf(connection: Pick<Connection, 'baseUrl'>): string {
  return connection.baseUrl
    .replace(/\/+$/, '')
    .replace(/\/(chat\/completions|responses)$/, '')
    .replace(/\/+$/, '');
}
