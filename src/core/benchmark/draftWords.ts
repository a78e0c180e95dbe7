import type { Lexicon } from '../affect/lexicon.ts';
import type { Descriptor } from './descriptor.ts';
import type { DraftItem } from './formats/format.ts';
import type { RowPlace } from './item.ts';
import { foldLabels, orderLabels, type LabelFolding } from './labelFolding.ts';
import type { Problem } from './problem.ts';

/** How labels are folded: those of the main task, and of each further one by its name. */
export interface Foldings {
  readonly label: LabelFolding;
  readonly tasks: ReadonlyMap<string, LabelFolding>;
}

/** A label set that the data declares, in canonical spelling; what a person declares goes before it. */
export function withClasses(
  corrected: Descriptor,
  classes: readonly string[] | undefined,
  lexicon: Lexicon,
): Descriptor {
  if (classes === undefined || classes.length === 0 || corrected.labels) return corrected;
  // Often enough for none to pass for a slip.
  const equallyOften = new Map(classes.map((name) => [name, 100]));
  return { ...corrected, labels: [...foldLabels(equallyOften, corrected, lexicon).labels] };
}

/** Each task has labels of its own; a declared label set is that of the main one. */
export function foldTasks(
  drafts: readonly DraftItem[],
  classes: Readonly<Record<string, readonly string[]>>,
  corrected: Descriptor,
  lexicon: Lexicon,
): ReadonlyMap<string, LabelFolding> {
  const counts = new Map<string, Map<string, number>>();
  for (const { tasks } of drafts) {
    for (const [name, word] of Object.entries(tasks ?? {})) {
      const ofTask = counts.get(name) ?? new Map<string, number>();
      counts.set(name, ofTask.set(word, (ofTask.get(word) ?? 0) + 1));
    }
  }
  const declared: Descriptor = { version: 1, ...(corrected.foldings && { foldings: corrected.foldings }) };
  const fold = (name: string, ofTask: ReadonlyMap<string, number>) =>
    foldLabels(ofTask, withClasses(declared, classes[name], lexicon), lexicon);
  return new Map([...counts].map(([name, ofTask]) => [name, fold(name, ofTask)]));
}

/** The labels that the words of an item's tasks mean; those that mean none are left out. */
export function foldTaskLabels(
  written: Readonly<Record<string, string>>,
  foldings: Foldings['tasks'],
): Readonly<Record<string, string>> {
  const folded: [string, string][] = [];
  for (const [task, word] of Object.entries(written)) {
    const label = foldings.get(task)?.fold(word);
    if (label !== undefined) folded.push([task, label]);
  }
  return Object.fromEntries(folded);
}

/** Raters whose word is no label of the set have no vote. */
export function countVotes(raters: readonly string[], folding: LabelFolding): Readonly<Record<string, number>> {
  const votes = new Map<string, number>();
  for (const rater of raters) {
    const label = folding.fold(rater);
    if (label !== undefined) votes.set(label, (votes.get(label) ?? 0) + 1);
  }
  return Object.fromEntries(orderLabels(votes.keys()).map((label) => [label, votes.get(label)!]));
}

/** The label that more raters chose than any other; `undefined` where several were chosen equally often. */
export function majorityOf(votes: Readonly<Record<string, number>>): string | undefined {
  const [first, second] = Object.entries(votes).sort((a, b) => b[1] - a[1]);
  return first && (second === undefined || second[1] < first[1]) ? first[0] : undefined;
}

/** Words of raters and of tasks that are no labels: one problem for each word of a picture. */
export function unknownWords(
  drafts: readonly DraftItem[],
  folding: LabelFolding,
  tasks: Foldings['tasks'],
): readonly Problem[] {
  return drafts.flatMap((draft) => {
    const row = draft.row ?? { file: draft.path };
    const words = new Map<string, RowPlace | { readonly file: string }>();
    for (const word of draft.raters ?? []) if (folding.fold(word) === undefined) words.set(word, row);
    for (const [task, word] of Object.entries(draft.tasks ?? {})) {
      const isKnown = tasks.get(task)?.fold(word) !== undefined || word === draft.label;
      if (!isKnown) words.set(word, draft.taskRows?.[task] ?? row);
    }
    return [...words].map(([value, place]): Problem => ({
      kind: 'unknown-label',
      ...place,
      item: draft.path,
      facts: { value },
    }));
  });
}
