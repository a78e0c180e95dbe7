import { expect, it } from 'vitest';
import { countsOf } from '../../../scripts/testCounts.ts';

it.each([
  ['the mocha runner', { passed: 3, failed: 1 }, { passed: 3, failed: 1 }],
  ['vitest, all well', { numTotalTests: 5, numPassedTests: 5, success: true }, { passed: 5, failed: 0 }],
  ['vitest, a failed test', { numTotalTests: 5, numPassedTests: 4, success: false }, { passed: 4, failed: 1 }],
  [
    'vitest, tests that a failed hook kept from running',
    { numTotalTests: 5, numPassedTests: 1, success: false },
    { passed: 1, failed: 4 },
  ],
  [
    'vitest, a file that cannot be loaded',
    { numTotalTests: 5, numPassedTests: 5, success: false },
    { passed: 5, failed: 1 },
  ],
])('reads %s', (_runner, report, counts) => {
  expect(countsOf(JSON.stringify(report))).toEqual(counts);
});

it('takes nothing else for a report', () => {
  expect(() => countsOf('{"tests": 3}')).toThrow('not a report');
  expect(() => countsOf('')).toThrow();
});
