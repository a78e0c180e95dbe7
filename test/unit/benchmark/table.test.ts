import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../src/core/benchmark/tables/decodeText.ts';
import { readRecords } from '../../../src/core/benchmark/tables/recordTable.ts';
import { readTable } from '../../../src/core/benchmark/tables/table.ts';
import { memoryFolder, testHasher } from './memoryFolder.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (text: string) => readTable(utf8(text));
const rowsOf = (text: string) => read(text).rows.map(({ line, fields }) => [line, ...fields]);

describe('table encodings', () => {
  const text = 'Image,Score,Distortions\ncafé.png,3.5,开心\n';
  const expected = [[2, 'café.png', '3.5', '开心']];

  it.each([
    ['utf-8', utf8(text)],
    ['utf-8', Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8(text))],
    ['utf-16le', Uint8Array.of(0xff, 0xfe, ...Buffer.from(text, 'utf16le'))],
    ['utf-16le', new Uint8Array(Buffer.from(text, 'utf16le'))],
    ['utf-16be', Uint8Array.of(0xfe, 0xff, ...Buffer.from(text, 'utf16le').swap16())],
    ['utf-16be', new Uint8Array(Buffer.from(text, 'utf16le').swap16())],
  ])('reads %s, with a mark or without', (encoding, bytes) => {
    const table = readTable(bytes);
    expect(table.encoding).toBe(encoding);
    expect(table.header).toEqual(['Image', 'Score', 'Distortions']);
    expect(table.rows.map(({ line, fields }) => [line, ...fields])).toEqual(expected);
  });

  it('leaves out the Ctrl-Z of DOS programs at the end, and no half of a character that ends like it', () => {
    const inBig = (text: string) => Uint8Array.of(0xfe, 0xff, ...Buffer.from(text, 'utf16le').swap16());
    const line = 'a.png,毕业';
    for (const bytes of [utf8(`${line}\u001a`), inBig(`${line}\u001a`), inBig(line), utf8(line)]) {
      expect(decodeText(bytes).text).toBe(line);
    }
  });

  it('reads GB18030: 开心 and 担忧 as the standard encodes them', () => {
    const bytes = Uint8Array.of(
      ...utf8('Image,Score\n'),
      0xbf,
      0xaa,
      0xd0,
      0xc4,
      ...utf8(',1\n'),
      0xb5,
      0xa3,
      0xd3,
      0xc7,
      ...utf8(',2'),
    );
    expect(readTable(bytes).rows.map((row) => row.fields)).toEqual([
      ['开心', '1'],
      ['担忧', '2'],
    ]);
  });

  it.each(['café,1', 'période,1', 'naïve élève déjà,1'])('reads Latin-1: %s', (line) => {
    expect(decodeText(new Uint8Array(Buffer.from(line, 'latin1')))).toEqual({ text: line, encoding: 'windows-1252' });
  });

  it('has an empty table for an empty file', () => {
    expect(readTable(new Uint8Array())).toMatchObject({ header: [], rows: [], badRows: [] });
  });
});

