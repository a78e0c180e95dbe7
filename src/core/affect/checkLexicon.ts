import { normaliseForm } from './foldText.ts';
import type { Lexicon, LexiconEntry } from './lexicon.ts';
import type { LexiconFile } from './lexiconFile.ts';

/** A contradiction in a word list, at its place in the file. */
export interface LexiconFault {
  /**
   * `contestedForm`: two concepts of the file claim one word. `wordAsConcept`: the concept's name is a built-in word of `detail`,
   * which was most likely meant. `unknownParent`: `within` names no concept, or leads back to the entry. `ownWord`: `not` takes
   * away what the same concept is given, or its name. `emptyWord`: a word or a concept's name of blanks.
   * `conceptAsWord`: the word is the name of a built-in concept, which may be a label beside `detail`; `within` folds it in.
   */
  readonly kind: 'contestedForm' | 'emptyWord' | 'conceptAsWord' | 'wordAsConcept' | 'unknownParent' | 'ownWord';
  readonly path: readonly PropertyKey[];
  /** The word or name that is at fault; untrusted text. */
  readonly value: string;
  /** The other concept that is concerned. */
  readonly detail: string;
}

/** The entries of a word list as the lexicon takes them, and what is contradictory in them. */
export interface CheckedLexicon {
  /** Concepts by their built-in names; entries that add nothing and take nothing away are left out. */
  readonly entries: readonly LexiconEntry[];
  readonly faults: readonly LexiconFault[];
}

type FileEntry = LexiconFile['entries'][number];

function nameOf(written: string, base: Lexicon): string {
  return base.concepts.has(written) ? written : normaliseForm(written);
}

function formsOf(entry: FileEntry): { readonly path: readonly PropertyKey[]; readonly form: string }[] {
  const { en = [], zh = [] } = entry.forms ?? {};
  return [
    ...en.map((form, i) => ({ path: ['forms', 'en', i], form })),
    ...zh.map((form, i) => ({ path: ['forms', 'zh', i], form })),
  ];
}

/** Checks a word list against itself and the words it extends. */
export function checkLexicon(file: LexiconFile, base: Lexicon): CheckedLexicon {
  const names = file.entries.map((entry) => nameOf(entry.concept, base));
  const faults: LexiconFault[] = [];
  const claims = claimsOf(file, names, base, faults);
  file.entries.forEach((entry, i) => {
    const at = ['entries', i];
    const name = names[i] ?? '';
    const owner = base.byForm.get(name);
    const isNew = !base.concepts.has(name);
    if (name === '') faults.push({ kind: 'emptyWord', path: [...at, 'concept'], value: entry.concept, detail: name });
    if (isNew && owner !== undefined && entry.within === undefined && entry.kind === undefined) {
      faults.push({ kind: 'wordAsConcept', path: [...at, 'concept'], value: entry.concept, detail: owner });
    }
    if (entry.within !== undefined && !leadsUp(i, file, names, base)) {
      faults.push({ kind: 'unknownParent', path: [...at, 'within'], value: entry.within, detail: name });
    }
    for (const [j, word] of (entry.not ?? []).entries()) {
      const form = normaliseForm(word);
      if (form === name || claims.get(form) === name)
        faults.push({ kind: 'ownWord', path: [...at, 'not', j], value: word, detail: name });
    }
  });
  const entries = file.entries.map((entry, i) => entryOf(entry, names[i] ?? '', base));
  return { entries: entries.filter((entry) => saysSomething(entry, base)), faults };
}

/** Which concept of the file claims which word; a second claim is a fault. */
function claimsOf(
  file: LexiconFile,
  names: readonly string[],
  base: Lexicon,
  faults: LexiconFault[],
): Map<string, string> {
  const claims = new Map(names.map((name) => [normaliseForm(name), name]));
  file.entries.forEach((entry, i) => {
    const name = names[i] ?? '';
    for (const { path, form } of formsOf(entry)) {
      const normalised = normaliseForm(form);
      if (normalised === '') {
        faults.push({ kind: 'emptyWord', path: ['entries', i, ...path], value: form, detail: name });
        continue;
      }
      if (base.concepts.has(normalised) && normalised !== name) {
        faults.push({ kind: 'conceptAsWord', path: ['entries', i, ...path], value: normalised, detail: name });
        continue;
      }
      const other = claims.get(normalised) ?? name;
      if (other === name) claims.set(normalised, name);
      else faults.push({ kind: 'contestedForm', path: ['entries', i, ...path], value: form, detail: other });
    }
  });
  return claims;
}

/** Whether the chain of `within` from an entry stays among known concepts and comes to an end. */
function leadsUp(start: number, file: LexiconFile, names: readonly string[], base: Lexicon): boolean {
  const seen = new Set<string>();
  let at: string | undefined = names[start];
  while (at !== undefined) {
    if (seen.has(at)) return false;
    seen.add(at);
    const own: FileEntry | undefined = file.entries[names.lastIndexOf(at)];
    if (own === undefined && !base.concepts.has(at)) return false;
    const up: string | undefined = own?.within ?? base.entries.find(({ concept }) => concept === at)?.within;
    at = up === undefined ? undefined : nameOf(up, base);
  }
  return true;
}

function entryOf(entry: FileEntry, concept: string, base: Lexicon): LexiconEntry {
  const { en = [], zh = [] } = entry.forms ?? {};
  return {
    concept,
    ...(entry.kind === undefined ? {} : { kind: entry.kind }),
    ...(entry.within === undefined ? {} : { within: nameOf(entry.within, base) }),
    forms: { en, zh },
    ...(entry.not === undefined || entry.not.length === 0 ? {} : { not: entry.not }),
  };
}

function saysSomething({ concept, forms, not, within, kind }: LexiconEntry, base: Lexicon): boolean {
  const words = forms.en.length + forms.zh.length + (not?.length ?? 0);
  return words > 0 || within !== undefined || kind !== undefined || !base.concepts.has(concept);
}
