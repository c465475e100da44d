import { rmSync } from 'node:fs';
import { tallyFolder } from './tally.ts';

/** The counts of an earlier run must not pass for this one's. */
export default function clearTallies(): void {
  rmSync(tallyFolder, { recursive: true, force: true });
}
