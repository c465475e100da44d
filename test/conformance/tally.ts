import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { packageRoot } from '../../kernel/package-root.ts';

export interface Deviation {
  readonly case: string;
  /** Why the vector is not followed: the clause of the standard that speaks against it. */
  readonly reason: string;
}

export interface Tally {
  readonly area: string;
  readonly tried: number;
  readonly passed: number;
  readonly deviations: readonly Deviation[];
}

/** Where each area leaves its count, for the table of docs/conformance.md. */
export const tallyFolder = join(packageRoot, 'node_modules', '.cache', 'packproof-conformance');

/**
 * Counts the vectors of one area. `try` runs the assertions of a case, so that a case that fails counts as tried only;
 * `deviate` names a case that is decided otherwise on purpose.
 */
export function countVectors(area: string) {
  let tried = 0;
  let passed = 0;
  const deviations: Deviation[] = [];
  afterAll(() => {
    const tally: Tally = { area, tried, passed, deviations };
    mkdirSync(tallyFolder, { recursive: true });
    writeFileSync(
      join(tallyFolder, `${area.replace(/[^A-Za-z0-9]+/g, '-')}.json`),
      JSON.stringify(tally, null, 1),
    );
  });
  return {
    try: (check: () => void) => {
      tried += 1;
      check();
      passed += 1;
    },
    deviate: (name: string, reason: string) => {
      tried += 1;
      deviations.push({ case: name, reason });
    },
  };
}
