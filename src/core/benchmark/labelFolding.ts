import { canonicalEmotions } from '../affect/emotions.ts';
import { foldLabel } from '../affect/foldLabel.ts';
import { normaliseForm } from '../affect/foldText.ts';
import type { Lexicon } from '../affect/lexicon.ts';
import { emotionCodes } from '../affect/words/emotionCodes.ts';
import type { Descriptor } from './descriptor.ts';
import { isBareNumber, numberLabels } from './numberLabels.ts';
import { compareNatural } from './naturalOrder.ts';

/** How the spellings of one benchmark become its labels. */
export interface LabelFolding {
  /** Label set: canonical emotions first in their fixed order, others by name; a declared set in its own order. */
  readonly labels: readonly string[];
  /** Spellings that differ from their label. */
  readonly foldings: Readonly<Record<string, string>>;
  /** The label of a spelling (also of one that was not counted); `undefined` when it means none of the set. */
  readonly fold: (spelling: string) => string | undefined;
}

/**
 * Folds the spellings of a label column, with how often each one occurs, into a label set. Rules, ours:
 * - a declared set or folding always wins; with a declared set every other word is unknown;
 * - in a column of emotion words (half of the values are known), spellings of one concept are one label with its
 *   canonical name; a narrower concept (`joy`) folds into its broader one (`happy`) unless both are labels of the set, which
 *   a rare stray word is not; codes (`ANG`, `ne`) are words where nearly all values are such; an unknown spelling is unknown when rare, else a label as written;
 * - in any other column (intents, yes or no, classes) each value is a label as written, without regard to case; among numbers that
 *   occur often one that is rare and follows none of them is unknown.
 */
export function foldLabels(
  counts: ReadonlyMap<string, number>,
  declared: Pick<Descriptor, 'labels' | 'foldings'>,
  lexicon: Lexicon,
): LabelFolding {
  const own = new Map(Object.entries(declared.foldings ?? {}));
  const written = [...counts].filter(([spelling]) => !own.has(spelling) && spelling.trim() !== '');
  const codes = emotionCodes(written.map(([spelling]) => spelling));
  const meant = (spelling: string) => codes?.get(spelling.trim().toLowerCase()) ?? spelling;
  const rest = new Map<string, number>();
  for (const [spelling, count] of written) rest.set(meant(spelling), (rest.get(meant(spelling)) ?? 0) + count);
  const found = declared.labels ?? [
    ...[...own].filter(([spelling]) => counts.has(spelling)).map(([, label]) => label),
    ...(isEmotionColumn(rest, lexicon) ? emotionLabels(rest, lexicon) : writtenLabels(rest)),
  ];
  const labels = declared.labels ? found : orderLabels(found);
  const fold = remembered((spelling) => own.get(spelling) ?? foldLabel(meant(spelling), lexicon, labels));
  const foldings: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const spelling of counts.keys()) {
    const label = fold(spelling);
    if (label !== undefined && label !== spelling) foldings[spelling] = label;
  }
  return { labels, foldings: { ...foldings }, fold };
}

/** Canonical emotions first in their fixed order, others in natural order; each once. */
export function orderLabels(labels: Iterable<string>): readonly string[] {
  const place = (label: string) => {
    const at = (canonicalEmotions as readonly string[]).indexOf(label);
    return at === -1 ? canonicalEmotions.length : at;
  };
  return [...new Set(labels)].sort((a, b) => place(a) - place(b) || compareNatural(a, b));
}

/** Whether a text is a word for an emotion (not merely for a polarity, a level, or yes and no). */
export function isEmotionWord(text: string, lexicon: Lexicon): boolean {
  const concept = lexicon.byForm.get(normaliseForm(text));
  return concept !== undefined && lexicon.concepts.get(concept)?.kind === 'emotion';
}

function remembered(fold: (spelling: string) => string | undefined): (spelling: string) => string | undefined {
  const answers = new Map<string, string | undefined>();
  return (spelling) => {
    if (!answers.has(spelling)) answers.set(spelling, fold(spelling));
    return answers.get(spelling);
  };
}

