import { outcomeKind } from '../../evaluation/outcome.ts';
import { standings } from '../../review/standing.ts';
import { verdictKind } from '../../review/verdict.ts';

/** What a field holds: `text` compares without case, `number` as numbers, `any` as a number where both sides are one, `choice` is one of fixed words. */
export type FieldType = 'text' | 'number' | 'any' | 'choice';

/** A field that a query can name. */
export interface QueryField {
  /** How it is named in a query. */
  readonly name: string;
  /** Where its values are: the column of the table of items, or, for predictions and verdicts, its own name. */
  readonly column: string;
  readonly type: FieldType;
  /** What the tables of the benchmark call it. */
  readonly alsoCalled?: readonly string[];
  /** All that a `choice` can be. */
  readonly values?: readonly string[];
  /** Other words for values of a `choice`, in lower case: what screens call them. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** Whether items can be sorted by it. */
  readonly sorts: boolean;
}

/** What can be known of a benchmark before a query is read: further fields of its items, and which values occur. */
export interface QueryVocabulary {
  readonly fields: readonly QueryField[];
  /** Values that occur in a field, most frequent first, with how many portraits have each where that is known. */
  values(field: QueryField): readonly { readonly value: string; readonly count?: number }[];
}

const itemText = (name: string): QueryField => ({ name, column: name, type: 'text', sorts: true });
const itemNumber = (name: string): QueryField => ({ name, column: name, type: 'number', sorts: true });
const said = (name: string): QueryField => ({ name, column: name, type: 'text', sorts: false });
const choice = (name: string, values: readonly string[]): QueryField => ({
  name,
  column: name,
  type: 'choice',
  values,
  sorts: false,
});

/** What `has:` can ask for. */
export const hasValues = [
  'label',
  'degree',
  'quality',
  'generator',
  'prompted',
  'prompt',
  'seed',
  'split',
  'caption',
  'row',
  'prediction',
  'error',
  'review',
  'problem',
  'video',
] as const;

const outcomeAliases: Readonly<Record<string, string>> = {
  unread: 'unparsed',
  'cut off': 'truncated',
  'cut-off': 'truncated',
  'out of set': 'outOfSet',
  'out-of-set': 'outOfSet',
};

/**
 * The fields that every benchmark has, by name. `caption` is the text that comes with an item, `text` what was said about it;
 * `outcome` is about any answer, `standing` about the one that is a run's word on the portrait.
 */
export const builtInFields: readonly QueryField[] = [
  itemText('label'),
  itemText('generator'),
  itemText('prompted'),
  itemText('prompt'),
  itemText('seed'),
  itemText('split'),
  { ...itemText('caption'), column: 'text' },
  { ...itemText('id'), column: 'id' },
  itemNumber('degree'),
  itemNumber('quality'),
  { ...said('pred'), type: 'any' },
  said('model'),
  said('run'),
  said('stage'),
  { ...choice('outcome', ['right', 'wrong', 'differs', 'none', ...outcomeKind.options]), aliases: outcomeAliases },
  choice('standing', ['notAsked', ...standings]),
  choice('review', ['none', 'any', 'open', ...verdictKind.options]),
  said('text'),
  choice('has', hasValues),
];

/** Orders that are no field: open errors first, and how much runs disagree. `name` is the order of the benchmark. */
export const sortWords = ['name', 'errors', 'disagreement'] as const;

/** No benchmark in particular. */
export const plainVocabulary: QueryVocabulary = { fields: builtInFields, values: () => [] };

/** What a table of items adds to the fields that every benchmark has. */
export interface FurtherFields {
  /** Columns of the table of items, of which those called `field:NAME` and `task:NAME` are further fields. */
  readonly columns: readonly string[];
  /** Whether a column holds nothing but numbers. */
  readonly isNumeric?: (column: string) => boolean;
  /** See `ItemTableParts.otherNames`. */
  readonly otherNames?: Readonly<Record<string, string>>;
}

/**
 * The fields of all benchmarks with those of further columns. A further field whose name is taken is reached as `field.NAME` or `task.NAME`, and every
 * one of them may be written so. `has:` can ask for each. A field may be called what a column of the benchmark's tables is, where no field has that name.
 */
export function fieldsWith({ columns, isNumeric, otherNames = {} }: FurtherFields): readonly QueryField[] {
  const taken = new Set([...builtInFields.map(({ name }) => name), 'sort']);
  const further: QueryField[] = [];
  for (const column of columns) {
    const parts = /^(field|task):(.+)$/s.exec(column);
    if (parts === null) continue;
    const [, kind, own] = parts as unknown as readonly [string, string, string];
    const name = taken.has(own.toLowerCase()) ? `${kind}.${own}` : own;
    taken.add(own.toLowerCase());
    further.push({ name, column, type: isNumeric?.(column) === true ? 'number' : 'any', sorts: true });
  }
  const others = Object.entries(otherNames).filter(([name]) => !taken.has(name.toLowerCase()));
  const present = new Set<string>(hasValues);
  const more = [...further.map(({ name }) => name), ...others.map(([name]) => name)];
  const values = [...hasValues, ...more.filter((name) => !present.has(name.toLowerCase()))];
  const own = builtInFields.map((field): QueryField => {
    const names = others.filter(([, of]) => of === field.name).map(([name]) => name);
    if (field.name === 'has') return choice('has', values);
    return names.length === 0 ? field : { ...field, alsoCalled: names };
  });
  return [...own, ...further];
}

/** The field that a query means by a name: as written, else without case, else as `field.NAME` or `task.NAME`, else as the benchmark's tables call it. */
export function fieldNamed(fields: readonly QueryField[], written: string): QueryField | undefined {
  const lower = written.toLowerCase();
  const dotted = lower.replace(/^(field|task)\./, '$1:');
  return (
    fields.find(({ name }) => name === written) ??
    fields.find(({ name }) => name.toLowerCase() === lower) ??
    fields.find(({ column }) => column.toLowerCase() === dotted && dotted !== lower) ??
    fields.find(({ alsoCalled = [] }) => alsoCalled.some((name) => name.toLowerCase() === lower))
  );
}

/** The value of a `choice` that a query means by a word, without regard to case. */
export function choiceNamed({ values, aliases = {} }: QueryField, written: string): string | undefined {
  const lower = written.toLowerCase();
  return values?.find((known) => known.toLowerCase() === lower) ?? new Map(Object.entries(aliases)).get(lower);
}

/**
 * The candidate that a mistyped word was likely meant to be: one that begins with it, or that is few edits away (insertions,
 * deletions, substitutions, neighbours swapped; Damerau and Levenshtein); `undefined` when none is near.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  const allowed = wanted.length <= 3 ? 1 : wanted.length <= 7 ? 2 : 3;
  let best: { readonly candidate: string; readonly cost: number } | undefined;
  for (const candidate of candidates) {
    const lower = candidate.toLowerCase();
    const begins = wanted.length > 1 && (lower.startsWith(wanted) || (wanted.startsWith(lower) && lower.length > 2));
    const cost = lower === wanted ? 0 : Math.min(begins ? 1 : Infinity, editDistance(wanted, lower, allowed));
    if (cost <= allowed && (best === undefined || cost < best.cost)) best = { candidate, cost };
  }
  return best?.candidate;
}

function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let twoAbove: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + changed);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, twoAbove[j - 2]! + 1);
      row.push(cost);
    }
    twoAbove = above;
    above = row;
  }
  return above[b.length]!;
}
