import type { ItemTable } from '../benchmark/itemTable.ts';
import { foldColumn } from './foldedText.ts';
import { orderColumn } from './sortPlaces.ts';

/** Works out beforehand what the first search in running texts and the first sort by them need, yielding now and then. */
export function* prepareTexts(table: ItemTable): Generator<void> {
  yield* foldColumn(table.ids);
  for (const field of table.fieldNames) {
    const column = table.column(field);
    if (field === 'id' || column?.kind !== 'text') continue;
    yield* foldColumn(column);
    yield* orderColumn(column, table.length);
  }
}
