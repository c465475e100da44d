import { defineConfig } from 'vitest/config';

/** Schedules of the pipe in one process, and the models that they run on. `SIMULATION_SCHEDULES=N` makes it longer. */
export default defineConfig({
  test: {
    include: ['test/simulation/*.test.ts'],
    testTimeout: 600_000,
  },
});
