import { describe, expect, it } from 'vitest';
import type { ReportTable } from '../../../src/core/report/reportTable.ts';
import { boardTables, scoreTables } from '../../../src/core/report/scoreTables.ts';
import { generatorBoard } from '../../../src/core/scoring/generatorBoard.ts';
import { items, someScores } from './reportKit.ts';

function titled(tables: readonly ReportTable[], title: string): ReportTable {
  const table = tables.find((one) => one.title === title);
  if (table === undefined) throw new Error(`no table ${title}, only ${tables.map((one) => one.title).join('; ')}`);
  return table;
}

function cell(table: ReportTable, row: number, column: string): string {
  return table.rows[row]![table.columns.findIndex(({ name }) => name === column)]!;
}

describe('the tables of one run', () => {
  const tables = scoreTables([someScores()], []);

  it('have as many cells in each row as columns', () => {
    for (const { columns, rows } of tables) for (const row of rows) expect(row).toHaveLength(columns.length);
  });

  it('put three accuracies side by side, and what was not answered', () => {
    const emotion = titled(tables, 'memo-progressive: emotion');
    expect(cell(emotion, 0, 'n')).toBe('6');
    expect(cell(emotion, 0, 'Strict')).toMatch(/^0\.500 \[0\.\d{3}, 0\.\d{3}\]$/);
    expect(cell(emotion, 0, 'Answered only')).toMatch(/^0\.750 /);
    expect(cell(emotion, 0, 'Coverage')).toMatch(/^0\.667 /);
    expect(cell(emotion, 0, 'refused')).toBe('1');
    expect(cell(emotion, 0, 'failed')).toBe('1');
    expect(emotion.columns.map(({ name }) => name)).not.toContain('ambiguous');
  });

  it('say the run, and the polarity table in force', () => {
    const notes = titled(tables, 'memo-progressive: polarity').notes.join('\n');
    expect(notes).toContain('some-model');
    expect(notes).toContain('r1');
    expect(notes).toMatch(/not published by any paper: happy positive, .*surprise none \(left out\)/);
  });

  it('say what is not in the scores', () => {
    expect(tables[0]!.notes[0]).toContain('2 questions have no outcome yet');
  });

  it('give the second polarity figure', () => {
    const none = titled(tables, 'memo-progressive: polarity, labels without polarity as a class');
    expect(cell(none, 0, 'n')).toBe('4');
    expect(cell(titled(tables, 'memo-progressive: polarity'), 0, 'n')).toBe('3');
  });

  it('show the degree over all and within labels, with its scale', () => {
    const degree = titled(tables, 'memo-progressive: degree');
    expect(degree.rows.map((row) => row[0])).toEqual([
      'all portraits',
      'mean within labels',
      'within happy',
      'within sad',
    ]);
    expect(cell(degree, 2, 'SRCC')).toMatch(/^1\.000/);
    expect(cell(degree, 3, 'SRCC')).toBe('–');
    expect(degree.notes.join('\n')).toContain('Scale 1 to 5');
    expect(degree.notes.join('\n')).toContain('lower is better');
  });

  it('show the confusion with what was not answered', () => {
    const confusion = tables.find(({ title }) => title.startsWith('memo-progressive: emotion, confusion'))!;
    const happy = confusion.rows.findIndex(([label]) => label === 'happy');
    expect(cell(confusion, happy, 'happy')).toBe('1');
    expect(cell(confusion, happy, 'sad')).toBe('1');
    expect(cell(confusion, happy, 'refused')).toBe('1');
  });
});

describe('the tables of several runs', () => {
  it('stand the runs of a stage in one table, by model, strategy and id', () => {
    const runs = [someScores(), someScores({ run: 'r2', model: 'local/expression-baseline', modelKind: 'baseline' })];
    const emotion = titled(scoreTables(runs, []), 'memo-progressive: emotion');
    expect(emotion.rows.map((row) => row.slice(0, 3))).toEqual([
      ['some-model', 'plain', 'r1'],
      ['local/expression-baseline', 'plain', 'r2'],
    ]);
    expect(emotion.notes.join('\n')).toContain('not an MLLM');
  });

  it('have groups in a table of their own', () => {
    const tables = scoreTables([someScores({}, ['generator'])], ['generator']);
    const groups = titled(tables, 'memo-progressive: emotion, by generator');
    expect(groups.rows.map((row) => row.slice(0, 2))).toEqual([
      ['G1', '3'],
      ['=G_2|<b>', '3'],
    ]);
    expect(titled(tables, 'memo-progressive: degree, by generator').rows).toHaveLength(2);
  });
});

describe('the board', () => {
  it('has a row for each generator and a column for each emotion', () => {
    const board = boardTables(generatorBoard(items, ['happy', 'sad', 'surprise']))[0]!;
    expect(cell(board, 1, 'Generator')).toBe('=G_2|<b>');
    expect(cell(board, 1, 'Hit rate')).toMatch(/^0\.667 \[/);
    expect(cell(board, 1, 'sad')).toBe('0.667');
    expect(cell(board, 1, 'happy')).toBe('–');
    expect(boardTables(generatorBoard([], []))).toEqual([]);
  });
});
