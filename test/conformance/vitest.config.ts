import { defineConfig } from 'vitest/config';

/** Runs our protocols over third-party vectors. */
export default defineConfig({
  test: {
    include: ['test/conformance/*.conformance.ts'],
    globalSetup: 'test/conformance/fresh-tallies.ts',
    testTimeout: 120_000,
  },
});
