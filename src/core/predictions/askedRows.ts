import { type RowItemsSource, visitRowItems } from './rowItems.ts';

/** Rows of VLMEvalKit's tables by their `index`. */
export interface AskedRows {
  /**
   * The item that the row of this index is about; `undefined` where no row has it, where rows about several items have it, or where the
   * row asks another question: a benchmark whose rows are numbered alike is another benchmark.
   */
  itemAt(index: string, question: string | undefined): string | undefined;
}

interface AskedRow {
  /** `undefined` where rows about several items have this index. */
  readonly item: string | undefined;
  /** Equal texts are one text. */
  readonly question: string | undefined;
}

/** Reads which item each row of the benchmark's tables is about. Pictures inside tables are called by their index as it is. */
export async function askedRows(source: RowItemsSource): Promise<AskedRows> {
  const rows = new Map<string, AskedRow>();
  const questions = new Map<string, string>();
  await visitRowItems(source, { by: 'question' }, ({ items, ids: [indexes = []], questions: asked }) => {
    for (const [row, item] of items.entries()) {
      const index = indexes[row] ?? '';
      if (index === '' || item === undefined) continue;
      const before = rows.get(index);
      const text = plain(asked[row]);
      if (text !== undefined && !questions.has(text)) questions.set(text, text);
      const isSame = before === undefined || before.item === item;
      rows.set(index, { item: isSame ? item : undefined, question: text && questions.get(text) });
    }
  });
  return {
    itemAt(index, question) {
      const row = rows.get(index);
      const asked = plain(question);
      const isOther = asked !== undefined && row?.question !== undefined && row.question !== asked;
      return isOther ? undefined : row?.item;
    },
  };
}

/** Without regard to how lines are broken. */
function plain(text: string | undefined): string | undefined {
  return text?.replaceAll(/\s+/g, ' ').trim() || undefined;
}
