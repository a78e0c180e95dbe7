import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { csvScores, textField } from '../../../src/core/report/csvScores.ts';
import { escapeLatex, latexTables } from '../../../src/core/report/latexTables.ts';
import { escapeMarkdown, markdownTables } from '../../../src/core/report/markdownTables.ts';
import type { ReportTable } from '../../../src/core/report/reportTable.ts';
import { columnsOf, textTables } from '../../../src/core/report/textTables.ts';
import { someScores } from './reportKit.ts';

const table: ReportTable = {
  title: 'T_1',
  columns: [
    { name: 'Name', align: 'left' },
    { name: 'Score', align: 'right' },
  ],
  rows: [
    ['a', '0.5'],
    ['担忧', '10.25'],
  ],
  notes: ['95 % of it'],
};

describe('Markdown', () => {
  it('is a table with its notes', () => {
    expect(markdownTables([table])).toBe(
      [
        '## T\\_1',
        '',
        '| Name | Score |',
        '| --- | ---: |',
        '| a | 0.5 |',
        '| 担忧 | 10.25 |',
        '',
        '- 95 % of it',
        '',
      ].join('\n'),
    );
  });

  it('shows hostile texts as they were written', () => {
    expect(escapeMarkdown('a|b')).toBe('a\\|b');
    expect(escapeMarkdown('<img src=x onerror=alert(1)>')).toBe('&lt;img src=x onerror=alert(1)&gt;');
    expect(escapeMarkdown('[x](http://evil)')).toBe('\\[x\\](http\\://evil)');
    expect(escapeMarkdown('www.evil.example')).toBe('www\\.evil.example');
    expect(escapeMarkdown('a\n| b |\r\n# c')).toBe('a \\| b \\|  \\# c');
    expect(escapeMarkdown('`*_~\\$')).toBe('\\`\\*\\_\\~\\\\\\$');
    expect(escapeMarkdown('&amp;')).toBe('&amp;amp;');
  });
});

describe('LaTeX', () => {
  it('is a booktabs table', () => {
    const lines = latexTables([table]).split('\n');
    expect(lines).toContain('  \\caption{T\\_1}');
    expect(lines).toContain('  \\begin{tabular}{lr}');
    expect(lines).toContain('    Name & Score \\\\');
    expect(lines).toContain('  \\par{\\footnotesize 95 \\% of it}');
    for (const rule of ['\\toprule', '\\midrule', '\\bottomrule']) expect(lines).toContain(`    ${rule}`);
  });

  it('lets no text be a command', () => {
    expect(escapeLatex('\\input{/etc/passwd}')).toBe('\\textbackslash{}input\\{/etc/passwd\\}');
    expect(escapeLatex('50 % & $x_1^2$ #~')).toBe('50 \\% \\& \\$x\\_1\\textasciicircum{}2\\$ \\#\\textasciitilde{}');
    expect(escapeLatex('a\\\\\nb')).toBe('a\\textbackslash{}\\textbackslash{} b');
  });

  it('keeps a cell at the start of a row from being an option of the line break before it', () => {
    expect(escapeLatex('[2cm]')).toBe('{}[2cm]');
    expect(escapeLatex('*')).toBe('{}*');
    expect(escapeLatex('0.5 [0.4, 0.6]')).toBe('0.5 [0.4, 0.6]');
  });
});

describe('plain text', () => {
  it('is aligned, also where characters are two columns wide', () => {
    expect(textTables([table]).split('\n')).toEqual([
      'T_1',
      'Name  Score',
      '-----------',
      'a       0.5',
      '担忧  10.25',
      '95 % of it',
      '',
    ]);
    expect(columnsOf('担忧 a😀e\u0301')).toBe(9);
  });

  it('cannot steer the terminal', () => {
    const hostile: ReportTable = { ...table, rows: [['\u001b[2J\u009b1m\u202egnp', 'a\r\nb']] };
    const text = textTables([hostile]);
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    expect(text).toContain('\ufffd[2J\ufffd1m\ufffdgnp');
    expect(text).toContain('a  b');
  });
});

describe('CSV', () => {
  const scores = someScores({ model: '=HYPERLINK("http://evil","x")' }, ['generator']);
  const parsed = Papa.parse<Record<string, string>>(csvScores([scores], ['generator']).trimEnd(), { header: true });
  const find = (wanted: Record<string, string>): Record<string, string>[] =>
    parsed.data.filter((row) => Object.entries(wanted).every(([name, value]) => row[name] === value));

  it('is read back whole', () => {
    expect(parsed.errors).toEqual([]);
    expect(new Set(parsed.data.map((row) => Object.keys(row).length))).toEqual(new Set([parsed.meta.fields!.length]));
  });

  it('says each figure under its JSON name, with interval and denominator', () => {
    const emotion = scores.stages.find(({ stage }) => stage === 'emotion')!;
    if (emotion.answer === 'number') throw new Error('not a class stage');
    const [row, ...more] = find({ stage: 'emotion', scope: 'all', measure: 'accuracyStrict' });
    expect(more).toEqual([]);
    expect(Number(row!['value'])).toBe(emotion.accuracyStrict);
    expect([Number(row!['low']), Number(row!['high'])]).toEqual(emotion.intervals.accuracyStrict);
    expect(row!['n']).toBe('6');
    expect(find({ stage: 'emotion', scope: 'all', measure: 'accuracyAnswered' })[0]!['n']).toBe('4');
    expect(find({ stage: 'emotion', scope: 'all', measure: 'kinds', answer: 'refused' })[0]!['value']).toBe('1');
    expect(find({ stage: 'emotion', scope: 'all', label: 'happy', answer: 'sad' })[0]!['value']).toBe('1');
    expect(find({ stage: 'emotion', scope: 'all', label: 'sad', answer: 'failed' })[0]!['value']).toBe('1');
  });

  it('leaves a figure that is undefined without a value', () => {
    expect(find({ stage: 'degree', scope: 'all', label: 'sad', measure: 'srcc' })[0]!['value']).toBe('');
  });

  it('names the groups', () => {
    expect(find({ stage: 'emotion', scope: 'generator', by_generator: 'G1', measure: 'accuracyStrict' })).toHaveLength(
      1,
    );
  });

  it('lets no text be a formula', () => {
    expect(parsed.data[0]!['model']).toBe(`'=HYPERLINK("http://evil","x")`);
    for (const text of ['=1', '+1', '-1', '@x', '\t=1', ' =1']) expect(textField(text)).toMatch(/^"?'/);
    expect(textField('a-b')).toBe('a-b');
  });
});
