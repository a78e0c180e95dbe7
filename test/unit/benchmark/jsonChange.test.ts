import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonChange } from '../../../src/core/benchmark/tables/jsonChange.ts';
import { placedRecords } from '../../../src/core/benchmark/tables/jsonPlaces.ts';
import { changedRows, jsonRows, type JsonRows } from '../../../src/core/benchmark/tables/jsonRows.ts';

const record = fc.constantFrom(
  '{"image": "a.png", "label": "happy"}',
  '{"image": "b.png", "label": "sad"}',
  '{"image": "bb.png", "label": "sad", "score": 3}',
  '{\n    "image": "c.png",\n    "label": "angry"\n  }',
  '{"image": "d]},{.png", "inner": {"label": "happy"}}',
  '{}',
);
const fault = fc.constantFrom(
  '{"image": NaN}',
  '{"image": "a',
  '3',
  '"text"',
  '[1, 2]',
  '{',
  ']',
  '',
  '{"a": 1}}',
  "{'a': ']'}",
);
const member = fc.oneof({ weight: 40, arbitrary: record }, { weight: 1, arbitrary: fault });
const records = fc.array(member, { maxLength: 10 });

interface Written {
  readonly before: string;
  readonly now: string;
}

/** A text and what became of it: other records in some place, or other signs. */
function edited(write: (records: readonly string[], way: number) => string): fc.Arbitrary<Written> {
  const numbers = fc.record({ at: fc.nat(400), gone: fc.nat(3), signs: fc.nat(60), way: fc.nat(100), kind: fc.nat(9) });
  return fc.tuple(records, records, numbers).map(([each, others, { at, gone, signs, way, kind }]) => {
    const before = write(each, way);
    if (kind === 0) return { before, now: write(others, way + 1) };
    if (kind < 6)
      return {
        before,
        now:
          write(each.toSpliced(at % (each.length + 1), gone, ...others.slice(0, 2)), way) + ['', '\n', ' '][signs % 3]!,
      };
    const place = at % (before.length + 1);
    const put = write(others, way).slice(0, signs);
    return { before, now: before.slice(0, place) + put + before.slice(place + gone * 9) };
  });
}

const list = edited((each, way) => {
  const between = [',\n  ', ', ', ',', ',\r\n', ',,', ' '][way % 6]!;
  return (way % 2 ? '[\n  ' : '[') + each.join(between) + [']', '\n]\n', '] ', ''][way % 4]!;
});
const lines = edited((each, way) => {
  const between = ['\n', '\n\n', '\n', '\r\n'][way % 4]!;
  return each.map((one) => one.replaceAll('\n', '')).join(between) + (way % 3 ? '\n' : '');
});

function all({ columns, hasHeader, length, lines, valueAt, badLines }: JsonRows): unknown {
  const rows = Array.from({ length }, (_, row) => [lines[row], columns.map((_name, at) => valueAt(row, at))]);
  return { columns, hasHeader, rows, badLines };
}

describe('the rows of a JSON text that changed', () => {
  it.each([
    { name: 'a list', texts: list, hasLines: false },
    { name: 'JSON Lines', texts: lines, hasLines: true },
    { name: 'lines of which nothing says so', texts: lines, hasLines: false },
  ])('are those that reading all of it gives: $name', ({ texts, hasLines }) => {
    let followed = 0;
    fc.assert(
      fc.property(texts, texts, ({ before, now }, { now: later }) => {
        let rows = jsonRows(before, hasLines);
        for (const text of [now, later, now]) {
          const changed = changedRows(rows, text, hasLines);
          if (changed !== undefined) {
            expect(all(changed)).toEqual(all(jsonRows(text, hasLines)));
            followed++;
          }
          rows = changed ?? jsonRows(text, hasLines);
        }
      }),
      { numRuns: 1500 },
    );
    expect(followed).toBeGreaterThan(100);
  });

  it('are all read anew where a bracket closed the list before its end', () => {
    const rest = '{"image": "a.png"},\n],\n{"image": "b.png"}]';
    const rows = jsonRows(`[{},\n${rest}`, false);
    expect(changedRows(rows, `[{"image": "c.png"},\n{},\n${rest}`, false)).toBeUndefined();
  });

  const texts = {
    lines: (each: readonly object[]) => each.map((one) => `${JSON.stringify(one)}\n`).join(''),
    list: (each: readonly object[]) => JSON.stringify(each),
    'indented list': (each: readonly object[]) => JSON.stringify(each, undefined, 2),
  };

  it.each(Object.entries(texts))('are read where they changed alone: %s', (_name, written) => {
    const each = Array.from({ length: 50 }, (_, i) => ({ image: `${i}.png`, label: i % 2 ? 'happy' : 'sad' }));
    const { places } = placedRecords(written(each), true);
    const change = (now: readonly object[]) => {
      const { head, tail, between } = jsonChange(places!, written(now), true)!;
      return { head, tail, between: between.map(({ value }) => value) };
    };
    const other = { image: '20.png', label: 'angry' };
    expect(change(each.with(20, other))).toEqual({ head: 20, tail: 29, between: [other] });
    expect(change(each.toSpliced(20, 1))).toEqual({ head: 20, tail: 29, between: [] });
    if (places!.layout === 'list') {
      expect(jsonChange(places!, `${written(each.toSpliced(20, 1))}\n`, true)).toMatchObject({ head: 20, tail: 29 });
    }
    // Nothing stands before the first one, or behind the last one, that would say where it ends.
    for (const now of [[other, ...each], [...each, other], each.slice(0, -1)]) {
      expect(change(now).between.length).toBeLessThanOrEqual(2);
    }
  });
});
