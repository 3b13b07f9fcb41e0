import { defineConfig } from 'vitest/config';

/** End-to-end specs: every file of `test/e2e` itself (helpers lie in folders below it). One at a time, each drives a whole workstation. */
export default defineConfig({
  test: {
    include: ['test/e2e/*.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
  },
});
