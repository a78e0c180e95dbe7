import { expect, it } from 'vitest';
import { sampleFolder } from './harness/sampleFolder.ts';
import { useWindow } from './harness/window.ts';

const window = useWindow({ folder: sampleFolder });

it('shows the view container of the packaged extension in a clean profile', async () => {
  await window.showSideBar();
  const sideBar = window.page.locator('.sidebar');
  await sideBar
    .getByRole('button', { name: /^Benchmark/ })
    .first()
    .waitFor();
  await sideBar
    .getByRole('button', { name: /^Portrait/ })
    .first()
    .waitFor();
  await window.picture('side bar');
});

it('finds the benchmark in the open folder by itself', async () => {
  await window.treeItem(/72 portraits/).waitFor();
  await window.picture('tree');
  expect(await window.treeItem(/./).count()).toBeGreaterThan(1);
});

it('finds it again when the window is loaded again', async () => {
  await window.reload();
  await window.showSideBar();
  await window.treeItem(/72 portraits/).waitFor();
});
