import type { Clock } from '../../kernel/clock.ts';

const windowMs = 60_000;
/** A network that breaks half-open makes one station take over from itself, but not so often: it waits for its keep-alive. */
const maxTakeovers = 5;
const rememberedBoots = 4;

interface Seen {
  /** When a connection ended another one of the same station, in this window. */
  takeovers: number[];
  /** When each of its last boots began, by its own clock; the current one is the last. */
  boots: string[];
}

/** Tells one station that restarts from two that have one identity. */
export class CloneWatch {
  private readonly clock: Clock;
  private readonly stations = new Map<string, Seen>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** A connection took over from one that was still open. @returns what that shows, if it shows anything. */
  tookOver(station: string): string | null {
    const seen = this.seen(station);
    const now = this.clock.monotonicMs();
    seen.takeovers = [...seen.takeovers.filter((at) => now - at < windowMs), now];
    if (seen.takeovers.length < maxTakeovers) return null;
    const message = `${seen.takeovers.length} connections took over from each other within a minute`;
    seen.takeovers = [];
    return message;
  }

  /** A station that restarts never goes back to a boot that it has left. */
  boot(station: string, startedAt: string): string | null {
    const seen = this.seen(station);
    const current = seen.boots.at(-1);
    if (startedAt === current) return null;
    const wentBack = seen.boots.includes(startedAt);
    seen.boots = [...seen.boots.filter((boot) => boot !== startedAt), startedAt].slice(-rememberedBoots);
    return wentBack ? `the programs that started at ${current} and at ${startedAt} both report` : null;
  }

  private seen(station: string): Seen {
    const known = this.stations.get(station);
    if (known !== undefined) return known;
    const seen = { takeovers: [], boots: [] };
    this.stations.set(station, seen);
    return seen;
  }
}
