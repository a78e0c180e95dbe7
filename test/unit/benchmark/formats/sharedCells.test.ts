import { describe, expect, it } from 'vitest';
import { openFiles, pictures } from './openFiles.ts';

const names = ['a.png', 'b.png', 'c.png', 'd.png', 'e.png', 'f.png'];
const all = pictures(...names);

describe('rows that have a cell in common', () => {
  it('have the label of their own options', async () => {
    const options = ['happy\tsad', 'sad\thappy', 'angry\tworry', 'happy\tsad', 'worry\tangry', 'sad\t'];
    const rows = names.map((name, i) => `${i}\t${name}\twhich?\t${options[i]!}\t${i === 3 || i === 5 ? 'B' : 'A'}`);
    const { format, labels } = await openFiles({
      ...all,
      'set.tsv': ['index\timage_path\tquestion\tA\tB\tanswer', ...rows].join('\n'),
    });
    expect(format).toBe('vlmevalkit');
    expect(Object.values(labels)).toEqual(['happy', 'sad', 'angry', 'sad', 'worry', null]);
  });

  it('have the votes of all of their raters', async () => {
    const said = ['happy,sad,sad', 'sad,happy,happy', 'angry,sad,sad', 'happy,sad,angry', 'angry,angry,sad', ',,sad'];
    const { labels } = await openFiles({
      ...all,
      'labels.csv': ['image,rater1,rater2,rater3', ...names.map((name, i) => `${name},${said[i]!}`)].join('\n'),
    });
    expect(Object.values(labels)).toEqual(['sad', 'happy', 'sad', null, 'angry', 'sad']);
  });

  it('have the numbers of all of their votes', async () => {
    const votes = ['5,1,0', '1,5,0', '5,5,0', '0,1,5', '1,1,5', '5,0,0'];
    const { labels } = await openFiles({
      ...all,
      'labels.csv': ['image,happy,sad,angry', ...names.map((name, i) => `${name},${votes[i]!}`)].join('\n'),
    });
    expect(Object.values(labels)).toEqual(['happy', 'sad', null, 'angry', 'angry', 'happy']);
  });

  it('say first what stands in the later of two columns of one name', async () => {
    const { item } = await openFiles({
      ...all,
      'labels.csv': ['image,label,style,style', 'a.png,happy,old,', 'a.png,happy,,new', 'b.png,sad,old,new'].join('\n'),
    });
    expect([item('a.png')?.fields, item('b.png')?.fields]).toEqual([{ style: 'old' }, { style: 'new' }]);
  });
});