/** Half of the values are known words. Not of the spellings: there are many ways to misspell, each of them rare. */
function isEmotionColumn(counts: ReadonlyMap<string, number>, lexicon: Lexicon): boolean {
  const known = [...counts].filter(([spelling]) => lexicon.byForm.has(normaliseForm(spelling)));
  return known.length > 0 && sum(known) * 2 >= sum([...counts]);
}

function sum(counts: readonly (readonly [string, number])[]): number {
  return counts.reduce((total, [, count]) => total + count, 0);
}

function emotionLabels(counts: ReadonlyMap<string, number>, lexicon: Lexicon): readonly string[] {
  const concepts = new Map<string, number>();
  const unknown = new Map<string, number>();
  for (const [spelling, count] of counts) {
    const concept = lexicon.byForm.get(normaliseForm(spelling));
    if (concept === undefined) unknown.set(spelling, count);
    else concepts.set(concept, (concepts.get(concept) ?? 0) + count);
  }
  const labels = [...rootGroups(concepts, lexicon)].flatMap(([root, group]) => labelsOfGroup(root, group));
  // Where answers, polarities and intents are what is known, nothing says that a rare word beside them is a slip.
  const isOfEmotions = [...concepts.keys()].some((name) =>
    ['emotion', 'mood'].includes(lexicon.concepts.get(name)!.kind),
  );
  const mean = sum([...concepts]) / Math.max(1, labels.length);
  const others = [...mergeSpellings(unknown)]
    .filter(([, count]) => !isOfEmotions || !isRareUnknown(count, mean))
    .map(([label]) => label);
  return [...labels, ...others];
}

function rootGroups(
  concepts: ReadonlyMap<string, number>,
  lexicon: Lexicon,
): ReadonlyMap<string, readonly (readonly [string, number])[]> {
  const groups = new Map<string, (readonly [string, number])[]>();
  for (const [concept, count] of concepts) {
    const root = lexicon.concepts.get(concept)?.root ?? concept;
    groups.set(root, [...(groups.get(root) ?? []), [concept, count]]);
  }
  return groups;
}

/** One concept stands for its root; several that are all in use stay apart. */
function labelsOfGroup(root: string, group: readonly (readonly [string, number])[]): readonly string[] {
  const largest = Math.max(...group.map(([, count]) => count));
  const used = group.filter(([, count]) => !(count * 20 <= largest || (count === 1 && largest >= 4)));
  return used.length === 1 ? [root] : used.map(([concept]) => concept);
}

/** `mean`: how often a label of the set occurs on average. */
function isRareUnknown(count: number, mean: number): boolean {
  return count === 1 || count * 10 <= mean || (count === 2 && mean >= 4);
}

function writtenLabels(counts: ReadonlyMap<string, number>): readonly string[] {
  const merged = mergeSpellings(counts);
  const labels = [...merged.keys()];
  if (numberLabels(labels).length === 0) return labels;
  const total = sum([...merged]);
  const isStray = (label: string): boolean => {
    const count = merged.get(label)!;
    const mean = (total - count) / Math.max(1, labels.length - 1);
    return (
      mean >= fewest && isRareUnknown(count, mean) && isBareNumber(label) && !isBesideAnother(Number(label), labels)
    );
  };
  return labels.filter((label) => !isStray(label));
}

/** Where labels occur less often than this on average, a number that occurs once or twice is no exception. */
const fewest = 4;

/** Numbers that stand for classes follow one another: the next one is a class that few pictures have, and no slip. */
function isBesideAnother(number: number, labels: readonly string[]): boolean {
  return labels.some((label) => isBareNumber(label) && Math.abs(Number(label) - number) === 1);
}

/** Spellings that differ only in case and the like, under the most frequent of them, with their sum. */
function mergeSpellings(counts: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const forms = new Map<string, { spelling: string; most: number; total: number }>();
  for (const [spelling, count] of counts) {
    const form = normaliseForm(spelling);
    const before = forms.get(form) ?? { spelling: spelling.trim(), most: 0, total: 0 };
    const isMore = count > before.most;
    forms.set(form, {
      spelling: isMore ? spelling.trim() : before.spelling,
      most: Math.max(count, before.most),
      total: before.total + count,
    });
  }
  return new Map([...forms.values()].map(({ spelling, total }) => [spelling, total]));
}
