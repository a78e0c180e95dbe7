import type { FieldValue, Item } from '../benchmark/item.ts';
import type { ExportLayout } from './exportLayout.ts';

/** Columns of ours; a further column of the benchmark that has one of these names is written under `field_`. */
const taken: ReadonlySet<string> = new Set([
  'file_name',
  'label',
  'degree',
  'quality',
  'generator',
  'prompted',
  'prompt',
  'seed',
  'split',
  'text',
  'votes',
  'tasks',
]);

/** Hugging Face `imagefolder`: `metadata.jsonl` with `file_name` first, paths relative to it, and the pictures under their own paths. */
export const imageFolderLayout: ExportLayout = {
  id: 'image-folder',
  table: 'metadata.jsonl',
  pictures: '',
  leavesOut: () => undefined,
  begin: () => '',
  rows: ({ item, place }, setting) => [
    `${JSON.stringify({
      file_name: place,
      // The library reads the same members from each line, so that none may come and go.
      label: item.label ?? null,
      ...numbers(item, setting.benchmark.scales),
      ...texts(item),
      ...(setting.tasks.size > 0 && { tasks: tasksOf([...setting.tasks.keys()], item) }),
      ...named(setting.fields, item.fields),
      ...(item.votes && { votes: item.votes }),
    })}\n`,
  ],
  between: '',
  end: '',
};

function numbers(item: Item, scales: { readonly degree?: unknown; readonly quality?: unknown }): object {
  return {
    ...(scales.degree !== undefined && { degree: item.degree ?? null }),
    ...(scales.quality !== undefined && { quality: item.quality ?? null }),
  };
}

function texts({ generator, prompted, prompt, seed, split, text }: Item): object {
  return Object.fromEntries(
    Object.entries({ generator, prompted, prompt, seed, split, text }).filter(([, value]) => value !== undefined),
  );
}

function tasksOf(names: readonly string[], { tasks }: Item): Record<string, string | null> {
  return Object.fromEntries(names.map((name) => [name, valueOf(tasks, name)]));
}

function named(names: readonly string[], values: Item['fields']): Record<string, FieldValue | null> {
  return Object.fromEntries(names.map((name) => [columnOf(name), valueOf(values, name)]));
}

/** Any column whose name ends in `file_name` would be one of pictures. */
function columnOf(name: string): string {
  if (/file_?names?$/i.test(name)) return `${name}_field`;
  return taken.has(name) ? `field_${name}` : name;
}

function valueOf<T>(values: Readonly<Record<string, T>> | undefined, name: string): T | null {
  return values !== undefined && Object.hasOwn(values, name) ? values[name]! : null;
}
