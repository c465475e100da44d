import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../harness/random.ts';
import { startBurningSite } from './burning-site.ts';
import { burn } from './faults.ts';

const faultsPerRound = 20;

export interface Round {
  readonly breaches: readonly string[];
  readonly begun: readonly string[];
  readonly skipped: readonly string[];
  /** How many facts the load stations made. */
  readonly facts: number;
  readonly seconds: { readonly start: number; readonly burn: number; readonly heal: number };
  /** Where everything lies that was found, if something was. */
  readonly folder: string;
}

/** One site, one fire, one audit. The seed decides what breaks when; the machine, what it meets. */
export async function runRound(seed: number): Promise<Round> {
  const random = seededRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'packproof-fire-'));
  const started = performance.now();
  // The network draws as often as packets come: its dice are its own, so that a seed always lights the same fire.
  const site = await startBurningSite({ folder, random: seededRandom(seed + 1_000_000) });
  try {
    const burning = performance.now();
    const { begun, skipped } = await burn(site, random, faultsPerRound);
    const healing = performance.now();
    const breaches = await site.healAndAudit();
    const seconds = {
      start: secondsBetween(started, burning),
      burn: secondsBetween(burning, healing),
      heal: secondsBetween(healing, performance.now()),
    };
    const facts = site.load.reduce((sum, { shown }) => sum + shown, 0);
    return { breaches, begun, skipped, facts, folder, seconds };
  } finally {
    await site.stop();
  }
}

/** What a round left behind is only of use if it failed. */
export function forget({ folder, breaches }: Round): void {
  if (breaches.length === 0) rmSync(folder, { recursive: true, force: true });
}

function secondsBetween(fromMs: number, toMs: number): number {
  return Math.round((toMs - fromMs) / 100) / 10;
}
