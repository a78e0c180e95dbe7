/** How much of a text is looked at, in UTF-16 units; what is kept comes from its beginning. */
const readLimit = 20_000;

/** Longest text of a server that is kept, in UTF-16 units. */
const detailLimit = 500;

/**
 * Takes out of an untrusted text what must not be stored or shown: the key (also URL-encoded), whatever follows `Bearer`,
 * things that look like keys, and image data. Then shortens it to {@link detailLimit}.
 */
export function redacted(text: string, key: string | undefined): string {
  let clean = text;
  if (key !== undefined && key.length >= 4) {
    for (const form of new Set([key, encodeURIComponent(key)])) clean = clean.split(form).join('[key]');
  }
  clean = clean
    .slice(0, readLimit)
    .replace(/\b(bearer|basic)\s+[^\s"',;]+/gi, '$1 [key]')
    .replace(/\b(sk|pk|rk|hf|gsk|xai)[-_][A-Za-z0-9_*-]{8,}/g, '[key]')
    .replace(/data:[\w.+-]{0,60}\/?[\w.+-]{0,60};base64,[A-Za-z0-9+/=_\\-]*/g, '[image]')
    .replace(/[A-Za-z0-9+/_-]{80,}={0,2}/g, '[data]')
    // A control character from a server could move the cursor of a terminal that shows it.
    .replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, ' ')
    .trim();
  return clean.length <= detailLimit ? clean : `${clean.slice(0, detailLimit - 1)}…`;
}

/** Whether a text is a web page rather than an answer of an API. */
export function isHtml(text: string): boolean {
  return /^\s*<(!--|!doctype\s+html\b|(html|head|body|title)\b)/i.test(text);
}

/** The title of a web page, else its first words. */
function pageWords(html: string): string {
  const title = /<title[^<>]*>([^<]*)/i.exec(html)?.[1]?.trim();
  if (title !== undefined && title !== '') return title;
  return html
    .replace(/<(script|style)\b[\s\S]*?(<\/\1>|$)/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 120);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `JSON.parse` that says `undefined` instead of throwing. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The error of a body as servers write it: what it says and its codes, each in the server's own words. */
export interface ServerError {
  readonly words: string;
  /** `error.code` and `error.type`, lower case, as far as they are texts. */
  readonly codes: readonly string[];
  /** A status inside the body, as gateways send it with a 200. */
  readonly status?: number;
  /** A content filter in front of the model turned the question down; see {@link serverError}. */
  readonly isFiltered: boolean;
}

/** How deep words are looked for; a body nested without end must not fill the stack. */
const deepest = 8;

function wordsOf(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (depth === deepest) return undefined;
  if (Array.isArray(value)) {
    const all = value.map((one) => wordsOf(one, depth + 1)).filter((one) => one !== undefined);
    return all.length === 0 ? undefined : all.join('; ');
  }
  if (!isRecord(value)) return undefined;
  // FastAPI (vLLM, SGLang) says `detail` and `msg`; gateways put the provider's own words into `metadata.raw`.
  const own = ['message', 'msg', 'detail', 'error']
    .map((name) => wordsOf(value[name], depth + 1))
    .find((one) => one !== undefined);
  const raw = isRecord(value['metadata']) ? wordsOf(value['metadata']['raw'], depth + 1) : undefined;
  return raw === undefined || own === undefined ? (own ?? raw) : `${own}: ${raw}`;
}

/**
 * A content filter in front of the model: Azure OpenAI (400, `content_filter`), DashScope (400, `data_inspection_failed`),
 * OpenRouter (403, with `flagged_input` or `reasons` in `metadata`; openrouter.ai/docs/errors), LiteLLM's words for any of them.
 */
function namesContentFilter(
  error: Readonly<Record<string, unknown>>,
  words: string,
  codes: readonly string[],
): boolean {
  const filterCodes = ['content_filter', 'content_policy_violation', 'data_inspection_failed', 'datainspectionfailed'];
  // The Responses API prefixes them: `image_content_policy_violation`.
  if (codes.some((code) => filterCodes.some((one) => code.endsWith(one)))) return true;
  const metadata = error['metadata'];
  if (isRecord(metadata) && (metadata['flagged_input'] !== undefined || Array.isArray(metadata['reasons'])))
    return true;
  return /content management policy|content_?policy_?violation|data_?inspection_?failed|may contain inappropriate content|\binput was flagged\b/i.test(
    words,
  );
}

/** Reads a parsed body of an error; `otherwise` stands where it has no words. Not redacted yet. */
export function errorIn(json: unknown, otherwise: string): ServerError {
  const words = wordsOf(json) ?? otherwise;
  if (!isRecord(json)) return { words, codes: [], isFiltered: false };
  const error = isRecord(json['error']) ? json['error'] : json;
  const codes = [error['code'], error['type']].filter((one) => typeof one === 'string').map((one) => one.toLowerCase());
  const status = typeof error['code'] === 'number' && error['code'] >= 400 ? error['code'] : undefined;
  const isFiltered = namesContentFilter(error, words, codes);
  return { words, codes, isFiltered, ...(status === undefined ? {} : { status }) };
}

/** Reads the body of an error: JSON in the shapes in use, a web page, or plain text. Not redacted yet. */
export function serverError(text: string): ServerError {
  return isHtml(text) ? { words: pageWords(text), codes: [], isFiltered: false } : errorIn(parseJson(text), text);
}
