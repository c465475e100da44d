import { defineConfig } from 'vitest/config';

/** The program as a newcomer meets it: the compiled command line, real ports, the demo. */
export default defineConfig({
  test: {
    include: ['test/start/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
