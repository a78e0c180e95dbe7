import { describe, expect, it } from 'vitest';
import { openFiles, pictures } from './formats/openFiles.ts';

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('codes for emotions', () => {
  it('are labels of a column that holds little else', async () => {
    const codes = ['ang', 'hap', 'neu', 'sad', 'exc', 'fru', 'xxx'];
    const rows = range(28).map((i) => `${i}.jpg,${codes[i % 7]!}`);
    const opened = await openFiles({
      'data.csv': ['file,said', ...rows].join('\n'),
      ...pictures(...range(28).map((i) => `${i}.jpg`)),
    });
    expect(opened.labels).toMatchObject({ '0.jpg': 'angry', '1.jpg': 'happy', '5.jpg': 'frustration', '6.jpg': 'xxx' });
    expect(opened.benchmark.descriptor.foldings).toMatchObject({ ang: 'angry', neu: 'neutral' });
  });

  it.each([
    [
      'between underscores',
      ['ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD'],
      (code: string, i: number) => `10${10 + i}_DFA_${code}_XX`,
    ],
    [
      'before a number',
      ['AN', 'DI', 'FE', 'HA', 'NE', 'SA', 'SU'],
      (code: string, i: number) => `KA.${code}${i % 3}.${i}`,
    ],
    [
      'before a number and a few letters',
      ['AN', 'DI', 'FE', 'HA', 'SA', 'SU', 'NE'],
      (code: string, i: number) => `F000${i % 3}_${code}0${i % 4}WH_F2D.${i}`,
    ],
    [
      'between a number and a view',
      ['AN', 'DI', 'AF', 'HA', 'NE', 'SA', 'SU'],
      (code: string, i: number) => `AF${10 + i}${code}${['S', 'HL', 'FR'][i % 3]!}`,
    ],
    [
      'of one letter where two need two',
      ['a', 'd', 'f', 'h', 'n', 'sa', 'su'],
      (code: string, i: number) => `DC_${code}${10 + i}`,
    ],
  ])('are read from names, %s', async (_, codes, nameOf) => {
    const labels: Readonly<Record<string, string>> = {
      a: 'angry',
      d: 'disgust',
      f: 'fear',
      h: 'happy',
      n: 'neutral',
      af: 'fear',
      sa: 'sad',
      su: 'surprise',
    };
    const labelOf = (code: string) =>
      labels[/^(?:s[au]|af)/i.test(code) ? code.slice(0, 2).toLowerCase() : code[0]!.toLowerCase()];
    const paths = range(28).map(
      (i) => [`${nameOf(codes[i % codes.length]!, i)}.jpg`, labelOf(codes[i % codes.length]!)] as const,
    );
    const opened = await openFiles(pictures(...paths.map(([path]) => path)));
    expect(opened.format).toBe('class-folders');
    expect(opened.labels).toEqual(Object.fromEntries(paths));
    expect(opened.benchmark.descriptor.fileName).toBeUndefined();
    expect(opened.benchmark.generators).toEqual([]);
    expect(opened.problems).toEqual([]);
  });

  it('are none where few of the names have one, or where few differ', async () => {
    const names = (codes: readonly string[]) =>
      pictures(...range(28).map((i) => `p_${i}_${codes[i % codes.length]!}_x.jpg`));
    const labelsOf = async (codes: readonly string[]) => (await openFiles(names(codes))).benchmark.labels;
    expect(await labelsOf(['CON', 'DIS', 'REL'])).toEqual([]);
    expect(await labelsOf(['ANG', 'DIS', 'FEA', 'HAP', 'DOG', 'CAT', 'COW', 'PIG'])).toEqual([]);
  });

  it('in names say what was prompted beside labels of people', async () => {
    const codes = ['ANG', 'DIS', 'FEA', 'HAP'];
    const rows = range(12).map((i) => `p${i}_${codes[i % 4]!}_XX.jpg,happy`);
    const opened = await openFiles({
      'data.csv': ['image,emotion', ...rows].join('\n'),
      ...pictures(...range(12).map((i) => `p${i}_${codes[i % 4]!}_XX.jpg`)),
    });
    expect(opened.item('p1_DIS_XX.jpg')).toMatchObject({ label: 'happy', prompted: 'disgust' });
  });
});
