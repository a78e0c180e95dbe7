import type { TextParts } from '../benchmark/itemColumns.ts';
import type { ItemTable } from '../benchmark/itemTable.ts';
import { foldColumn } from './foldedText.ts';
import { columnRanks } from './sortPlaces.ts';
import { indexColumn } from './indexedColumn.ts';
import { textNumbers } from './textNumbers.ts';
import type { Turns } from '../turns.ts';

/** Works out beforehand what searches in texts, and the first sort by them, need, yielding now and then. */
export function* prepareTexts(table: ItemTable): Turns<void> {
  yield* prepareSearch(table.ids);
  for (const field of table.fieldNames) {
    const column = table.column(field);
    if (field === 'id' || column === undefined || column.kind === 'number') continue;
    if (column.kind === 'text') {
      yield* prepareSearch(column);
      if (mayHoldNumbers(field)) yield* textNumbers(column);
    }
    yield* columnRanks(column, field, table.length);
  }
}

/** Short texts are quickly gone through: an index over them would take many times their memory. */
const shortLength = 12;

function* prepareSearch(column: TextParts): Turns<void> {
  if (column.all.length > shortLength * column.ends.length) yield* indexColumn(column);
  else yield* foldColumn(column);
}

/** Further columns may hold anything; of the others it is known what they are. */
function mayHoldNumbers(field: string): boolean {
  return field.startsWith('field:') || field.startsWith('task:');
}
