import { defineConfig } from 'vitest/config';

/** End-to-end specs: every file of `test/e2e` but the harness. One at a time, each drives a whole workstation. */
export default defineConfig({
  test: {
    include: ['test/e2e/*.ts'],
    exclude: ['test/e2e/harness.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
  },
});
