import type { Item } from '../benchmark/item.ts';
import type { ExportLayout } from './exportLayout.ts';

/** Columns of ours; a task or a further column of the benchmark that has one of these names is written under `task_` or `field_`. */
const taken: ReadonlySet<string> = new Set([
  ...['file_name', 'label', 'degree', 'quality', 'generator', 'prompted', 'prompt', 'seed', 'split', 'text', 'votes'],
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
      ...named(setting.tasks, item.tasks, 'task_'),
      ...named(setting.fields, item.fields, 'field_'),
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

function named(
  names: readonly string[],
  values: Readonly<Record<string, string>> | undefined,
  prefix: string,
): Record<string, string | null> {
  return Object.fromEntries(names.map((name) => [taken.has(name) ? prefix + name : name, values?.[name] ?? null]));
}
