import { describe, expect, it } from 'vitest';
import type { Benchmark } from '../../../../src/core/benchmark/benchmark.ts';
import { openBenchmark } from '../../../../src/core/benchmark/openBenchmark.ts';
import { memoryFolder, png, testHasher, type MemoryFile } from '../memoryFolder.ts';

async function open(files: Record<string, MemoryFile>): Promise<Benchmark> {
  const opened = await openBenchmark(memoryFolder(files), { hasher: testHasher });
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value;
}

/** Pictures at these paths, each with bytes of its own. */
const pictures = (...paths: readonly string[]) =>
  Object.fromEntries(paths.map((path, i): [string, MemoryFile] => [path, png(i)]));

const numbered = (count: number, path: (i: number) => string) =>
  pictures(...Array.from({ length: count }, (_, i) => path(i)));

const found = (benchmark: Benchmark) =>
  benchmark.problems.map(({ kind, file, line }) => [kind, file, line].filter((part) => part !== undefined));

const item = (benchmark: Benchmark, path: string) => benchmark.items.find((one) => one.path === path);

const labels = (benchmark: Benchmark) => benchmark.items.map(({ label }) => label);

const emotions = ['happy', 'sad', 'angry', 'surprise', 'fear', 'neutral', 'disgust'];

describe('tables as people have them', () => {
  it('reads the list of RAF-DB: names without the suffix of the files, numbers for classes, no header', async () => {
    const benchmark = await open({
      'EmoLabel/list_patition_label.txt': Array.from(
        { length: 20 },
        (_, i) => `${i < 14 ? 'train' : 'test'}_${String(i + 1).padStart(5, '0')}.jpg ${(i % 7) + 1}`,
      ).join('\n'),
      ...numbered(
        20,
        (i) => `Image/aligned/${i < 14 ? 'train' : 'test'}_${String(i + 1).padStart(5, '0')}_aligned.png`,
      ),
    });
    expect(benchmark).toMatchObject({ format: 'table', problems: [] });
    expect(benchmark.labels).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    expect(item(benchmark, 'Image/aligned/test_00015_aligned.png')).toMatchObject({ label: '1', split: 'test' });
    expect(item(benchmark, 'Image/aligned/train_00001_aligned.png')).toMatchObject({ label: '1', split: 'train' });
  });

  it('says that numbers for pixels are no pictures (FER2013)', async () => {
    const pixels = Array.from({ length: 48 * 48 }, (_, i) => i % 256).join(' ');
    const benchmark = await open({
      'fer2013.csv': `emotion,pixels,Usage\n0,${pixels},Training\n3,${pixels},PublicTest`,
    });
    expect(benchmark.items).toHaveLength(0);
    expect(benchmark.problems).toMatchObject([
      { kind: 'nothing-found', file: 'fer2013.csv', line: 1, facts: { what: 'pixels', column: 'pixels' } },
    ]);
  });

  it('reads the table of AffectNet: boxes, landmarks, valence and arousal are no degree', async () => {
    const head =
      'subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,valence,arousal';
    const rows = Array.from(
      { length: 24 },
      (_, i) => `${i}/${i}abc.png,${i},${i},${100 + i},${90 + i},${i}.1;2.2;3.3,${i % 8},-0.${i},0.5${i}`,
    );
    const benchmark = await open({
      'training.csv': [head, ...rows].join('\n'),
      ...numbered(24, (i) => `Manually_Annotated_Images/${i}/${i}abc.png`),
    });
    expect(benchmark).toMatchObject({ format: 'table', problems: [], scales: {} });
    expect(benchmark.descriptor.columns).toMatchObject({ image: 'subDirectory_filePath', label: 'expression' });
    expect(item(benchmark, 'Manually_Annotated_Images/9/9abc.png')).toMatchObject({ label: '1', split: 'training' });
    expect(item(benchmark, 'Manually_Annotated_Images/9/9abc.png')?.fields).toEqual({
      ...{ face_x: 9, face_y: 9, face_width: 109, face_height: 99 },
      ...{ facial_landmarks: '9.1;2.2;3.3', valence: -0.9, arousal: 0.59 },
    });
  });

  it('reads votes for each emotion as FER+ counts them, a tie being no label', async () => {
    const benchmark = await open({
      'fer2013new.csv': [
        'Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF',
        'Training,fer0000000.png,4,0,0,1,3,2,0,0,0,0',
        'Training,fer0000001.png,0,5,5,0,0,0,0,0,0,0',
        'PublicTest,fer0000002.png,0,10,0,0,0,0,0,0,0,0',
      ].join('\r\n'),
      ...numbered(3, (i) => `FER2013Train/fer000000${i}.png`),
    });
    expect(benchmark.problems).toEqual([]);
    expect(labels(benchmark)).toEqual(['neutral', undefined, 'happy']);
    expect(benchmark.items.at(0)).toMatchObject({
      votes: { neutral: 4, angry: 3, disgust: 2, sad: 1 },
      split: 'Training',
    });
  });

  it('reads one-hot columns and shares', async () => {
    const files = numbered(3, (i) => `img/${i}.png`);
    const hot = await open({ 'y.csv': 'file,Happy,Sad,Angry\n0.png,1,0,0\n1.png,0,0,1\n2.png,0,1,0', ...files });
    expect(labels(hot)).toEqual(['happy', 'angry', 'sad']);
    const shares = await open({
      'y.tsv': 'file\thappy\tsad\tangry\n0.png\t0.7\t0.2\t0.1\n1.png\t0\t0.4\t0.6\n2.png\t.5\t.5\t0',
      ...files,
    });
    expect(labels(shares)).toEqual(['happy', 'angry', undefined]);
  });

  it('reads rows of several people about each picture as raters (ArtEmis)', async () => {
    const said = [
      ['contentment', 'awe', 'contentment', 'sadness'],
      ['fear', 'fear', 'anger', 'disgust'],
    ];
    const rows = said.flatMap((words, i) =>
      words.map((word, k) => `Impressionism,painter_work-${i},${word},"it feels, well, like ${k}",8`),
    );
    const benchmark = await open({
      'artemis.csv': ['art_style,painting,emotion,utterance,repetition', ...rows].join('\n'),
      ...pictures('wikiart/Impressionism/painter_work-0.jpg', 'wikiart/Impressionism/painter_work-1.jpg'),
    });
    expect(found(benchmark).filter(([kind]) => kind !== 'wrong-extension')).toEqual([]);
    expect(item(benchmark, 'wikiart/Impressionism/painter_work-1.jpg')).toMatchObject({
      label: 'fear',
      votes: { fear: 2, angry: 1, disgust: 1 },
      fields: { art_style: 'Impressionism' },
      text: 'it feels, well, like 0',
    });
  });

  it.each([',', '\t', ';'])(
    'reads ratings with decimal commas in quotes between fields that %j separates',
    async (sign) => {
      const degrees = ['0,5', '1,5', '2,125', '3,25', '4,75', '0,5', '1,5', '2,5'];
      const rows = degrees.map((degree, i) => [`${i}.png`, ['happy', 'sad'][i % 2], `"${degree}"`].join(sign));
      const opened = await open({
        'l.csv': [['image', 'label', 'degree'].join(sign), ...rows].join('\n'),
        ...pictures(...degrees.map((_, i) => `${i}.png`)),
      });
      expect(opened.problems).toEqual([]);
      expect(opened.scales.degree).toMatchObject({ min: 0.5, max: 4.75 });
      expect(opened.items.at(2)?.degree).toBe(2.125);
    },
  );

  it('reads a German sheet: semicolons, decimal commas, Latin-1, words', async () => {
    const text =
      'Bilddatei;Emotion;Intensität;Qualität;Geschlecht\r\na.png;Freude;3,5;7,25;weiblich\r\nb.png;Trauer;1,0;6,5;männlich\r\nc.png;Wut;4,75;3;weiblich\r\n';
    const benchmark = await open({
      'Auswertung.csv': new Uint8Array(Buffer.from(text, 'latin1')),
      ...pictures('Bilder/a.png', 'Bilder/b.png', 'Bilder/c.png'),
    });
    expect(benchmark.problems).toEqual([]);
    expect(benchmark.descriptor.columns).toEqual({
      image: 'Bilddatei',
      label: 'Emotion',
      degree: 'Intensität',
      quality: 'Qualität',
    });
    expect(benchmark.items.at(1)).toMatchObject({ degree: 1, quality: 6.5, fields: { Geschlecht: 'männlich' } });
    expect(benchmark.items.at(0)?.degree).toBe(3.5);
  });

  it('reads Chinese headers in GB18030', async () => {
    // 图片,情感,强度 / a.png,开心,3 / b.png,悲伤,2 in GB18030 (GB 2312 part).
    const words: Record<string, number[]> = {
      图: [0xcd, 0xbc],
      片: [0xc6, 0xac],
      情: [0xc7, 0xe9],
      感: [0xb8, 0xd0],
      强: [0xc7, 0xbf],
      度: [0xb6, 0xc8],
      开: [0xbf, 0xaa],
      心: [0xd0, 0xc4],
      悲: [0xb1, 0xaf],
      伤: [0xc9, 0xcb],
    };
    const bytes = [...'图片,情感,强度\na.png,开心,3\nb.png,悲伤,2\n'].flatMap(
      (char) => words[char] ?? [char.charCodeAt(0)],
    );
    const benchmark = await open({ '标注.csv': Uint8Array.from(bytes), ...pictures('图/a.png', '图/b.png') });
    expect(benchmark.problems).toEqual([]);
    expect(benchmark.items.map(({ label, degree }) => [label, degree])).toEqual([
      ['happy', 3],
      ['sad', 2],
    ]);
    expect(benchmark.descriptor.columns).toEqual({ image: '图片', label: '情感', degree: '强度' });
  });

  it('reads raters in columns, generator, prompt, seed, split and groups', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => {
      const said = [emotions[i % 3]!, emotions[i % 3]!, i === 0 ? 'fear' : emotions[(i + 1) % 3]!];
      return `${i}.webp,${said.join(',')},${i % 2 ? 'sdxl' : 'flux'},${emotions[i % 4]},${i},${1000 + i},${i % 2 ? 'test' : 'train'},${i % 3 ? 'f' : 'm'},a portrait of number ${i} who is feeling something`;
    });
    const benchmark = await open({
      'labels.csv': [
        'path,rater1,rater2,rater3,model,target_emotion,prompt_id,seed,split,gender,caption',
        ...rows,
      ].join('\n'),
      ...numbered(12, (i) => `pics/${i}.webp`),
    });
    expect(benchmark.items.find(({ path }) => path === 'pics/0.webp')).toMatchObject({
      label: 'happy',
      votes: { happy: 2, fear: 1 },
      generator: 'flux',
      prompted: 'happy',
      prompt: '0',
      seed: '1000',
      split: 'train',
      fields: { gender: 'm' },
      text: 'a portrait of number 0 who is feeling something',
    });
  });

  it('joins tables by an id, and puts words in the place of codes', async () => {
    const benchmark = await open({
      'files.csv': 'id,file\nx1,pics/a.png\nx2,pics/b.png\nx3,pics/c.png',
      'annotations.csv': 'id,label,intensity\nx1,0,3\nx2,1,4\nx3,0,5\nx9,1,2',
      'classes.csv': 'code,name\n0,happiness\n1,sadness',
      ...pictures('pics/a.png', 'pics/b.png', 'pics/c.png'),
    });
    expect(benchmark.items.map(({ label, degree }) => [label, degree])).toEqual([
      ['happy', 3],
      ['sad', 4],
      ['happy', 5],
    ]);
    expect(found(benchmark)).toEqual([['missing-image', 'annotations.csv', 5]]);
  });

  it('joins tables by path and by stem', async () => {
    const benchmark = await open({
      'a_labels.tsv': 'file\temotion\npics/a.png\thappy\npics/b.png\tsad',
      'b_quality.jsonl': '{"name": "a", "quality": 3.5}\n{"name": "b", "quality": 2}',
      ...pictures('pics/a.png', 'pics/b.png'),
    });
    expect(benchmark.problems).toEqual([]);
    expect(benchmark.items.map(({ label, quality }) => [label, quality])).toEqual([
      ['happy', 3.5],
      ['sad', 2],
    ]);
  });

  it('reads literals of Python in cells', async () => {
    const benchmark = await open({
      'd.csv': `image,annotations,meta\na.png,"['happy', 'happy', 'sad']","{'scene': 'street', 'n': 3}"\nb.png,"['angry']","{'scene': 'street', 'n': None}"`,
      ...pictures('a.png', 'b.png'),
    });
    expect(labels(benchmark)).toEqual(['happy', 'angry']);
    expect(benchmark.items.at(0)).toMatchObject({ votes: { happy: 2, sad: 1 }, fields: { 'meta.scene': 'street' } });
  });

  it('reads tables without a header, in every kind of line end', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const benchmark = await open({
        'x.csv': ['a.png,happy,3', 'b.png,sad,4', ''].join(end),
        ...pictures('a.png', 'b.png'),
      });
      expect(benchmark.problems).toEqual([]);
      expect(labels(benchmark)).toEqual(['happy', 'sad']);
      expect(benchmark.items.at(1)?.row).toEqual({ file: 'x.csv', line: 2 });
    }
  });

  it('takes the made-up answers of a sample submission for none', async () => {
    const benchmark = await open({
      'train.csv': 'Id,Label\na,happy\nb,sad',
      'sample_submission.csv': 'Id,Label\nc,happy',
      ...pictures('train/a.png', 'train/b.png', 'test/c.png'),
    });
    expect(labels(benchmark)).toEqual([undefined, 'happy', 'sad']);
  });

  it('takes the emotion of a folder for the label only where no table has labels', async () => {
    const files = pictures('happy/a.png', 'happy/b.png', 'sad/c.png', 'sad/d.png');
    const rated = await open({ 'score.csv': 'file,intensity\na.png,1\nb.png,2\nc.png,3\nd.png,4', ...files });
    expect(rated.format).toBe('table');
    expect(rated.items.map(({ label, degree }) => [label, degree])).toEqual([
      ['happy', 1],
      ['happy', 2],
      ['sad', 3],
      ['sad', 4],
    ]);
    const said = await open({ 'score.csv': 'file,label\na.png,happy\nb.png,sad\nc.png,sad\nd.png,sad', ...files });
    expect(said.items.map(({ label, prompted }) => [label, prompted])).toEqual([
      ['happy', 'happy'],
      ['sad', 'happy'],
      ['sad', 'sad'],
      ['sad', 'sad'],
    ]);
    expect(said.problems).toEqual([]);
  });
});

