import type { Item, Items } from '../benchmark/item.ts';
import { orderLabels } from '../benchmark/labelFolding.ts';
import type { Turns } from '../turns.ts';
import type { ExportLayout, LeftOutReason } from './exportLayout.ts';

/** The items that go out, in their order: made when they are asked for, because there may be more than should be held. */
export interface KeptItems {
  readonly length: number;
  at(index: number): Item;
}

/** The tasks of items. */
export interface ExportTasks {
  /** The labels of each, in the order in which options are shown. */
  readonly labels: ReadonlyMap<string, readonly string[]>;
  /** The task whose answers are the labels, wherever an item has tasks. */
  readonly main?: string;
}

/** What is known of an export's items once all were looked at. */
export interface ExportSurvey {
  readonly kept: KeptItems;
  readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
  readonly media: ReadonlySet<'image' | 'video'>;
  /** Names of further columns, in order. */
  readonly fields: readonly string[];
  readonly tasks: ExportTasks;
  /** Whether the layout's further table has anything to say. */
  readonly needsBeside: boolean;
}

/** Items that are looked at between two turns of others. */
export const itemsAtOnce = 1024;

/** Looks at all items, yielding now and then. */
export function* surveyItems(items: Items, layout: ExportLayout): Turns<ExportSurvey> {
  const places: number[] = [];
  const leftOut: Partial<Record<LeftOutReason, number>> = {};
  const fields = new Set<string>();
  const media = new Set<'image' | 'video'>();
  let needsBeside = false;
  for (const [place, item] of items.entries()) {
    if (place % itemsAtOnce === itemsAtOnce - 1) yield;
    const why = layout.leavesOut(item);
    if (why !== undefined) {
      leftOut[why] = (leftOut[why] ?? 0) + 1;
      continue;
    }
    places.push(place);
    media.add(item.media ?? 'image');
    for (const name of Object.keys(item.fields ?? {})) fields.add(name);
    needsBeside ||= layout.beside?.says(item) === true;
  }
  const kept: KeptItems = { length: places.length, at: (index) => items.at(places[index]!)! };
  return { kept, leftOut, media, fields: [...fields], tasks: yield* tasksOf(kept), needsBeside };
}

function* tasksOf(kept: KeptItems): Turns<ExportTasks> {
  const found = new Map<string, Set<string>>();
  yield* eachKept(kept, ({ tasks }) => {
    for (const [task, label] of Object.entries(tasks ?? {})) {
      const labels = found.get(task);
      if (labels) labels.add(label);
      else found.set(task, new Set([label]));
    }
  });
  const labels = new Map([...found].map(([task, of]) => [task, orderLabels(of)]));
  const names = new Set(labels.keys());
  if (names.size > 0)
    yield* eachKept(kept, ({ label, tasks }) => {
      if (tasks === undefined) return;
      for (const name of names) {
        const answer = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
        if (answer !== label) names.delete(name);
      }
    });
  const [main] = names;
  return { labels, ...(main !== undefined && { main }) };
}

/** Looks at all items that go out, yielding now and then. */
export function* eachKept(kept: KeptItems, look: (item: Item) => void): Turns<void> {
  for (let index = 0; index < kept.length; index++) {
    look(kept.at(index));
    if (index % itemsAtOnce === itemsAtOnce - 1) yield;
  }
}
