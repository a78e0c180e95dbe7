import { foldLabel } from '../affect/foldLabel.ts';
import type { Lexicon } from '../affect/lexicon.ts';
import { polarityTable } from '../affect/polarity.ts';
import type { Benchmark } from './benchmark.ts';
import type { Descriptor } from './descriptor.ts';
import { parseName, type NameParts } from './fileNamePattern.ts';
import type { DraftItem, FormatReading } from './formats/format.ts';
import { inferPattern } from './inferPattern.ts';
import type { Item } from './item.ts';
import { foldLabels, isEmotionWord, orderLabels, type LabelFolding } from './labelFolding.ts';
import { listedFile } from './listing.ts';
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
    (draft, i) => draft.label ?? (reading.hasPerceivedLabels ? undefined : parts[i]?.prompted),
  );
  const folding = foldLabels(countOf(written), corrected, lexicon);
  const prompted = promptedOf(reading, drafts, parts, folding, lexicon);
  const labels = corrected.labels ?? unionLabels(folding.labels, prompted, isEmotion);
  const degree = judgeRatings(ownedNumbers(drafts, 'degree'), corrected.scales?.degree);
  const quality = judgeRatings(ownedNumbers(drafts, 'quality'), corrected.scales?.quality);
  const items = drafts.map((draft, i) =>
    makeItem(draft, written[i], folding, prompted[i], parts[i], { degree, quality }),
  );
  const scales = { ...(degree.scale && { degree: degree.scale }), ...(quality.scale && { quality: quality.scale }) };
  return {
    items,
    labels,
    generators: distinct(items.map((item) => item.generator)),
    scales,
    problems: [
      ...reading.problems.map((problem) => settleConflict(problem, folding)),
      ...unknownLabels(items, drafts, written),
      ...degree.problems,
      ...quality.problems,
    ],
    inferred: describe(reading, fileName, labels, folding, scales),
  };
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
  if (!reading.hasPerceivedLabels) return drafts.map(() => undefined);
  const prompted = parts.map((part) => {
    const word = part?.prompted;
    return word === undefined ? undefined : (folding.fold(word) ?? foldLabel(word, lexicon) ?? word);
  });
  const rated = reading.tables.length > 0;
  const differs = drafts.some(
    (draft, i) => prompted[i] !== undefined && prompted[i] !== folding.fold(draft.label ?? ''),
  );
  return rated || differs ? prompted : drafts.map(() => undefined);
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
  folding: LabelFolding,
  prompted: string | undefined,
  parts: NameParts | undefined,
  ratings: { readonly degree: Ratings; readonly quality: Ratings },
): Item {
  const label = written === undefined ? undefined : folding.fold(written);
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
    ...(parts?.prompt !== undefined && { prompt: parts.prompt }),
    ...(parts?.seed !== undefined && { seed: parts.seed }),
    ...(draft.row && { row: draft.row }),
  };
}

/** One for each row; where folders are the labels, one for each folder. */
function unknownLabels(
  items: readonly Item[],
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
  folding: LabelFolding,
  scales: Assembled['scales'],
): Descriptor {
  const bare = (scale: { readonly min: number; readonly max: number }) => ({ min: scale.min, max: scale.max });
  return {
    version: 1,
    ...(reading.columns && { columns: reading.columns }),
    ...(fileName !== undefined && { fileName }),
    labels: [...labels],
    foldings: { ...folding.foldings },
    polarity: { ...polarityTable(labels) },
    scales: {
      ...(scales.degree && { degree: bare(scales.degree) }),
      ...(scales.quality && { quality: bare(scales.quality) }),
    },
  };
}
