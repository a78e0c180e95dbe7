import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../../src/core/benchmark/item.ts';
import { ItemTable } from '../../../src/core/benchmark/itemTable.ts';
import type { Outcome } from '../../../src/core/evaluation/outcome.ts';
import { BenchmarkColumns } from '../../../src/core/query/columns/benchmarkColumns.ts';
import { Bits } from '../../../src/core/query/bits.ts';
import { findPlaces } from '../../../src/core/query/findPlaces.ts';
import { countFacet, countPlaces, restrict, standingMask } from '../../../src/core/query/listPlaces.ts';
import { parseQuery } from '../../../src/core/query/language/query.ts';
import { type Dossier, dossierOf, type ReviewedRun } from '../../../src/core/review/dossier.ts';
import { ReviewBook } from '../../../src/core/review/reviewBook.ts';
import type { ReviewLine } from '../../../src/core/review/verdict.ts';
import { isRight } from '../../../src/core/scoring/truth.ts';
import { matchesQuery, type QuerySubject } from './plainMeaning.ts';
import { labels, outcomeOf, polarity, runOf, stages, queriesOf, threeRuns } from './queryKit.ts';

const label = fc.constantFrom(...labels);
const item = fc.record(
  { label, generator: fc.constantFrom('sd_xl', 'flux', 'Kandinsky'), degree: fc.constantFrom(1, 2.5, 4) },
  { requiredKeys: [] },
);
const words = { style: 'words' as const, order: labels };
const outcome: fc.Arbitrary<Partial<Outcome>> = fc.oneof(
  label.map((one) => ({ label: one, options: words, reply: `I see ${one}.` })),
  fc.constantFrom('positive', 'negative').map((one) => ({ stage: 'polarity', label: one })),
  fc.constantFrom(1, 3, 5).map((value) => ({ stage: 'degree', value })),
  fc.constantFrom('refused', 'failed', 'unparsed', 'skipped').map((kind) => ({ kind, reply: 'Hard to say' })),
);
const said = fc.array(fc.tuple(fc.nat(4), outcome), { maxLength: 9 });
const verdict = fc.tuple(fc.nat(4), fc.constantFrom('labelWrong', 'ambiguous', 'modelWrong'), fc.nat(2));

const term = fc.constantFrom(
  'label:angry',
  'label:none',
  'label:!sad',
  'generator:~I',
  'generator:!~flux',
  'degree>2',
  'degree:none',
  'pred:angry',
  'pred:!angry',
  'pred>2',
  'pred:none',
  'outcome:refused',
  'outcome:!answered',
  'outcome:wrong',
  'outcome:right',
  'outcome:none',
  'model:gpt',
  'model:!gpt',
  'run:r2',
  'stage:emotion',
  'stage:!emotion',
  'text:sad',
  'text:!~see',
  'review:none',
  'review:!labelWrong',
  'has:error',
  'has:prediction',
  'has:!review',
  'xl',
);
const query = queriesOf(term);

interface World {
  readonly items: readonly Item[];
  readonly columns: BenchmarkColumns;
  readonly dossiers: readonly Dossier[];
}

const world: fc.Arbitrary<World> = fc
  .tuple(
    fc.array(item, { minLength: 5, maxLength: 5 }),
    fc.tuple(said, said, said),
    fc.array(verdict, { maxLength: 4 }),
  )
  .map(([parts, saids, verdicts]) => {
    const items = parts.map((part, i): Item => ({ id: `${i}.png`, path: `${i}.png`, ...part }));
    const table = ItemTable.of(items);
    const made = threeRuns.map((facts, i) =>
      runOf(table, { ...facts, outcomes: saids[i]!.map(([at, part]) => ({ ...part, item: `${at}.png` })) }),
    );
    const lines = verdicts.map(([at, kind, run]): ReviewLine => ({
      version: 1,
      item: `${at}.png`,
      verdict: kind,
      author: 'ada',
      at: '',
      ...(kind === 'modelWrong' ? { run: threeRuns[run]!.run, stage: 'emotion' } : {}),
    }));
    const book = new ReviewBook(lines);
    const columns = new BenchmarkColumns({ table, runs: made, book, problems: [] });
    const plain = threeRuns.map((facts, i): ReviewedRun => ({
      ...facts,
      protocol: 'p',
      strategy: 'plain',
      stages,
      polarity,
      outcomes: byItem(saids[i]!.map(([at, part]) => outcomeOf(facts.run, { ...part, item: `${at}.png` }))),
    }));
    return { items, columns, dossiers: items.map((one) => dossierOf(one, plain, book)) };
  });

function byItem(outcomes: readonly Outcome[]): Map<string, Map<string, Outcome>> {
  const found = new Map<string, Map<string, Outcome>>();
  for (const one of outcomes) found.set(one.item, (found.get(one.item) ?? new Map()).set(one.stage, one));
  return found;
}

