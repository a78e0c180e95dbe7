import { builtInLexicon } from '../core/affect/lexicon.ts';
import type { Lexicon } from '../core/affect/lexicon.ts';
import { normaliseForm } from '../core/affect/foldText.ts';
import { readAnswer } from '../core/evaluation/answerReader.ts';
import type { ReadInput } from '../core/evaluation/answerReader.ts';
import type { ShownOptions } from '../core/evaluation/options.ts';
import { shownOptionsSchema } from '../core/evaluation/options.ts';
import type { ResolvedAnswer } from '../core/evaluation/protocol.ts';

type ParsedLine =
  { readonly ok: true; readonly input: Omit<ReadInput, 'answer'> } | { readonly ok: false; readonly why: string };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const lettered = /^\s*[([]?([A-Za-z])[)\].:：、]\s*(.+)$/u;

function lettersInOrder(pairs: readonly (readonly [string, string])[]): ShownOptions | undefined {
  const inOrder = pairs.every(([letter], i) => letter.toUpperCase() === String.fromCharCode(65 + i));
  return inOrder && pairs.length > 0 ? { style: 'letters', order: pairs.map(([, word]) => word.trim()) } : undefined;
}

/**
 * The options as shown: `{style, order}`, a list of words, a list such as `["A. happy", "B. sad"]`, or `{"A": "happy"}`.
 * `undefined` when it is none of these.
 */
function readOptions(value: unknown): ShownOptions | undefined {
  const whole = shownOptionsSchema.safeParse(value);
  if (whole.success) return whole.data;
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    const words = items.filter((item) => typeof item === 'string');
    if (words.length !== items.length) return undefined;
    const pairs = words.flatMap((word): [string, string][] => {
      const match = lettered.exec(word);
      return match === null ? [] : [[match[1] ?? '', match[2] ?? '']];
    });
    return (pairs.length === words.length ? lettersInOrder(pairs) : undefined) ?? { style: 'words', order: words };
  }
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return entries.length === Object.keys(value).length ? lettersInOrder(entries) : undefined;
}

function parseLine(line: string): ParsedLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { ok: false, why: 'is not JSON' };
  }
  if (typeof value === 'string') return { ok: true, input: { reply: value } };
  if (!isRecord(value)) return { ok: false, why: 'is neither a JSON string nor an object' };
  const { reply, finish, refusal, options } = value;
  if (typeof reply !== 'string' && !(reply === null && typeof refusal === 'string')) {
    return { ok: false, why: 'has no string "reply"' };
  }
  if (finish !== undefined && finish !== null && typeof finish !== 'string')
    return { ok: false, why: '"finish" is not a string' };
  if (refusal !== undefined && refusal !== null && typeof refusal !== 'string')
    return { ok: false, why: '"refusal" is not a string' };
  const shown = options === undefined || options === null ? undefined : readOptions(options);
  if (shown === undefined && options !== undefined && options !== null) {
    return { ok: false, why: '"options" is neither a list of words nor {"style", "order"}' };
  }
  return {
    ok: true,
    input: {
      // A server that refuses may send no text at all.
      reply: reply ?? '',
      ...(typeof finish === 'string' ? { finish } : {}),
      ...(typeof refusal === 'string' ? { refusal } : {}),
      ...(shown === undefined ? {} : { options: shown }),
    },
  };
}

function answerFor(labels: readonly string[]): ResolvedAnswer {
  const forms = labels.map((label) => normaliseForm(label));
  if (
    forms.length === 2 &&
    forms.includes('yes') &&
    forms.includes('no') &&
    labels.every((label) => /^(?:yes|no)$/u.test(label))
  ) {
    return { kind: 'yesNo', labels: ['yes', 'no'] };
  }
  return { kind: 'choice', labels };
}

/** Where `read` says what is wrong with a line; standard error by default. */
export type SayError = (message: string) => void;

/** How replies are to be read. */
export interface ReadOptions {
  readonly labels: readonly string[];
  /** The built-in words where absent. */
  readonly lexicon?: Lexicon;
  /** How the labels were shown, in the order given, where a line does not say otherwise: `letters` makes the first one A. */
  readonly shown?: ShownOptions['style'];
}

/**
 * The `read` command: each line of `lines` holds a JSON string or `{reply, finish?, refusal?, options?}`, and each gives one JSON
 * line `{kind, label, rule, span, ...}` to `write`, in order. Blank lines are passed over. Returns the exit status: 0, or 2
 * when there are no labels or some line was bad; the others are read all the same.
 */
export async function runRead(
  lines: AsyncIterable<string>,
  options: ReadOptions,
  write: (line: string) => void,
  sayError: SayError = (message) => process.stderr.write(`${message}\n`),
): Promise<number> {
  const labels = [...new Set(options.labels.map((label) => label.trim()).filter((label) => label !== ''))];
  if (labels.length === 0) {
    sayError('emolens read: --labels is empty; name them as in --labels happy,sad,neutral');
    return 2;
  }
  const answer = answerFor(labels);
  const { lexicon = builtInLexicon, shown } = options;
  const asShown = shown === undefined ? {} : { options: { style: shown, order: labels } };
  let status = 0;
  let number = 0;
  for await (const raw of lines) {
    number++;
    const line = raw.replace(/^\ufeff/u, '');
    if (line.trim() === '') continue;
    const parsed = parseLine(line);
    if (!parsed.ok) {
      sayError(`emolens read: line ${number} of standard input ${parsed.why}`);
      status = 2;
      continue;
    }
    const { kind, label, value, rule, span, entry, trace } = readAnswer(
      { ...asShown, ...parsed.input, answer },
      lexicon,
    );
    write(
      JSON.stringify({
        kind,
        label: label ?? null,
        ...(value === undefined ? {} : { value }),
        rule,
        span: span ?? null,
        entry,
        trace,
      }),
    );
  }
  return status;
}
