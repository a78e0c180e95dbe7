import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodePng } from '../../../src/platform/node/pictures/png.ts';
import { Asked } from './askedEngine.ts';
import { scratchFolder } from './scratch.ts';

function pictureOf(grey: number): Uint8Array {
  return encodePng({ width: 2, height: 2, data: new Uint8ClampedArray(16).fill(grey) });
}

async function folder(): Promise<string> {
  const root = await scratchFolder();
  for (const label of ['happy', 'sad']) {
    await mkdir(join(root, label));
    for (let i = 0; i < 4; i++) await writeFile(join(root, label, `${i}.png`), pictureOf(i + 10 * label.length));
  }
  return root;
}

const broken = Buffer.from('no picture');

describe('pictures of a folder that is followed', () => {
  it('are looked at again where something happened to them, and all of them where that is not known', async () => {
    const root = await folder();
    const engine = new Asked();
    await engine.open({ root, follow: true });
    expect(await engine.examine()).toEqual([]);

    // Of the one nobody is told.
    await writeFile(join(root, 'happy', '1.png'), broken);
    await writeFile(join(root, 'sad', '2.png'), broken);
    await engine.open({ root, follow: true, changed: ['sad/2.png'] });
    const found = async (): Promise<readonly string[]> =>
      (await engine.examine()).map(({ kind, file }) => `${kind} ${file}`);
    expect(await found()).toEqual(['corrupt-image sad/2.png']);

    await rm(join(root, 'happy', '0.png'));
    await rename(join(root, 'sad'), join(root, 'angry'));
    await writeFile(join(root, 'angry', '3.png'), broken);
    await engine.open({ root, follow: true, changed: ['happy/0.png', 'sad', 'angry'] });
    expect(await found()).toEqual(['corrupt-image angry/2.png', 'corrupt-image angry/3.png']);

    await engine.open({ root, follow: true });
    expect(await found()).toEqual([
      'corrupt-image angry/2.png',
      'corrupt-image angry/3.png',
      'corrupt-image happy/1.png',
    ]);
    engine.stop();
  });
});
