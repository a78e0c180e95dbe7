import type { ItemTable } from '../itemTable.ts';
import { listedFile } from '../files/listing.ts';
import type { Problem } from '../problem.ts';
import { isTableFile } from '../tables/recordTable.ts';

/**
 * Problems of pictures with those of pictures inside tables at the table and its line, where a person finds them: no file has the
 * path of such a picture. Their items stay what they are.
 */
export function atTables(problems: readonly Problem[], items: ItemTable): readonly Problem[] {
  return problems.map((problem) => atTable(problem, items));
}

function atTable(problem: Problem, items: ItemTable): Problem {
  const { item: id, file } = problem;
  if (id === undefined || id !== file || !isTableFile(listedFile(listedFile(file).folder))) return problem;
  const place = items.indexOf(id);
  const item = place === -1 ? undefined : items.at(place);
  if (item?.embedded === undefined) return problem;
  const { embedded, row } = item;
  return { ...problem, file: embedded.file, ...(row?.file === embedded.file && { line: row.line }) };
}
