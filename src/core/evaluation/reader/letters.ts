import type { FoldedText } from '../../affect/foldText.ts';
import type { LabelSet, Term } from './labelSet.ts';
import type { Mark } from './scan.ts';

/** An option letter that a reply names as one. */
export interface LetterMark extends Mark {
  readonly what: 'letter';
  readonly term: Term;
  /** 2: said to be the answer (`the answer is C`); 1: called an option (`Option C`); 0: merely marked as a letter. */
  readonly strength: number;
}

const capital = 'A-ZＡ-Ｚ';
const open = '["\'(\\[（【「『“*_`]{0,6}';
const close = '["\')\\]）】」』”*_`]{0,6}';

/** A line that begins with a letter as an option: `C`, `C.`, `(c) worry`, `**C**`, `C - worry`. Small letters need a mark. */
const leading = new RegExp(
  `^[ \\t>#\\-•*_]{0,12}(?:option |choice |选项)?(${open})([A-Za-zＡ-Ｚ])(${close})[ \\t]*(?:([.．:：、)）!！]{1,3}${close})(?=[ \\t\\r]|$|[^\\x00-\\x7f])|(?=[(（/,，]|(?:because|since)\\b)|([-–—=])(?=[ \\t])|(?=\\r?$))`,
  'gmu',
);
/** In brackets or bold anywhere: `(C)`, `【C】`, `**C**`, `**C. Worry**`. */
const marked = new RegExp(
  `[(\\[（【]\\s?[*_]{0,2}([${capital}])[*_]{0,2}\\s?[)\\]）】]|(?:\\*\\*|__)[("'（]?([${capital}])[)"'）]?(?:[.:：)、][^*_\\n]{0,80})?(?:\\*\\*|__)`,
  'gu',
);
/** After words that announce it: `the answer is C`, `Option C`, `I choose (C)`, 答案是C, 选C. */
const announced = new RegExp(
  `(?:\\b(answer|option|choice|letter|choose|select|pick|go with|going with|go for|going for|match|fit|label)\\b(?:,)?(?: (?:is|would be|should be|must be|to be|was|option|letter|clearly|definitely|probably|likely|obviously|therefore|thus)){0,4}|(?:答案|选项|选择|应选|选|选擇|選擇|選)(?:应该|应)?(?:是|为|為)?)[ \\t]*[:：=]?[ \\t]*(${open})([${capital}])(${close})(?![A-Za-z'’])`,
  'giu',
);
/** Options one after the other in a line that begins with one: `A: happy, no. B: sad, yes.` */
const further = new RegExp(
  `[.;,，。；]\\s{0,3}(${open})([${capital}])(${close})[.:：)）、]\\s?(?=[*_]{0,2}[\\p{L}])`,
  'gu',
);

/** Letters of other alphabets of letters, which stand for themselves: mathematical (`𝐄`, two units each) and circled ones (`Ⓔ`). */
const fancy = /[\u{1d400}-\u{1d6a3}]|[\u24b6-\u24e9]/gu;

/** Plain letters of the same length: what a fancy letter is longer by is filled with a mark of emphasis, which means nothing. */
function plainLetters(original: string): string {
  return original.replace(fancy, (letter) => letter.normalize('NFKC').padEnd(letter.length, '*'));
}

/** The last sentence of a line: `... so the brows are raised. C.` */
const trailing = new RegExp(`[.!?。！？]["')]*[ \\t]+(${open})([${capital}])(${close})[.。]?[ \\t]*$`, 'gmu');

/** A letter that ends a clause after a verb (`I think it is C.`), or that is itself said to be right (`C is correct`). */
const stated = new RegExp(
  `(?:(?:\\b(?:is|be|say|[Ii]t['’]s|clearly|probably|likely|[Ee]motion:|[Ee]xpression:) |[是为為][ \\t]?)(${open})([${capital}])(${close})(?=[.,;!。，；！]?[ \\t]*(?:$|\\n))|(?:^|[.\\n] ?)(${open})([${capital}])(${close}) (?:is|seems|looks|would be|fits|matches)(?= (?:the |most )?(?:correct|right|best|answer|most|closest|appropriate|fitting)))`,
  'gu',
);
/** Letters side by side: `C or D`. */
const paired = new RegExp(
  `(?:^|\\b(?:either|both|between|is) )(${open})([${capital}])(${close})(?: (?:and|or) |\\s?[/&,]\\s?)(?:option )?(${open})([${capital}])(?=${close}(?:[.,;!?]|\\s*(?:$|\\n)|\\s+(?:because|since|as)\\b))`,
  'gimu',
);

