import type { PolarityTable } from '../../affect/polarity.ts';
import type { ItemTable } from '../../benchmark/itemTable.ts';
import type { ResolvedAnswer } from '../../evaluation/protocol.ts';
import { truthOf } from '../../scoring/truth.ts';
import { numberAt, wordAt } from './columnValues.ts';

/** The truth of a stage by the item's place. */
export type TruthAt = (place: number) => string | number | undefined;

/** The truth of a stage for the item at a place, without making the whole item. */
export function truthAt(table: ItemTable, answer: ResolvedAnswer, polarity: PolarityTable): TruthAt {
  const field = answer.truth === 'polarity' ? 'label' : answer.truth;
  const column = field && table.column(field);
  if (field === undefined || column === undefined) return () => undefined;
  if (column.kind === 'number') return (place) => numberAt(column, place);
  const truthOfWord = (word: string) => truthOf({ id: '', path: '', [field]: word }, answer, polarity);
  if (column.kind === 'choice') {
    const truths = [undefined, ...column.values.map(truthOfWord)];
    return (place) => truths[column.codes[place]!];
  }
  return (place) => {
    const word = wordAt(column, place);
    return word === undefined ? undefined : truthOfWord(word);
  };
}
