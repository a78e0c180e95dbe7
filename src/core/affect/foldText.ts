/** A text folded for comparison, and the way back to the places it came from. */
export interface FoldedText {
  /** NFKC, lower case, straight quotes and hyphens, no zero-width characters. */
  readonly text: string;
  /** `starts[i]` is where character `i` of `text` begins in the original, in UTF-16 units; `undefined` when `i` is. */
  readonly starts?: Int32Array;
  /** `ends[i]` is where character `i` of `text` ends (exclusive) in the original; `undefined` when `i + 1` is. */
  readonly ends?: Int32Array;
}

// eslint-disable-next-line no-control-regex -- the whole of ASCII is meant, control characters included
const asciiOnly = /^[\x00-\x7f]*$/;
const cluster = /\P{M}\p{M}*|\p{M}+/gsu;
const invisible = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufe0e\ufe0f]/gu;
const straight: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  ʼ: "'",
  '´': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‐': '-',
  '‑': '-',
  '‒': '–',
  '―': '—',
  '−': '-',
  '\u2028': '\n',
  '\u2029': '\n',
};

function foldCluster(part: string): string {
  const known = straight[part];
  if (known !== undefined) return known;
  const folded = part.normalize('NFKC').replace(invisible, '').toLowerCase();
  return straight[folded] ?? folded;
}

/** Text in which every character folds to exactly one: most English and Chinese replies. */
// eslint-disable-next-line no-control-regex -- the whole of ASCII is meant, control characters included
const oneToOne = /^[\x00-\x7f‘’“”–—、。《》「」『』【】\u4e00-\u9fff\uff01-\uff5e]*$/;
const foldedSingly = /[‘’“”\uff01-\uff5e]/gu;

function foldSingle(char: string): string {
  return straight[char] ?? String.fromCharCode(char.charCodeAt(0) - 0xfee0);
}

/** Folds a text for comparison (Unicode NFKC, UAX #15; lower case) and keeps where each character came from. */
export function foldText(original: string): FoldedText {
  if (asciiOnly.test(original)) return { text: original.toLowerCase() };
  // Full-width forms lie at a fixed distance from the ASCII that NFKC makes of them.
  if (oneToOne.test(original)) return { text: original.replace(foldedSingly, foldSingle).toLowerCase() };
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let moved = false;
  for (const match of original.matchAll(cluster)) {
    const part = match[0];
    const code = part.charCodeAt(0);
    // Most of a reply is ASCII, and most of a Chinese one needs no folding: both skip the normaliser.
    const plain = part.length === 1 && (code < 0x80 || (code >= 0x4e00 && code <= 0x9fff));
    const folded = plain ? (code < 0x80 ? part.toLowerCase() : part) : foldCluster(part);
    moved ||= folded.length !== part.length;
    for (let i = 0; i < folded.length; i++) {
      const same = folded.length === part.length;
      starts.push(same ? match.index + i : match.index);
      ends.push(same ? match.index + i + 1 : match.index + part.length);
    }
    parts.push(folded);
  }
  const text = parts.join('');
  return moved ? { text, starts: Int32Array.from(starts), ends: Int32Array.from(ends) } : { text };
}

/** Where `[start, end)` of the folded text lies in the original, in UTF-16 units. */
export function originalSpan(folded: FoldedText, start: number, end: number): [number, number] {
  if (folded.starts === undefined || folded.ends === undefined) return [start, end];
  const from = folded.starts[start] ?? folded.ends.at(-1) ?? 0;
  return [from, end > start ? (folded.ends[end - 1] ?? from) : from];
}

const edges = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;
const joints = /[\s_\-·]+/gu;

/**
 * The form in which words and labels are compared: folded, `_`, `-` and white space made one space, marks at both ends
 * dropped (`**Worry.**` gives `worry`). A text of marks alone (an emoji) stays as it is.
 */
export function normaliseForm(text: string): string {
  if (asciiOnly.test(text)) return normaliseAscii(text.toLowerCase());
  const folded = foldText(text).text.trim();
  return folded.replace(edges, '').replace(joints, ' ') || folded;
}

/** The same for what nearly all replies and labels are made of, several times faster than with character classes of Unicode. */
function normaliseAscii(lower: string): string {
  let start = 0;
  let end = lower.length;
  while (start < end && !isAsciiWord(lower.charCodeAt(start))) start++;
  if (start === end) return lower.trim();
  while (!isAsciiWord(lower.charCodeAt(end - 1))) end--;
  const inner = lower.slice(start, end);
  return asciiJoint.test(inner) ? inner.replace(joints, ' ') : inner;
}

const asciiJoint = /[\s_-]/;

/** Letters are lower case here. */
function isAsciiWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}
