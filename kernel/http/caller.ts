/** What a caller may do. `reader` may look; `operator` may act; `sync` carries facts and work; `station` has its own work only. */
export type CallerRole = 'reader' | 'operator' | 'sync' | 'station';

/** Who speaks on a connection or in a request, once that has been established. */
export interface Caller {
  /**
   * station: an enrolled station, or one with a configured token; client: a back-office client that an operator added; token: whoever
   * holds a token of the configuration; local: anyone on this machine, where no token is configured.
   */
  readonly kind: 'station' | 'client' | 'token' | 'local';
  /** The station, the client, or the user name of a token; for a token without a name its role. */
  readonly name: string;
  readonly role: CallerRole;
  /** The types of events that it may hear, such as `shipment.dispatched` (protocols/wire/event.ts `topicLevelOf`); '*' is all. */
  readonly eventTypes: '*' | readonly string[];
}
