import { defineConfig } from 'vitest/config';

/** The rooms' own tests and the architecture: what `npm test` runs. The heavier suites have their own configurations in test/. */
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: [
            '{kernel,protocols,devices,edge,gateway,cloud-sync,central,cli}/**/*.test.ts',
            'test/*.test.ts',
            'test/pipe/*.test.ts',
            'test/floor/*.test.ts',
            'docs/examples/**/*.test.ts',
          ],
        },
      },
      // Each of these files starts every service: they share the modules, and nothing else.
      { extends: true, test: { name: 'bad-input', include: ['test/bad-input/*.test.ts'], isolate: false } },
    ],
    // Many tests wait for a device rather than compute.
    maxWorkers: 4,
    // A bound for what hangs, not a measure of speed: machines that share their processors can be ten times slower.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    setupFiles: ['test/harness/patience.ts'],
    globalSetup: ['test/harness/temporary-folder.ts'],
    // Simulated devices keep real time, which a starved machine in the gate can miss once; a test that fails twice has found something.
    retry: process.env.CI === 'true' ? 1 : 0,
    coverage: {
      provider: 'v8',
      include: ['{kernel,protocols,devices,edge,gateway,cloud-sync,central,cli}/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.contract.ts'],
      reporter: ['text-summary', 'html'],
    },
  },
});
