import { foldLabel } from '../affect/foldLabel.ts';
import type { Lexicon } from '../affect/lexicon.ts';
import { emotionCodes } from '../affect/words/emotionCodes.ts';
import { polarityTable } from '../affect/polarity.ts';
import { assembleItems, type FoldedDrafts } from './assembleItems.ts';
import type { Benchmark } from './benchmark.ts';
import { codedAt, countCoded, firstCoded, mapCoded, type CodedTexts } from './codedTexts.ts';
import type { Descriptor } from './descriptor.ts';
import type { DraftTable } from './draftTable.ts';
import { foldTasks, unknownWords, withClasses } from './draftWords.ts';
import type { FormatReading } from './formats/format.ts';
import { inferPattern, inferPatternByWords } from './names/inferPattern.ts';
import { ItemTable } from './itemTable.ts';
import { foldLabels, isEmotionWord, orderLabels, type LabelFolding } from './labelFolding.ts';
import { codesInNames } from './names/nameCodes.ts';
import { readNames, type PartColumns } from './names/nameParts.ts';
import { splitsInNames } from './names/splitsInNames.ts';
import { compareNatural } from './naturalOrder.ts';
import type { OpenMemory } from './openMemory.ts';
import type { Problem } from './problem.ts';
import { judgeRatings } from './ratings.ts';

/** What came of putting a reading together; names and fingerprints are the opener's. */
export interface Assembled extends Pick<Benchmark, 'items' | 'labels' | 'generators' | 'scales' | 'problems'> {
  readonly inferred: Descriptor;
}

/**
 * Makes items of drafts: spellings folded, file names taken apart, ratings judged; says what was inferred on the way. Distinct texts
 * are looked at once each, however many items have them.
 */
