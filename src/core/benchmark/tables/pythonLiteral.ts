/** A literal that was read; `undefined` for a text that is none. `None` is `null`, so the value stands in a field of its own. */
export type ReadLiteral = { readonly value: unknown } | undefined;

const deepest = 50;
const blank = /\s*/y;
// Python language reference, "String and Bytes literals": any prefix, three quotes or one, backslash escapes.
const string =
  /([rRuUbBfF]{0,2})("""[^]*?"""|'''[^]*?'''|"[^"\\\n]*(?:\\[^][^"\\\n]*)*"|'[^'\\\n]*(?:\\[^][^'\\\n]*)*')/y;
const number = /[+-]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const name = /-?[A-Za-z_]\w*/y;
/** What containers and numbers begin with that have no literal of their own: one literal in brackets, then perhaps a type. */
const wrapper =
  /(?:(?:collections|np|numpy|decimal)\.)?(?:Counter|OrderedDict|frozenset|set|deque|array|float(?:16|32|64)|u?int(?:8|16|32|64)|str_|Decimal)\(/y;
const wrappedType = /,\s*dtype=[\w.'"<>]+/y;
/** NumPy prints its arrays without commas. */
const printedNumbers = /^\s*\[\s*[-+\d.][-+\d.eE\s]*\]\s*$/;
const printedTexts = /^\s*\[\s*'[^'\\]*'(?:\s+'[^'\\]*')+\s*\]\s*$/;
const names: Readonly<Record<string, unknown>> = {
  True: true,
  False: false,
  None: null,
  true: true,
  false: false,
  null: null,
  nan: Number.NaN,
  NaN: Number.NaN,
  inf: Infinity,
  Infinity,
  '-inf': -Infinity,
  '-Infinity': -Infinity,
};
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', b: '\b', f: '\f', '\n': '' };

class NoLiteral extends Error {}

/**
 * Reads a Python literal (dict, list, tuple, set, string, number, True, False, None) as data frames write them into cells, and
 * JSON, which is nearly one, and what collections and NumPy print of theirs (`Counter({...})`, `['a' 'b']`). Nothing is evaluated: any other name or call,
 * or an operator, makes the text no literal. Dicts become objects with their keys as text, tuples and sets become arrays. At most 50 levels deep.
 */
export function readPythonLiteral(text: string): ReadLiteral {
  return printedArray(text) ?? plainLiteral(text) ?? carefully(text);
}

function printedArray(text: string): ReadLiteral {
  if (printedTexts.test(text)) return { value: Array.from(text.matchAll(/'([^']*)'/g), ([, inner]) => inner) };
  if (!printedNumbers.test(text)) return undefined;
  const numbers = text.replaceAll(/[[\]]/g, '').trim().split(/\s+/).map(Number);
  return numbers.some(Number.isNaN) ? undefined : { value: numbers };
}

/** A list or dict that is JSON but for its single quotes: nothing in its strings needs reading. */
function plainLiteral(text: string): ReadLiteral {
  if (!/^[[{][^"\\]*[\]}]$/.test(text) || text.split(/[[{]/).length > deepest) return undefined;
  try {
    return { value: JSON.parse(text.replaceAll("'", '"')) as unknown };
  } catch {
    return undefined;
  }
}

function carefully(text: string): ReadLiteral {
  const reader = new LiteralReader(text);
  try {
    const value = reader.value(0);
    return reader.isAtEnd() ? { value } : undefined;
  } catch (thrown) {
    if (thrown instanceof NoLiteral) return undefined;
    throw thrown;
  }
}

class LiteralReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    this.#skip();
    return this.#at === this.#text.length;
  }

  value(depth: number): unknown {
    this.#skip();
    if (depth > deepest) throw new NoLiteral();
    const char = this.#text[this.#at];
    if (char === '[' || char === '(') return this.#list(char === '[' ? ']' : ')', depth + 1);
    if (char === '{') return this.#braces(depth + 1);
    if (this.#take(wrapper)) return this.#wrapped(depth + 1);
    return this.#string() ?? this.#number() ?? this.#name();
  }

  #wrapped(depth: number): unknown {
    if (this.#passes(')')) return [];
    const value = this.value(depth);
    this.#skip();
    this.#take(wrappedType);
    if (!this.#passes(')')) throw new NoLiteral();
    return value;
  }

  #skip(): void {
    this.#take(blank);
  }

  #take(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#at;
    const match = expression.exec(this.#text);
    if (match) this.#at += match[0].length;
    return match;
  }

  /** Whether the next sign is this one, which is then passed. */
  #passes(char: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #list(close: string, depth: number): readonly unknown[] {
    this.#at++;
    const values: unknown[] = [];
    while (!this.#passes(close)) {
      values.push(this.value(depth));
      if (!this.#passes(',') && this.#text[this.#at] !== close) throw new NoLiteral();
    }
    return values;
  }

  #braces(depth: number): unknown {
    this.#at++;
    const members: [string, unknown][] = [];
    const values: unknown[] = [];
    while (!this.#passes('}')) {
      const first = this.value(depth);
      if (this.#passes(':')) members.push([keyText(first), this.value(depth)]);
      else values.push(first);
      if (!this.#passes(',') && this.#text[this.#at] !== '}') throw new NoLiteral();
    }
    if (values.length > 0 && members.length > 0) throw new NoLiteral();
    // Unlike an assignment, this makes a plain member of `__proto__` too.
    return values.length > 0 ? values : Object.fromEntries(members);
  }

  #string(): string | undefined {
    let whole: string | undefined;
    // Strings that stand side by side are one.
    for (let match = this.#take(string); match; this.#skip(), match = this.#take(string)) {
      const quotes = match[2]!.startsWith('"""') || match[2]!.startsWith("'''") ? 3 : 1;
      const body = match[2]!.slice(quotes, -quotes);
      whole = (whole ?? '') + (/r/i.test(match[1]!) ? body : unescape(body));
    }
    return whole;
  }

  #number(): number | undefined {
    const match = this.#take(number);
    return match ? Number(match[0].replaceAll('_', '')) : undefined;
  }

  #name(): unknown {
    const match = this.#take(name);
    if (!match || !Object.hasOwn(names, match[0])) throw new NoLiteral();
    return names[match[0]];
  }
}

function keyText(key: unknown): string {
  if (typeof key === 'string' || typeof key === 'number' || typeof key === 'boolean' || key === null)
    return String(key);
  throw new NoLiteral();
}

function unescape(body: string): string {
  return body.replace(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))/g, (all, x, u, long, char) => {
    const digits = [x, u, long].find((text) => typeof text === 'string') as string | undefined;
    if (digits === undefined)
      return escapes[String(char)] ?? (/[\\'"]/.test(String(char)) ? String(char) : String(all));
    const code = Number.parseInt(digits, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : String(all);
  });
}
