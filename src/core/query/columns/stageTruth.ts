import type { PolarityTable } from '../../affect/polarity.ts';
import type { ItemTable } from '../../benchmark/itemTable.ts';
import type { ResolvedAnswer } from '../../evaluation/protocol.ts';
import { truthOf } from '../../scoring/truth.ts';
import { wordAt } from './columnValues.ts';

/** The word that an answer of a stage has to be, over the items of a table; an item may have none, or a number, which is no such word. */
export interface StageTruth {
  /** That of the item at a place, without making the whole item. */
  readonly at: (place: number) => string | undefined;
  /** The same where few words repeat: that of the item at `place` is `words[codes[place]]`. */
  readonly coded?: { readonly codes: Uint16Array | Uint32Array; readonly words: readonly (string | undefined)[] };
}

const nothing: StageTruth = { at: () => undefined };

/** The truth of a stage; `undefined` everywhere where the benchmark says none, or says it in numbers. */
export function stageTruth(table: ItemTable, answer: ResolvedAnswer, polarity: PolarityTable): StageTruth {
  const field = answer.truth === 'polarity' ? 'label' : answer.truth;
  const column = field && table.column(field);
  if (field === undefined || column === undefined || column.kind === 'number') return nothing;
  const truthOfWord = (word: string): string | undefined => {
    const truth = truthOf({ id: '', path: '', [field]: word }, answer, polarity);
    return typeof truth === 'string' ? truth : undefined;
  };
  if (column.kind === 'choice') {
    const words = [undefined, ...column.values.map(truthOfWord)];
    return { at: (place) => words[column.codes[place]!], coded: { codes: column.codes, words } };
  }
  return {
    at: (place) => {
      const word = wordAt(column, place);
      return word === undefined ? undefined : truthOfWord(word);
    },
  };
}
