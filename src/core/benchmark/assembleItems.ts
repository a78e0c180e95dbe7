import { codedFrom, columnOf, firstCoded, mapCoded, type CodedTexts } from './codedTexts.ts';
import type { DraftTable } from './draftTable.ts';
import { countVotes, foldTaskLabels, majorityOf, type Foldings } from './draftWords.ts';
import type { DraftItem } from './formats/format.ts';
import { fieldPrefix, taskPrefix, type ItemTableParts } from './itemColumns.ts';
import { ItemTableBuilder } from './itemTableBuilder.ts';
import { isVideoFile } from './listing.ts';
import type { PartColumns } from './nameParts.ts';
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
}

/** The columns of the items. */
export function assembleItems(folded: FoldedDrafts): ItemTableParts {
  const { table, written, prompted, parts, degree, quality } = folded;
  const { length, texts, rows } = table;
  const builder = new ItemTableBuilder();
  for (const { path } of table.files) builder.addId(path);
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
  if (degree) builder.putNumbers('degree', degree.values);
  if (quality) builder.putNumbers('quality', quality.values);
  const file = rows && columnOf(rows.file);
  if (file) builder.putRows({ file, line: rows.line });
  for (const [i, draft] of table.drafts?.entries() ?? []) addMore(builder, i, draft, folded);
  return builder.finish();
}

function labelsOf({ table, written, label }: FoldedDrafts): CodedTexts {
  const labels = mapCoded(written, label.fold);
  const { drafts } = table;
  if (!drafts?.some(({ raters }) => raters)) return labels;
  const majorities = codedFrom(table.length, (i) => {
    const { raters } = drafts[i]!;
    return raters && written.codes[i] === 0 ? majorityOf(countVotes(raters, label)) : undefined;
  });
  return firstCoded(table.length, labels, majorities);
}

function videosOf({ files }: DraftTable): CodedTexts | undefined {
  if (!files.some(isVideoFile)) return undefined;
  return codedFrom(files.length, (i) => (isVideoFile(files[i]!) ? 'video' : undefined));
}

/** What only some formats have. */
function addMore(builder: ItemTableBuilder, at: number, draft: DraftItem, foldings: Foldings): void {
  const votes = draft.raters && countVotes(draft.raters, foldings.label);
  if (votes && Object.keys(votes).length > 0) builder.choice('votes').set(at, JSON.stringify(votes));
  if (draft.tasks) builder.setRecord(at, taskPrefix, foldTaskLabels(draft.tasks, foldings.tasks));
  if (draft.text !== undefined) builder.setText(at, draft.text);
  if (draft.fields) builder.setRecord(at, fieldPrefix, draft.fields);
  if (draft.embedded) builder.setEmbedded(at, draft.embedded);
}
