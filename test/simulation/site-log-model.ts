import type { PageOf } from '../../gateway/log/event-pages.ts';
import { type FactEvent, factEventOf, setAsideEventOf } from '../../protocols/wire/event.ts';
import { type ChainHead, genesis } from '../../protocols/wire/fact-chain.ts';
import { type Conflict, type Received, type Reception, receive } from '../../protocols/wire/fact-receiver.ts';
import type { SiteId, StationId } from '../../protocols/wire/ids.ts';
import type { Disk } from './disk.ts';

/** An entry of a log, with the place that it has in it. */
export interface Entry {
  readonly cursor: number;
  readonly station: string;
  readonly received: Received;
}

export interface StationConflict extends Conflict {
  readonly station: string;
}

/** What the file of a gateway, or of central, holds about facts. */
export interface SiteState {
  readonly entries: readonly Entry[];
  /** The same entries by station; the fact with seq n stands at n - 1. */
  readonly stations: ReadonlyMap<string, readonly Entry[]>;
  readonly conflicts: readonly StationConflict[];
  readonly consumers: ReadonlyMap<string, number>;
  /** Grows when the log is put back by the command that is meant for it. */
  readonly epoch: number;
}

export const freshSite: SiteState = {
  entries: [],
  stations: new Map(),
  conflicts: [],
  consumers: new Map(),
  epoch: 1,
};

export interface StationBatch {
  readonly station: string;
  readonly facts: readonly unknown[];
}

export interface EventsWanted {
  readonly after: number;
  readonly limit: number;
  readonly station?: string | undefined;
  readonly fromSeq?: number | undefined;
}

export function headIn(state: SiteState, station: string): ChainHead {
  const last = state.stations.get(station)?.at(-1);
  return last === undefined ? genesis : { upTo: last.received.seq, hash: last.received.hash };
}

export function hashIn(state: SiteState, station: string, seq: number): string | undefined {
  return state.stations.get(station)?.[seq - 1]?.received.hash;
}

/** The durable log of a hop in memory: that of a gateway (gateway/log) and, without cursors, that of central (central/facts). */
export class SiteLogModel {
  private readonly disk: Disk<SiteState>;
  private readonly site: string;
  private readonly fromGateway: boolean;
  private readonly digest: (text: string) => string;

  constructor(
    disk: Disk<SiteState>,
    options: {
      readonly site: string;
      readonly fromGateway: boolean;
      readonly digest: (text: string) => string;
    },
  ) {
    this.disk = disk;
    this.site = options.site;
    this.fromGateway = options.fromGateway;
    this.digest = options.digest;
  }

  cursor = (): number => this.disk.state.entries.length;
  headOf = (station: string): ChainHead => headIn(this.disk.state, station);

  /** Receives batches in one commit; what came from one station lies together. @throws DiskFailed */
  commit(batches: readonly StationBatch[]): Reception[] {
    const { state } = this.disk;
    const conflicts = [...state.conflicts];
    const news = new Map<string, Received[]>();
    const receptions = batches.map(({ station, facts }) => {
      const before = state.stations.get(station) ?? [];
      const received = news.get(station) ?? [];
      const reception = this.receive(
        station,
        facts,
        (seq) => before[seq - 1]?.received ?? received[seq - 1 - before.length],
        before.length + received.length,
      );
      news.set(station, [...received, ...reception.received]);
      for (const conflict of reception.conflicts) conflicts.push({ station, ...conflict });
      return reception;
    });
    this.disk.write({ ...state, ...appended(state, news), conflicts });
    return receptions;
  }

  private receive(
    station: string,
    facts: readonly unknown[],
    heldAt: (seq: number) => Received | undefined,
    upTo: number,
  ): Reception {
    const last = heldAt(upTo);
    const head = last === undefined ? genesis : { upTo, hash: last.hash };
    const { site, fromGateway, digest } = this;
    return receive(head, { site, station, fromGateway, digest }, facts, (seq) => heldAt(seq)?.hash);
  }

  read({ after, limit, station, fromSeq = 1 }: EventsWanted): PageOf<FactEvent> {
    const { state } = this.disk;
    const found =
      station === undefined
        ? state.entries.slice(after, after + limit + 1)
        : (state.stations.get(station) ?? [])
            .slice(fromSeq - 1)
            .filter(({ cursor }) => cursor > after)
            .slice(0, limit + 1);
    const events = found.slice(0, limit).map((entry) => this.eventOf(entry));
    return { events, cursor: events.at(-1)?.packproofcursor ?? after, more: found.length > limit };
  }

  private eventOf({ cursor, station, received }: Entry): FactEvent {
    if (received.kind === 'fact') return factEventOf(cursor, received.fact);
    const { seq, hash, reason, detail, raw } = received;
    const record = { v: 1 as const, site: this.site as SiteId, station: station as StationId };
    return setAsideEventOf(cursor, '2026-01-05T06:00:00.000Z', { ...record, seq, hash, reason, detail, raw });
  }

  consumer(name: string): number {
    return this.disk.state.consumers.get(name) ?? 0;
  }

  /** Moves a consumer as gateway/log/cursors.ts does; null if it claims more than there is. @throws DiskFailed */
  moveConsumer(name: string, cursor: number, rewind: boolean): number | null {
    const { state } = this.disk;
    if (cursor > state.entries.length) return null;
    const known = state.consumers.get(name);
    if (known !== undefined && cursor <= known && !rewind) return known;
    this.disk.write({ ...state, consumers: new Map(state.consumers).set(name, cursor) });
    return cursor;
  }
}

function appended(
  state: SiteState,
  news: ReadonlyMap<string, readonly Received[]>,
): Pick<SiteState, 'entries' | 'stations'> {
  const entries = [...state.entries];
  const stations = new Map(state.stations);
  for (const [station, received] of news) {
    if (received.length === 0) continue;
    const added = received.map((one, index) => ({
      cursor: entries.length + 1 + index,
      station,
      received: one,
    }));
    entries.push(...added);
    stations.set(station, [...(stations.get(station) ?? []), ...added]);
  }
  return { entries, stations };
}
