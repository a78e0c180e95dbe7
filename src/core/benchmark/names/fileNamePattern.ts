/** The parts of a file name that say something about the portrait. */
export interface NameParts {
  readonly generator?: string;
  readonly prompted?: string;
  readonly prompt?: string;
  readonly seed?: string;
}

/** The name of one of the {@link NameParts}. */
export type PartName = keyof NameParts;

const partNames: readonly string[] = ['generator', 'prompted', 'prompt', 'seed', '*'];

/** One piece of a pattern: text that stands as it is, or a part in braces (`*` is a part that says nothing). */
type Piece = { readonly text: string } | { readonly part: PartName | '*' };

interface Expressions {
  /** `prompt` and `seed` are digits. */
  readonly strict: RegExp;
  /** They are anything. */
  readonly lenient: RegExp;
}

const compiled = new Map<string, Expressions | undefined>();

/**
 * Reads one file name without extension by a pattern such as `{generator}_{prompted}_{prompt}`; `undefined` when it does not
 * fit, or when the pattern is none. `generator` takes as much as it can, so that `sd_xl_happy_7` gives `sd_xl`; the others as
 * little. `prompt` and `seed` are digits where that fits, else any text. With `isEmotion`, a `prompted` that is no emotion is
 * left out, and a name that fits only with other text in place of digits must hold one.
 */
export function parseName(pattern: string, stem: string, isEmotion?: (text: string) => boolean): NameParts | undefined {
  const expressions = expressionsOf(pattern);
  const strict = expressions?.strict.exec(stem)?.groups as NameParts | undefined;
  const parts = strict ?? (expressions?.lenient.exec(stem)?.groups as NameParts | undefined);
  if (parts?.prompted === undefined || isEmotion === undefined || isEmotion(parts.prompted))
    return parts && { ...parts };
  const { prompted: _none, ...others } = parts;
  return strict && others;
}

/** Where the parts of a name lie in it; `undefined` for names that the pattern does not read. */
type Shape = readonly (readonly [PartName, number, number])[] | undefined;

/** More shapes than this, and names have too little in common for remembering to pay. */
const mostShapes = 5000;

/**
 * Makes a reader of many names, which answers as {@link parseName} does. Names that differ only in digits have their parts at the
 * same places, so that most are read without asking the expression.
 */
export function nameReader(
  pattern: string,
  isEmotion: (text: string) => boolean,
): (stem: string) => NameParts | undefined {
  const piecesHaveDigits = (piecesOf(pattern) ?? []).some((piece) => 'text' in piece && /\d/.test(piece.text));
  const known = remembered(isEmotion);
  const expressions = expressionsOf(pattern);
  const placed = expressions && [expressions.strict, expressions.lenient].map((one) => new RegExp(one.source, 'dsu'));
  const shapes = new Map<string, Shape>();
  let last = '';
  let shape: Shape = shapeOf(placed ?? [], last);
  return (stem) => {
    if (piecesHaveDigits || shapes.size > mostShapes) return parseName(pattern, stem, known);
    if (!differInDigitsAlone(stem, last)) {
      const masked = stem.replace(/\d/g, '0');
      last = stem;
      shape = shapes.get(masked);
      if (shape === undefined && !shapes.has(masked)) {
        shape = shapeOf(placed ?? [], stem);
        shapes.set(masked, shape);
      }
    }
    if (shape === undefined) return undefined;
    const parts: Partial<Record<PartName, string>> = {};
    for (const [name, start, end] of shape) parts[name] = stem.slice(start, end);
    // Whether a name without an emotion fits at all depends on its digits: the expression says.
    return parts.prompted === undefined || known(parts.prompted) ? parts : parseName(pattern, stem, known);
  };
}

/** Whether two names have digits at the same places and are the same elsewhere. */
function differInDigitsAlone(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const [one, other] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (one !== other && !(isDigit(one) && isDigit(other))) return false;
  }
  return true;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** By the first of the expressions that fits. */
function shapeOf(expressions: readonly RegExp[], stem: string): Shape {
  for (const expression of expressions) {
    const places = expression.exec(stem)?.indices?.groups;
    if (places) return Object.entries(places).map(([name, [start, end]]) => [name as PartName, start, end]);
  }
  return undefined;
}

function remembered(test: (text: string) => boolean): (text: string) => boolean {
  const answers = new Map<string, boolean>();
  return (text) => {
    let answer = answers.get(text);
    if (answer === undefined) answers.set(text, (answer = test(text)));
    return answer;
  };
}

/** Whether a text is a pattern: at least one known part, no unknown one, no brace left over, no part twice. */
export function isNamePattern(pattern: string): boolean {
  return expressionsOf(pattern) !== undefined;
}

function expressionsOf(pattern: string): Expressions | undefined {
  if (!compiled.has(pattern)) compiled.set(pattern, compile(pattern));
  return compiled.get(pattern);
}

function compile(pattern: string): Expressions | undefined {
  const pieces = piecesOf(pattern);
  if (!pieces) return undefined;
  const expression = (numbers: string) =>
    new RegExp(`^${pieces.map((piece) => source(piece, numbers)).join('')}$`, 'su');
  return { strict: expression('\\d+'), lenient: expression('.+?') };
}

function source(piece: Piece, numbers: string): string {
  if ('text' in piece) return piece.text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  switch (piece.part) {
    case '*':
      return '.*?';
    case 'generator':
      return '(?<generator>.+)';
    case 'prompted':
      return '(?<prompted>.+?)';
    default:
      return `(?<${piece.part}>${numbers})`;
  }
}

function piecesOf(pattern: string): readonly Piece[] | undefined {
  const seen = new Set<string>();
  const pieces: Piece[] = [];
  for (const token of pattern.split(/(\{[^{}]*\})/)) {
    if (token === '') continue;
    const name = token.startsWith('{') && token.endsWith('}') ? token.slice(1, -1) : undefined;
    if (name === undefined) {
      if (/[{}]/.test(token)) return undefined;
      pieces.push({ text: token });
      continue;
    }
    if (!partNames.includes(name) || (name !== '*' && seen.has(name))) return undefined;
    seen.add(name);
    pieces.push({ part: name as PartName | '*' });
  }
  return seen.size > 0 ? pieces : undefined;
}
