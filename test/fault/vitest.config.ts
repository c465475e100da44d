import { defineConfig } from 'vitest/config';

/** Real processes, killed and cut off. One file after the other: each wants the machine for itself. */
export default defineConfig({
  test: {
    include: ['test/fault/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
