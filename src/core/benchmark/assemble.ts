import { foldLabel } from '../affect/foldLabel.ts';
import type { Lexicon } from '../affect/lexicon.ts';
import { polarityTable } from '../affect/polarity.ts';
import type { Benchmark } from './benchmark.ts';
import type { Descriptor } from './descriptor.ts';
import { parseName, type NameParts } from './fileNamePattern.ts';
import type { DraftItem, FormatReading } from './formats/format.ts';
import { inferPattern } from './inferPattern.ts';
import type { Item, Items, RowPlace } from './item.ts';
import { ItemTable } from './itemTable.ts';
import { foldLabels, isEmotionWord, orderLabels, type LabelFolding } from './labelFolding.ts';
import { isVideoFile, listedFile } from './listing.ts';
import { compareNatural } from './naturalOrder.ts';
import type { Problem } from './problem.ts';
import { judgeRatings, type OwnedNumber, type Ratings } from './ratings.ts';

/** What came of putting a reading together; names and fingerprints are the opener's. */
export interface Assembled extends Pick<Benchmark, 'items' | 'labels' | 'generators' | 'scales' | 'problems'> {
  readonly inferred: Descriptor;
}

/** Makes items of drafts: spellings folded, file names taken apart, ratings judged; says what was inferred on the way. */
export function assemble(reading: FormatReading, corrected: Descriptor, lexicon: Lexicon): Assembled {
  const drafts = reading.items;
  const stems = drafts.map((draft) => listedFile(draft.path).stem);
  const declared = new Set([...(corrected.labels ?? []), ...Object.keys(corrected.foldings ?? {})]);
  const isEmotion = (text: string) => declared.has(text) || isEmotionWord(text, lexicon);
  const fileName = corrected.fileName ?? inferPattern(stems, isEmotion)?.pattern;
  const parts = stems.map((stem) => (fileName ? parseName(fileName, stem, isEmotion) : undefined));
  const written = drafts.map(
    (draft, i) => draft.label ?? (reading.hasPerceivedLabels || draft.raters ? undefined : parts[i]?.prompted),
  );
  const folding = foldLabels(
    countOf([...written, ...drafts.flatMap(({ raters }) => raters ?? [])]),
    withClasses(corrected, reading.classes, lexicon),
    lexicon,
  );
  const tasks = foldTasks(reading, corrected, lexicon);
  const prompted = promptedOf(reading, drafts, parts, folding, lexicon);
  const found = reading.classes && folding.labels.filter(labelsInUse(written, drafts, folding));
  const labels = corrected.labels ?? unionLabels(found ?? folding.labels, prompted, isEmotion);
  const degree = judgeRatings(ownedNumbers(drafts, 'degree'), corrected.scales?.degree);
  const quality = judgeRatings(ownedNumbers(drafts, 'quality'), corrected.scales?.quality);
  const items = drafts.map((draft, i) =>
    makeItem(draft, written[i], { label: folding, tasks }, prompted[i], parts[i], { degree, quality }),
  );
  const scales = { ...(degree.scale && { degree: degree.scale }), ...(quality.scale && { quality: quality.scale }) };
  return {
    items: ItemTable.of(items),
    labels,
    generators: distinct(items.map((item) => item.generator)),
    scales,
    problems: [
      ...reading.problems.map((problem) => settleConflict(problem, folding)),
      ...unknownLabels(items, drafts, written),
      ...unknownWords(drafts, folding, tasks),
      ...degree.problems,
      ...quality.problems,
    ],
    inferred: describe(reading, fileName, labels, [folding, ...tasks.values()], scales),
  };
}

/** A label set that the data declares, in canonical spelling; what a person declares goes before it. */
function withClasses(corrected: Descriptor, classes: readonly string[] | undefined, lexicon: Lexicon): Descriptor {
  if (classes === undefined || classes.length === 0 || corrected.labels) return corrected;
  // Often enough for none to pass for a slip.
  const equallyOften = new Map(classes.map((name) => [name, 100]));
  return { ...corrected, labels: [...foldLabels(equallyOften, corrected, lexicon).labels] };
}

