import type { ItemTable } from '../benchmark/itemTable.ts';
import type { BenchmarkColumns } from './columns/benchmarkColumns.ts';
import { fieldsWith, type QueryField, type QueryVocabulary } from './language/queryFields.ts';

type Counted = readonly { readonly value: string; readonly count?: number }[];

/** Longest list of values that is offered: beyond, a column is no list to choose from. */
const mostValues = 5000;

const vocabularies = new WeakMap<BenchmarkColumns, QueryVocabulary>();

/** What can be asked of a benchmark as it is now: its further fields, and the values that occur with their counts. */
export function vocabularyOf(columns: BenchmarkColumns): QueryVocabulary {
  const known = vocabularies.get(columns);
  if (known !== undefined) return known;
  const counted = new Map<string, Counted>();
  const made: QueryVocabulary = {
    fields: fieldsOf(columns.table),
    values: (field) => {
      const before = counted.get(field.name);
      if (before !== undefined) return before;
      const values = valuesOf(field, columns);
      // Runs come and go and change; what stands in the table of items does not.
      if (columns.table.column(field.column) !== undefined) counted.set(field.name, values);
      return values;
    },
  };
  vocabularies.set(columns, made);
  return made;
}

function fieldsOf(table: ItemTable): readonly QueryField[] {
  const isNumeric = (name: string): boolean => {
    const column = table.column(name);
    return column?.kind === 'number' || (column?.kind === 'choice' && column.isNumeric === true);
  };
  const { otherNames = {} } = table.parts;
  return fieldsWith({ columns: table.fieldNames, isNumeric, otherNames });
}

function valuesOf(field: QueryField, columns: BenchmarkColumns): Counted {
  const { runs } = columns;
  switch (field.name) {
    case 'model':
      return distinct(runs.map(({ facts }) => facts.model));
    case 'run':
      return distinct(runs.map(({ facts }) => facts.run).toReversed());
    case 'stage':
      return distinct(runs.flatMap(({ stages }) => stages.map(({ stage }) => stage)));
    case 'pred':
      return distinct(runs.flatMap(({ labels }) => labels));
    case 'text':
      return [];
    default:
      return field.values?.map((value) => ({ value })) ?? occurring(field, columns);
  }
}

function distinct(values: readonly string[]): Counted {
  return [...new Set(values)].slice(0, mostValues).map((value) => ({ value }));
}

function occurring(field: QueryField, { table }: BenchmarkColumns): Counted {
  const column = table.column(field.column);
  if (column?.kind !== 'choice' || column.values.length > mostValues) return [];
  const counts = new Uint32Array(column.values.length + 1);
  for (let i = 0; i < column.codes.length; i++) counts[column.codes[i]!]!++;
  return column.values.map((value, i) => ({ value, count: counts[i + 1]! })).sort((a, b) => b.count - a.count);
}
