import type { FieldValue, Item } from '../benchmark/item.ts';

/** What an item has of a further column. */
export function fieldOf({ fields }: Item, name: string): FieldValue | undefined {
  return fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
}
