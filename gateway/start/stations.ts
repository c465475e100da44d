import { type StationBrokerDeps, type Stations, startStationBroker } from '../broker/station-broker.ts';
import { type ExternalBrokerDeps, startExternalBroker } from '../external/external-broker.ts';
import type { ExternalBrokerConfig } from '../external/external-broker-config.ts';

/** How the stations are connected: by the gateway's own broker, or by one of the company. */
export interface ConnectedStations {
  readonly stations: Stations;
  /** Takes connections of stations over; null where these go to an external broker. */
  readonly handOver: Awaited<ReturnType<typeof startStationBroker>>['handOver'] | null;
  /** There is something new in the log for those who follow it at an external broker. */
  pokeEvents(): void;
  /** A station was revoked just now; where its connection can be ended, that is done elsewhere. */
  revoked(station: string): void;
  /** Whether an external broker can be reached. */
  isOnline(): boolean;
  close(): Promise<void>;
}

/** Starts what connects the stations. @throws BROKER_FILE_UNREADABLE */
export async function startStations(
  broker: ExternalBrokerConfig | undefined,
  deps: Omit<ExternalBrokerDeps, 'config'> & Pick<StationBrokerDeps, 'onTakeover'>,
): Promise<ConnectedStations> {
  if (broker !== undefined) {
    const external = startExternalBroker({ ...deps, config: broker });
    return { ...external, revoked: external.stations.revoked, handOver: null };
  }
  const own = await startStationBroker(deps);
  return {
    stations: own,
    handOver: own.handOver,
    pokeEvents: () => {},
    revoked: () => {},
    isOnline: () => true,
    close: own.close,
  };
}