function subjectOf({ item: one, runs: found, verdicts }: Dossier): QuerySubject {
  return {
    item: one,
    predictions: found.flatMap(({ run, stages: ofRun }) =>
      ofRun.map(({ stage, outcome: its, truth }) => {
        return { run: run.run, model: run.model, stage: stage.id, outcome: its, right: isRight(its, truth) };
      }),
    ),
    verdicts: verdicts.map(({ kind }) => kind),
  };
}

describe('the search over columns', () => {
  it('finds what the meaning of a query says of each item', () => {
    fc.assert(
      fc.property(world, query, ({ columns, dossiers }, text) => {
        const parsed = parseQuery(text);
        if (!parsed.ok) throw new Error(`${text}: ${parsed.error.kind}`);
        const { where } = parsed.value;
        expect([text, ...findPlaces(where, columns)]).toEqual([
          text,
          ...dossiers.map((one) => (matchesQuery(where, subjectOf(one)) ? 1 : 0)),
        ]);
      }),
      { numRuns: 1500 },
    );
  });

  it('knows of each item what its dossier says, while outcomes and verdicts come', () => {
    fc.assert(
      fc.property(world, ({ columns, dossiers }) => {
        expect([...columns.open]).toEqual(dossiers.map(({ open }) => (open ? 1 : 0)));
        expect(columns.openCount).toBe(dossiers.filter(({ open }) => open).length);
        const before = [[...columns.worst], [...columns.open], columns.openCount];
        for (const { item: one } of dossiers) columns.refresh(one.id);
        expect([[...columns.worst], [...columns.open], columns.openCount]).toEqual(before);
        for (const standing of ['wrong', 'refused', 'right', 'notAsked']) {
          const has = ({ standing: own, runs: of }: Dossier): boolean =>
            of.length === 0 ? own === standing : of.some(({ headline }) => headline.standing === standing);
          expect([...standingMask([standing], columns)]).toEqual(dossiers.map((one) => (has(one) ? 1 : 0)));
        }
      }),
    );
  });

  it('counts what facets would show', () => {
    fc.assert(
      fc.property(world, label, ({ columns, dossiers }, one) => {
        const facets = { emotions: [one], generators: [], outcomes: [], review: 'open' as const };
        const mask = restrict(Bits.filled(5), facets, columns);
        const wanted = dossiers.filter(({ item: own, open }) => own.label === one && open);
        expect(mask.count).toBe(wanted.length);
        const counted = countFacet('outcomes', mask, columns);
        const standingsOf = wanted.flatMap(({ runs: of }) => [...new Set(of.map(({ headline }) => headline.standing))]);
        for (const [standing, count] of counted) {
          expect(count).toBe(standingsOf.filter((own) => own === standing).length);
        }
        const all = countPlaces(Uint32Array.of(0, 1, 2, 3, 4), columns);
        expect(all.open).toBe(columns.openCount);
        for (const standing of ['wrong', 'refused'] as const) {
          const own = dossiers.filter(({ runs: of }) => of.some(({ headline }) => headline.standing === standing));
          expect(all[standing]).toBe(own.length);
        }
        expect(all.reviewed).toBe(dossiers.filter(({ verdicts }) => verdicts.length > 0).length);
      }),
    );
  });
});

describe('outcomes in columns', () => {
  it('come out as they went in, and move to another table with its truth', () => {
    fc.assert(
      fc.property(said, fc.constantFrom<readonly number[]>([0, 1, 2, 3, 4], [4, 2, 0], [9, 3, 1]), (parts, kept) => {
        const items = (at: readonly number[]): Item[] =>
          at.map((n) => ({ id: `${n}.png`, path: `${n}.png`, label: labels[n % 4]! }));
        const table = ItemTable.of(items([0, 1, 2, 3]));
        const outcomes = parts.map(([at, part]) => ({ ...part, item: `${at}.png` }));
        const run = runOf(table, { ...threeRuns[0], outcomes });
        const plain = byItem(outcomes.map((one) => outcomeOf('r1', one)));
        expect(run.size).toBe(plain.size);
        for (const [id, own] of plain) expect(new Map(run.get(id))).toEqual(new Map(own));
        const other = ItemTable.of(items(kept));
        const work = run.onTable(other, run.facts);
        let step = work.next();
        while (step.done !== true) step = work.next();
        const moved = step.value;
        run.add(outcomeOf('r1', { item: '1.png', label: 'sad' }));
        moved.catchUp();
        plain.set(
          '1.png',
          (plain.get('1.png') ?? new Map()).set('emotion', outcomeOf('r1', { item: '1.png', label: 'sad' })),
        );
        for (const [id, own] of plain) expect(new Map(moved.get(id))).toEqual(new Map(own));
        expect(moved.size).toBe(plain.size);
        expect([...moved.values()].length).toBe(plain.size);
        const fresh = runOf(other, {
          ...threeRuns[0],
          outcomes: [...plain.values()].flatMap((own) => [...own.values()]),
        });
        expect([...moved.standing]).toEqual([...fresh.standing]);
        expect(moved.count).toBe(fresh.count);
      }),
    );
  });
});
