import type { LoadCount } from '../harness/audit-load.ts';
import { noLoad, type Round } from './round.ts';

export interface Summary {
  readonly rounds: number;
  readonly broken: readonly string[];
  readonly seconds: number;
  readonly faults: number;
  readonly faultsByKind: Readonly<Record<string, number>>;
  readonly facts: LoadCount;
  /** Facts whose hash was computed again at central. */
  readonly factsVerified: number;
  /** Subscribers that had everything at the end of their round. */
  readonly subscribersComplete: number;
  readonly skipped: readonly string[];
}

/** What many rounds did and found, over all their sites. */
export class Tally {
  rounds = 0;
  skipped: readonly string[] = [];
  lastIsBroken = false;
  private readonly started = performance.now();
  private readonly broken: string[] = [];
  private readonly kinds = new Map<string, number>();
  private faults = 0;
  private facts = noLoad;
  private verified = 0;
  private complete = 0;
  /** What the site of today has done since it was new. */
  private current: Round['verdict'] = null;

  add(round: Round): void {
    this.rounds += 1;
    this.lastIsBroken = round.breaches.length > 0;
    if (this.lastIsBroken) this.broken.push(round.name);
    this.faults += round.begun.length;
    for (const kind of round.begun) this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1);
    this.complete += round.verdict?.subscribersComplete ?? 0;
    this.current = round.verdict ?? this.current;
  }

  siteLeft(): void {
    this.facts = plus(this.facts, this.current?.load ?? noLoad);
    this.verified += this.current?.factsVerified ?? 0;
    this.current = null;
  }

  summary(): Summary {
    return {
      rounds: this.rounds,
      broken: this.broken,
      seconds: Math.round((performance.now() - this.started) / 1_000),
      faults: this.faults,
      faultsByKind: Object.fromEntries([...this.kinds].sort((a, b) => b[1] - a[1])),
      facts: plus(this.facts, this.current?.load ?? noLoad),
      factsVerified: this.verified + (this.current?.factsVerified ?? 0),
      subscribersComplete: this.complete,
      skipped: this.skipped,
    };
  }
}

/** The summary for a person. */
export function summaryText(summary: Summary): string {
  const { rounds, broken, seconds, faults, facts, faultsByKind, skipped } = summary;
  const perMinute = seconds === 0 ? 0 : Math.round((faults * 60) / seconds);
  const each = rounds === 0 ? 0 : seconds / rounds;
  return [
    `${rounds} rounds in ${seconds} s (${each.toFixed(1)} s each), ${faults} faults (${perMinute} a minute)`,
    `facts made under load: ${facts.made}, acknowledged: ${facts.acknowledged}, at central: ${facts.atCentral}, lost: ${facts.lost}, doubled: ${facts.doubled}`,
    `facts verified against their chain: ${summary.factsVerified}; subscribers that had everything at the end of a round: ${summary.subscribersComplete}`,
    Object.entries(faultsByKind)
      .map(([kind, count]) => `${count} x ${kind}`)
      .join(', '),
    ...(skipped.length === 0 ? [] : [`skipped, as this machine cannot do it: ${skipped.join(', ')}`]),
    broken.length === 0 ? 'no promise broken' : `BROKEN: ${broken.join(', ')}`,
  ].join('\n');
}

function plus(a: LoadCount, b: LoadCount): LoadCount {
  return {
    made: a.made + b.made,
    acknowledged: a.acknowledged + b.acknowledged,
    atCentral: a.atCentral + b.atCentral,
    lost: a.lost + b.lost,
    doubled: a.doubled + b.doubled,
  };
}
