import type { Clock } from '../../kernel/clock.ts';
import type { Incidents } from './incident.ts';

const maxUnsignedFacts = 1_000;
const maxUnsignedMs = 60_000;
const lookEveryMs = 10_000;

interface Standing {
  signed: number;
  unsignedSinceMs: number | null;
}

export interface UnsignedWatchDeps {
  readonly incidents: Incidents;
  readonly clock: Clock;
  /** The newest fact of a station that a stored head proves. */
  readonly signedUpTo: (station: string) => number;
}

/** Names the stations that should sign and leave too much unsigned: HEAD_MISSING, until a head covers it. */
export class UnsignedWatch {
  private readonly deps: UnsignedWatchDeps;
  private readonly standings = new Map<string, Standing>();
  private cancelLook = () => {};

  constructor(deps: UnsignedWatchDeps) {
    this.deps = deps;
    this.lookLater();
  }

  /** A batch of a station that has to sign was stored. */
  received(station: string, upTo: number, signedTo: number | null): void {
    const standing = this.standingOf(station);
    standing.signed = Math.max(standing.signed, signedTo ?? 0);
    if (standing.signed >= upTo) {
      standing.unsignedSinceMs = null;
      this.deps.incidents.end('HEAD_MISSING', station);
      return;
    }
    standing.unsignedSinceMs ??= this.deps.clock.monotonicMs();
    if (upTo - standing.signed > maxUnsignedFacts) this.report(station, `${upTo - standing.signed} facts`);
  }

  close(): void {
    this.cancelLook();
  }

  private standingOf(station: string): Standing {
    const known = this.standings.get(station);
    if (known !== undefined) return known;
    const standing = { signed: this.deps.signedUpTo(station), unsignedSinceMs: null };
    this.standings.set(station, standing);
    return standing;
  }

  private lookLater(): void {
    this.cancelLook = this.deps.clock.after(lookEveryMs, () => {
      const now = this.deps.clock.monotonicMs();
      for (const [station, { unsignedSinceMs }] of this.standings) {
        if (unsignedSinceMs !== null && now - unsignedSinceMs > maxUnsignedMs)
          this.report(station, `for ${Math.round((now - unsignedSinceMs) / 1_000)} s`);
      }
      this.lookLater();
    });
  }

  private report(station: string, what: string): void {
    this.deps.incidents.report('HEAD_MISSING', station, `unsigned: ${what}`);
  }
}
