import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { comparisonTables, differenceText, pText } from '../../../src/core/report/comparisonTables.ts';
import { csvComparison } from '../../../src/core/report/csvComparison.ts';
import { latexTables } from '../../../src/core/report/latexTables.ts';
import { markdownTables } from '../../../src/core/report/markdownTables.ts';
import { textTables } from '../../../src/core/report/textTables.ts';
import { compared, run } from '../scoring/compareKit.ts';

const hostile = '=evil|<b>';
const comparison = compared([
  run('p1', { emotion: '++------', degree: '22222222' }, { strategy: 'plain' }),
  run('r1', { emotion: '++++++rr', degree: '12345123' }, { strategy: 'reasoned', lexiconVersion: '2' }),
  run('p2', { emotion: '++------', degree: '22222222' }, { strategy: 'plain', model: hostile }),
  run('r2', { emotion: '++++---- ', degree: '1234512r' }, { strategy: 'reasoned', model: hostile }),
  run('b', { emotion: '++++', degree: '' }, { model: 'local/expression-baseline', modelKind: 'baseline' }),
]);
const tables = comparisonTables(comparison);

function row(table: (typeof tables)[number], place: number): Record<string, string> {
  return Object.fromEntries(table.columns.map(({ name }, at) => [name, table.rows[place]![at]!]));
}

describe('the tables of a comparison', () => {
  it('have a cell in each row for each column', () => {
    for (const { columns, rows } of tables) for (const cells of rows) expect(cells).toHaveLength(columns.length);
  });

  it('show each strategy and model with its difference, both counts of the test, and both p-values', () => {
    const [emotion, over] = tables;
    expect(emotion!.title).toBe('memo-progressive: emotion, strategies by models');
    expect(emotion!.rows.map((cells) => cells.slice(0, 2).join(' '))).toEqual([
      'plain some-model',
      `plain ${hostile}`,
      'plain local/expression-baseline',
      'reasoned some-model',
      `reasoned ${hostile}`,
    ]);
    expect(row(emotion!, 3)).toMatchObject({
      Coverage: '1.000',
      refused: '0',
      n: '4',
      'Only this': '2',
      'Only plain': '0',
      'mid-p': '0.250',
      p: '0.500',
      'p (Holm)': '1.000',
    });
    expect(row(emotion!, 3)['Difference to plain']).toMatch(/^\+0\.500 \[/);
    expect(row(emotion!, 0)).toMatchObject({ 'Difference to plain': '', p: '' });
    expect(over!.title).toBe('memo-progressive: emotion, strategies on average over models');
    expect(row(over!, 0)).toMatchObject({ Strategy: 'reasoned', Models: `some-model, ${hostile}`, n: '4', p: '0.500' });
  });

  it('say what is left out, what else differs, how many tests there were, and whose method it is', () => {
    const notes = tables[0]!.notes.join('\n');
    expect(notes).toContain('Over the 4 portraits that all these runs were asked about. Left out: 4 that some run');
    expect(notes).toContain('may be the reason of a difference: lexicon');
    expect(notes).toContain('not an MLLM');
    expect(notes).toContain('3 tests');
    expect(notes).toContain("no paper's method");
    expect(tables.find(({ title }) => title.includes('degree'))!.notes.join('\n')).toMatch(
      /scale 1 to 5.*\n.*outcome yet|outcome yet.*b/s,
    );
  });

  it('are written in each format with hostile names as text', () => {
    expect(textTables(tables)).toContain('Difference to plain');
    expect(markdownTables(tables)).toContain('=evil\\|&lt;b&gt;');
    expect(latexTables(tables)).toContain('=evil\\textbar{}\\textless{}b\\textgreater{}');
  });

  it('as comma-separated values give the figures of the document', () => {
    const { data, errors } = Papa.parse<Record<string, string>>(csvComparison(comparison).trimEnd(), { header: true });
    expect(errors).toEqual([]);
    const of = (wanted: Record<string, string>): Record<string, string>[] =>
      data.filter((one) => Object.entries(wanted).every(([name, value]) => one[name] === value));
    const stage = comparison.stages.find(({ stage: name }) => name === 'emotion')!;
    const { against } = stage.cells[3]!;
    expect(of({ run: 'r1', stage: 'emotion', measure: 'accuracyStrict.difference' })).toEqual([
      expect.objectContaining({
        value: String(against!.difference),
        low: String(against!.interval![0]),
        p: String(against!.test!.p),
        pHolm: String(against!.pHolm),
        reference: 'plain',
        test: 'mcnemar',
      }),
    ]);
    expect(of({ run: 'r2', stage: 'emotion', measure: 'refused' })[0]).toMatchObject({
      value: '0',
      model: `'${hostile}`,
    });
    expect(of({ scope: 'overModels', stage: 'emotion' })).toHaveLength(1);
  });
});

it('figures say their sign, and no p-value is zero', () => {
  expect(differenceText(0.5, [0.25, 0.75])).toBe('+0.500 [0.250, 0.750]');
  expect(differenceText(-0.5, null)).toBe('-0.500');
  expect(differenceText(null, null)).toBe('–');
  expect([pText(0), pText(0.00099), pText(0.001), pText(1), pText(null)]).toEqual([
    '<0.001',
    '<0.001',
    '0.001',
    '1.000',
    '–',
  ]);
});