/** A class that no picture has is no label: a set of one emotion would else ask models for all. */
function labelsInUse(
  written: readonly (string | undefined)[],
  drafts: readonly DraftItem[],
  folding: LabelFolding,
): (label: string) => boolean {
  const used = new Set<string | undefined>();
  for (const word of written) if (word !== undefined) used.add(folding.fold(word));
  for (const { raters } of drafts) for (const word of raters ?? []) used.add(folding.fold(word));
  return (label) => used.has(label);
}

function countOf(values: readonly (string | undefined)[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function distinct(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== undefined))].sort(compareNatural);
}

function ownedNumbers(drafts: readonly DraftItem[], field: 'degree' | 'quality'): readonly OwnedNumber[] {
  return drafts.flatMap((draft) => (draft[field] ? [{ item: draft.path, number: draft[field] }] : []));
}

/**
 * The prompted emotions, in the label set's spelling. Where the label itself comes from the name there is none; where the
 * label comes from folders, one that always says the same says nothing about a prompt.
 */
function promptedOf(
  reading: FormatReading,
  drafts: readonly DraftItem[],
  parts: readonly (NameParts | undefined)[],
  folding: LabelFolding,
  lexicon: Lexicon,
): readonly (string | undefined)[] {
  const labelOf = (word: string) => folding.fold(word) ?? foldLabel(word, lexicon) ?? word;
  const stated = drafts.map((draft) => (draft.prompted === undefined ? undefined : labelOf(draft.prompted)));
  if (!reading.hasPerceivedLabels) return stated;
  const prompted = parts.map((part, i) => {
    const word = part?.prompted;
    return stated[i] ?? (word === undefined ? undefined : labelOf(word));
  });
  const rated = reading.tables.length > 0;
  const differs = drafts.some(
    (draft, i) => prompted[i] !== undefined && prompted[i] !== folding.fold(draft.label ?? ''),
  );
  return rated || differs ? prompted : stated;
}

/** A prompted emotion that nobody perceived is still an answer that a model may give. */
function unionLabels(
  labels: readonly string[],
  prompted: readonly (string | undefined)[],
  isEmotion: (text: string) => boolean,
): readonly string[] {
  if (labels.length > 0 && labels.filter(isEmotion).length * 2 < labels.length) return labels;
  return orderLabels([...labels, ...prompted.filter((label) => label !== undefined)]);
}

function makeItem(
  draft: DraftItem,
  written: string | undefined,
  foldings: Foldings,
  prompted: string | undefined,
  parts: NameParts | undefined,
  ratings: { readonly degree: Ratings; readonly quality: Ratings },
): Item {
  const votes = draft.raters && countVotes(draft.raters, foldings.label);
  const label = written === undefined ? votes && majorityOf(votes) : foldings.label.fold(written);
  const tasks = draft.tasks && foldTaskLabels(draft.tasks, foldings.tasks);
  const [prompt, seed] = [draft.prompt ?? parts?.prompt, draft.seed ?? parts?.seed];
  const media = draft.media ?? (isVideoFile(listedFile(draft.path)) ? 'video' : undefined);
  const generator = draft.generator ?? parts?.generator;
  const degree = draft.degree && ratings.degree.counts(draft.degree) ? draft.degree.value : undefined;
  const quality = draft.quality && ratings.quality.counts(draft.quality) ? draft.quality.value : undefined;
  return {
    id: draft.path,
    path: draft.path,
    ...(label !== undefined && { label }),
    ...(written !== undefined && written !== label && { labelAsWritten: written }),
    ...(degree !== undefined && { degree }),
    ...(quality !== undefined && { quality }),
    ...(generator !== undefined && { generator }),
    ...(prompted !== undefined && { prompted }),
    ...(prompt !== undefined && { prompt }),
    ...(seed !== undefined && { seed }),
    ...(draft.split !== undefined && { split: draft.split }),
    ...(votes && Object.keys(votes).length > 0 && { votes }),
    ...(tasks && Object.keys(tasks).length > 0 && { tasks }),
    ...(draft.text !== undefined && { text: draft.text }),
    ...(draft.fields && { fields: draft.fields }),
    ...(draft.embedded && { embedded: draft.embedded }),
    ...(media !== undefined && { media }),
    ...(draft.row && { row: draft.row }),
  };
}

