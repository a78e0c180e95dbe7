import type { Items } from '../benchmark/item.ts';
import { cellText, noHasher, readRecords } from '../benchmark/tables/recordTable.ts';
import type { ReadableFolder } from '../ports.ts';

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

/** Reads which item each row of the benchmark's tables is about; `find` finds an item by the name of its picture. Pictures inside tables are called by their index as it is. */
export async function askedRows(
  items: Items,
  folder: ReadableFolder,
  find: (name: string) => Promise<string | undefined>,
): Promise<AskedRows> {
  const rows = new Map<string, AskedRow>();
  const questions = new Map<string, string>();
  for (const file of tablesOf(items)) {
    const { table } = await readRecords({ folder, hasher: noHasher }, file);
    if (table === undefined) continue;
    const [index, picture, question] = ['index', 'image_path', 'question'].map((name) => {
      const at = table.columns.indexOf(name);
      return at === -1 ? undefined : at;
    });
    for (let row = 0; row < table.length; row++) {
      const name = cellText(table, row, picture);
      const number = cellText(table, row, index);
      const item = name === undefined ? undefined : await find(name);
      if (number === undefined || item === undefined) continue;
      const before = rows.get(number);
      const text = plain(cellText(table, row, question));
      if (text !== undefined && !questions.has(text)) questions.set(text, text);
      const isSame = before === undefined || before.item === item;
      rows.set(number, { item: isSame ? item : undefined, question: text && questions.get(text) });
    }
  }
  return {
    itemAt(index, question) {
      const row = rows.get(index);
      const asked = plain(question);
      const isOther = asked !== undefined && row?.question !== undefined && row.question !== asked;
      return isOther ? undefined : row?.item;
    },
  };
}

function tablesOf(items: Items): ReadonlySet<string> {
  const files = new Set<string>();
  for (const { row, embedded } of items) if (row !== undefined && embedded === undefined) files.add(row.file);
  return files;
}

/** Without regard to how lines are broken. */
function plain(text: string | undefined): string | undefined {
  return text?.replaceAll(/\s+/g, ' ').trim() || undefined;
}
