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

const readBefore = new Map<string, readonly Piece[] | undefined>();

/** More pieces than this are no pattern that anybody wrote for names. */
const mostPieces = 40;

/**
 * Reads one file name without extension by a pattern such as `{generator}_{prompted}_{prompt}`; `undefined` when it does not
 * fit, or when the pattern is none. `generator` takes as much as it can, so that `sd_xl_happy_7` gives `sd_xl`; the others as
 * little. `prompt` and `seed` are digits where that fits, else any text. With `isEmotion`, a `prompted` that is no emotion is
 * left out, and a name that fits only with other text in place of digits must hold one.
 */
export function parseName(pattern: string, stem: string, isEmotion?: (text: string) => boolean): NameParts | undefined {
  const pieces = piecesOf(pattern) ?? [];
  const strict = partsAt(placesIn(pieces, stem, true), stem);
  const parts = strict ?? partsAt(placesIn(pieces, stem, false), stem);
  if (parts?.prompted === undefined || isEmotion === undefined || isEmotion(parts.prompted)) return parts;
  const { prompted: _none, ...others } = parts;
  return strict && others;
}

function partsAt(shape: Shape, stem: string): NameParts | undefined {
  return shape && Object.fromEntries(shape.map(([name, start, end]) => [name, stem.slice(start, end)]));
}

/** Where the parts of a name lie in it; `undefined` for names that the pattern does not read. */
type Shape = readonly (readonly [PartName, number, number])[] | undefined;

/** More shapes than this, and names have too little in common for remembering to pay. */
const mostShapes = 5000;

/** The parts of a name that was read; `undefined` for those that its pattern does not have. */
export type ReadParts = Readonly<Record<PartName, string | undefined>>;

const noParts: ReadParts = { generator: undefined, prompted: undefined, prompt: undefined, seed: undefined };

/** Makes a reader of many names, which answers as {@link parseName} does. */
export function nameReader(
  pattern: string,
  isEmotion: (text: string) => boolean,
): (stem: string) => ReadParts | undefined {
  const pieces = piecesOf(pattern) ?? [];
  const known = remembered(isEmotion);
  const parse = (stem: string): ReadParts | undefined => {
    const parts = parseName(pattern, stem, known);
    return parts && { ...noParts, ...parts };
  };
  if (pieces.some((piece) => 'text' in piece && /\d/.test(piece.text))) return parse;
  const reader = new ShapeReader(pieces, known, parse);
  return (stem) => reader.read(stem);
}

/**
 * Names that differ only in digits have their parts at the same places, so that most are read without asking the expression; and in the order of names most differ
 * from the one before only in the digits at their end, so that the parts before these are the same texts.
 */
class ShapeReader {
  readonly #pieces: readonly Piece[];
  readonly #isEmotion: (text: string) => boolean;
  readonly #parse: (stem: string) => ReadParts | undefined;
  readonly #shapes = new Map<string, Spans | undefined>();
  #last = '';
  /** The last name without the digits at its end. */
  #head = '';
  #shape: Spans | undefined;
  #parts = noParts;

  constructor(
    pieces: readonly Piece[],
    isEmotion: (text: string) => boolean,
    parse: (stem: string) => ReadParts | undefined,
  ) {
    this.#pieces = pieces;
    this.#isEmotion = isEmotion;
    this.#parse = parse;
    this.#shape = this.#place('');
  }

