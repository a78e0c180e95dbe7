import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng } from '../../src/platform/node/pictures/png.ts';
import { makeBenchFolder } from './benchFolder.ts';

const table = 'annotation_emo.csv';
const extra = 'dataset/extra';
const renamed = 'dataset/other';
const added = 'dataset/gen-a_happy_99999.png';

/** Something that happens to a benchmark's files, and how many items there are then. */
export interface FileEvent {
  readonly name: string;
  readonly act: () => Promise<unknown>;
  /** The paths below the root that it happens to. */
  readonly changed: readonly string[];
  readonly items: number;
  /** An item, and what its degree is then. */
  readonly item: string;
  readonly degree: number;
}

/** How many of the items lie in the folder that is deleted and restored, all with rows. */
export function itemsInExtra(items: number): number {
  return Math.ceil(items / 40);
}

/** Makes a folder in MEMO-Bench's layout to which {@link fileEvents} can happen. */
export async function makeFollowFolder(root: string, items: number): Promise<void> {
  await makeBenchFolder(root, items - itemsInExtra(items), 4);
  await mkdir(join(root, extra));
  const rows: string[] = [];
  for (let i = 0; i < itemsInExtra(items); i++) {
    const data = new Uint8ClampedArray(64).fill(i & 255, 0, 32).fill(i >> 8, 32);
    await writeFile(join(root, extra, nameOf(i)), encodePng({ width: 4, height: 4, data }));
    rows.push(`extra/${nameOf(i)},3,sad`);
  }
  const text = await readFile(join(root, table), 'utf8');
  await writeFile(join(root, table), `${text}${rows.join('\n')}\n`);
}

/** A changed table, an added and a deleted picture, a deleted folder and its restoring, a renamed one, one after the other; `away`: another folder on the same disk. */
export async function* fileEvents(
  root: string,
  away: string,
  items: number,
  repeats: number,
): AsyncGenerator<FileEvent> {
  const text = await readFile(join(root, table), 'utf8');
  const [head = '', row = '', ...others] = text.split('\n');
  const item = `dataset/${row.slice(0, row.indexOf(','))}`;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const degree = 3 + (repeat + 1) / 100;
    const changed = [head, row.replace(/,[^,]*,/, `,${degree},`), ...others].join('\n');
    yield {
      name: 'changedRow',
      act: () => writeFile(join(root, table), changed),
      changed: [table],
      items,
      item,
      degree,
    };
    yield {
      name: 'addedImage',
      act: () => copyFile(join(root, extra, nameOf(0)), join(root, added)),
      changed: [added],
      items: items + 1,
      item,
      degree,
    };
    yield { name: 'deletedImage', act: () => rm(join(root, added)), changed: [added], items, item, degree };
    yield {
      name: 'deletedFolder',
      act: () => rename(join(root, extra), join(away, 'extra')),
      changed: [extra],
      items: items - itemsInExtra(items),
      item,
      degree,
    };
    yield {
      name: 'restoredFolder',
      act: () => rename(join(away, 'extra'), join(root, extra)),
      changed: [extra],
      items,
      item,
      degree,
    };
    // Its rows name nothing then, and its pictures have none.
    yield {
      name: 'renamedFolder',
      act: () => rename(join(root, extra), join(root, renamed)),
      changed: [extra, renamed],
      items,
      item,
      degree,
    };
    yield {
      name: 'folderNamedAsBefore',
      act: () => rename(join(root, renamed), join(root, extra)),
      changed: [extra, renamed],
      items,
      item,
      degree,
    };
  }
}

function nameOf(i: number): string {
  return `gen-z_sad_${String(i).padStart(5, '0')}.png`;
}
