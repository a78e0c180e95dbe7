import { parseNumber } from '../columns.ts';
import { valueText, type RecordTable } from '../tables/recordTable.ts';
import type { RowLabel } from './rowValues.ts';

/** Votes are as many raters; more than this in one row are a share or a sum of something else. */
const mostVotes = 1000;

/** What the votes in a row come to: as many raters, or of shares the label with the largest one. */
export function readVotes(
  table: RecordTable,
  row: number,
  columns: readonly { readonly at: number; readonly of?: string }[],
): RowLabel {
  const counts = columns.flatMap(({ at, of }) => {
    const text = valueText(table.valueAt(row, at)).trim();
    const count = /^true$/i.test(text) ? 1 : parseNumber(text, table.delimiter);
    return of !== undefined && count > 0 ? [{ of, count }] : [];
  });
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const areWhole = counts.every(({ count }) => Number.isInteger(count));
  if (areWhole && total > 1 && total <= mostVotes) {
    return { raters: counts.flatMap(({ of, count }) => Array.from({ length: count }, () => of)) };
  }
  // Shares: the largest one, when there is one.
  const [first, second] = counts.sort((a, b) => b.count - a.count);
  return first === undefined || first.count === second?.count ? {} : { label: first.of };
}
