import { expect, it } from 'vitest';
import { newTally, type Tally } from '../../../src/core/evaluation/runner/tally.ts';

type Counted = Parameters<Tally['add']>[0];

const plain: Counted = { kind: 'answered', usage: { input: 100, output: 5, cached: 0 }, costUsd: 0.5, rule: 'equals' };
const estimated: Counted = { ...plain, isEstimated: true };
const second: Counted = {
  kind: 'answered',
  rule: 'extracted',
  usage: { input: 10, output: 1, cached: 0 },
  extraction: { usage: { input: 7, output: 2, cached: 0 } },
};
const failed: Counted = { kind: 'failed', failure: { kind: 'timeout', detail: '' } };

/** All that a tally says, as it is now. */
const said = ({ count, kinds, failures, usage, estimated, second: read }: Tally): unknown =>
  structuredClone({ count, kinds, failures, usage, estimated, second: read });

it('is as before once what was added is taken back, whatever it was', () => {
  for (const one of [plain, estimated, second, failed]) {
    const tally = newTally();
    tally.add(plain);
    tally.add(one);
    const before = newTally();
    before.add(plain);
    expect(said(tally)).not.toEqual(said(before));
    tally.takeBack(one);
    expect(said(tally)).toMatchObject(said(before) as object);
    expect(tally.costUsd).toBe(before.costUsd);
  }
});

it('counts what was paid for an outcome that another takes the place of', () => {
  const tally = newTally();
  tally.add(plain);
  tally.replace(plain);
  expect(tally).toMatchObject({ count: 0, usage: { input: 100, output: 5 }, costUsd: 0.5 });
});

it('tells estimates of ours, and what a second model read, apart', () => {
  const tally = newTally();
  for (const one of [plain, estimated, second]) tally.add(one);
  expect(tally).toMatchObject({ count: 3, estimated: 1, second: { given: 1, read: 1, unpriced: 1 } });
  expect(tally.usage).toMatchObject({ input: 217, output: 13 });
});