describe('table lines', () => {
  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['lone CR', '\r'],
  ])('counts physical lines with %s', (_, end) => {
    const text = ['Image,Score', 'a.png,1', '', '"b', '.png",2', 'c.png,3', ''].join(end);
    expect(rowsOf(text)).toEqual([
      [2, 'a.png', '1'],
      [4, 'b\n.png', '2'],
      [6, 'c.png', '3'],
    ]);
  });

  it('counts physical lines where ends are mixed', () => {
    expect(rowsOf('Image,Score\r\na,1\nb,2\rc,3')).toEqual([
      [2, 'a', '1'],
      [3, 'b', '2'],
      [4, 'c', '3'],
    ]);
  });

  it.each([',', '\t', ';', '|'])('finds the delimiter %j', (delimiter) => {
    const table = read(`Image,Score\n"a,b;c",3`.replace(/,(?=[S3])/g, delimiter));
    expect(table.delimiter).toBe(delimiter);
    expect(table.rows[0]?.fields).toEqual(['a,b;c', '3']);
  });

  it('takes the first line of Excel for what it says of the delimiter, and keeps the numbers of the others', () => {
    expect(rowsOf('sep=;\r\nimage;note\r\na.png;x, y\r\n')).toEqual([[3, 'a.png', 'x, y']]);
    expect(read('SEP=|\nimage|note\n"a.png"|x\n')).toMatchObject({ header: ['image', 'note'], headerLine: 2 });
    expect(read('sep=;').header).toEqual(['sep=', '']);
  });

  it('goes on at the next line after an unclosed quote', () => {
    const table = read('Image,Score,Distortions\na.png,1,happy\nb.png,2,"sad\nc.png,3,angry\nd.png,4,"neutral"\n');
    expect(table.rows.map((row) => row.line)).toEqual([2, 4, 5]);
    expect(table.badRows).toEqual([{ line: 3, reason: 'unclosedQuote', fields: ['b.png', '2', 'sad'], expected: 3 }]);
  });

  it('goes on after an unclosed quote that nothing closes, and after one that a later quote seems to close', () => {
    expect(read('Image,Score\n"a.png,1\nb.png,2').badRows).toMatchObject([{ line: 2, reason: 'unclosedQuote' }]);
    const swallowed = read('Image,Score\n"a.png,1\nb.png,"\nc.png,3');
    expect(swallowed.badRows.map((row) => row.line)).toEqual([2, 3]);
    expect(swallowed.rows.map((row) => row.line)).toEqual([4]);
  });

  it('reports rows with too few and too many fields, each on its line', () => {
    const table = read('Image,Score,Distortions\na.png,1\nb.png,2,sad\nc.png,3,sad,extra\n,,\n');
    expect(table.badRows.map(({ line, reason, fields }) => [line, reason, fields.length])).toEqual([
      [2, 'fieldCount', 2],
      [4, 'fieldCount', 4],
    ]);
    expect(table.rows.map((row) => row.line)).toEqual([3]);
  });

  it('reports text after a closing quote', () => {
    expect(read('Image,Score\n"a"b,1\n"c" ,2').badRows).toMatchObject([{ line: 2, reason: 'strayQuote' }]);
  });

  it('reads a long text with very many quotes in one line', () => {
    const note = '"x": 12345678901234567890123456789, '.repeat(200_000);
    const labels = Array.from({ length: 200_000 }, (_, i) => String(i));
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    expect(rowsOf(`image,note\na.png,${quoted(note)}\nb.png,x\n`)).toEqual([
      [2, 'a.png', note],
      [3, 'b.png', 'x'],
    ]);
    expect(read(labels.map(quoted).join(',')).rawHeader).toEqual(labels);
  });

  it('gives back any fields on the lines where they were written', () => {
    const field = fc.string({ unit: fc.constantFrom('a', 'Z', '"', ',', ';', '\n', ' ', 'é', '开', "'", '\t', '=') });
    const row = fc
      .array(field, { minLength: 3, maxLength: 3 })
      .filter((fields) => fields.some((text) => text.trim() !== ''));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), fc.constantFrom('\n', '\r\n', '\r'), (rows, end) => {
        let line = 2;
        const expected = rows.map((fields) => {
          const start = line;
          line += 1 + fields.join('').split('\n').length - 1;
          return { line: start, fields };
        });
        const quoted = rows.map((fields) => fields.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
        const table = read(['Image,Score,Label', ...quoted].join('\n').replaceAll('\n', end));
        expect(table.badRows).toEqual([]);
        expect(table.rows).toEqual(expected);
      }),
    );
  });

  it('has the fields that the CSV library has, wherever neither finds a fault', () => {
    const field = fc.constantFrom(
      'a',
      ' b ',
      '"c"',
      '"d,e"',
      '"f""g"',
      '""',
      '',
      '"h\ni"',
      'j"k',
      '"l" ',
      '5"" x',
      '开',
    );
    const row = fc.array(field, { minLength: 3, maxLength: 3 }).filter((fields) => fields.some((one) => one !== ''));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
        const text = ['x,y,"z"', ...rows.map((fields) => fields.join(',')), 'last,"1",2'].join('\n');
        const { data, errors } = Papa.parse<string[]>(text, { delimiter: ',', newline: '\n' });
        expect(errors).toEqual([]);
        const table = read(text);
        expect(table.badRows).toEqual([]);
        expect(table.rows.map(({ fields }) => fields)).toEqual(data.slice(1));
      }),
    );
  });

  it('loses no line, whatever stands in it', () => {
    const line = fc.string({ unit: fc.constantFrom('a', '"', ',', ' ', 'b') });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const table = read(['Image,Score', ...lines, 'last.png,9'].join('\n'));
        const seen = [...table.rows, ...table.badRows].map((row) => row.line);
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toContain(lines.length + 2);
        for (const [i, text] of lines.entries()) {
          // A line without quotes and with the right number of fields is a row, unless an open quoted field runs over it.
          if (/^[ab ]*[ab][ab ]*,[ab ]*$/.test(text) && !lines.slice(0, i).some((before) => before.includes('"'))) {
            expect(table.rows.map((row) => row.line)).toContain(i + 2);
          }
        }
      }),
    );
  });
});

it('calls the columns of a table without a header by their numbers', async () => {
  const folder = memoryFolder({ 'l.csv': 'a.png,happy\nb.png,sad' });
  const { table } = await readRecords({ folder, hasher: testHasher }, 'l.csv');
  expect(table).toMatchObject({ hasHeader: false, columns: ['1', '2'], length: 2 });
  expect(table?.valueAt(0, 1)).toBe('happy');
});
