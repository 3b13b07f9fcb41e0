import { defineConfig } from 'vitest/config';

/** The clean install takes minutes and a network to the registry: a suite of its own. */
export default defineConfig({
  test: { include: ['test/house/cleanInstall.ts'], root: '.', testTimeout: 180_000, hookTimeout: 180_000, pool: 'forks' },
});