export function assemble(
  reading: FormatReading,
  corrected: Descriptor,
  lexicon: Lexicon,
  memory?: OpenMemory,
): Assembled {
  const table = withSplits(reading.table);
  const { files } = table;
  const declared = new Set([...(corrected.labels ?? []), ...Object.keys(corrected.foldings ?? {})]);
  const isEmotion = (text: string) => declared.has(text) || isEmotionWord(text, lexicon);
  const inferred = () => (declared.size === 0 ? inferPatternByWords(files, lexicon) : inferPattern(files, isEmotion));
  const pattern = corrected.fileName ?? inferred()?.pattern;
  const named = pattern ? namesOf(pattern, [...declared], table, isEmotion, lexicon, memory) : undefined;
  const parts = corrected.fileName ? named : withCodes(named, table);
  const fileName = parts === named ? pattern : undefined;
  const written = writtenLabels(reading, table, parts);
  const counts = countCoded(written);
  for (const raters of table.raters ?? [])
    for (const word of raters ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  const folding = foldLabels(counts, withClasses(corrected, reading.classes, lexicon), lexicon);
  const tasks = foldTasks(table.tasks, reading.taskClasses ?? {}, corrected, lexicon);
  const prompted = promptedOf(reading, table, parts, folding, lexicon);
  // A class that no picture has is no label: a set of one emotion would else ask models for all.
  const used = new Set([...counts.keys()].map((word) => folding.fold(word)));
  const found = reading.classes ? folding.labels.filter((label) => used.has(label)) : folding.labels;
  const labels = corrected.labels ?? unionLabels(found, prompted, isEmotion);
  const pathAt = (i: number) => files[i]!.path;
  const degree = table.degree && judgeRatings(table.degree, pathAt, corrected.scales?.degree);
  const quality = table.quality && judgeRatings(table.quality, pathAt, corrected.scales?.quality);
  const isEmotional = labels.filter(isEmotion).length * 2 > labels.length;
  const folded: FoldedDrafts = { table, written, label: folding, tasks, prompted, parts, degree, quality, isEmotional };
  const items = ItemTable.from(assembleItems(folded, memory));
  const scales = {
    ...scaleOf('degree', degree?.scale, corrected),
    ...scaleOf('quality', quality?.scale, corrected),
  };
  return {
    items,
    labels,
    generators: generatorsOf(items),
    scales,
    problems: [
      ...reading.problems.map((problem) => settleConflict(problem, folding)),
      ...unknownLabels(items, table, written, folding),
      ...unknownWords(table, folding, tasks),
      ...(degree?.problems ?? []),
      ...(quality?.problems ?? []),
    ],
    inferred: describe(reading, fileName, labels, [folding, ...tasks.values()], scales),
  };
}

/** Where nothing else says which part of the data a picture is of, the beginnings of names may. */
function withSplits(table: DraftTable): DraftTable {
  const split = table.texts.split === undefined ? splitsInNames(table.files) : undefined;
  return split ? { ...table, texts: { ...table.texts, split } } : table;
}

function namesOf(
  pattern: string,
  declared: readonly string[],
  { files }: DraftTable,
  isEmotion: (text: string) => boolean,
  lexicon: Lexicon,
  memory: OpenMemory | undefined,
): PartColumns {
  const key = JSON.stringify([pattern, declared, lexicon.version]);
  const names = readNames(pattern, files, isEmotion, { key, before: memory?.names });
  if (memory !== undefined) memory.names = names;
  return names.parts;
}

/** Where no word in the names is an emotion, codes for emotions may be. */
function withCodes(parts: PartColumns | undefined, { files }: DraftTable): PartColumns | undefined {
  if (parts !== undefined && parts.prompted.values.length > 0) return parts;
  const prompted = codesInNames(files);
  const none = { values: [], codes: new Uint32Array(files.length) };
  return prompted === undefined ? parts : { generator: none, prompt: none, seed: none, prompted };
}

/** A declared scale holds where nothing is rated, too. */
function scaleOf(
  field: 'degree' | 'quality',
  found: Benchmark['scales']['degree'],
  corrected: Descriptor,
): Benchmark['scales'] {
  const declared = corrected.scales?.[field];
  const scale = found ?? (declared && { ...declared, source: 'descriptor' as const });
  return scale ? { [field]: scale } : {};
}

/** Without labels of people, and without raters, the emotion in the name is the label. */
function writtenLabels(reading: FormatReading, table: DraftTable, parts: PartColumns | undefined): CodedTexts {
  const none = { values: [], codes: new Uint32Array(table.length) };
  if (reading.hasPerceivedLabels || parts === undefined) return table.texts.label ?? none;
  const { values, codes } = parts.prompted;
  const { raters } = table;
  const ofName = raters ? { values, codes: codes.map((code, i) => (raters[i] ? 0 : code)) } : parts.prompted;
  return firstCoded(table.length, table.texts.label, ofName);
}

function generatorsOf(items: ItemTable): readonly string[] {
  const column = items.column('generator');
  if (column === undefined) return [];
  if (column.kind === 'choice') return [...column.values].sort(compareNatural);
  const found = new Set(items.map((item) => item.generator).filter((generator) => generator !== undefined));
  return [...found].sort(compareNatural);
}

/**
 * The prompted emotions, in the label set's spelling. Where the label itself comes from the name there is none; where the
 * label comes from folders, one that always says the same says nothing about a prompt.
 */
function promptedOf(
  reading: FormatReading,
  { length, texts }: DraftTable,
  parts: PartColumns | undefined,
  folding: LabelFolding,
  lexicon: Lexicon,
): CodedTexts {
  const codes = emotionCodes(parts?.prompted.values ?? []);
  const labelOf = (written: string) => {
    const word = codes?.get(written.toLowerCase()) ?? written;
    return folding.fold(word) ?? foldLabel(word, lexicon) ?? word;
  };
  const none = { values: [], codes: new Uint32Array(length) };
  const stated = texts.prompted ? mapCoded(texts.prompted, labelOf) : none;
  if (!reading.hasPerceivedLabels || parts === undefined) return stated;
  const prompted = firstCoded(length, stated, mapCoded(parts.prompted, labelOf));
  return reading.tables.length > 0 || differs(prompted, texts.label ?? none, folding) ? prompted : stated;
}

function differs(prompted: CodedTexts, label: CodedTexts, folding: LabelFolding): boolean {
  for (let i = 0; i < prompted.codes.length; i++) {
    const word = codedAt(prompted, i);
    if (word !== undefined && word !== folding.fold(codedAt(label, i) ?? '')) return true;
  }
  return false;
}

/** A prompted emotion that nobody perceived is still an answer that a model may give. */
function unionLabels(
  labels: readonly string[],
  prompted: CodedTexts,
  isEmotion: (text: string) => boolean,
): readonly string[] {
  if (labels.length > 0 && labels.filter(isEmotion).length * 2 < labels.length) return labels;
  return orderLabels([...labels, ...countCoded(prompted).keys()]);
}

/** A label that is no label of the set: one problem for each row, or for each folder where folders are the labels. */
function unknownLabels(
  items: ItemTable,
  { files, rows }: DraftTable,
  written: CodedTexts,
  folding: LabelFolding,
): readonly Problem[] {
  const isUnknown = written.values.map((word) => folding.fold(word) === undefined);
  if (!isUnknown.includes(true)) return [];
  const problems = new Map<string, Problem>();
  for (let i = 0; i < written.codes.length; i++) {
    if (isUnknown[written.codes[i]! - 1] !== true) continue;
    const [facts, item, line] = [{ value: codedAt(written, i)! }, items.idAt(i), rows?.line[i] ?? 0];
    const file = line > 0 ? (codedAt(rows?.file, i) ?? '') : files[i]!.folder;
    if (line > 0) problems.set(item, { kind: 'unknown-label', file, line, item, facts });
    else problems.set(file, { kind: 'unknown-label', file, facts });
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
