import { normaliseForm } from '../../affect/foldText.ts';
import { inflections } from '../../affect/inflect.ts';
import { labelsOfConcept } from '../../affect/lexicon.ts';
import type { Lexicon, LexiconKind } from '../../affect/lexicon.ts';
import type { ShownOptions } from '../options.ts';
import { cues } from './cues.ts';
import type { CueKind } from './cues.ts';

/** What a form in a reply stands for: one or more labels, a known word outside the set, or a cue. */
export interface Term {
  readonly what: 'label' | 'other' | CueKind;
  readonly form: string;
  /** Indices into the labels; more than one where the set divides what the word does not. */
  readonly labels: readonly number[];
  readonly concept: string;
  readonly kind?: LexiconKind;
}

/** A form of several words, in the order they must follow one another after the first. */
export interface Phrase {
  readonly rest: readonly string[];
  readonly term: Term;
}

/** A label set compiled for reading: everything that does not depend on the reply. */
export interface LabelSet {
  readonly labels: readonly string[];
  /** `letters[i]` is the index of the label shown under the letter at place i of the alphabet; absent when none were shown. */
  readonly letters?: readonly number[];
  /** Sorts of words that compete with the labels. */
  readonly kinds: ReadonlySet<LexiconKind>;
  /** Forms that decide when they are the whole of a reply or sentence. */
  readonly whole: ReadonlyMap<string, Term>;
  /** Forms by first word, longest first. */
  readonly words: ReadonlyMap<string, readonly Phrase[]>;
  /** Says at once of most words that no form begins with them, see {@link wordFilter}. */
  readonly mayBegin: Uint32Array;
  /** Forms of scripts without spaces, by first character, longest first. */
  readonly ideographs: ReadonlyMap<string, readonly Phrase[]>;
  readonly yesNo: boolean;
}

/** Labels that are common words with another meaning in running text: they count only where they stand alone. */
const aloneOnly = new Set(['other', 'others', 'none', 'unknown', 'unclear', 'mixed', 'no label', 'n a', '其他', '无']);

/** Whether a character belongs to a script written without spaces (Han, kana), where words are found by longest match. */
export function isIdeograph(code: number): boolean {
  return (code >= 0x3040 && code <= 0x30ff) || (code >= 0x3400 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff);
}

/**
 * A filter over words of small letters: bit `length` (31 for longer ones) at place `32 * first + second` is set where some word
 * begins with these two letters and has this length. Letters are counted from `a`.
 */
function wordFilter(words: Iterable<string>): Uint32Array {
  const filter = new Uint32Array(26 * 32);
  for (const word of words) {
    const place = filterPlace(word.charCodeAt(0), word.charCodeAt(1));
    if (place >= 0) filter[place] = (filter[place] ?? 0) | (1 << Math.min(word.length, 31));
  }
  return filter;
}

/** Where the filter keeps words of two first letters; -1 where they are not small letters of ASCII, and the filter says nothing. */
export function filterPlace(first: number, second: number): number {
  return first >= 97 && first <= 122 && second >= 97 && second <= 122 ? 32 * (first - 97) + second - 97 : -1;
}

class Builder {
  readonly whole = new Map<string, Term>();
  readonly words = new Map<string, Phrase[]>();
  readonly ideographs = new Map<string, Phrase[]>();
  private readonly seen = new Set<string>();

  add(form: string, term: Omit<Term, 'form'>, inText: boolean): void {
    if (form === '') return;
    const full: Term = { ...term, form };
    const answers = term.what === 'label' || term.what === 'other';
    if (answers && !this.whole.has(form)) this.whole.set(form, full);
    if (!inText || this.seen.has(form)) return;
    this.seen.add(form);
    if (isIdeograph(form.charCodeAt(0))) {
      this.push(this.ideographs, form.charAt(0), { rest: [form], term: full });
      return;
    }
    const [first = '', ...rest] = form.split(' ');
    this.push(this.words, first, { rest, term: full });
  }

  private push(map: Map<string, Phrase[]>, key: string, phrase: Phrase): void {
    const list = map.get(key) ?? [];
    list.push(phrase);
    list.sort((a, b) => b.term.form.length - a.term.form.length);
    map.set(key, list);
  }
}

