import { messageOf } from '../../kernel/errors.ts';
import type { LoadCount } from '../harness/audit-load.ts';
import type { BurningSite } from './burning-site.ts';
import { burn } from './faults.ts';
import type { Fire } from './fire.ts';
import type { Verdict } from './site-audit.ts';

/** One fire and what came of it. */
export interface Round {
  /** A seed, or what a kept fire once found. */
  readonly name: string;
  readonly fire: Fire;
  /** The faults of the fire that this machine can do. */
  readonly begun: readonly string[];
  readonly breaches: readonly string[];
  readonly seconds: { readonly work: number; readonly burn: number; readonly heal: number };
  /** Of the site's whole life so far; null if it did not come to rest. */
  readonly verdict: Omit<Verdict, 'breaches'> | null;
}

export const noLoad: LoadCount = { made: 0, acknowledged: 0, atCentral: 0, lost: 0, doubled: 0 };

/** One fire at a site that is whole, and one audit. The fire says what breaks when; the machine, what it meets. */
export async function runRound(site: BurningSite, name: string, fire: Fire): Promise<Round> {
  const marks = [performance.now()];
  const mark = () => marks.push(performance.now());
  let begun: readonly string[] = [];
  let breaches: readonly string[];
  let verdict: Round['verdict'] = null;
  try {
    const putsBack = fire.sparks.some(({ fault }) => fault.startsWith('central put back'));
    await site.work(fire.factsPerSecond, putsBack ? ['central'] : []);
    mark();
    begun = await burn(site, fire);
    mark();
    ({ breaches, ...verdict } = await site.healAndAudit());
  } catch (thrown) {
    breaches = [`it did not come to rest: ${messageOf(thrown)}`];
  }
  mark();
  const seconds = (from: number, to: number) =>
    Math.round(((marks[to] ?? 0) - (marks[from] ?? marks[to] ?? 0)) / 10) / 100;
  const last = marks.length - 1;
  return {
    name,
    fire,
    begun,
    breaches,
    verdict,
    seconds: { work: seconds(0, 1), burn: last > 2 ? seconds(1, 2) : 0, heal: seconds(last - 1, last) },
  };
}
