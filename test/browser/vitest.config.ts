import { defineConfig } from 'vitest/config';

/** The pages in a real browser, as `npm run build:web` has built them: `npm run test:browser`. */
export default defineConfig({
  test: {
    include: ['test/browser/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // A loaded machine may need seconds to draw; a test that fails waits this long, one that passes does not.
    // A starved machine in the gate may miss a moment once; a test that fails twice has found something.
    retry: process.env.CI === 'true' ? 1 : 0,
    expect: { poll: { timeout: 8_000 } },
  },
});
