import type { Clock } from '../../kernel/clock.ts';
import type { FactAck } from '../../protocols/wire/fact-delivery.ts';
import { identityErrors } from '../identity/identity-errors.ts';
import type { Incidents } from '../incidents/incident.ts';
import type { Refusals } from '../ingest/refusals.ts';

/** A station that goes on sending is told no more often. */
const tellEveryMs = 5_000;
/** Far more than are revoked while they are connected. */
const maxRemembered = 1_000;

export interface RevokedStationsDeps {
  readonly isRevoked: (station: string) => boolean;
  readonly incidents: Pick<Incidents, 'report' | 'end'>;
  readonly refusals: Refusals;
  readonly clock: Clock;
  readonly ackOf: (station: string) => FactAck;
  readonly tell: (station: string, ack: FactAck) => void;
}

/**
 * Keeps revoked stations out where the gateway cannot end their connections, as these are those of a foreign broker: from the moment
 * of the revocation nothing that comes under their name is taken, the incident says that somebody still sends, and they are told.
 */
export function createRevokedStations(deps: RevokedStationsDeps) {
  const { incidents, refusals, clock } = deps;
  const toldAtMs = new Map<string, number>();

  /** Named by the newest fact that is held of it, so that it knows itself. One of which nothing is held cannot be told. */
  function tell(station: string): void {
    const last = toldAtMs.get(station);
    if (last !== undefined && clock.monotonicMs() - last < tellEveryMs) return;
    if (toldAtMs.size >= maxRemembered) toldAtMs.clear();
    toldAtMs.set(station, clock.monotonicMs());
    const ack = deps.ackOf(station);
    if (ack.upTo === 0) return;
    deps.tell(station, { ...ack, refused: { code: 'IDENTITY_REVOKED', seq: ack.upTo, hash: ack.hash } });
  }

  return {
    /** Whether a message counts; if it does not, that is counted, named and told. */
    refuses(station: string): boolean {
      if (!deps.isRevoked(station)) {
        if (toldAtMs.delete(station)) incidents.end('STATION_REVOKED_SENDING', station);
        return false;
      }
      const message = `station ${station} was revoked, and something still sends under its name at the external broker`;
      refusals.count(identityErrors.fault('IDENTITY_REVOKED', message), { station });
      incidents.report('STATION_REVOKED_SENDING', station, message);
      tell(station);
      return true;
    },
    /** It was revoked just now. */
    revoked: tell,
  };
}
