import type { Clock } from '../../kernel/clock.ts';
import type { PackproofError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import type { FactAck } from '../../protocols/wire/fact-delivery.ts';
import type { WorkPoke } from '../../protocols/wire/work.ts';
import type { StationReports } from '../broker/station-reports.ts';
import { createBatchedWrites } from '../fan-out/batched-writes.ts';
import { createEventSource } from '../fan-out/event-source.ts';
import type { Incidents } from '../incidents/incident.ts';
import type { Refusals } from '../ingest/refusals.ts';
import type { Waiting } from '../log/arrival.ts';
import type { Cursors } from '../log/cursors.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { LogEpochs } from '../log/log-epochs.ts';
import { connectBroker } from './broker-connection.ts';
import type { ExternalBrokerConfig } from './external-broker-config.ts';
import { createExternalEvents } from './external-events.ts';
import { createExternalStations } from './external-stations.ts';

export interface ExternalBrokerDeps {
  readonly site: string;
  readonly config: ExternalBrokerConfig;
  readonly maxPacketBytes: number;
  readonly db: Sqlite;
  readonly factLog: Pick<FactLog, 'readTexts' | 'cursor'>;
  readonly epochs: Pick<LogEpochs, 'current'>;
  readonly cursors: Cursors;
  readonly clock: Clock;
  readonly log: Log;
  readonly refusals: Refusals;
  readonly incidents: Pick<Incidents, 'report' | 'end'>;
  readonly isRevoked: (station: string) => boolean;
  readonly reports: StationReports;
  readonly submit: (arrival: Waiting, settle: (fault: PackproofError | null) => void) => void;
  readonly ackOf: (station: string) => FactAck;
  readonly workPoke: () => WorkPoke | null;
}

/**
 * Lets a broker of the company carry the site's messages. It takes the place of both brokers of the gateway: facts of stations come from
 * it, acknowledgements and events go to it.
 *
 * @throws BROKER_FILE_UNREADABLE. That the broker is not there yet is no fault of the start.
 */
export function startExternalBroker(deps: ExternalBrokerDeps) {
  const { config, clock, log, cursors } = deps;
  const writes = createBatchedWrites(deps.db, clock, log);
  const source = createEventSource(deps);
  const stations = createExternalStations({
    ...deps,
    stations: config.stations,
    connection: () => connection,
  });
  const connection = connectBroker({
    ...deps,
    subscriptions: stations.subscriptions,
    onMessage: stations.onMessage,
    onConnected: () => {
      events.connected();
      stations.connected();
    },
  });
  const events = createExternalEvents({ source, cursors, writes, connection, log });
  return {
    stations,
    /** There is something new in the log. */
    pokeEvents: events.poke,
    isOnline: connection.isOnline,
    /** The broker has all events up to here. */
    eventCursor: events.cursor,
    async close(): Promise<void> {
      await connection.close();
      writes.close();
    },
  };
}
