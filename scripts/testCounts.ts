/** How many tests passed, and how many did not. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Reads the counts from what a runner left behind: vitest's JSON report, or our mocha runner's `{passed, failed}`. A test that did
 * not run, because its file or its hook failed, is not a pass and counts as failed. Throws on anything else.
 */
export function countsOf(report: string): Counts {
  const found = JSON.parse(report) as Record<string, unknown>;
  if (isCount(found.passed) && isCount(found.failed)) return { passed: found.passed, failed: found.failed };
  const { numTotalTests: total, numPassedTests: passed, success } = found;
  if (!isCount(total) || !isCount(passed)) throw new Error('not a report of a test runner');
  // A file that could not be loaded has no tests to count.
  return { passed, failed: Math.max(total - passed, success === false ? 1 : 0) };
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value);
}
