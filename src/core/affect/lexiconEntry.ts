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
  readonly forms: { readonly en: readonly string[]; readonly zh: readonly string[] };
}

/** Makes an entry from comma-separated English forms and space-separated Chinese forms, the shape the word lists are kept in. */
export function entry(
  concept: string,
  en: string,
  zh: string,
  more: { readonly kind?: LexiconKind; readonly within?: string } = {},
): LexiconEntry {
  const split = (list: string, by: RegExp): string[] =>
    list
      .split(by)
      .map((form) => form.trim())
      .filter((form) => form !== '');
  return { concept, ...more, forms: { en: split(en, /,/), zh: split(zh, /\s+/) } };
}
