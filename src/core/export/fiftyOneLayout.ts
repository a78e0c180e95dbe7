import type { Item } from '../benchmark/item.ts';
import type { ExportLayout } from './exportLayout.ts';

/**
 * FiftyOne's image classification data set: `data/` and `labels.json` with `classes` and, by the picture's name below `data/` without
 * its extension, the target: `null` without a label, else its place among the classes, with everything else as attributes. Labels of several tasks, which
 * a picture without a label has too, and the attributes of such a picture stand in a file of ours beside it, `tasks.json`, in the same way.
 */
export const fiftyOneLayout: ExportLayout = {
  id: 'fiftyone',
  table: 'labels.json',
  pictures: 'data/',
  uniqueStems: true,
  leavesOut: () => undefined,
  begin: ({ benchmark }) => `{"classes": ${JSON.stringify(benchmark.labels)}, "labels": {\n`,
  rows: ({ item, place }, { benchmark }) => [
    `${JSON.stringify(keyOf(place))}: ${JSON.stringify(targetOf(item, benchmark.labels))}`,
  ],
  between: ',\n',
  end: '\n}}\n',
  beside: {
    table: 'tasks.json',
    says: (item) => besideLabel(item) !== undefined,
    begin: ({ tasks }) => `{"tasks": ${JSON.stringify([...tasks.keys()])}, "labels": {\n`,
    rows: ({ item, place }) => {
      const said = besideLabel(item);
      return said === undefined ? [] : [`${JSON.stringify(keyOf(place))}: ${JSON.stringify(said)}`];
    },
    between: ',\n',
    end: '\n}}\n',
  },
};

function keyOf(place: string): string {
  return place.slice('data/'.length).replace(/\.[A-Za-z0-9]{1,8}$/, '');
}

function targetOf(item: Item, labels: readonly string[]): unknown {
  if (item.label === undefined) return null;
  const attributes = attributesOf(item);
  const target = labels.indexOf(item.label);
  return attributes === undefined ? target : { label: target, attributes };
}

function attributesOf({
  degree,
  quality,
  generator,
  prompted,
  prompt,
  seed,
  split,
  text,
  tasks,
  fields,
}: Item): object | undefined {
  const known = Object.entries({ degree, quality, generator, prompted, prompt, seed, split, text });
  const attributes = {
    ...fields,
    ...tasks,
    ...Object.fromEntries(known.filter(([, value]) => value !== undefined)),
  };
  return Object.keys(attributes).length === 0 ? undefined : attributes;
}

/** What FiftyOne has no place for. */
function besideLabel(item: Item): object | undefined {
  const attributes = item.label === undefined ? attributesOf(item) : undefined;
  return attributes === undefined ? item.tasks : { ...item.tasks, attributes };
}
