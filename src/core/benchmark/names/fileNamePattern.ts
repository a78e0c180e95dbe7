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

/**
 * Makes a reader of many names, which answers as {@link parseName} does. Names that differ only in digits have their parts at the
 * same places, so that most are read without asking the expression.
 */
export function nameReader(
  pattern: string,
  isEmotion: (text: string) => boolean,
): (stem: string) => NameParts | undefined {
  const pieces = piecesOf(pattern) ?? [];
  const piecesHaveDigits = pieces.some((piece) => 'text' in piece && /\d/.test(piece.text));
  const known = remembered(isEmotion);
  const place = (stem: string): Shape => placesIn(pieces, stem, true) ?? placesIn(pieces, stem, false);
  const shapes = new Map<string, Shape>();
  let last = '';
  let shape = place(last);
  return (stem) => {
    if (piecesHaveDigits || shapes.size > mostShapes) return parseName(pattern, stem, known);
    if (!differInDigitsAlone(stem, last)) {
      const masked = stem.replace(/\d/g, '0');
      last = stem;
      shape = shapes.get(masked);
      if (shape === undefined && !shapes.has(masked)) {
        shape = place(stem);
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
