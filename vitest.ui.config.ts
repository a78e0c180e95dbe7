import { defineConfig } from 'vitest/config';

/** Tests that drive a real window: one at a time, in the order in which they are written. */
export default defineConfig({
  test: {
    include: ['test/ui/**/*.test.ts'],
    globalSetup: 'test/ui/harness/prepare.ts',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    allowOnly: false,
    passWithNoTests: false,
  },
});
