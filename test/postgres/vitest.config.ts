import { defineConfig } from 'vitest/config';
import { whyNoPostgres } from '../harness/postgres-cluster.ts';

const missing = whyNoPostgres();
if (missing !== null) {
  if (process.env.CI === 'true') throw new Error(missing);
  process.stdout.write(`Skipped, every test of central on PostgreSQL: ${missing}\n`);
}

/** Central's own tests, each on a PostgreSQL database of its own, and what only several replicas on one can show. */
export default defineConfig({
  test: {
    include: missing === null ? ['central/**/*.test.ts', 'test/postgres/*.test.ts'] : [],
    passWithNoTests: missing !== null,
    globalSetup: 'test/postgres/test-cluster.ts',
    maxWorkers: 4,
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
