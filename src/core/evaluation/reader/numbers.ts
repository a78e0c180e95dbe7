/** A scale as it was shown to the model. */
export interface NumberScale {
  readonly min: number;
  readonly max: number;
  /** Words that the scale has for values, such as `{"very weak": 1}`; none for a bare scale. */
  readonly levels?: Readonly<Record<string, number>>;
}

/** How a number was written, which the trace says. */
export type NumberForm = 'number' | 'fraction' | 'percent' | 'range' | 'level';

/** A number that a text gives as its answer; places are in the folded text. */
export interface NumberMention {
  readonly value: number;
  readonly form: NumberForm;
  readonly start: number;
  readonly end: number;
}

interface Token {
  readonly value: number;
  readonly start: number;
  readonly end: number;
  readonly spelled: boolean;
}

const units =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const digits = '零一二三四五六七八九十';

const token = new RegExp(
  [
    '(?<![\\p{L}\\d.])(?<!\\d\\s?)[-+](?=\\d)\\d+(?:\\.\\d+)?',
    '(?:\\b(?:minus|negative) |负|負)\\d+(?:\\.\\d+)?',
    '(?<![\\d.])(?<![a-z]-?)\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?(?![\\d,])',
    '(?<![\\d,.])(?<![a-z]-?)\\d,\\d{1,2}(?![\\d,])',
    '(?<![\\d.])(?<![a-z])(?:\\d+(?:\\.\\d+)?|\\.\\d+)',
    `\\b(?:(?:${tens.join('|')})(?:[ -](?:${units.slice(1, 10).join('|')}))?|hundred|${units.toReversed().join('|')})\\b(?:(?: point (?:${units.slice(0, 10).join('|')}))|(?: and a half))?`,
    `[${digits}两兩]{1,3}(?:点[${digits}]|點[${digits}])?(?=分(?!之)|级|度|星|級)`,
    // Alone, or after what announces a number: in 一个 and 第一 it counts or orders something.
    `(?:(?<=百分之)|(?<=(?:^|[为為是到至~～:：\\n])[\\s*]{0,3}))[${digits}两兩]{1,3}(?:[点點][${digits}])?(?=[\\s*]{0,3}(?:$|[。.,，;；!！)）到至~～\\n]))`,
  ].join('|'),
  'gu',
);

function spelledValue(text: string): number {
  const [whole = '', part] = text.split(/ point | and a |[点點]/u);
  let value = chineseTens(whole);
  for (const word of value > 0 ? [] : whole.split(/[ -]/u)) {
    const unit = units.indexOf(word);
    const ten = tens.indexOf(word);
    const digit = /[两兩]/u.test(word) ? 2 : digits.indexOf(word);
    value += word === 'hundred' ? 100 : ten >= 0 ? (ten + 2) * 10 : unit >= 0 ? unit : Math.max(0, digit);
  }
  if (part === undefined) return value;
  return value + (part === 'half' ? 0.5 : Math.max(units.indexOf(part), digits.indexOf(part), 0) / 10);
}

/** 十五, 七十, 七十五; 0 for what is no such number. */
function chineseTens(text: string): number {
  const found = /^([二三四五六七八九])?十([一二三四五六七八九])?$/u.exec(text);
  if (found === null) return 0;
  const [, tens = '一', ones = '零'] = found;
  return digits.indexOf(tens) * 10 + digits.indexOf(ones);
}

function readToken(text: string): number {
  if (!/\d/u.test(text)) return spelledValue(text);
  const signed = /^(?:minus |negative |负|負)(.*)$/u.exec(text)?.[1];
  if (signed !== undefined) return -Number(signed);
  return Number(/^\d,\d{1,2}$/u.test(text) ? text.replace(',', '.') : text.replaceAll(',', ''));
}

/** Numbers looked at in one reply: bounded, so that a text of digits stays linear. */
const most = 2000;

function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (const match of text.matchAll(token)) {
    if (found.length >= most) break;
    const spelled = !/\d/u.test(match[0]);
    found.push({ value: readToken(match[0]), start: match.index, end: match.index + match[0].length, spelled });
  }
  return found;
}

const otherThing =
  /^(?:[- ]?(?:years?|yrs?|y\/o|people|persons?|man|men|woman|women|eyes?|eyebrows?|brows?|hands?|fingers?|teeth|tooth|images?|pictures?|photos?|faces?|seconds?|steps?|emotions?|categories|options?|lines?|features?|cues?|reasons?|tears?|wrinkles?|furrows?|creases?|lips?|cheeks?|eyelids?|corners?|signs?|indicators?|clues?|elements?|degrees? (?:angle|celsius)|[- ]?points?[- ]scale|point|things?|sides?|parts?|words?|sentences?)\b|(?:st|nd|rd|th|s|d|px|k)\b|\s?(?:岁|个|張|张|人|年|种|只|双|月|日|点钟))/u;
