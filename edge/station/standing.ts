import type { SiteId, StationId } from '../../protocols/wire/ids.ts';
import type { DeviceReport, StationReport } from '../../protocols/wire/status.ts';
import type { WorkPosition } from '../../protocols/wire/work.ts';
import type { Delivery } from '../facts/delivery.ts';
import { linkTrouble, stoppedText } from '../facts/delivery-trouble.ts';
import type { ScreenView } from '../fulfilment/screen-view.ts';
import { type SiteClock, workAgeMs } from '../work/site-clock.ts';

/** What a station, or a handheld, knows of how it stands. */
export interface StandingParts {
  readonly site: SiteId;
  readonly station: StationId;
  readonly version: string;
  readonly startedAt: string;
  readonly facts: {
    readonly lastSeq: number;
    readonly acknowledged: number;
    oldestUnacknowledgedAt(): string | null;
  };
  readonly replica: { readonly position: WorkPosition; queue(): { readonly total: number } };
  readonly siteClock: SiteClock;
  readonly delivery: Delivery;
}

/** For the gateway. */
export function reportOf(parts: StandingParts, at: string, devices: DeviceReport[]): StationReport {
  const { site, station, version, startedAt, facts, replica, delivery } = parts;
  const { epoch, cursor, asOf } = replica.position;
  return {
    v: 1,
    service: 'edge',
    version,
    site,
    station,
    at,
    startedAt,
    facts: {
      lastSeq: facts.lastSeq,
      acknowledged: facts.acknowledged,
      unacknowledged: facts.lastSeq - facts.acknowledged,
      oldestUnacknowledgedAt: facts.oldestUnacknowledgedAt(),
      connected: delivery.connected,
      stopped: stoppedText(delivery),
    },
    work: { epoch, cursor, asOf, orders: replica.queue().total },
    devices,
  };
}

/** For the screen. */
export function linkOf(
  { facts, replica, siteClock, delivery }: StandingParts,
  notAdmittedCode: Parameters<typeof linkTrouble>[1],
): ScreenView['link'] {
  const { asOf } = replica.position;
  return {
    connected: delivery.connected,
    unacknowledged: facts.lastSeq - facts.acknowledged,
    oldestUnacknowledgedAt: facts.oldestUnacknowledgedAt(),
    workAsOf: asOf,
    workAgeMs: workAgeMs(asOf, siteClock),
    ...linkTrouble(delivery, notAdmittedCode),
  };
}
