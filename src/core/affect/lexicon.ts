import { hashName } from '../fnv1a.ts';
import { normaliseForm } from './foldText.ts';
import { answerWords } from './words/answerWords.ts';
import { emotionWords } from './words/emotionWords.ts';

/**
 * What sort of thing a word names. `emotion` and `polarity` words compete with labels of their own sort only; `mood` words
 * (calm, upset) are known but too vague to contradict a label that stands beside them; `proposition` words (hateful,
 * sarcastic) are what a yes-or-no question asks about.
 */
export type LexiconKind = 'emotion' | 'mood' | 'polarity' | 'yesNo' | 'level' | 'intent' | 'proposition';

/** All words for one concept. */
export interface LexiconEntry {
  /** Name of the concept; for an emotion of MEMO-Bench, its label in the release. */
  readonly concept: string;
  /** Defaults to `emotion`. */
  readonly kind?: LexiconKind;
  /** The broader concept that this one folds into when it is not itself a label: `joy` is within `happy`. */
  readonly within?: string;
  /** Words and phrases, lower case; the first English one is the concept's usual name. */
  readonly forms: {
    readonly en: readonly string[];
    readonly zh: readonly string[];
    /** Usual misspellings and words of further languages, only in the built-in entries: labels may be spelled so, no answer is read by them. */
    readonly others?: readonly string[];
  };
  /** Words that a user takes away from the concept; only in a user's entries. */
  readonly not?: readonly string[];
}

/** Version of the built-in word lists; changes whenever a form does, and is recorded with each run. */
export const lexiconVersion = '3';

/** A concept with all its forms, compiled. */
export interface Concept {
  readonly name: string;
  readonly kind: LexiconKind;
  /** The broadest concept that it folds into; itself for most. */
  readonly root: string;
  /** Normalised forms that answers are read by, English first, without repeats. */
  readonly forms: readonly string[];
}

/** A compiled lexicon: immutable, safe to share and to use as a cache key. */
export interface Lexicon {
  readonly version: string;
  readonly entries: readonly LexiconEntry[];
  /** The user's entries that were added to the built-in ones; a run records them. */
  readonly own: readonly LexiconEntry[];
  readonly concepts: ReadonlyMap<string, Concept>;
  /** From a normalised form, of whatever kind, to the name of its concept. */
  readonly byForm: ReadonlyMap<string, string>;
}

function rootOf(entries: ReadonlyMap<string, LexiconEntry>, name: string): string {
  const seen = new Set<string>();
  let at = name;
  for (
    let up = entries.get(at)?.within;
    up !== undefined && entries.has(up) && !seen.has(up);
    up = entries.get(at)?.within
  ) {
    seen.add(at);
    at = up;
  }
  return at;
}

function formsOf({ forms }: LexiconEntry): readonly string[] {
  return [...forms.en, ...forms.zh, ...(forms.others ?? [])];
}

function compile(entries: readonly LexiconEntry[], own: readonly LexiconEntry[], version: string): Lexicon {
  const byName = new Map(entries.map((entry) => [entry.concept, entry]));
  const byForm = new Map<string, string>();
  const concepts = new Map<string, Concept>();
  // Later entries win a contested form, so that a user's word list can correct the built-in one.
  for (const entry of entries.toReversed()) {
    const forms: string[] = [];
    const others = new Set(entry.forms.others);
    for (const form of [entry.concept, ...formsOf(entry)]) {
      const normalised = normaliseForm(form);
      if (normalised === '' || forms.includes(normalised)) continue;
      const owner = byForm.get(normalised);
      if (owner !== undefined && owner !== entry.concept) continue;
      byForm.set(normalised, entry.concept);
      if (!others.has(form)) forms.push(normalised);
    }
    concepts.set(entry.concept, {
      name: entry.concept,
      kind: entry.kind ?? 'emotion',
      root: rootOf(byName, entry.concept),
      forms,
    });
  }
  return { version, entries, own, concepts, byForm };
}

/** The words that EmoLens ships with. */
export const builtInLexicon: Lexicon = compile([...emotionWords, ...answerWords], [], lexiconVersion);

/**
 * A lexicon with a user's entries added: forms of a known concept join it, an unknown concept is new, a form that another
 * concept had moves to the user's, and those under `not` are taken away. The version becomes
 * `<base>+<fingerprint of the entries>`.
 */
export function extendLexicon(base: Lexicon, userEntries: readonly LexiconEntry[]): Lexicon {
  if (userEntries.length === 0) return base;
  const merged = new Map(base.entries.map((entry) => [entry.concept, entry]));
  const taken = new Set(userEntries.flatMap(formsOf).map(normaliseForm));
  for (const [name, entry] of merged) merged.set(name, without(entry, taken));
  for (const { not, ...entry } of userEntries) {
    const known = merged.get(entry.concept);
    const kept = known && without(known, new Set(not?.map(normaliseForm)));
    merged.set(entry.concept, {
      ...known,
      ...entry,
      forms: {
        en: [...(kept?.forms.en ?? []), ...entry.forms.en],
        zh: [...(kept?.forms.zh ?? []), ...entry.forms.zh],
        ...(kept?.forms.others && { others: kept.forms.others }),
      },
    });
  }
  const own = [...base.own, ...userEntries];
  return compile([...merged.values()], own, `${base.version}+${hashName(JSON.stringify(userEntries))}`);
}

function without(entry: LexiconEntry, forms: ReadonlySet<string>): LexiconEntry {
  const keep = (form: string): boolean => !forms.has(normaliseForm(form));
  const { en, zh, others } = entry.forms;
  return {
    ...entry,
    forms: { en: en.filter(keep), zh: zh.filter(keep), ...(others && { others: others.filter(keep) }) },
  };
}

/**
 * Which of `labels` a concept means: those that name the concept itself, else those of the broader concept it folds into,
 * else those of concepts within the same one. More than one when the labels divide what the word does not.
 */
export function labelsOfConcept(lexicon: Lexicon, concept: string, labels: readonly string[]): readonly string[] {
  const named = new Map(labels.map((label) => [label, lexicon.byForm.get(normaliseForm(label))]));
  const own = labels.filter((label) => named.get(label) === concept);
  if (own.length > 0) return own;
  const root = lexicon.concepts.get(concept)?.root;
  const broad = labels.filter((label) => named.get(label) === root);
  if (broad.length > 0) return broad;
  return labels.filter((label) => {
    const name = named.get(label);
    return name !== undefined && lexicon.concepts.get(name)?.root === root;
  });
}
