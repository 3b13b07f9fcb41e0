import { defineConfig } from 'vitest/config';

/** End-to-end specs: every file of `test/e2e` but the harness. Each drives a whole workstation of its own; two at a time, since they mostly wait. */
export default defineConfig({
  test: {
    include: ['test/e2e/*.ts'],
    exclude: ['test/e2e/harness.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    expect: { poll: { timeout: 45_000 } },
    // A walk that lost its way fails at every later step, each after its own wait: the names of the first are enough.
    bail: 6,
  },
});
