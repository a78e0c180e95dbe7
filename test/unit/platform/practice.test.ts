import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FollowedFolder } from '../../../src/platform/node/followedFolder.ts';
import { readableFolder } from '../../../src/platform/node/nodeFolder.ts';
import { Asked } from './askedEngine.ts';
import { scratchFolder } from './scratch.ts';

const names = ['1_happy.png', '2_sad.png', '3_sad.png', 'list.csv'];

async function folderOfThree(): Promise<string> {
  const root = await scratchFolder();
  for (const name of names)
    await writeFile(join(root, name), name.endsWith('.csv') ? 'file,degree\n1_happy.png,3\n' : name);
  return root;
}

async function practised(root: string, fewItems: number): Promise<readonly (readonly string[])[]> {
  const folder = new FollowedFolder(root, fewItems);
  await folder.known(undefined).list(readableFolder(root));
  const lists: string[][] = [];
  for (const again of [folder.practice(), folder.practice()]) {
    for (const known of again) {
      const listed = await known.list(readableFolder(root));
      if (listed.ok) lists.push(listed.value.files.map(({ name }) => name));
    }
  }
  return lists;
}

it('practises once, with a picture that went and came back, where a folder is large', async () => {
  const root = await folderOfThree();
  expect(await practised(root, 4)).toEqual([['1_happy.png', '2_sad.png', 'list.csv'], names]);
  expect(await practised(root, 5)).toEqual([]);
});

it('comes after practice to what a fresh open comes to', async () => {
  const root = await folderOfThree();
  const asked = new Asked({ fewItems: 1 });
  await asked.open({ root, follow: true });
  await asked.settle();
  await writeFile(join(root, '4_happy.png'), '');
  await writeFile(join(root, 'list.csv'), 'file,degree\n4_happy.png,3\n3_sad.png,2\n');
  const followed = await asked.open({ root, follow: true, changed: ['4_happy.png', 'list.csv'] });
  asked.stop();
  expect(followed).toEqual(await new Asked().open({ root }));
});
