import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { EventPage, FactEvent } from '../../protocols/wire/event.ts';
import type { FactUploadAck } from '../../protocols/wire/fact-delivery.ts';
import { sequence, stationId } from '../../protocols/wire/ids.ts';
import { cloudSyncErrors } from '../cloud-sync-errors.ts';
import type { CentralPeer } from '../peers/central-peer.ts';
import type { GatewayPeer } from '../peers/gateway-peer.ts';

/** How often it is checked that central still has what it acknowledged: it may have been restored from a copy. */
const compareEveryMs = 60_000;

/** Facts and set-aside records both say whose they are. */
const origin = z.object({ station: stationId, seq: sequence });

export interface UploadReport {
  cursor: number | null;
  /** Whether central had the whole log of the gateway after the last round. */
  caughtUp: boolean;
  sent: number;
}

export interface UploadDeps {
  readonly gateway: GatewayPeer;
  readonly central: CentralPeer;
  readonly clock: Clock;
  readonly log: Log;
  /** Resolves when it is worth looking at the gateway's log again. */
  readonly idle: () => Promise<void>;
}

/**
 * Carries the gateway's log to central. The consumer cursor moves only when central's acknowledgement covers every
 * event up to it, so whatever fails, the next round starts where central really stands.
 *
 * @returns one round of the loop; it throws what the peers throw, CENTRAL_NOT_ADVANCING and GATEWAY_LACKS_FACTS.
 */
export function createUpload(deps: UploadDeps, report: UploadReport): () => Promise<void> {
  const { gateway, central, clock, log } = deps;
  let comparedMs = Number.NEGATIVE_INFINITY;
  let cursor: number | null = null;
  let caughtUp = false;
  let epoch: string | undefined;
  let carriedKeys: ReadonlySet<string> = new Set();

  async function round(): Promise<void> {
    if (caughtUp) await deps.idle();
    const known = cursor;
    // Until this round has succeeded, the next one asks the gateway again.
    cursor = null;
    caughtUp = false;
    const from = await compareIfDue(known ?? (await gateway.cursor()));
    const page = await gateway.events({ after: from });
    if (wasPutBack(page.epoch)) return;
    await carryNewKeys(page.heads);
    if (page.events.length > 0) await deliver(page);
    cursor = page.events.length > 0 ? await gateway.moveCursor(page.cursor) : from;
    caughtUp = !page.more;
    report.cursor = cursor;
    report.caughtUp = caughtUp;
  }

  /** The log of the gateway has other numbers than at the last round: where to go on is asked of the gateway and of central anew. */
  function wasPutBack(now: string | undefined): boolean {
    const before = epoch;
    epoch = now;
    if (before === undefined || before === now) return false;
    log.warn({ event: 'cloud_sync.log_put_back', before, now }, 'the log of the gateway was put back');
    comparedMs = Number.NEGATIVE_INFINITY;
    return true;
  }

  async function deliver(page: EventPage): Promise<void> {
    const { events } = page;
    const ack = await post(page);
    for (const [station, lastSeq] of lastSeqs(events)) {
      const upTo = upToOf(ack, station);
      if (upTo < lastSeq) await replay(station, upTo + 1, lastSeq);
    }
  }

  /** Central misses facts of a station before what it was sent: sends them from there on, until it has them all. */
  async function replay(station: string, fromSeq: number, throughSeq: number): Promise<void> {
    log.warn(
      { event: 'cloud_sync.replay', station, fromSeq, throughSeq },
      'central misses facts; they are sent again',
    );
    let next = fromSeq;
    while (next <= throughSeq) {
      const page = await gateway.events({ station, fromSeq: next });
      if (page.events.length === 0) throw lacking(station, next);
      const upTo = upToOf(await post(page), station);
      if (upTo < next) throw notAdvancing(station, next, upTo);
      next = upTo + 1;
    }
  }

  async function post(page: EventPage): Promise<FactUploadAck> {
    const ack = await central.postFacts(page);
    report.sent += page.events.length;
    return ack;
  }

  /** Central hears of a key before of what it signed. */
  async function carryNewKeys(heads: EventPage['heads']): Promise<void> {
    if (heads.some(({ key }) => !carriedKeys.has(key))) await carryKeys();
  }

  async function carryKeys(): Promise<void> {
    const list = await gateway.stationKeys();
    if (list.keys.length > 0) await central.putStationKeys(list);
    carriedKeys = new Set(list.keys.map(({ key }) => key));
  }

  /** Goes back to the first event that central has lost since it acknowledged it, also for stations that are silent now. */
  async function compareIfDue(from: number): Promise<number> {
    if (clock.monotonicMs() - comparedMs < compareEveryMs) return from;
    await carryKeys();
    const atCentral = await central.heads();
    let target = from;
    for (const { station, upTo } of await gateway.stations()) {
      const known = atCentral.get(station) ?? 0;
      if (known >= upTo) continue;
      const page = await gateway.events({ station, fromSeq: known + 1 }, 1);
      target = Math.min(target, (page.events[0]?.packproofcursor ?? target + 1) - 1);
    }
    if (target < from)
      log.warn({ event: 'cloud_sync.rewind', from, target }, 'central has lost facts; they are sent again');
    const moved = await gateway.moveCursor(target, target < from);
    comparedMs = clock.monotonicMs();
    return moved;
  }

  return round;
}

function lastSeqs(events: readonly FactEvent[]): Map<string, number> {
  const last = new Map<string, number>();
  for (const event of events) {
    const { station, seq } = origin.parse(event.data);
    last.set(station, Math.max(seq, last.get(station) ?? 0));
  }
  return last;
}

function upToOf(ack: FactUploadAck, station: string): number {
  return ack.stations.find((each) => each.station === station)?.upTo ?? 0;
}

function notAdvancing(station: string, seq: number, upTo: number) {
  return cloudSyncErrors.fault(
    'CENTRAL_NOT_ADVANCING',
    `station ${station}: sent from ${seq} on, central has up to ${upTo}`,
  );
}

function lacking(station: string, seq: number) {
  return cloudSyncErrors.fault(
    'GATEWAY_LACKS_FACTS',
    `station ${station}: central needs ${seq}, the gateway does not hold it`,
  );
}
