import type { PolarityTable } from '../affect/polarity.ts';
import type { Item, Items } from '../benchmark/item.ts';

/** What items can be grouped by. `polarity` is that of the label, by the table in force. */
export const sliceFields = ['generator', 'label', 'prompted', 'prompt', 'seed', 'polarity'] as const;

/** One of {@link sliceFields}. */
export type SliceField = (typeof sliceFields)[number];

/** The values that the items of a group share; `null` where an item does not say one. */
export type SliceKey = Readonly<Partial<Record<SliceField, string | null>>>;

/** A group of items, by one value for each of the fields asked for. */
export interface Slice {
  readonly key: SliceKey;
  readonly items: Items;
}

/** Whether a text names something to group by. */
export function isSliceField(text: string): text is SliceField {
  return (sliceFields as readonly string[]).includes(text);
}

/** Groups items by all `fields` at once, so two fields give a group for each pair of values that occurs; in order of first sight. */
export function slicesOf(items: Items, fields: readonly SliceField[], polarity: PolarityTable): readonly Slice[] {
  const groups = new Map<string, { readonly key: SliceKey; readonly items: Item[] }>();
  for (const item of items) {
    const values = fields.map((field) => valueOf(item, field, polarity));
    const name = JSON.stringify(values);
    const group = groups.get(name) ?? {
      key: Object.fromEntries(fields.map((field, place) => [field, values[place] ?? null])) as SliceKey,
      items: [],
    };
    groups.set(name, group);
    group.items.push(item);
  }
  return [...groups.values()];
}

function valueOf(item: Item, field: SliceField, polarity: PolarityTable): string | null {
  if (field !== 'polarity') return item[field] ?? null;
  return item.label === undefined ? null : (polarity[item.label] ?? null);
}
