import type { Clock } from '../../kernel/clock.ts';
import type { PackproofError } from '../../kernel/errors.ts';
import type { FactAck } from '../../protocols/wire/fact-delivery.ts';
import { stationId } from '../../protocols/wire/ids.ts';
import { ackTopic, factsTopic, reportTopic, workTopic } from '../../protocols/wire/topics.ts';
import type { WorkPoke } from '../../protocols/wire/work.ts';
import type { StationReports } from '../broker/station-reports.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import type { Incidents } from '../incidents/incident.ts';
import type { Refusals } from '../ingest/refusals.ts';
import type { Waiting } from '../log/arrival.ts';
import type { BrokerConnection } from './broker-connection.ts';
import { createRevokedStations } from './revoked-stations.ts';

/** A station reports every five seconds. */
const silentMs = 15_000;
/** Batches that wait for their commit; beyond that, the broker has to wait. */
const maxPending = 200;

export interface ExternalStationsDeps {
  readonly site: string;
  readonly stations: readonly string[] | undefined;
  readonly clock: Clock;
  readonly refusals: Refusals;
  readonly reports: StationReports;
  readonly incidents: Pick<Incidents, 'report' | 'end'>;
  /** Whether a station was revoked: its connection to the broker lasts all the same. */
  readonly isRevoked: (station: string) => boolean;
  readonly maxPacketBytes: number;
  readonly connection: () => Pick<BrokerConnection, 'publish'>;
  readonly submit: (arrival: Waiting, settle: (fault: PackproofError | null) => void) => void;
  readonly ackOf: (station: string) => FactAck;
  readonly workPoke: () => WorkPoke | null;
}

/**
 * The stations of a site behind an external broker. It can be told nothing by that broker of who is connected, so a station's report
 * is the sign that it listens, and is answered with where it stands.
 */
export function createExternalStations(deps: ExternalStationsDeps) {
  const { site, reports, refusals, clock } = deps;
  const wanted = deps.stations === undefined ? ['+'] : deps.stations;
  let pending = 0;
  let waiting: (() => void)[] = [];

  function takeFacts(station: string, topic: string, payload: Buffer, next: () => void): void {
    pending += 1;
    deps.submit({ kind: 'unread', site, station, topic, payloads: [payload] }, () => {
      // What could not be stored is not acknowledged to the station, which sends it again.
      pending -= 1;
      for (const resume of waiting.splice(0)) resume();
    });
    if (pending < maxPending) next();
    else waiting = [...waiting, next];
  }

  function refuse(code: 'MQTT_TOPIC_UNKNOWN' | 'MQTT_PACKET_TOO_LARGE', what: string): void {
    refusals.count(gatewayErrors.fault(code, what));
  }

  function takeReport(station: string, payload: Buffer): void {
    if (!reports.take(station, payload)) return;
    acknowledge(station, deps.ackOf(station));
  }

  function acknowledge(station: string, ack: FactAck): void {
    deps.connection().publish(ackTopic(site, station), JSON.stringify(ack), 1);
  }

  function pokeWork(poke: WorkPoke): void {
    deps.connection().publish(workTopic(site), JSON.stringify(poke), 0);
  }

  const revoked = createRevokedStations({ ...deps, tell: acknowledge });

  const isConnected = (station: string): boolean => {
    const report = reports.of(station);
    return report !== null && !deps.isRevoked(station) && clock.now() - report.receivedAtMs < silentMs;
  };

  return {
    /** What to subscribe to: with several gateways each asks for its own stations only. */
    subscriptions: Object.fromEntries(
      wanted.flatMap((station) => [
        [factsTopic(site, station), { qos: 1 as const }],
        [reportTopic(site, station), { qos: 0 as const }],
      ]),
    ),
    onMessage(topic: string, payload: Buffer, next: () => void): void {
      const station = stationOf(site, topic);
      if (station !== null && revoked.refuses(station)) {
        next();
        return;
      }
      if (station !== null && topic === factsTopic(site, station) && payload.length <= deps.maxPacketBytes) {
        takeFacts(station, topic, payload, next);
        return;
      }
      if (station === null) refuse('MQTT_TOPIC_UNKNOWN', topic.slice(0, 200));
      else if (topic === reportTopic(site, station)) takeReport(station, payload);
      else refuse('MQTT_PACKET_TOO_LARGE', `${payload.length} bytes of station ${station}`);
      next();
    },
    /** Stations learn where they stand by their next report; that there is work they learn now. */
    connected(): void {
      const poke = deps.workPoke();
      if (poke !== null) pokeWork(poke);
    },
    acknowledge,
    /** A station was revoked just now. */
    revoked: revoked.revoked,
    pokeWork,
    isConnected,
    connectedStations: () => reports.stations().filter(isConnected),
    reportOf: reports.of,
  };
}

/** The station of a topic of ours; null for any other, which a broker should not send. */
function stationOf(site: string, topic: string): string | null {
  const station = stationId.safeParse(topic.split('/')[4]).data ?? null;
  if (station === null) return null;
  return topic === factsTopic(site, station) || topic === reportTopic(site, station) ? station : null;
}
