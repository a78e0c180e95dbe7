import { expect, it } from 'vitest';
import { png } from '../memoryFolder.ts';
import { openFiles } from './openFiles.ts';

it('takes of several rows about one picture what the first one says that says anything', async () => {
  const { benchmark } = await openFiles({
    'annotation_emo.csv': 'Image,Score,Distortions\na.png,,\na.png,4,sad\na.png,2,happy\nb.png,1,\nb.png,3,fear\n',
    'annotation_quality.csv': 'Image,Quality\na.png,\na.png,2\nb.png,5\nb.png,1\n',
    'dataset/a.png': png(1),
    'dataset/b.png': png(2),
  });
  const said = benchmark.items.map(({ id, label, degree, quality, row }) => [id, label, degree, quality, row?.line]);
  expect(said).toEqual([
    ['dataset/a.png', 'sad', 4, 2, 2],
    ['dataset/b.png', 'fear', 1, 5, 5],
  ]);
});

it('says of all pictures that one name stands for what its row says', async () => {
  const { benchmark } = await openFiles({
    'annotation_emo.csv': 'Image,Score,Distortions\nc,3,angry\nd.png,2,sad\n',
    'dataset/c.jpg': png(1),
    'dataset/c.png': png(2),
    'dataset/d.png': png(3),
  });
  const said = benchmark.items.map(({ id, label, degree }) => [id, label, degree]);
  expect(said).toEqual([
    ['dataset/c.jpg', 'angry', 3],
    ['dataset/c.png', 'angry', 3],
    ['dataset/d.png', 'sad', 2],
  ]);
});
