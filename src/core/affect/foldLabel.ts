import { normaliseForm } from './foldText.ts';
import { labelsOfConcept } from './lexicon.ts';
import type { Lexicon } from './lexicon.ts';

/**
 * Folds a spelling of a label (`HAPPINESS`, `Happy`, 开心) into one name. Without `among`: the canonical name of the concept
 * (`happy`; `joy` folds into `happy`). With it: the label of that set which the word means, so `joy` stays itself beside
 * `happy`, and `worry` is never `fear`. `undefined` when the word is unknown, or when the set divides what the word does not.
 */
export function foldLabel(text: string, lexicon: Lexicon, among?: readonly string[]): string | undefined {
  const form = normaliseForm(text);
  if (among !== undefined) {
    const same = among.find((label) => normaliseForm(label) === form);
    if (same !== undefined) return same;
  }
  const concept = lexicon.byForm.get(form);
  if (concept === undefined) return undefined;
  if (among === undefined) return lexicon.concepts.get(concept)?.root ?? concept;
  const labels = labelsOfConcept(lexicon, concept, among);
  return labels.length === 1 ? labels[0] : undefined;
}
