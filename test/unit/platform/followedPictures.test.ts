import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PlainBenchmark } from '../../../src/platform/node/openCached.ts';
import { RaisedHand } from '../../../src/platform/node/raisedHand.ts';
import { png } from '../benchmark/memoryFolder.ts';
import { Asked } from './askedEngine.ts';
import { scratchFolder } from './scratch.ts';

const emotions = ['happy', 'sad', 'Anger', 'surprise'];
const emotionAt = (i: number) => emotions[i % emotions.length]!;
const stated = 20;
const nameAt = (i: number) => `p${String(i).padStart(3, '0')}.png`;
const named = Array.from({ length: stated }, (_, i) => nameAt(i * 2));

/** Layouts whose tables are read whole each time. They name every second picture, and one that is not there. */
const layouts: readonly { readonly name: string; readonly file: string; readonly table: string }[] = [
  {
    name: 'fiftyone',
    file: 'samples.json',
    table: JSON.stringify({
      samples: [...named, 'later.png'].map((name, i) => ({
        filepath: `data/${name}`,
        tags: [i % 3 ? 'train' : 'test'],
        ground_truth: { _cls: 'Classification', label: emotionAt(i) },
      })),
    }),
  },
  {
    name: 'fiftyone by names, with attributes',
    file: 'labels.json',
    table: JSON.stringify({
      classes: emotions,
      labels: Object.fromEntries(
        [...named, 'later.png'].map((name, i) => [
          `data/${name}`,
          { label: emotionAt(i), attributes: { degree: i % 5, age: `${i % 3}0s`, score: i / 3 } },
        ]),
      ),
    }),
  },
  {
    name: 'coco',
    file: 'instances.json',
    table: JSON.stringify({
      categories: emotions.map((name, id) => ({ id, name })),
      images: [...named, 'later.png'].map((name, id) => ({ id, file_name: `data/${name}`, scene: `s${id % 4}` })),
      annotations: [...named, 'later.png'].map((_, id) => ({
        id,
        image_id: id,
        category_id: id % 4,
        bbox: [0, 0, 1, 1],
      })),
    }),
  },
  {
    name: 'llava',
    file: 'data.json',
    table: JSON.stringify(
      [...named, 'later.png'].flatMap((name, i) => [
        {
          id: `a${i}`,
          image: `data/${name}`,
          source: `set ${i % 3}`,
          conversations: [
            { from: 'human', value: '<image>\nWhich emotion is it? Options: [happy, sad, anger, surprise]' },
            { from: 'gpt', value: emotionAt(i) },
          ],
        },
        {
          id: `b${i}`,
          image: `data/${name}`,
          conversations: [
            { from: 'human', value: '<image>\nIs the person a child or an adult? Options: [child, adult]' },
            { from: 'gpt', value: i % 2 ? 'child' : 'adult' },
          ],
        },
      ]),
    ),
  },
  {
    name: 'eemo-bench',
    file: 'perception.json',
    table: JSON.stringify(
      [...named, 'later.png'].map((name, id) => ({
        id,
        image_url: name,
        question_type: 'What/How',
        question: 'Which emotion does the picture evoke most?',
        options: "{'A': 'Joy', 'B': 'Sadness', 'C': 'Anger', 'D': 'Surprise'}",
        correct_answer: 'ABCD'[id % 4],
        image_label: `Ranking:{'Joy': ${60 + id}, 'Sadness': 20, 'Anger': 11} category:Human Valence:${1 + (id % 8)} Arousal:4 Dominance:5`,
      })),
    ),
  },
  {
    name: 'label-studio',
    file: 'export.json',
    table: JSON.stringify(
      [...named, 'later.png'].map((name, id) => ({
        id,
        data: { image: `data/${name}` },
        annotations: [0, 1, 2].map((rater) => ({
          result: [
            { from_name: 'emotion', type: 'choices', value: { choices: [emotionAt(rater === 2 ? id + 1 : id)] } },
            { from_name: 'intensity', type: 'rating', value: { rating: 1 + (id % 5) } },
          ],
        })),
      })),
    ),
  },
];

type Layout = (typeof layouts)[number];

async function made({ file, table }: Layout): Promise<string> {
  const root = await scratchFolder();
  await mkdir(join(root, 'data'));
  for (let i = 0; i < stated * 2; i++) await writeFile(join(root, 'data', nameAt(i)), png(i));
  await writeFile(join(root, 'data', 'q10.png'), png(1));
  await mkdir(join(root, '.emolens'));
  await writeFile(join(root, file), table);
  return root;
}

