import type { JudgedColumn } from './benchmark.ts';
import type { TableRole } from './columnNames.ts';

/** The field of items, by its name in queries, that holds what a column of a role says as it stands there. */
const fieldOfRole: Readonly<Partial<Record<TableRole, string>>> = {
  ...{ image: 'id', label: 'label', degree: 'degree', quality: 'quality', generator: 'generator' },
  ...{ prompted: 'prompted', prompt: 'prompt', seed: 'seed', split: 'split', text: 'caption' },
};

/** What the columns that were taken for something are called, each with the field that holds it; of two columns of one name the first counts. */
export function otherNames(judged: readonly JudgedColumn[] = []): Readonly<Record<string, string>> {
  const names = new Map<string, string>();
  for (const { column, role } of judged) {
    const field = fieldOfRole[role];
    if (field !== undefined && field !== column && !names.has(column)) names.set(column, field);
  }
  return Object.fromEntries(names);
}