  read(stem: string): ReadParts | undefined {
    if (this.#shapes.size > mostShapes) return this.#parse(stem);
    const known = this.#hasHead(stem) ? this.#head.length : 0;
    if (known === 0) this.#goTo(stem);
    if (this.#shape === undefined) return undefined;
    const parts = partsIn(stem, this.#shape, known, this.#parts);
    this.#parts = parts;
    // Whether a name without an emotion fits at all depends on its digits: the expression says.
    return parts.prompted === undefined || this.#isEmotion(parts.prompted) ? parts : this.#parse(stem);
  }

  #hasHead(stem: string): boolean {
    if (stem.length !== this.#last.length || stem.slice(0, this.#head.length) !== this.#head) return false;
    for (let at = this.#head.length; at < stem.length; at++) if (!isDigit(stem.charCodeAt(at))) return false;
    return true;
  }

  #goTo(stem: string): void {
    const isAlike = differInDigitsAlone(stem, this.#last);
    this.#last = stem;
    let end = stem.length;
    while (end > 0 && isDigit(stem.charCodeAt(end - 1))) end--;
    this.#head = stem.slice(0, end);
    if (isAlike) return;
    const masked = stem.replace(/\d/g, '0');
    this.#shape = this.#shapes.get(masked);
    if (this.#shape !== undefined || this.#shapes.has(masked)) return;
    this.#shape = this.#place(stem);
    this.#shapes.set(masked, this.#shape);
  }

  #place(stem: string): Spans | undefined {
    const shape = placesIn(this.#pieces, stem, true) ?? placesIn(this.#pieces, stem, false);
    return shape && Object.fromEntries(shape.map(([name, start, end]) => [name, { start, end }]));
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where each part of a name lies. */
type Spans = Readonly<Partial<Record<PartName, Span>>>;

/** The parts of a name, of which those that end in its first letters are known from another one. */
function partsIn(
  stem: string,
  { generator, prompted, prompt, seed }: Spans,
  known: number,
  before: ReadParts,
): ReadParts {
  const partAt = (span: Span | undefined, was: string | undefined) =>
    span === undefined ? undefined : span.end <= known ? was : stem.slice(span.start, span.end);
  return {
    generator: partAt(generator, before.generator),
    prompted: partAt(prompted, before.prompted),
    prompt: partAt(prompt, before.prompt),
    seed: partAt(seed, before.seed),
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

/**
 * Where the parts of a name lie: each as long, or as short, as the others allow. What follows a piece at a place depends on nothing before, so that no place
 * is tried twice: a pattern comes with the benchmark, and an expression made of it could try for ever.
 */
function placesIn(pieces: readonly Piece[], stem: string, areDigits: boolean): Shape {
  const hopeless = new Set<number>();
  const ends: number[] = [];
  const fits = (at: number, start: number): boolean => {
    const piece = pieces[at];
    if (piece === undefined) return start === stem.length;
    if ('text' in piece) {
      ends[at] = start + piece.text.length;
      return stem.startsWith(piece.text, start) && fits(at + 1, ends[at]);
    }
    const place = at * (stem.length + 1) + start;
    if (hopeless.has(place)) return false;
    const { first, last, step } = endsOf(piece.part, stem, start, areDigits);
    for (let end = first; step > 0 ? end <= last : end >= last; end += step) {
      if (isInsideSign(stem, end) || !fits(at + 1, end)) continue;
      ends[at] = end;
      return true;
    }
    hopeless.add(place);
    return false;
  };
  if (!fits(0, 0)) return undefined;
  const parts = pieces.flatMap((piece, at) =>
    'text' in piece || piece.part === '*' ? [] : [[piece.part, ends[at - 1] ?? 0, ends[at]!] as const],
  );
  return parts.length > 0 ? parts : undefined;
}

/** The places at which a part that begins at one can end, the likeliest first. */
function endsOf(
  part: PartName | '*',
  stem: string,
  start: number,
  areDigits: boolean,
): { readonly first: number; readonly last: number; readonly step: 1 | -1 } {
  const least = start + (part === '*' ? 0 : 1);
  if (areDigits && (part === 'prompt' || part === 'seed')) {
    let most = start;
    while (isDigit(stem.charCodeAt(most))) most++;
    return { first: most, last: least, step: -1 };
  }
  return part === 'generator'
    ? { first: stem.length, last: least, step: -1 }
    : { first: least, last: stem.length, step: 1 };
}

/** Whether a place is between the halves of one sign (UTF-16). */
function isInsideSign(text: string, place: number): boolean {
  return (text.charCodeAt(place) & 0xfc00) === 0xdc00 && (text.charCodeAt(place - 1) & 0xfc00) === 0xd800;
}

function remembered(test: (text: string) => boolean): (text: string) => boolean {
  const answers = new Map<string, boolean>();
  return (text) => {
    let answer = answers.get(text);
    if (answer === undefined) answers.set(text, (answer = test(text)));
    return answer;
  };
}

/** Whether a text is a pattern: at least one known part, no unknown one, no brace left over, no part twice, no more than 40 pieces. */
export function isNamePattern(pattern: string): boolean {
  return piecesOf(pattern) !== undefined;
}

function piecesOf(pattern: string): readonly Piece[] | undefined {
  if (!readBefore.has(pattern)) readBefore.set(pattern, readPieces(pattern));
  return readBefore.get(pattern);
}

function readPieces(pattern: string): readonly Piece[] | undefined {
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
  return seen.size > 0 && pieces.length <= mostPieces ? pieces : undefined;
}