const named =
  /(?:\b(?:image|picture|photo|figure|fig\.?|step|person|no\.|portrait|example|stage|question|q|part|section|aged?|confidence(?: level| score)?(?: is| of)?:?|certainty(?: is| of)?:?|probability(?: is| of)?:?)|#|置信度[:：为]?|图|第|题)\s?$/u;
const denied =
  /(?:\bnot|\brather than|\binstead of|\bnever|n't (?:be|give)|\bless than|\bmore than|\babove|\bbelow|\bover|\bunder|\bat least|\bat most|不是|而不是|并非)\s+(?:an?\s+|quite\s+)?$/u;
const legend =
  /^["')\]]?\s*(?:=|being\b|means?\b|indicates?\b|represents?\b|denotes?\b|corresponds?\b|(?:is|as|for) (?:the )?(?:low|high|weak|strong|mild|intense|extreme|minimal|maximal|very|lowest|highest|weakest|strongest|minimum|maximum|least|most|not at all|none|no)\b|表示|代表|为最|是最|分?(?:表示|代表))/u;
const bound =
  /(?:\b(?:max(?:imum)?|min(?:imum)?|highest|lowest|strongest|weakest|up to|scale)|满分|最高|最低|总分)(?:\s+(?:score|value|rating|possible|of|is|being|from|at))*["'\s(:：（]*(?:为|是)?$/u;
const oneAsNumber = /(?:\b(?:a|as|is|of|score|rating|rate|level|degree|give it)|[:：])\s*$/u;

type Role = 'answer' | 'scale' | 'none';

function roleOf(text: string, one: Token, scale: NumberScale): Role {
  const before = text.slice(Math.max(0, one.start - 28), one.start);
  const after = text.slice(one.end, one.end + 28);
  const edge = one.value === scale.min || one.value === scale.max;
  if (legend.test(after)) return 'scale';
  if (edge && bound.test(before)) return 'scale';
  if (/^[- ]?(?:point|level)[- ](?:likert[- ])?scale\b/u.test(after) || /\bscale of (?:an? )?$/u.test(before))
    return 'scale';
  if (otherThing.test(after) || named.test(before) || denied.test(before)) return 'none';
  if (one.spelled && one.value === 1) {
    const stops = /^\s*(?:$|[.,;:!?)\n/]|out of|of \d)/u.test(after);
    if (!stops || !(before.trim() === '' || oneAsNumber.test(before))) return 'none';
  }
  return 'answer';
}

const toWord = /^\s*(?:\([^)\d]{0,30}\)\s*)?(?:-|–|~|〜|to|至|到)\s*$|^—$/u;
const ofWord =
  /^[\s*_]*\(?\s*(?:\/|out of(?: (?:a possible|a maximum of|the maximum))?|of(?: a possible)?|分?\s*\/)\s*$/u;
const percentSign = /^\s?(?:%|percent\b|per cent\b)/u;

/** A share of 1 laid onto the scale, linearly: 0 is its lower end, 1 its upper. */
function onScale(share: number, scale: NumberScale): number {
  return scale.min + share * (scale.max - scale.min);
}

function outOf(value: number, whole: number, scale: NumberScale): number {
  if (whole === scale.max || whole === 0) return value;
  return onScale(value / whole, scale);
}

/** Drops numbers that only number a list: at line heads, from 1 upwards, two or more. */
function dropNumbering(text: string, all: readonly Token[]): Token[] {
  const heads = all.filter(
    (one) =>
      /(?:^|\n)[\s*_#>(-]{0,8}$/u.test(text.slice(Math.max(0, one.start - 9), one.start)) &&
      /^[.)、]\s?\D/u.test(text.slice(one.end, one.end + 3)),
  );
  const inOrder = heads.length >= 2 && heads.every((one, i) => one.value === i + 1);
  return inOrder ? all.filter((one) => !heads.includes(one)) : [...all];
}

/** Whether the tokens from `i` on count through the whole scale (`1, 2, 3, 4, 5`), and how many they are. */
function countThrough(text: string, all: readonly Token[], i: number, scale: NumberScale): number {
  if (all[i]?.value !== scale.min) return 0;
  for (let at = i; at < all.length && at - i < 120; at++) {
    if (all[at]?.value === scale.max && at - i >= 2) return at - i + 1;
    const gap = text.slice(all[at]?.end, all[at + 1]?.start);
    // A legend steps through the scale with a few words at each value: `1 (very weak) 2 (weak) ...`.
    if (all[at + 1]?.value === (all[at]?.value ?? 0) + 1 && gap.length <= 40) continue;
    if ((all[at + 1]?.value ?? -Infinity) <= (all[at]?.value ?? 0) || !/^[\s,/|、，]*(?:or|and|或|和)?\s*$/u.test(gap))
      return 0;
  }
  return 0;
}

interface Combined {
  readonly mention?: NumberMention;
  readonly used: number;
}

function combine(text: string, all: readonly Token[], i: number, scale: NumberScale): Combined {
  const [a, b, c] = [all[i], all[i + 1], all[i + 2]];
  if (a === undefined) return { used: 1 };
  const gap = b === undefined ? '' : text.slice(a.end, b.start).replace(/^\s?(?:%|percent)\s*/u, ' ');
  const lead = text.slice(Math.max(0, a.start - 12), a.start);
  const between =
    (/\bbetween(?: an?)?\s$/u.test(lead) && /^\s*and(?: an?)?\s*$/u.test(gap)) ||
    (/(?:介于|介於|在)\s?$/u.test(lead) &&
      /^分?\s?[和与與到至、]\s?$/u.test(gap) &&
      /^分?\s?之[间間]/u.test(text.slice(b?.end ?? 0)));
  // `4 - two tears`: what follows the dash is why.
  if (b !== undefined && (toWord.test(gap) || between) && !otherThing.test(text.slice(b.end, b.end + 28))) {
    if (a.value === scale.min && b.value === scale.max) return { used: 2 };
    if (/\b(?:scale|range|ranging)(?: (?:of|from|is|:))*\s*\(?$/u.test(text.slice(Math.max(0, a.start - 20), a.start)))
      return { used: 2 };
    const middle = (a.value + b.value) / 2;
    const whole = c !== undefined && ofWord.test(text.slice(b.end, c.start));
    const percent = percentSign.test(text.slice(b.end, b.end + 10));
    const value = percent ? onScale(middle / 100, scale) : whole ? outOf(middle, c.value, scale) : middle;
    return { mention: { value, form: 'range', start: a.start, end: whole ? c.end : b.end }, used: whole ? 3 : 2 };
  }
  if (b !== undefined && ofWord.test(text.slice(a.end, b.start)) && b.value >= a.value) {
    return {
      mention: { value: outOf(a.value, b.value, scale), form: 'fraction', start: a.start, end: b.end },
      used: 2,
    };
  }
  const percent = percentSign.exec(text.slice(a.end, a.end + 10));
  if (percent !== null || /百分之\s?$/u.test(text.slice(Math.max(0, a.start - 4), a.start))) {
    const end = a.end + (percent?.[0].length ?? 0);
    return { mention: { value: onScale(a.value / 100, scale), form: 'percent', start: a.start, end }, used: 1 };
  }
  return { mention: { value: a.value, form: 'number', start: a.start, end: a.end }, used: 1 };
}

/**
 * The numbers that a folded text gives as answers: plain, `7/10`, `70 %`, `3-4` (midpoint), in words. The scale repeated from the
 * question, list numbering, ages and the like are left out.
 */
export function numberMentions(text: string, scale: NumberScale): NumberMention[] {
  const found: NumberMention[] = [];
  const legends: NumberMention[] = [];
  const all = dropNumbering(text, tokens(text));
  for (let i = 0; i < all.length;) {
    const one = all[i];
    const counted = countThrough(text, all, i, scale);
    if (one === undefined || counted > 0) {
      i += Math.max(1, counted);
      continue;
    }
    const { mention, used } = combine(text, all, i, scale);
    i += used;
    if (mention === undefined) continue;
    const role =
      mention.form === 'number'
        ? roleOf(text, one, scale)
        : denied.test(text.slice(Math.max(0, one.start - 28), one.start))
          ? 'none'
          : 'answer';
    if (role === 'answer') found.push(mention);
    else if (role === 'scale') legends.push(mention);
  }
  // One value spelled out (`4 = strong`) is an answer; several are the legend of the scale.
  return found.length === 0 && new Set(legends.map(({ value }) => value)).size === 1 ? legends : found;
}

/** The level words of a scale in a folded text, longest first at each place; empty for a scale without words. */
export function levelMentions(text: string, scale: NumberScale): NumberMention[] {
  const levels = Object.entries(scale.levels ?? {}).sort((a, b) => b[0].length - a[0].length);
  const found: NumberMention[] = [];
  for (const [word, value] of levels) {
    const form = word.normalize('NFKC').toLowerCase();
    for (let at = text.indexOf(form); at >= 0 && found.length < most; at = text.indexOf(form, at + form.length)) {
      const end = at + form.length;
      const bounded =
        !/[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, at - 1), at)) && !/^[\p{L}\p{N}]/u.test(text.slice(end, end + 1));
      const ideographs = form.charCodeAt(0) >= 0x3400;
      const overlaps = found.some((one) => one.start < end && at < one.end);
      if ((bounded || ideographs) && !overlaps && !denied.test(text.slice(Math.max(0, at - 28), at))) {
        found.push({ value, form: 'level', start: at, end });
      }
    }
  }
  return found;
}
