import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../harness/random.ts';
import { type BurningSite, startBurningSite } from './burning-site.ts';
import { faults, skippedFaults } from './faults.ts';
import { type Fire, fireOf } from './fire.ts';
import { type Round, runRound } from './round.ts';
import { keptFires } from './seeds.ts';
import { Tally } from './tally.ts';

/** A site that went through so many fires is taken down, and the next one begins with empty disks. */
const roundsPerSite = 25;

export interface NamedFire {
  readonly name: string;
  readonly fire: Fire;
}

export interface RoundsOptions {
  readonly fires: Iterable<NamedFire>;
  /** Asked before each round. */
  readonly goesOn: () => boolean;
  /** `folder` is that of the site; it is there for good if something was found. */
  readonly onRound: (round: Round, tally: Tally, folder: string) => void;
}

/** The fires of seeds, one after the other. */
export function* seededFires(firstSeed: number, count = Number.POSITIVE_INFINITY): Generator<NamedFire> {
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1)
    yield { name: `seed ${seed}`, fire: fireOf(seed, faults) };
}

export function* keptRounds(): Generator<NamedFire> {
  for (const { found, fire } of keptFires) yield { name: `kept (${found})`, fire };
}

/**
 * Sets sites on fire, one round after the other. A site that was found broken stays as it is, for whoever looks into it, and the
 * rounds go on with another one.
 */
export async function runRounds({ fires, goesOn, onRound }: RoundsOptions): Promise<Tally> {
  const tally = new Tally();
  let home: { readonly site: BurningSite; readonly folder: string } | null = null;
  let rounds = 0;
  const leave = async (keep: boolean) => {
    const left = home;
    home = null;
    await left?.site.stop(keep);
    if (left !== null && !keep) rmSync(left.folder, { recursive: true, force: true });
  };
  try {
    for (const { name, fire } of fires) {
      if (!goesOn()) break;
      home ??= await settle(tally.rounds);
      const round = await runRound(home.site, name, fire);
      rounds += 1;
      tally.add(round);
      tally.skipped = skippedFaults(home.site);
      onRound(round, tally, home.folder);
      const broken = round.breaches.length > 0;
      if (broken || rounds % roundsPerSite === 0) {
        tally.siteLeft();
        await leave(broken);
      }
    }
  } finally {
    tally.siteLeft();
    await leave(tally.lastIsBroken);
  }
  return tally;
}

async function settle(seed: number) {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-fire-'));
  // The network draws as often as packets come: its dice are its own, so that a seed always lights the same fire.
  return { folder, site: await startBurningSite({ folder, random: seededRandom(seed + 1_000_000) }) };
}
