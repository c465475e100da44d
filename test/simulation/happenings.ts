/** What can happen on the way of facts. A simulation in which one of these never happens proves nothing about it. */
export const happenings = [
  'facts stored',
  'facts repeated',
  'gap told',
  'facts of another history refused',
  'facts set aside',
  'station stopped',
  'station sent again',
  'acknowledgement went back',
  'connection cut',
  'connection silent',
  'restart',
  'end in the middle of a commit',
  'disk full',
  'failed fsync that was none',
  'file put back',
  'log of the gateway lost entries',
  'log began a new epoch',
  'station copied',
  'clock set',
  'request lost',
  'answer lost',
  'cursor went back',
  'facts stored at central before the end',
  'facts repeated at central',
  'gap told by central',
  'event pushed again',
] as const;
export type Happening = (typeof happenings)[number];

/** Counts what happens, in one schedule or in many, and how many different ways there were. */
export class Happenings {
  readonly counts = new Map<Happening, number>(happenings.map((kind) => [kind, 0]));
  private way = 0;

  note(kind: Happening, times = 1): void {
    if (times === 0) return;
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + times);
    // Which followed which: FNV-1a over the kinds.
    this.way = Math.imul(this.way ^ (happenings.indexOf(kind) + 1), 0x01000193) ^ times;
  }

  /** Stands for the sequence of what happened. */
  get fingerprint(): number {
    return this.way >>> 0;
  }
}

/** Over many schedules. */
export class Coverage {
  /** In how many schedules it happened, and how often in all. */
  readonly kinds = new Map<string, { schedules: number; times: number }>(
    happenings.map((kind) => [kind, { schedules: 0, times: 0 }]),
  );
  private readonly ways = new Set<number>();
  schedules = 0;
  distinct = 0;

  add(seen: Happenings): void {
    this.schedules += 1;
    this.ways.add(seen.fingerprint);
    this.distinct = this.ways.size;
    for (const [kind, times] of seen.counts) this.count(kind, Math.min(1, times), times);
  }

  /** What another process saw; its schedules are others. */
  plus(other: CoverageReport): void {
    this.schedules += other.schedules;
    this.distinct += other.distinct;
    for (const [kind, { schedules, times }] of Object.entries(other.kinds))
      this.count(kind, schedules, times);
  }

  report(): CoverageReport {
    return { schedules: this.schedules, distinct: this.distinct, kinds: Object.fromEntries(this.kinds) };
  }

  private count(kind: string, schedules: number, times: number): void {
    const known = this.kinds.get(kind) ?? { schedules: 0, times: 0 };
    this.kinds.set(kind, { schedules: known.schedules + schedules, times: known.times + times });
  }
}

export interface CoverageReport {
  readonly schedules: number;
  /** Different sequences of happenings; those of several processes are added up. */
  readonly distinct: number;
  readonly kinds: Readonly<Record<string, { readonly schedules: number; readonly times: number }>>;
}

/** For a person: what was met, the rarest last. */
export function coverageText({ schedules, distinct, kinds }: CoverageReport): string {
  const lines = Object.entries(kinds)
    .sort(([, a], [, b]) => b.schedules - a.schedules)
    .map(([kind, met]) => `  ${kind}: ${met.times} times, in ${met.schedules} schedules`);
  return [`${distinct} of ${schedules} schedules went a way of their own; they met`, ...lines].join('\n');
}
