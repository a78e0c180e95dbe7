import type { Lexicon } from '../affect/lexicon.ts';
import type { Descriptor } from './descriptor.ts';
import { codedAt, countCoded } from './codedTexts.ts';
import type { DraftTable } from './draftTable.ts';
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
  tasks: DraftTable['tasks'],
  classes: Readonly<Record<string, readonly string[]>>,
  corrected: Descriptor,
  lexicon: Lexicon,
): ReadonlyMap<string, LabelFolding> {
  const declared: Descriptor = { version: 1, ...(corrected.foldings && { foldings: corrected.foldings }) };
  const fold = (name: string, ofTask: ReadonlyMap<string, number>) =>
    foldLabels(ofTask, withClasses(declared, classes[name], lexicon), lexicon);
  return new Map([...(tasks?.columns ?? [])].map(([name, coded]) => [name, fold(name, countCoded(coded))]));
}

/** Raters whose word is no label of the set have no vote. */
function countVotes(raters: readonly string[], folding: LabelFolding): Readonly<Record<string, number>> {
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

/** Votes and the label that comes of them, once for all items with the same raters' words. */
export function voteCounter(
  folding: LabelFolding,
): (raters: readonly string[]) => { readonly votes: Readonly<Record<string, number>>; readonly label?: string } {
  const known = new Map<string, { readonly votes: Readonly<Record<string, number>>; readonly label?: string }>();
  // Rows that say the same may share what they say.
  const shared = new WeakMap<readonly string[], ReturnType<typeof count>>();
  const count = (raters: readonly string[]) => {
    const key = raters.join('\0');
    let counted = known.get(key);
    if (counted === undefined) {
      const votes = countVotes(raters, folding);
      const label = majorityOf(votes);
      counted = { votes, ...(label !== undefined && { label }) };
      if (known.size < mostVotes) known.set(key, counted);
    }
    return counted;
  };
  return (raters) => {
    let counted = shared.get(raters);
    if (counted === undefined) shared.set(raters, (counted = count(raters)));
    return counted;
  };
}

/** Different words of raters that are remembered. */
const mostVotes = 10_000;

/** Words of raters and of tasks that are no labels: one problem for each word of a picture. */
export function unknownWords(
  table: DraftTable,
  folding: LabelFolding,
  foldings: Foldings['tasks'],
): readonly Problem[] {
  const { raters, tasks, files, rows, texts } = table;
  const isUnknown = (word: string) => folding.fold(word) === undefined;
  const ofTasks = [...(tasks?.columns ?? [])].map(([task, coded]) => {
    const unknown = coded.values.map((word) => foldings.get(task)?.fold(word) === undefined);
    return { task, coded, unknown };
  });
  if (raters === undefined && !ofTasks.some(({ unknown }) => unknown.includes(true))) return [];
  const problems: Problem[] = [];
  for (let i = 0; i < table.length; i++) {
    const line = rows?.line[i] ?? 0;
    const row = line > 0 ? { file: codedAt(rows?.file, i)!, line } : { file: files[i]!.path };
    const words = new Map<string, RowPlace | { readonly file: string }>();
    for (const word of raters?.[i] ?? []) if (isUnknown(word)) words.set(word, row);
    for (const { task, coded, unknown } of ofTasks) {
      const code = coded.codes[i]!;
      const word = coded.values[code - 1];
      if (word === undefined || !unknown[code - 1]! || word === codedAt(texts.label, i)) continue;
      words.set(word, tasks?.rowOf(i, task) ?? row);
    }
    const item = files[i]!.path;
    for (const [value, place] of words) problems.push({ kind: 'unknown-label', ...place, item, facts: { value } });
  }
  return problems;
}
