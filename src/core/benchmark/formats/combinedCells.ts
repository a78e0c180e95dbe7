import { normaliseForm } from '../../affect/foldText.ts';
import type { Lexicon } from '../../affect/lexicon.ts';
import { nameFit } from '../columnNames.ts';
import { isEmotionWord } from '../labelFolding.ts';
import type { RecordTable } from '../tables/recordTable.ts';

const sampleRows = 100;

/** One of several things that the cells of a column say, under a name of its own. */
export interface CombinedPart {
  readonly name: string;
  /** The column that it is a part of, and which part. */
  readonly at: number;
  readonly part: number;
}

/**
 * Columns whose name and cells are lists of the same length, words for emotions or polarities in each: `text,image` over `positive,neutral` (MVSA). What is said
 * of the image is a label; several such columns are several people.
 */
export function combinedParts(table: RecordTable, lexicon: Lexicon): readonly CombinedPart[] {
  if (table.kind !== 'delimited') return [];
  const combined = table.columns.flatMap((name, at) => {
    const names = partsOf(name);
    return names.length > 1 && holdsParts(table, at, names.length, lexicon) ? [{ name, at, names }] : [];
  });
  return combined.flatMap(({ name, at, names }) => {
    const alike = combined.filter((one) => one.name === name);
    const number = alike.length > 1 ? alike.findIndex((one) => one.at === at) + 1 : 0;
    return names.map((own, part) => ({ name: partName(own, number), at, part }));
  });
}

/** A part of a cell, by {@link CombinedPart.part}. */
export function partOf(cell: unknown, part: number): string | undefined {
  return typeof cell === 'string' ? partsOf(cell)[part] : undefined;
}

/** Numbers in names are those of people. */
function partName(own: string, number: number): string {
  if (nameFit(own, 'image') === 0) return `${own} part${number === 0 ? '' : ` ${'abcdefghij'[(number - 1) % 10]}`}`;
  return number === 0 ? `${own} label` : `annotator ${number}: ${own} label`;
}

function partsOf(text: string): readonly string[] {
  return text.split(',').map((part) => part.trim());
}

function holdsParts(table: RecordTable, at: number, count: number, lexicon: Lexicon): boolean {
  let [filled, fitting] = [0, 0];
  for (let row = 0; row < Math.min(sampleRows, table.length); row++) {
    const value = table.valueAt(row, at);
    if (typeof value !== 'string' || value.trim() === '') continue;
    filled++;
    const parts = partsOf(value);
    if (parts.length === count && parts.every((part) => isLabelWord(part, lexicon))) fitting++;
  }
  return filled > 0 && fitting * 10 >= filled * 9;
}

function isLabelWord(word: string, lexicon: Lexicon): boolean {
  const concept = lexicon.byForm.get(normaliseForm(word));
  const kind = lexicon.concepts.get(concept ?? '')?.kind;
  return isEmotionWord(word, lexicon) || kind === 'polarity' || kind === 'mood';
}
