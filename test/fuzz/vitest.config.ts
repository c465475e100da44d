import { defineConfig } from 'vitest/config';

/** The gateway and central as real processes, treated badly over the network. */
export default defineConfig({
  test: {
    include: ['test/fuzz/*.test.ts'],
    testTimeout: 300_000,
    fileParallelism: false,
  },
});
