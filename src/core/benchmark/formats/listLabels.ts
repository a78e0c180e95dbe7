import type { Lexicon } from '../../affect/lexicon.ts';
import { columnWords } from '../columnNames.ts';
import { isEmotionWord } from '../labelFolding.ts';
import { listedFile } from '../files/listing.ts';
import { columnOf, type TableSource } from './tableSource.ts';

/** Tables that name pictures; a name alone, of a column without one picture in it, is not enough beside other tables. */
export function namesPictures(source: TableSource): boolean {
  return columnOf(source, 'image') !== undefined;
}

/** Tables that say what pictures show. */
export function saysLabels(source: TableSource): boolean {
  return (['label', 'rater', 'votes'] as const).some((role) => columnOf(source, role) !== undefined);
}

/** Several lists of pictures that are called by emotions (`happy.txt`, `sad.txt`) say which picture shows which. */
export function withListLabels(sources: readonly TableSource[], lexicon: Lexicon): readonly TableSource[] {
  const lists = new Map(
    sources.flatMap((source) => {
      const word = namesPictures(source) && !saysLabels(source) ? emotionOfList(source, lexicon) : undefined;
      return word === undefined ? [] : [[source, word] as const];
    }),
  );
  if (new Set(lists.values()).size < 2) return sources;
  return sources.map((source) => {
    const word = lists.get(source);
    return word === undefined ? source : withLabel(source, word);
  });
}

function emotionOfList({ table }: TableSource, lexicon: Lexicon): string | undefined {
  const { stem } = listedFile(table.path);
  if (isEmotionWord(stem, lexicon)) return stem;
  const words = columnWords(stem).filter((word) => isEmotionWord(word, lexicon));
  return words.length === 1 ? words[0] : undefined;
}

/** A column that says the same in each row. */
function withLabel(source: TableSource, label: string): TableSource {
  const { placed: _cells, ...table } = source.table;
  const at = table.columns.length;
  const column = listedFile(table.path).name;
  const guess = { at, column, role: 'label', sure: 0.6, why: 'name' } as const;
  return {
    ...source,
    table: {
      ...table,
      columns: [...table.columns, column],
      valueAt: (row, of) => (of === at ? label : table.valueAt(row, of)),
    },
    guesses: [...source.guesses, guess],
  };
}
