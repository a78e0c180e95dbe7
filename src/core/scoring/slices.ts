import type { PolarityTable } from '../affect/polarity.ts';
import type { Item, Items } from '../benchmark/item.ts';
import { fieldsWith } from '../query/language/queryFields.ts';

/** What items of every benchmark can be grouped by. `polarity` is that of the label, by the table in force. */
const sliceFields = [
  'generator',
  'label',
  'prompted',
  'prompt',
  'seed',
  'split',
  'media',
  'folder',
  'polarity',
] as const;

/** One of {@link sliceFields}, or a further column or a task by its name; `field.NAME` or `task.NAME` where the name alone is not enough. */
export type SliceField = string;

/** The values that the items of a group share; `null` where an item does not say one. */
export type SliceKey = Readonly<Record<SliceField, string | null>>;

/** A group of items, by one value for each of the fields asked for. */
export interface Slice {
  readonly key: SliceKey;
  readonly items: Items;
}

/** What items of a benchmark can be grouped by; `columns` are the names of its item table, among them `field:NAME` and `task:NAME`. */
export function sliceFieldsOf(columns: readonly string[]): readonly SliceField[] {
  const further = fieldsWith({ columns }).flatMap(({ name, column }) => (/^(field|task):/.test(column) ? [name] : []));
  const own = new Set<string>(sliceFields);
  return [...sliceFields, ...further.filter((name) => !own.has(name))];
}

/** Groups items by all `fields` at once, so two fields give a group for each pair of values that occurs; in order of first sight. */
export function slicesOf(items: Items, fields: readonly SliceField[], polarity: PolarityTable): readonly Slice[] {
  const groups = new Map<string, { readonly key: SliceKey; readonly items: Item[] }>();
  for (const item of items) {
    const values = fields.map((field) => valueOf(item, field, polarity));
    const name = JSON.stringify(values);
    const group = groups.get(name) ?? {
      key: Object.fromEntries(fields.map((field, place) => [field, values[place] ?? null])),
      items: [],
    };
    groups.set(name, group);
    group.items.push(item);
  }
  return [...groups.values()];
}

function valueOf(item: Item, field: SliceField, polarity: PolarityTable): string | null {
  switch (field) {
    case 'generator':
    case 'label':
    case 'prompted':
    case 'prompt':
    case 'seed':
    case 'split':
      return item[field] ?? null;
    case 'media':
      return item.media ?? 'image';
    case 'folder':
      return item.path.slice(0, Math.max(item.path.lastIndexOf('/'), 0));
    case 'polarity':
      return item.label === undefined ? null : (polarity[item.label] ?? null);
    default:
      return furtherValue(item, field);
  }
}

function furtherValue({ fields, tasks }: Item, field: SliceField): string | null {
  const [, kind, name] = /^(field|task)\.(.+)$/s.exec(field) ?? [];
  const own = (from: Readonly<Record<string, string | number>> | undefined, key: string): string | undefined =>
    from !== undefined && Object.hasOwn(from, key) ? String(from[key]) : undefined;
  const plain = own(fields, field) ?? own(tasks, field);
  return plain ?? (name === undefined ? undefined : own(kind === 'field' ? fields : tasks, name)) ?? null;
}
