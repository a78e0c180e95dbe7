import { fieldPrefix, type ChoiceColumn } from '../benchmark/itemColumns.ts';
import type { BenchmarkColumns } from './columns/benchmarkColumns.ts';
import { codesOf, mostGroups, outcomeOf, type GroupField } from './groupCodes.ts';

/** Columns of the item table by which items can be grouped. */
const itemFields = ['generator', 'label', 'prompted', 'prompt', 'seed', 'split', 'media'] as const;
/** A further column with more different values than this share of its items makes no groups. */
const mostSingle = 0.75;

/** The fields by which the items of a benchmark can be grouped now, with how many groups each makes: items without a value are one. */
export function groupFields(
  columns: BenchmarkColumns,
): readonly { readonly field: GroupField; readonly groups: number }[] {
  const { table, runs } = columns;
  const further = table.fieldNames.filter((name) => /^(task|field):/.test(name));
  const ofItems = [...itemFields, ...further].flatMap((field) => {
    const column = table.column(field);
    const fits = column?.kind === 'choice' && column.values.length > 0 && column.values.length <= mostGroups;
    return fits && (!field.startsWith(fieldPrefix) || repeats(column))
      ? [{ field, groups: column.values.length + (column.codes.includes(0) ? 1 : 0) }]
      : [];
  });
  const folders = codesOf('folder', columns).values.length;
  return [
    ...ofItems,
    ...(folders > 1 ? [{ field: 'folder', groups: folders }] : []),
    ...(runs.length > 0 ? [{ field: 'outcome', groups: groupsIn(columns.worst) }] : []),
    ...runs.map((run) => ({ field: outcomeOf + run.facts.run, groups: groupsIn(run.standing) })),
    { field: 'review', groups: groupsIn(codesOf('review', columns).codes) },
    ...(columns.faulty.includes(1) ? [{ field: 'problem', groups: groupsIn(columns.faulty) }] : []),
  ];
}

/** Whether most values come again: groups of one item each show nothing. */
function repeats({ values, codes }: ChoiceColumn): boolean {
  if (values.length === 1) return true;
  let filled = 0;
  for (let i = 0; i < codes.length; i++) if (codes[i] !== 0) filled++;
  return values.length <= filled * mostSingle;
}

function groupsIn(codes: ArrayLike<number>): number {
  const seen = new Uint8Array(256);
  for (let i = 0; i < codes.length; i++) seen[codes[i]!] = 1;
  return seen.reduce((sum, one) => sum + one, 0);
}
