import type { Item } from '../benchmark/item.ts';
import type { ExportLayout } from './exportLayout.ts';

/**
 * FiftyOne's image classification data set: `data/` and `labels.json` with `classes` and, by the picture's name below `data/` without
 * its extension, the target: `null` without a label, else its place among the classes, with everything else as attributes.
 */
export const fiftyOneLayout: ExportLayout = {
  id: 'fiftyone',
  table: 'labels.json',
  pictures: 'data/',
  uniqueStems: true,
  leavesOut: ({ media }) => (media === 'video' ? 'video' : undefined),
  begin: ({ benchmark }) => `{"classes": ${JSON.stringify(benchmark.labels)}, "labels": {\n`,
  rows: ({ item, place }, { benchmark }) => {
    const key = place.slice('data/'.length).replace(/\.[A-Za-z0-9]{1,8}$/, '');
    return [`${JSON.stringify(key)}: ${JSON.stringify(targetOf(item, benchmark.labels))}`];
  },
  between: ',\n',
  end: '\n}}\n',
};

function targetOf(item: Item, labels: readonly string[]): unknown {
  const { label, degree, quality, generator, prompted, prompt, seed, split, tasks, fields } = item;
  if (label === undefined) return null;
  const known = Object.entries({ degree, quality, generator, prompted, prompt, seed, split });
  const attributes = {
    ...fields,
    ...tasks,
    ...Object.fromEntries(known.filter(([, value]) => value !== undefined)),
  };
  const target = labels.indexOf(label);
  return Object.keys(attributes).length === 0 ? target : { label: target, attributes };
}