/** How labels are folded: those of the main task, and of each further one by its name. */
interface Foldings {
  readonly label: LabelFolding;
  readonly tasks: ReadonlyMap<string, LabelFolding>;
}

/** Each task has labels of its own; a declared label set is that of the main one. */
function foldTasks(
  { items: drafts, taskClasses = {} }: FormatReading,
  corrected: Descriptor,
  lexicon: Lexicon,
): ReadonlyMap<string, LabelFolding> {
  const names = new Set(drafts.flatMap(({ tasks }) => (tasks ? Object.keys(tasks) : [])));
  const declared: Descriptor = { version: 1, ...(corrected.foldings && { foldings: corrected.foldings }) };
  const fold = (name: string) => {
    const counts = countOf(drafts.map(({ tasks }) => tasks?.[name]));
    return foldLabels(counts, withClasses(declared, taskClasses[name], lexicon), lexicon);
  };
  return new Map([...names].map((name) => [name, fold(name)]));
}

function foldTaskLabels(
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
function countVotes(raters: readonly string[], folding: LabelFolding): Readonly<Record<string, number>> {
  const votes = new Map<string, number>();
  for (const rater of raters) {
    const label = folding.fold(rater);
    if (label !== undefined) votes.set(label, (votes.get(label) ?? 0) + 1);
  }
  return Object.fromEntries(orderLabels(votes.keys()).map((label) => [label, votes.get(label)!]));
}

/** The label that more raters chose than any other; `undefined` where several were chosen equally often. */
function majorityOf(votes: Readonly<Record<string, number>>): string | undefined {
  const [first, second] = Object.entries(votes).sort((a, b) => b[1] - a[1]);
  return first && (second === undefined || second[1] < first[1]) ? first[0] : undefined;
}

/** Words of raters and of tasks that are no labels: one problem for each word of a picture. */
function unknownWords(
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

/** One for each row; where folders are the labels, one for each folder. */
function unknownLabels(
  items: Items,
  drafts: readonly DraftItem[],
  written: readonly (string | undefined)[],
): readonly Problem[] {
  const problems = new Map<string, Problem>();
  for (const [i, item] of items.entries()) {
    const value = written[i];
    if (value === undefined || item.label !== undefined) continue;
    const row = drafts[i]!.row;
    const folder = listedFile(item.path).folder;
    const problem: Problem = row
      ? { kind: 'unknown-label', file: row.file, line: row.line, item: item.id, facts: { value } }
      : { kind: 'unknown-label', file: folder, facts: { value } };
    problems.set(row ? item.id : folder, problem);
  }
  return [...problems.values()];
}

/** Two rows of one picture conflict only when their labels differ once folded. */
function settleConflict(problem: Problem, folding: LabelFolding): Problem {
  const { label, before, ...facts } = problem.facts;
  if (problem.kind !== 'conflicting-label' || label === undefined || before === undefined) return problem;
  return folding.fold(label) === folding.fold(before) && folding.fold(label) !== undefined
    ? { ...problem, kind: 'duplicate-id', facts }
    : problem;
}

function describe(
  reading: FormatReading,
  fileName: string | undefined,
  labels: readonly string[],
  foldings: readonly LabelFolding[],
  scales: Assembled['scales'],
): Descriptor {
  const bare = (scale: { readonly min: number; readonly max: number }) => ({ min: scale.min, max: scale.max });
  return {
    version: 1,
    ...(reading.columns && { columns: reading.columns }),
    ...(fileName !== undefined && { fileName }),
    labels: [...labels],
    // The main task comes first and wins a spelling that two tasks fold differently.
    foldings: Object.assign({}, ...foldings.toReversed().map((folding) => folding.foldings)) as Record<string, string>,
    polarity: { ...polarityTable(labels) },
    scales: {
      ...(scales.degree && { degree: bare(scales.degree) }),
      ...(scales.quality && { quality: bare(scales.quality) }),
    },
  };
}
