import { codedAt, codedFrom, columnOf, firstCoded, mapCoded, type CodedTexts } from './codedTexts.ts';
import type { DraftTable } from './draftTable.ts';
import { fieldColumn } from './fieldColumns.ts';
import { voteCounter, type Foldings } from './draftWords.ts';
import { fieldPrefix, taskPrefix, textParts, type ItemTableParts } from './itemColumns.ts';
import { ItemTableBuilder } from './itemTableBuilder.ts';
import { hasVideos } from './files/filesByKind.ts';
import { isVideoFile } from './files/listing.ts';
import { idsOf } from './keptIds.ts';
import type { PartColumns } from './names/nameParts.ts';
import type { OpenMemory } from './openMemory.ts';
import type { Ratings } from './ratings.ts';

/** Drafts with all that was found out about them. */
export interface FoldedDrafts extends Foldings {
  readonly table: DraftTable;
  /** Labels as they stand in the files, or in the names where these are the labels. */
  readonly written: CodedTexts;
  readonly prompted: CodedTexts;
  readonly parts: PartColumns | undefined;
  readonly degree: Ratings | undefined;
  readonly quality: Ratings | undefined;
  /** Whether most labels are words for emotions. */
  readonly isEmotional: boolean;
}

/** The columns of the items. */
export function assembleItems(folded: FoldedDrafts, memory?: OpenMemory): ItemTableParts {
  const { table, written, prompted, parts, degree, quality } = folded;
  const { length, texts, rows } = table;
  const builder = new ItemTableBuilder();
  const ids = idsOf(table.files, memory?.ids);
  if (memory !== undefined) memory.ids = ids;
  builder.putIds(ids);
  const columns: readonly (readonly [string, CodedTexts])[] = [
    ['label', labelsOf(folded)],
    ['labelAsWritten', mapCoded(written, (word) => (folded.label.fold(word) === word ? undefined : word))],
    ['generator', firstCoded(length, texts.generator, parts?.generator)],
    ['prompted', prompted],
    ['prompt', firstCoded(length, texts.prompt, parts?.prompt)],
    ['seed', firstCoded(length, texts.seed, parts?.seed)],
    ['split', firstCoded(length, texts.split)],
    ['media', firstCoded(length, texts.media, videosOf(table))],
  ];
  for (const [field, coded] of columns) {
    const column = columnOf(coded);
    if (column) builder.put(field, column);
  }
  putMainTask(builder, folded, columns[0]![1]);
  if (degree) builder.putNumbers('degree', degree.values);
  if (quality) builder.putNumbers('quality', quality.values);
  const file = rows && columnOf(rows.file);
  if (file) builder.putRows({ file, line: rows.line });
  putMore(builder, folded);
  return builder.finish();
}

function labelsOf({ table, written, label }: FoldedDrafts): CodedTexts {
  const labels = mapCoded(written, label.fold);
  const { raters } = table;
  if (raters === undefined) return labels;
  const count = voteCounter(label);
  const majorities = codedFrom(table.length, (i) =>
    raters[i] && written.codes[i] === 0 ? count(raters[i]).label : undefined,
  );
  return firstCoded(table.length, labels, majorities);
}

function videosOf({ files }: DraftTable): CodedTexts | undefined {
  if (!hasVideos(files)) return undefined;
  return codedFrom(files.length, (i) => (isVideoFile(files[i]!) ? 'video' : undefined));
}

/** The label is that of a task, too, where there are others: under the name of its own, unless one of them says the same. */
function putMainTask(
  builder: ItemTableBuilder,
  { table, tasks, label, isEmotional }: FoldedDrafts,
  labels: CodedTexts,
): void {
  const { mainTask, tasks: further } = table;
  const column = columnOf(labels);
  if (mainTask === undefined || further === undefined || column === undefined) return;
  const isSame = (task: string, written: CodedTexts) => {
    const folded = mapCoded(written, (word) => tasks.get(task)?.fold(word));
    for (let i = 0; i < table.length; i++) {
      const [one, other] = [codedAt(folded, i), codedAt(labels, i)];
      if (one !== other && (one === undefined || other === undefined || label.fold(one) !== other)) return false;
    }
    return true;
  };
  if ([...further.columns].some(([task, written]) => isSame(task, written))) return;
  const name = isEmotional ? 'emotion' : mainTask;
  if (!further.columns.has(name)) builder.put(taskPrefix + name, column);
}

/** What only some formats have. */
function putMore(builder: ItemTableBuilder, { table, label, tasks }: FoldedDrafts): void {
  const count = voteCounter(label);
  for (const [i, raters] of table.raters?.entries() ?? []) {
    const votes = raters && count(raters).votes;
    if (votes && Object.keys(votes).length > 0) builder.choice('votes').set(i, JSON.stringify(votes));
  }
  for (const [task, written] of table.tasks?.columns ?? []) {
    const column = columnOf(mapCoded(written, (word) => tasks.get(task)?.fold(word)));
    if (column) builder.put(taskPrefix + task, column);
  }
  for (const [name, field] of table.fields ?? []) {
    const column = fieldColumn(field);
    if (column) builder.put(fieldPrefix + name, column);
  }
  if (table.text) builder.put('text', textParts(table.text));
  for (const [i, place] of table.embedded?.entries() ?? []) if (place) builder.setEmbedded(i, place);
}
