import { expect, it } from 'vitest';
import { readSheet } from '../../../src/core/predictions/sheet.ts';
import { memoryFolder } from '../benchmark/memoryFolder.ts';
import { zipOf } from './predictionKit.ts';

async function cells(row: string): Promise<unknown> {
  const sheet = `<worksheet><sheetData>${row}</sheetData></worksheet>`;
  const read = await readSheet(memoryFolder({ 'a.xlsx': zipOf({ 'xl/worksheets/sheet1.xml': sheet }) }), 'a.xlsx');
  return read.ok ? read.value : read.error;
}

it('puts cells where they say, and those that say nothing behind the one before', async () => {
  expect(await cells('<row r="7"><c r="B7"><v>1</v></c><c r="AA7"><v>2</v></c></row>')).toEqual([
    { line: 7, cells: ['', '1', ...Array<string>(24).fill(''), '2'] },
  ]);
  expect(
    await cells('<row><c><v>1</v></c><c t="inlineStr"><is><t>happy</t></is></c></row><row><c><v>3</v></c></row>'),
  ).toEqual([
    { line: 1, cells: ['1', 'happy'] },
    { line: 2, cells: ['3'] },
  ]);
});
