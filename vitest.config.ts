import { defineConfig } from 'vitest/config';

/** Unit tests beside the code and integration tests; the end-to-end specs and the clean install have configurations of their own. */
export default defineConfig({
  test: {
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: ['test/e2e/**', 'e2e/**', '**/node_modules/**', 'out/**', 'dist/**', 'demo-out/**', 'test-out/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    // A state that is waited for may take its time on a slow machine; one that is there is seen at once.
    expect: { poll: { timeout: 20_000 } },
  },
});
