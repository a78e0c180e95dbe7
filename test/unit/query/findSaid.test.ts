import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../../src/core/benchmark/item.ts';
import { ItemTable } from '../../../src/core/benchmark/itemTable.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import { BenchmarkColumns } from '../../../src/core/query/columns/benchmarkColumns.ts';
import { findPlaces } from '../../../src/core/query/findPlaces.ts';
import { parseQuery } from '../../../src/core/query/language/query.ts';
import { NumberedTexts } from '../../../src/core/query/numberedTexts.ts';
import { ReviewBook } from '../../../src/core/review/reviewBook.ts';
import { matchesQuery, type QueryPrediction } from './plainMeaning.ts';
import { labels, outcomeOf, runOf, queriesOf, threeRuns } from './queryKit.ts';

/** So few words that most conditions hold for some answers of an item and not for others. */
const word = fc.constantFrom('the ', 'eyes ', 'see ', 'sad, ', 'a ', 'es ', '7', '\n', '哀', 'e');
const text = fc.string({ unit: word, minLength: 1, maxLength: 4 });
const part = fc.constantFrom(
  ...['the', 'e', ' ', 's', 'e ', 's s', 'e e', 'the e', 'a', ', a', '7', '7e', '哀', '\n', 'es ', 'q', ''],
);

const item = fc.record(
  { label: fc.constantFrom(...labels), text, degree: fc.constantFrom(1, 2.5, 4) },
  { requiredKeys: [] },
);
type Said = Partial<Outcome> & { readonly place: number };
const outcome = (items: number): fc.Arbitrary<Said> =>
  fc.record({
    place: fc.nat(items - 1),
    stage: fc.constantFrom('emotion', 'polarity'),
    kind: fc.constantFrom('answered', 'answered', 'refused'),
    reply: text,
    label: fc.constantFrom(...labels),
  });

const textTerm = fc.tuple(fc.constantFrom('text:', 'text:', 'text:~', 'text:!', 'text:!~'), part);
const term = fc.oneof(
  { weight: 3, arbitrary: textTerm.map(([field, value]) => `${field}"${value.replace('\n', '\\n')}"`) },
  fc.constantFrom(
    'label:sad',
    'label:!happy',
    'degree>2',
    'pred:sad',
    'pred:!angry',
    'pred:none',
    'outcome:refused',
    '7.png',
  ),
  fc.constantFrom('model:gpt', 'model:!gpt', 'run:r2', 'stage:emotion', 'outcome:!answered', 'has:prediction'),
);
const query = queriesOf(term);

interface World {
  readonly items: readonly Item[];
  readonly columns: BenchmarkColumns;
  readonly predictions: readonly (readonly QueryPrediction[])[];
}

/** Of runs with the same key the last one counts that was asked about an item. */
function worldOf(parts: readonly Partial<Item>[], said: readonly (readonly Said[])[], pieceLength: number): World {
  const items = parts.map((one, i): Item => ({ id: `${i}.png`, path: `${i}.png`, ...one }));
  const table = ItemTable.of(items);
  const outcomes = said.map((ofRun) => ofRun.map(({ place, ...one }) => ({ ...one, item: `${place}.png` })));
  const columns = threeRuns.map((run, i) => {
    return runOf(table, {
      ...run,
      outcomes: outcomes[i]!,
      said: new NumberedTexts({ pieceLength, isIndexed: i !== 1 }),
    });
  });
  const isAsked = (run: number, id: string): boolean => outcomes[run]!.some((one) => one.item === id);
  const predictions = items.map(({ id }) =>
    threeRuns.flatMap(({ run, model }, i) => {
      if (i === 0 && isAsked(2, id)) return [];
      const last = new Map(outcomes[i]!.filter((one) => one.item === id).map((one) => [one.stage!, one]));
      return [...last].map(([stage, one]): QueryPrediction => ({ run, model, stage, outcome: outcomeOf(run, one) }));
    }),
  );
  return {
    items,
    columns: new BenchmarkColumns({ table, runs: columns, book: new ReviewBook(), problems: [] }),
    predictions,
  };
}

function check({ items, columns, predictions }: World, text: string): void {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.kind}`);
  const { where } = parsed.value;
  const wanted = items.map((one, i) => matchesQuery(where, { item: one, predictions: predictions[i]!, verdicts: [] }));
  expect([text, ...findPlaces(where, columns)]).toEqual([text, ...wanted.map((holds) => (holds ? 1 : 0))]);
}

describe('what was said, among other conditions', () => {
  it('is found where the meaning of a query says, however much of it earlier conditions settle', () => {
    const worlds = fc
      .integer({ min: 1, max: 40 })
      .chain((count) =>
        fc.tuple(
          fc.array(item, { minLength: count, maxLength: count }),
          fc.array(fc.array(outcome(count), { maxLength: 3 * count }), { minLength: 3, maxLength: 3 }),
          fc.constantFrom(0, 20, 60, 1000),
        ),
      );
    fc.assert(
      fc.property(worlds, fc.array(query, { minLength: 1, maxLength: 6 }), (made, texts) => {
        const world = worldOf(...made);
        for (const one of texts) check(world, one);
      }),
      { numRuns: 1500 },
    );
  });
});
