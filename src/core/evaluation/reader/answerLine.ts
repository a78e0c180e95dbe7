/** A part of a reply that is announced as the answer. */
export interface AnnouncedAnswer {
  readonly start: number;
  readonly end: number;
}

const word = /answer|答案|回答|答(?=[:：])/giu;
const after =
  /^(?: ?(?:choice|option|letter|label))?["'*_`\])）」』]{0,6}[ \t]*(?:\([^)\n]{0,40}\)|（[^）\n]{0,40}）)?[ \t]*(?:\bis\b|为|是)?["'*_`]{0,4}[ \t]*(?:[:：=]|[-–—](?=\s)|(?=[ \t]*\r?\n))/iu;
const chineseIs = /^["'*_`」』]{0,4}(?:应该|应|就)?(?:是|为|為)[ \t]*[:：]?/u;
/** Announcements looked at, from the last. */
const most = 200;

function startsLine(text: string, at: number): boolean {
  return /(?:^|\n)[ \t#>*_`"'\-•]{0,12}(?:(?:the|my|final|correct|best|最终|正确)[ ]?){0,3}$/iu.test(
    text.slice(Math.max(0, at - 60), at),
  );
}

function isJsonKey(text: string, at: number, end: number): boolean {
  return /["'][ \t]*$/u.test(text.slice(Math.max(0, at - 3), at)) && /^["'][ \t]*[:：]/u.test(text.slice(end, end + 4));
}

/** The rest of the line from `from`; when it is blank, the next line that is not. */
function valueLine(text: string, from: number): AnnouncedAnswer | undefined {
  let start = from;
  while (start < text.length && /[\s*_`>#]/u.test(text.charAt(start))) start++;
  if (start >= text.length) return undefined;
  const stop = text.indexOf('\n', start);
  return { start, end: stop < 0 ? text.length : stop };
}

function wordAnswers(text: string): AnnouncedAnswer[] {
  const found: AnnouncedAnswer[] = [];
  for (const match of text.matchAll(word)) {
    const at = match.index;
    const end = at + match[0].length;
    if (/[\p{L}\p{N}]/u.test(text.charAt(at - 1)) && match[0].charCodeAt(0) < 0x80) continue;
    if (isJsonKey(text, at, end)) continue;
    const tail = text.slice(end, end + 80);
    const mark = after.exec(tail) ?? (match[0] === '答案' ? chineseIs.exec(tail) : null);
    if (mark === null) continue;
    const heading = !/[:：=–—-]\s*$/u.test(mark[0]) && !/[是为為]$/u.test(mark[0]);
    if (heading && !startsLine(text, at)) continue;
    const value = valueLine(text, end + mark[0].length);
    if (value !== undefined) found.push(value);
  }
  return found;
}

function between(text: string, open: string, close: string): AnnouncedAnswer[] {
  const found: AnnouncedAnswer[] = [];
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, at + open.length)) {
    const start = at + open.length;
    const stop = text.indexOf(close, start);
    if (stop >= 0) found.push({ start, end: stop });
    else break;
  }
  return found;
}

function boxed(text: string): AnnouncedAnswer[] {
  const found: AnnouncedAnswer[] = [];
  for (const match of text.matchAll(/\\boxed\s?\{/gu)) {
    let start = match.index + match[0].length;
    const inner = /^(?:\\(?:text|mathrm|textbf|mathbf|textit)\s?\{|\{|\s)+/u.exec(text.slice(start, start + 60));
    start += inner?.[0].length ?? 0;
    const stop = text.slice(start, start + 300).indexOf('}');
    if (stop >= 0) found.push({ start, end: start + stop });
  }
  return found;
}

/**
 * Rule 4: the parts of a text that are announced as the answer, the last first: `ANSWER: ...` (also `Answer is:`, a heading with
 * the answer under it, 答案：), `\boxed{...}`, `<answer>...</answer>` and the boxes that GLM models write.
 */
export function announcedAnswers(text: string): AnnouncedAnswer[] {
  const found = wordAnswers(text);
  if (text.includes('\\boxed')) found.push(...boxed(text));
  if (text.includes('<')) {
    found.push(...between(text, '<answer>', '</answer>'), ...between(text, '<|begin_of_box|>', '<|end_of_box|>'));
  }
  return found.sort((a, b) => b.start - a.start).slice(0, most);
}
