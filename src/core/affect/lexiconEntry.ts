import type { LexiconEntry, LexiconKind } from './lexicon.ts';

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
