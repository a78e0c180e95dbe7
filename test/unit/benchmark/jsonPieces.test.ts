import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonRecords, visitJsonRecords } from '../../../src/core/benchmark/tables/jsonRecords.ts';

/** A list with its records one behind the other, and the line on which each begins. */
function listOf(written: readonly string[], between: string): { readonly text: string; readonly lines: number[] } {
  let text = `[${between}`;
  const lines = written.map((record, i) => {
    if (i > 0) text += `,${between}`;
    const line = text.split('\n').length;
    text += record;
    return line;
  });
  return { text: `${text}${between.replace(/ +$/, '')}]`, lines };
}

const read = (text: string) => {
  const { records, badLines } = readJsonRecords(text);
  return { values: records.map(({ value }) => value), lines: records.map(({ line }) => line), badLines };
};

describe('reading a list that a program wrote', () => {
  const inner = fc.array(fc.record({ id: fc.nat(9), text: fc.string() }), { maxLength: 3 });
  const record = fc.record(
    { id: fc.nat(), name: fc.string(), inner, more: fc.jsonValue({ maxDepth: 2 }) },
    { requiredKeys: ['id'] },
  );

  it.each([
    ['on one line', 0, ''],
    ['on one line with spaces', 0, ' '],
    ['a record a line', 0, '\n'],
    ['indented', 2, '\n  '],
    ['without indentation', 0, '\n\n'],
  ])('finds each record at its line, %s', (_, indent, between) => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 12 }), (values) => {
        const { text, lines } = listOf(
          values.map((value) => JSON.stringify(value, undefined, indent)),
          between,
        );
        expect(read(text)).toEqual({ values: JSON.parse(text) as unknown, lines, badLines: [] });
      }),
    );
  });

  it('does not take an object in a record for the next record, however alike they begin', () => {
    const values = Array.from({ length: 30 }, (_none, id) => ({ id, of: [{ id: 1 }, { id: 2 }, { id: 3 }] }));
    expect(read(JSON.stringify(values)).values).toEqual(values);
    const written = `[\n${values.map((value) => JSON.stringify(value).replaceAll('{"id"', '\n{"id"')).join(',')}]`;
    expect(read(written).values).toEqual(values);
  });

  it('says of each record where it stands, however unevenly records and what is in them are written', () => {
    const comma = fc.constantFrom(',', ',', ',', ', ', ',\n');
    const objects = (text: fc.Arbitrary<string>) =>
      fc.array(fc.tuple(comma, text), { maxLength: 4 }).map((all) => {
        const written = all.map(([before, object], i) => (i === 0 ? object : before + object));
        return `[${written.join('')}]`;
      });
    const plain = fc.nat(9).map((id) => `{"id":${id}}`);
    const one = fc.tuple(fc.nat(9), objects(plain)).map(([id, of]) => `{"id":${id},"of":${of},"text":"},{'id'"}`);
    const list = fc.array(fc.tuple(comma, fc.oneof(plain, one)), { minLength: 3, maxLength: 40 });
    fc.assert(
      fc.property(list, (all) => {
        const text = `[${all.map(([before, record], i) => (i === 0 ? record : before + record)).join('')}]`;
        const seen: string[] = [];
        visitJsonRecords(text, false, {
          record(value, _line, _key, span) {
            expect(JSON.parse(text.slice(span!.start, span!.end))).toEqual(value);
            seen.push(text.slice(span!.start, span!.end));
          },
          bad: () => expect.unreachable(),
        });
        expect(seen).toEqual(all.map(([, record]) => record));
      }),
    );
  });

  it('reads a list of more records than are parsed together, one of them broken', () => {
    const written = Array.from({ length: 300 }, (_none, id) => `{"id": ${id}, "of": [${id}]}`);
    written[150] = '{"id": , "of": []}';
    const { values, badLines } = read(listOf(written, '\n').text);
    expect(badLines).toEqual([152]);
    expect(values).toEqual(written.flatMap((_record, id) => (id === 150 ? [] : [{ id, of: [id] }])));
  });

  it('loses none but a broken record among others, and keeps the lines of all', () => {
    const written = Array.from({ length: 40 }, (_none, id) => `{\n    "id": ${id}\n  }`);
    written[20] = '{\n    "id": \n  }';
    const { text, lines } = listOf(written, '\n  ');
    const found = read(text);
    expect(found.badLines).toEqual([lines[20]]);
    expect(found.lines).toEqual(lines.filter((_line, i) => i !== 20));
  });

  it('takes a record that is nested hundreds of levels deep for a broken one', () => {
    const written = Array.from({ length: 5 }, (_none, id) => `{"id": ${id}}`);
    written[3] = `{"id": ${'['.repeat(600)}${']'.repeat(600)}}`;
    expect(read(listOf(written, '\n').text)).toMatchObject({ lines: [2, 3, 4, 6], badLines: [5] });
  });

  it('does the same where it is nested more deeply than calls can follow', () => {
    const written = Array.from({ length: 12 }, (_none, id) => `{"id": ${id}}`);
    written[6] = `{"id": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    const { values, badLines } = read(listOf(written, '\n').text);
    expect(badLines).toEqual([8]);
    expect(values).toEqual(written.flatMap((_record, id) => (id === 6 ? [] : [{ id }])));
  });

  it('hands over one record before it reads the next', () => {
    const seen: unknown[] = [];
    const stop = new Error('enough');
    const visit = () => {
      visitJsonRecords('[{"id":1},{"id":2},{"id":3}]', false, {
        record(value) {
          seen.push(value);
          if (seen.length === 2) throw stop;
        },
        bad: () => undefined,
      });
    };
    expect(visit).toThrow(stop);
    expect(seen).toEqual([{ id: 1 }, { id: 2 }]);
  });
});
