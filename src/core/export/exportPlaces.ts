import type { Item } from '../benchmark/item.ts';
import type { Turns } from '../turns.ts';
import type { ExportLayout } from './exportLayout.ts';
import { eachKept, type KeptItems } from './exportSurvey.ts';

/**
 * Where each picture goes: to its own path below the layout's folder. One that lay inside a table goes to a folder named after the
 * table. Where a layout tells pictures apart by their names without extension, the later of two gets a number. Yields now and then.
 */
export function* placesOf(kept: KeptItems, layout: ExportLayout): Turns<(item: Item) => string> {
  const plain = (item: Item) => layout.pictures + ownPath(item);
  if (layout.uniqueStems !== true) return plain;
  const renamed = yield* renamedPlaces(kept, plain);
  return (item) => renamed.get(item.id) ?? plain(item);
}

function ownPath({ path, embedded }: Item): string {
  if (embedded === undefined) return path;
  return embedded.file.replace(/\.[A-Za-z0-9]+$/, '') + path.slice(embedded.file.length);
}

/** Only those that have to move, so that a large benchmark costs no second list of names. */
function* renamedPlaces(kept: KeptItems, plain: (item: Item) => string): Turns<ReadonlyMap<string, string>> {
  const taken = new Set<string>();
  const renamed = new Map<string, string>();
  yield* eachKept(kept, (item) => {
    const [stem, extension] = cut(plain(item));
    let free = stem;
    for (let n = 2; taken.has(free); n++) free = `${stem}-${n}`;
    taken.add(free);
    if (free !== stem) renamed.set(item.id, free + extension);
  });
  return renamed;
}

function cut(path: string): readonly [stem: string, extension: string] {
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(path)?.[0] ?? '';
  return [path.slice(0, path.length - extension.length), extension];
}
