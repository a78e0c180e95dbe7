import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['test/unit/**/*.test.{ts,tsx}'],
    testTimeout: 20_000,
    // Two cores are what a small machine has; more workers only take turns there.
    maxWorkers: '100%',
    allowOnly: false,
  },
});
