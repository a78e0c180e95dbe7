import type { Lexicon } from '../../affect/lexicon.ts';
import { columnKey, columnWords, nameFit } from '../columnNames.ts';
import type { RecordTable } from '../tables/recordTable.ts';
import { saysLabels } from './listLabels.ts';
import { codeOf, isListed, keyedBookOf, type KeyedBook } from './tableJoins.ts';
import { columnOf, type TableSource } from './tableSource.ts';

/** Rows that are looked at to see whether a column holds codes. */
const sampleRows = 2000;
/** What columns of codes are called besides what the codes stand for: `emotion_id`, `expr_code`. */
const codeWords = /^(?:ids?|codes?|idx|index|keys?|no|nr|num|number)$/;

/**
 * Gives tables without labels those that stand as codes of a list beside them: in a column called as that of the list's own codes is (`category_id` in
 * both), or after labels and codes (`expression_id` beside `id,name`). All others stay as they are.
 */
export function withForeignCodes(sources: readonly TableSource[], lexicon: Lexicon): readonly TableSource[] {
  const open = sources.filter((source) => !saysLabels(source));
  if (open.length === 0) return sources;
  const books = sources.flatMap((source) => {
    const book = keyedBookOf(source.table, lexicon);
    return book === undefined ? [] : [{ ...book, source }];
  });
  if (books.length === 0) return sources;
  return sources.map((source) => {
    if (!open.includes(source)) return source;
    const others = books.filter((book) => book.source !== source);
    const image = columnOf(source, 'image');
    const isCoded = (at: number) => at !== image && others.some((book) => isForeign(source.table, at, book));
    const at = source.table.columns.findIndex((_, i) => isCoded(i));
    return at === -1 ? source : withLabelAt(source, at);
  });
}

function withLabelAt(source: TableSource, at: number): TableSource {
  const guess = { at, column: source.table.columns[at]!, role: 'label', sure: 0.6, why: 'other' } as const;
  return { ...source, guesses: [...source.guesses.filter((other) => other.at !== at), guess] };
}

function isForeign(table: RecordTable, at: number, { book, key }: KeyedBook): boolean {
  const name = table.columns[at]!;
  if (!isCalledAs(name, key) && !isCalledAfterCodes(name)) return false;
  const codes = new Set<string>();
  for (let row = 0; row < Math.min(sampleRows, table.length); row++) codes.add(codeOf(String(table.valueAt(row, at))));
  return codes.size > 1 && isListed(codes, book);
}

/** The same name; `id` alone is that of the rows of any table. */
function isCalledAs(name: string, key: string): boolean {
  return columnKey(name) === columnKey(key) && !/^(?:|\d+|id|index|idx|no|nr|name|key)$/.test(columnKey(name));
}

function isCalledAfterCodes(name: string): boolean {
  const words = columnWords(name);
  return words.length > 1 && codeWords.test(words.at(-1)!) && nameFit(words.slice(0, -1).join('_'), 'label') > 0;
}