async function fresh(root: string): Promise<PlainBenchmark> {
  const engine = new Asked();
  const opened = await engine.open({ root });
  engine.stop();
  return opened;
}

/** The same, whatever the order of its problems. */
function sorted({ problems, ...rest }: PlainBenchmark): unknown {
  return { ...rest, problems: problems.map((problem) => JSON.stringify(problem)).sort() };
}

/** Reads all again at whatever happens, were there one item alone. */
const takesLong = { fewItems: 1 };

describe('following pictures that tables name which take long to read', () => {
  it.each(layouts)('says all at once of pictures that no row names: $name', async (layout) => {
    const root = await made(layout);
    const engine = new Asked(takesLong);
    expect(await engine.open({ root, follow: true })).toEqual(await fresh(root));
    const steps: readonly (readonly [path: string, act: (path: string) => Promise<void>])[] = [
      ['data/p007b.png', (path) => writeFile(path, png(1))],
      ['data/q9.png', (path) => writeFile(path, png(2))],
      ['data/a.jpg', (path) => writeFile(path, png(2))],
      ['zz.png', (path) => writeFile(path, png(3))],
      [`data/${nameAt(9)}`, (path) => rm(path)],
    ];
    for (const [path, act] of steps) {
      await act(join(root, path));
      expect(sorted(await engine.open({ root, follow: true, changed: [path] }))).toEqual(sorted(await fresh(root)));
    }
    engine.stop();
  });

  it.each(layouts)('leaves open what rows say of the others until there is time: $name', async (layout) => {
    const root = await made(layout);
    const engine = new Asked(takesLong);
    const before = await engine.open({ root, follow: true });
    await writeFile(join(root, 'data', 'later.png'), png(1));
    await rm(join(root, 'data', named[3]!));
    const changed = ['data/later.png', `data/${named[3]!}`];
    const followed = await engine.open({ root, follow: true, changed });
    const now = await fresh(root);
    expect(followed.items.ids).toEqual(now.items.ids);
    expect(followed.problems.filter(({ item }) => item === 'data/later.png').map(({ kind }) => kind)).toEqual([
      'image-without-row',
    ]);
    expect(sorted(followed)).not.toEqual(sorted(now));
    expect(engine.doubts).toBe(0);
    await engine.settle();
    expect(engine.doubts).toBe(1);
    expect(await engine.open({ root, follow: true, changed: [] })).toEqual(now);

    // And back again.
    await writeFile(join(root, 'data', named[3]!), png(1));
    await rm(join(root, 'data', 'later.png'));
    const back = await engine.open({ root, follow: true, changed });
    expect(back.items.ids).toEqual(before.items.ids);
    await engine.settle();
    expect(engine.doubts).toBe(2);
    expect(await engine.open({ root, follow: true, changed: [] })).toEqual(before);
    engine.stop();
  });

  it.each(layouts)(
    'reads tables again that changed, came or went, and where a descriptor did: $name',
    async (layout) => {
      const root = await made(layout);
      const engine = new Asked(takesLong);
      await engine.open({ root, follow: true });
      const all = async (changed: readonly string[]): Promise<void> => {
        expect(await engine.open({ root, follow: true, changed })).toEqual(await fresh(root));
        await engine.settle();
        expect(engine.doubts).toBe(0);
      };
      await rm(join(root, 'data', named[3]!));
      await writeFile(join(root, layout.file), layout.table.replaceAll(named[5]!, named[3]!));
      await all([layout.file, `data/${named[3]!}`]);
      await writeFile(join(root, '.emolens', 'benchmark.json'), '{"version": 1, "foldings": {"sad": "surprise"}}');
      await writeFile(join(root, 'data', named[3]!), png(3));
      await all(['.emolens/benchmark.json', `data/${named[3]!}`]);
      await writeFile(join(root, 'more.csv'), `image,emotion\n${nameAt(1)},sad\n`);
      await writeFile(join(root, 'data', 'more.png'), png(3));
      await all(['more.csv', 'data/more.png']);
      // Nobody tells of the table, and of what happened in a folder.
      await writeFile(join(root, layout.file), layout.table);
      await writeFile(join(root, 'data', 'untold.png'), png(3));
      await writeFile(join(root, 'told.png'), png(3));
      await all(['told.png']);
      await rm(join(root, layout.file));
      await rm(join(root, 'data', 'more.png'));
      await all([layout.file, 'data/more.png']);
      engine.stop();
    },
  );

  it('forgets what it read in advance when something happens before it is asked for', async () => {
    const root = await made(layouts[0]!);
    const engine = new Asked(takesLong);
    await engine.open({ root, follow: true });
    await rm(join(root, 'data', named[3]!));
    await engine.open({ root, follow: true, changed: [`data/${named[3]!}`] });
    await engine.settle();
    expect(engine.doubts).toBe(1);
    await rm(join(root, 'data', named[4]!));
    await engine.open({ root, follow: true, changed: [`data/${named[4]!}`] });
    const open = await engine.open({ root, follow: true, changed: [] });
    expect(open.items.ids).toEqual((await fresh(root)).items.ids);
    await engine.settle();
    expect(engine.doubts).toBe(2);
    // Whoever asks for all gets what is there now.
    await writeFile(join(root, layouts[0]!.file), layouts[0]!.table.replaceAll(named[5]!, named[3]!));
    await writeFile(join(root, 'data', 'untold.png'), png(3));
    expect(await engine.open({ root, follow: true })).toEqual(await fresh(root));
    engine.stop();
  });

  it('reads all after a while, were there no end of pictures that come and go', async () => {
    const root = await made(layouts[0]!);
    const engine = new Asked({ ...takesLong, patienceMs: 0 });
    await engine.open({ root, follow: true });
    const without = async (name: string): Promise<PlainBenchmark> => {
      await rm(join(root, 'data', name));
      return engine.open({ root, follow: true, changed: [`data/${name}`] });
    };
    expect(await without(named[3]!)).not.toEqual(await fresh(root));
    expect(await without(named[4]!)).toEqual(await fresh(root));
    expect(await without(named[5]!)).not.toEqual(await fresh(root));
    expect(engine.doubts).toBe(0);
    engine.stop();
  });

  it('says which files that leaves in doubt, and nothing of how far it is', async () => {
    const root = await made(layouts[0]!);
    const engine = new Asked(takesLong);
    await engine.open({ root, follow: true });
    await rm(join(root, 'data', named[3]!));
    await engine.open({ root, follow: true, changed: [`data/${named[3]!}`] });
    const told = engine.told.length;
    await engine.settle();
    expect(engine.told.slice(told)).toEqual([{ is: 'doubted', changed: [] }, { is: 'kept' }]);
    engine.stop();
  });

  it('looks again at those pictures alone that something happened to', async () => {
    const root = await made(layouts[0]!);
    const engine = new Asked(takesLong);
    await engine.open({ root, follow: true });
    const faults = async () =>
      (await engine.examine()).flatMap(({ kind, file }) => (kind === 'corrupt-image' ? file : []));
    const before = await faults();
    await writeFile(join(root, 'data', nameAt(2)), 'no picture, and nobody is told');
    await writeFile(join(root, 'data', 'later.png'), 'no picture');
    await engine.open({ root, follow: true, changed: ['data/later.png'] });
    await engine.settle();
    await engine.open({ root, follow: true, changed: [] });
    expect(await faults()).toEqual([...before, 'data/later.png']);
    engine.stop();
  });

  it('keeps for the next time only what was read', async () => {
    const root = await made(layouts[0]!);
    const cache = await scratchFolder();
    const engine = new Asked(takesLong);
    await engine.open({ root, follow: true, cache });
    await rm(join(root, 'data', named[3]!));
    await engine.open({ root, follow: true, cache, changed: [`data/${named[3]!}`] });
    const later = async (): Promise<PlainBenchmark> => {
      const other = new Asked();
      const opened = await other.open({ root, cache });
      other.stop();
      return opened;
    };
    expect(await later()).toEqual(await fresh(root));
    await engine.settle();
    await engine.open({ root, follow: true, cache, changed: [] });
    await engine.settle();
    engine.stop();
    expect(await later()).toEqual(await fresh(root));
  });

  it('does not keep anybody waiting with what nobody asked for', async () => {
    const root = await made(layouts[3]!);
    const hand = new RaisedHand();
    const engine = new Asked({ ...takesLong, hand });
    await engine.open({ root, follow: true });
    await rm(join(root, 'data', named[3]!));
    await engine.open({ root, follow: true, changed: [`data/${named[3]!}`] });
    new RaisedHand(hand.memory).raise();
    await engine.settle();
    expect(engine.doubts).toBe(0);
    await rm(join(root, 'data', named[4]!));
    const followed = await engine.open({ root, follow: true, changed: [`data/${named[4]!}`] });
    expect(hand.isUp).toBe(false);
    expect(followed.items.ids).toEqual((await fresh(root)).items.ids);
    await engine.settle();
    expect(engine.doubts).toBe(1);
    expect(await engine.open({ root, follow: true, changed: [] })).toEqual(await fresh(root));
    engine.stop();
  });
});