function addLabels(builder: Builder, labels: readonly string[], lexicon: Lexicon): void {
  const conceptOf = labels.map((label) => lexicon.byForm.get(normaliseForm(label)));
  const kindOf = (i: number): LexiconKind | undefined => lexicon.concepts.get(conceptOf[i] ?? '')?.kind;
  labels.forEach((label, i) => {
    const form = normaliseForm(label);
    const term = { what: 'label', labels: [i], concept: conceptOf[i] ?? form, kind: kindOf(i) } as const;
    builder.add(form, term, !aloneOnly.has(form));
  });
  labels.forEach((label, i) => {
    const form = normaliseForm(label);
    const shared = conceptOf.filter((concept) => concept !== undefined && concept === conceptOf[i]).length > 1;
    if (aloneOnly.has(form) || (conceptOf[i] !== undefined && !shared)) return;
    const term = { what: 'label', labels: [i], concept: conceptOf[i] ?? form, kind: kindOf(i) } as const;
    for (const inflected of inflections(form)) builder.add(inflected, term, true);
  });
}

/** Kinds of words that name an answer of their own even where no label of the set has that kind. */
const knownOutside: ReadonlySet<LexiconKind> = new Set(['emotion', 'mood', 'polarity']);

function addLexicon(builder: Builder, labels: readonly string[], lexicon: Lexicon): void {
  for (const concept of lexicon.concepts.values()) {
    const meant = labelsOfConcept(lexicon, concept.name, labels);
    if (meant.length === 0 && !knownOutside.has(concept.kind)) continue;
    const term = {
      what: meant.length > 0 ? 'label' : 'other',
      labels: meant.map((label) => labels.indexOf(label)),
      concept: concept.name,
      kind: concept.kind,
    } as const;
    for (const form of concept.forms) {
      // A single ideograph is part of too many other words (喜 in 喜欢) to count inside a text.
      const inText = concept.kind === 'yesNo' || form.length > 1 || !isIdeograph(form.charCodeAt(0));
      builder.add(form, term, inText);
    }
  }
}

function kindsOf(labels: readonly string[], lexicon: Lexicon): Set<LexiconKind> {
  const kinds = new Set<LexiconKind>();
  for (const label of labels) {
    const concept = lexicon.concepts.get(lexicon.byForm.get(normaliseForm(label)) ?? '');
    // `neutral` is an emotion among emotions and a polarity among polarities, so it says nothing about the set.
    if (concept !== undefined && concept.name !== 'neutral') kinds.add(concept.kind);
  }
  return kinds;
}

function lettersOf(labels: readonly string[], order: readonly string[]): number[] {
  return order.slice(0, 26).map((shown) => {
    const same = labels.indexOf(shown);
    return same >= 0 ? same : labels.findIndex((label) => normaliseForm(label) === normaliseForm(shown));
  });
}

function compile(labels: readonly string[], lexicon: Lexicon): LabelSet {
  const builder = new Builder();
  addLabels(builder, labels, lexicon);
  addLexicon(builder, labels, lexicon);
  const yesNo = labels.some(
    (label) => lexicon.concepts.get(lexicon.byForm.get(normaliseForm(label)) ?? '')?.kind === 'yesNo',
  );
  const none = { labels: [], concept: '' };
  for (const [form, kind] of cues) builder.add(form, { what: kind, ...none }, true);
  return {
    labels,
    kinds: kindsOf(labels, lexicon),
    whole: builder.whole,
    words: builder.words,
    mayBegin: wordFilter(builder.words.keys()),
    ideographs: builder.ideographs,
    yesNo,
  };
}

/** What is compiled of one list of labels: without letters, and for each order of letters that was shown. */
interface CompiledLabels {
  readonly plain: LabelSet;
  readonly lettered: Map<string, LabelSet>;
}

const cache = new WeakMap<Lexicon, Map<string, CompiledLabels>>();
/** A run uses a handful of label sets, and shuffled options a few hundred orders; past this a cache starts afresh. */
const cacheLimit = 1000;

function compiled(labels: readonly string[], lexicon: Lexicon): CompiledLabels {
  let known = cache.get(lexicon);
  if (known === undefined || known.size >= cacheLimit) {
    known = new Map();
    cache.set(lexicon, known);
  }
  const key = labels.join('\u0000');
  let found = known.get(key);
  if (found === undefined) {
    found = { plain: compile([...labels], lexicon), lettered: new Map() };
    known.set(key, found);
  }
  return found;
}

/** The compiled form of a label set under a lexicon, remembered for as long as the lexicon lives. */
export function labelSetFor(labels: readonly string[], options: ShownOptions | undefined, lexicon: Lexicon): LabelSet {
  const { plain, lettered } = compiled(labels, lexicon);
  if (options?.style !== 'letters') return plain;
  const key = options.order.join('\u0000');
  let set = lettered.get(key);
  if (set === undefined) {
    // The words are the same under every order of letters and are shared: they are most of what a label set holds.
    set = { ...plain, letters: lettersOf(labels, options.order) };
    if (lettered.size >= cacheLimit) lettered.clear();
    lettered.set(key, set);
  }
  return set;
}
