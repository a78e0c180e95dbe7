import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areRising, countPictures, keepPlaces, type CodedPairs } from '../../../src/core/benchmark/codedPairs.ts';
import { TextColumnBuilder } from '../../../src/core/benchmark/codedTexts.ts';
import { FieldBuilder } from '../../../src/core/benchmark/fieldColumns.ts';
import { RatedColumnBuilder } from '../../../src/core/benchmark/formats/ratedColumn.ts';

const places = 12;

/** Rows that say something, each about one of a few pictures; what a row says is one of `texts`, or nothing. */
const said = (texts: readonly string[]) =>
  fc.array(fc.tuple(fc.nat(places - 1), fc.nat(texts.length)), { maxLength: 30 }).map((rows): CodedPairs => {
    // Every second row is about nothing.
    const codes = new Uint16Array(rows.length * 2);
    rows.forEach(([, code], i) => (codes[i * 2 + 1] = code));
    const textAt = (pair: number) => texts[codes[pair * 2 + 1]! - 1];
    const numbers = Uint32Array.from(rows, (_, i) => i * 2 + 1);
    return {
      rows: numbers,
      places: Uint32Array.from(rows, ([place]) => place),
      codes,
      kinds: texts.length + 1,
      textAt,
    };
  });

const asText = (one: CodedPairs) => [...one.places].map((place, i) => [place, one.textAt(i)] as const);

describe('what rows say by codes', () => {
  it('comes to the texts that they say one by one', () => {
    const texts = said(['a', 'b', 'a', 'c']);
    fc.assert(
      fc.property(texts, texts, fc.nat(places), (first, second, from) => {
        const [all, one] = [new TextColumnBuilder(places), new TextColumnBuilder(places)];
        for (const table of [first, second]) {
          all.giveCoded(table);
          for (const [place, text] of asText(table)) if (text !== undefined) one.give(place, text);
        }
        all.giveAll(from, places, 'rest');
        for (let place = from; place < places; place++) one.give(place, 'rest');
        expect(all.coded).toEqual(one.coded);
        for (const text of ['a', 'rest', 'none']) {
          const others = Array.from({ length: places - from }, (_, i) => one.at(from + i));
          expect(all.differs(from, places, text)).toBe(others.some((other) => other !== undefined && other !== text));
        }
      }),
    );
  });

  it.each([[['1', '2', '3.5', '007']], [['1', '2', 'nan', '-']], [['1', 'x', 'n/a', '2']], [['4', '5', '1,5', '6']]])(
    'comes to the field that they say one by one: %j',
    (texts) => {
      fc.assert(
        fc.property(said(texts), said(texts), fc.boolean(), (first, second, isText) => {
          const builders = Array.from({ length: 3 }, () => new FieldBuilder(places, isText));
          const [coded, numbered, one] = builders as [FieldBuilder, FieldBuilder, FieldBuilder];
          for (const table of [first, second]) {
            coded.giveCoded(table, ';');
            const numbers = new Float64Array(table.codes.length).fill(NaN);
            asText(table).forEach(([, text], i) => {
              if (text !== undefined && /^[1-9][\d.]*$/.test(text)) numbers[table.rows[i]!] = Number(text);
            });
            numbered.giveNumbers(table, numbers, table.textAt, ';');
            for (const [place, text] of asText(table)) if (text !== undefined) one.give(place, text, ';');
          }
          expect(coded.values(places)).toEqual(one.values(places));
          expect(numbered.values(places)).toEqual(one.values(places));
        }),
      );
    },
  );

  it('comes to the ratings that they say one by one, each with its row', () => {
    const [texts, numbers] = [['1', 'x', '3', '4'], Float64Array.of(NaN, 1, Infinity, 3, NaN)];
    const describeRow = (table: string) => (row: number) => ({
      written: `${row}`,
      column: table,
      place: { file: table, line: row },
    });
    fc.assert(
      fc.property(said(texts), said(texts), (first, second) => {
        const builders = Array.from({ length: 3 }, () => new RatedColumnBuilder(places));
        const [coded, numbered, one] = builders as [RatedColumnBuilder, RatedColumnBuilder, RatedColumnBuilder];
        for (const [name, table] of [['a', first] as const, ['b', second] as const]) {
          const values = Float64Array.from(table.codes, (code) => numbers[code]!);
          coded.giveCoded(table, numbers, describeRow(name));
          const finite = values.map((value) => (value === Infinity ? NaN : value));
          numbered.giveNumbers(table, finite, (row) => values[row]!, describeRow(name));
          const give = one.from(describeRow(name));
          table.places.forEach((place, i) => {
            const row = table.rows[i]!;
            if (!Number.isNaN(values[row]) && !one.has(place)) give(place, values[row]!, row);
          });
        }
        for (const { numbers: found } of [coded, numbered]) {
          const expected = Array.from({ length: places }, (_, place) => one.has(place) && one.numbers?.at(place));
          expect(found !== undefined).toBe(expected.some(Boolean));
          expect(expected.map((each, place) => each && found?.at(place))).toEqual(expected);
          if (found) expect(found.values).toEqual(one.numbers?.values);
        }
      }),
    );
  });
});

describe('the pictures of rows', () => {
  it('are counted and kept once each, in their order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(places - 1)),
        fc.array(fc.nat(places - 1)),
        fc.integer({ min: 1, max: 4 }),
        (a, b, often) => {
          const times = (place: number) => a.filter((one) => one === place).length;
          expect(countPictures(Uint32Array.from(a), places, often)).toEqual({
            pictures: new Set(a).size,
            many: [...new Set(a)].filter((place) => times(place) >= often).length,
          });
          const [marks, order] = [new Uint8Array(places), new Uint32Array(places)];
          const first = keepPlaces(marks, Uint32Array.from(a), order, 0);
          const all = keepPlaces(marks, Uint32Array.from(b), order, first);
          expect([...order.subarray(0, first)]).toEqual([...new Set(a)]);
          expect([...order.subarray(0, all)]).toEqual([...new Set([...a, ...b])]);
        },
      ),
    );
  });

  it('have numbers that rise only where no two are the same, and none is missing', () => {
    const rising = (...numbers: number[]) => areRising(Float64Array.from(numbers), Uint32Array.from(numbers.keys()));
    expect([rising(), rising(3), rising(0, 1, 7), rising(-1, 0)]).toEqual([true, true, true, true]);
    expect([rising(1, 1), rising(2, 1), rising(NaN), rising(1, NaN, 2)]).toEqual([false, false, false, false]);
    expect(areRising(Float64Array.of(1, 5, 2), Uint32Array.of(0, 2))).toBe(true);
  });
});