describe('what is wrong with tables', () => {
  it('lists each fault once, with its line', async () => {
    const benchmark = await open({
      'labels.csv': [
        'file,emotion,intensity',
        'a.png,happy,1',
        'gone.png,sad,2',
        'b.png,sad,2,extra',
        'c.png,"angry,3',
        '../out.png,happy,1',
        'a.png,happy,1',
        'd.png,angry,3',
        'd.png,sad,3',
        ',happy,1',
        'e.png,happy,many',
      ].join('\n'),
      ...pictures('pics/a.png', 'pics/b.png', 'pics/c.png', 'pics/d.png', 'pics/e.png', 'pics/f.png'),
    });
    expect(found(benchmark).sort((x, y) => Number(x[2] ?? 99) - Number(y[2] ?? 99))).toEqual([
      ['missing-image', 'labels.csv', 3],
      ['bad-row', 'labels.csv', 4],
      ['bad-row', 'labels.csv', 5],
      ['outside-root', 'labels.csv', 6],
      ['duplicate-id', 'labels.csv', 7],
      ['conflicting-label', 'labels.csv', 9],
      ['bad-row', 'labels.csv', 10],
      ['number-out-of-range', 'labels.csv', 11],
      ['image-without-row', 'pics/f.png'],
    ]);
    expect(labels(benchmark)).toEqual(['happy', undefined, undefined, 'angry', 'happy', undefined]);
  });

  it('lets the first of two tables win', async () => {
    const benchmark = await open({
      'a.csv': 'file,emotion\n1.png,happy\n2.png,Sadness',
      'b.csv': 'file,emotion\n1.png,angry\n2.png,sad',
      ...pictures('1.png', '2.png'),
    });
    expect(labels(benchmark)).toEqual(['happy', 'sad']);
    expect(found(benchmark)).toEqual([['conflicting-label', 'b.csv', 2]]);
  });

  it('gives a role to no column where a person said that none has it', async () => {
    const files = {
      'labels.csv': 'file,emotion,score,model\n1.png,happy,3,a\n2.png,sad,4,b\n3.png,happy,3,a\n4.png,sad,2,b',
      ...pictures('1.png', '2.png', '3.png', '4.png'),
    };
    const columns = { label: '', generator: '', degree: ' ' };
    const store = memoryFolder({ 'benchmark.json': JSON.stringify({ version: 1, columns }) });
    const opened = await openBenchmark(memoryFolder(files), { hasher: testHasher, store });
    if (!opened.ok) throw new Error(opened.error.kind);
    expect(labels(opened.value)).toEqual([undefined, undefined, undefined, undefined]);
    expect(opened.value.generators).toEqual([]);
    expect(opened.value.items.at(0)).not.toHaveProperty('degree');
    expect((await open(files)).items.at(0)).toMatchObject({ label: 'happy', generator: 'a', degree: 3 });
  });
});
