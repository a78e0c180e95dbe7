import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../../../scripts/repository.ts';
import { openFiles } from './formats/openFiles.ts';
import { png } from './memoryFolder.ts';

const fixture = (name: string) => new Uint8Array(readFileSync(inRepository('test', 'fixtures', 'videos', name)));
const names = ['h264.mkv', 'h264.mov', 'h264.mp4', 'mpeg4.avi', 'vp8.webm', 'vp9.webm'];

const faults = async (files: Readonly<Record<string, Uint8Array | string>>) => {
  const { benchmark } = await openFiles(files);
  const ofFiles = benchmark.problems.filter(({ item }) => item !== undefined);
  return { items: benchmark.items.length, faults: ofFiles.map(({ kind, file, facts }) => [kind, file, facts['type']]) };
};

describe('what the first bytes of videos show', () => {
  it('finds nothing wrong with whole ones', async () => {
    const files = Object.fromEntries(names.map((name) => [`happy/${name}`, fixture(name)]));
    expect(await faults(files)).toEqual({ items: names.length, faults: [] });
  });

  it('says which are empty, which are none, and which are called otherwise than they are', async () => {
    const found = await faults({
      'happy/a.mp4': '',
      'happy/b.mp4': '<html>not found</html>',
      'happy/c.mp4': fixture('mpeg4.avi'),
      'happy/d.avi': fixture('h264.mp4'),
      'happy/e.webm': fixture('h264.mkv'),
      'happy/f.mov': png(1),
      'happy/g.png': fixture('vp8.webm'),
      'happy/h.mkv': fixture('vp9.webm'),
      'happy/i.mov': fixture('h264.mp4'),
    });
    expect(found).toEqual({
      items: 9,
      faults: [
        ['empty-image', 'happy/a.mp4', undefined],
        ['corrupt-image', 'happy/b.mp4', undefined],
        ['wrong-extension', 'happy/c.mp4', 'video/x-msvideo'],
        ['wrong-extension', 'happy/d.avi', 'video/mp4'],
        ['wrong-extension', 'happy/e.webm', 'video/x-matroska'],
        ['wrong-extension', 'happy/f.mov', 'image/png'],
        ['wrong-extension', 'happy/g.png', 'video/webm'],
      ],
    });
  });

  it.each(names)('tells where %s was cut off', async (name) => {
    const whole = fixture(name);
    for (const length of [64, whole.length >> 1, whole.length - 3]) {
      expect((await faults({ [`happy/${name}`]: whole.slice(0, length) })).faults).toEqual([
        ['corrupt-image', `happy/${name}`, undefined],
      ]);
    }
  });

  it('bears any bytes behind a head', async () => {
    for (let i = 0; i < 300; i++) {
      const bytes = fixture(names[i % names.length]!);
      for (let k = 0; k < 6; k++) bytes[(i * 37 + k * k * 11) % 200] = (i * 91 + k * 57) & 255;
      expect((await faults({ 'happy/x.mp4': bytes.slice(0, 1 + ((i * 13) % bytes.length)) })).items).toBe(1);
    }
  });
});