/** What may follow a letter that is also a word (`A`, `I`) when it is meant as an option. */
const afterArticle = /^(?:\s*(?:$|[.,;:!?)\]}\n。，；：！？（([*"'—–-])|\s+(?:because|since|as|for|and|or)\b)/u;

function letterIndex(letter: string): number {
  return letter.normalize('NFKC').toUpperCase().charCodeAt(0) - 65;
}

/** The place in the folded text of a place in the original. */
function foldedPlace(folded: FoldedText, place: number): number {
  const { starts } = folded;
  if (starts === undefined) return place;
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isBareLetterWord(letter: string, opened: string, closed: string): boolean {
  return /^[AI]$/u.test(letter) && opened === '' && closed === '';
}

/** A letter at a place of the original, and how sure it is meant as an option, see {@link LetterMark}. */
interface Letter {
  readonly letter: string;
  readonly at: number;
  readonly strength: number;
}

/**
 * The option letters in a text, in order, among those that were shown. Looks at the original, since `A` and `a` differ; the
 * article `A` and the pronoun `I` are none. Empty when no letters were shown.
 */
export function letterMarks(text: string, folded: FoldedText, { letters }: LabelSet): LetterMark[] {
  if (letters === undefined) return [];
  const original = plainLetters(text);
  const found = new Map<number, LetterMark>();
  for (const finder of [atLineStarts, inMarks, afterCues, inStatements, inPairs, atLineEnds]) {
    for (const { letter, at, strength } of finder(original)) {
      const label = letters[letterIndex(letter)];
      if (label === undefined || label < 0) continue;
      const start = foldedPlace(folded, at);
      const term: Term = { what: 'label', form: letter, labels: [label], concept: 'letter' };
      const most = Math.max(strength, found.get(start)?.strength ?? 0);
      found.set(start, { what: 'letter', start, end: start + 1, word: 0, term, strength: most });
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}

/** Those that begin a line, and those behind them in such a line. The one letter that does is the answer; several are a list of the options. */
function atLineStarts(original: string): readonly Letter[] {
  const heads: Omit<Letter, 'strength'>[] = [];
  for (const match of original.matchAll(leading)) {
    const [whole, , letter = '', closed = '', delimiter = '', dash = ''] = match;
    if (!isHead(match, original)) continue;
    const end = whole.length - 1 - closed.length - delimiter.length - dash.length;
    heads.push({ letter, at: match.index + whole.lastIndexOf(letter, end) });
  }
  if (heads.length > 0) {
    for (const match of original.matchAll(further)) {
      const letter = match[2] ?? '';
      heads.push({ letter, at: match.index + match[0].indexOf(letter) });
    }
  }
  const strength = new Set(heads.map(({ letter }) => letter.toUpperCase())).size === 1 ? 1 : 0;
  return heads.map((head) => ({ ...head, strength }));
}

function isHead(match: RegExpExecArray, original: string): boolean {
  const [whole, opened = '', letter = '', closed = '', delimiter = '', dash = ''] = match;
  const isSmall = /[a-z]/u.test(letter);
  const isAlone = match.index === 0 && whole.length === original.trimEnd().length;
  if (isSmall && !isAlone && !`${closed}${delimiter}`.includes(')')) return false;
  // `I, however, ...`: of the two letters that are words, only the pronoun stands before a comma.
  const isUnmarked = isBareLetterWord(letter, opened, closed) && delimiter === '' && dash === '';
  return !(isUnmarked && letter === 'I' && /^[,，]/u.test(original.slice(match.index + whole.length)));
}

function inMarks(original: string): readonly Letter[] {
  return Array.from(original.matchAll(marked), (match) => {
    const letter = match[1] ?? match[2] ?? '';
    return { letter, at: match.index + match[0].indexOf(letter), strength: 0 };
  });
}

function afterCues(original: string): readonly Letter[] {
  return Array.from(original.matchAll(announced)).flatMap((match) => {
    const [whole, cue = '', opened = '', letter = '', closed = ''] = match;
    const end = match.index + whole.length;
    // The `i` flag is for the cue alone: `the answer is a worried look` names no option.
    const isSmall = /[a-z]/u.test(letter) && !/[([（【]/u.test(opened);
    if (isSmall && !/^[.!。]?\s*$/u.test(original.slice(end, end + 20))) return [];
    const isArticle = isBareLetterWord(letter, opened, closed) && !/^(?:option|letter)$/iu.test(cue);
    if (isArticle && !afterArticle.test(original.slice(end, end + 12))) return [];
    const isName = /^(?:option|letter|choice)?$/iu.test(cue) && !/^(?:答案|选|選|应)/u.test(whole);
    return [{ letter, at: end - closed.length - 1, strength: isName ? 1 : 2 }];
  });
}

function inStatements(original: string): readonly Letter[] {
  return Array.from(original.matchAll(stated), (match) => {
    const letter = match[2] ?? match[5] ?? '';
    const opened = (match[1] ?? match[4] ?? '').length;
    const at = match[2] === undefined ? match[0].search(/[A-ZＡ-Ｚ]/u) : match[0].lastIndexOf(' ') + 1 + opened;
    return { letter, at: match.index + at, strength: 2 };
  });
}

function inPairs(original: string): readonly Letter[] {
  return Array.from(original.matchAll(paired)).flatMap((match) => {
    const [whole, , first = '', , , second = ''] = match;
    if (/[a-z]/u.test(first + second)) return [];
    const indent = whole.length - whole.trimStart().length;
    const alone = whole.search(new RegExp(`(?<![A-Za-z])${first}(?![a-z])`, 'u'));
    return [
      { letter: first, at: match.index + whole.indexOf(first, indent + alone), strength: 2 },
      { letter: second, at: match.index + whole.lastIndexOf(second), strength: 2 },
    ];
  });
}

function atLineEnds(original: string): readonly Letter[] {
  return Array.from(original.matchAll(trailing), (match) => {
    const [whole, , letter = ''] = match;
    return { letter, at: match.index + whole.lastIndexOf(letter), strength: 0 };
  });
}
