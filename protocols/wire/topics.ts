/** The MQTT topics of a site. Version 1 of the wire; `+` and `#` stand where a subscriber wants all. */
const root = 'packproof/v1';

/** A station publishes its fact batches here (fact-delivery.ts `factBatch`), QoS 1. */
export const factsTopic = (site: string, station: string): string =>
  `${root}/${site}/stations/${station}/facts`;
/** The gateway's cumulative acknowledgement to a station (`factAck`), QoS 1. */
export const ackTopic = (site: string, station: string): string => `${root}/${site}/stations/${station}/ack`;
/** A station's condition (status.ts `stationReport`), QoS 0, every few seconds and on change. */
export const reportTopic = (site: string, station: string): string =>
  `${root}/${site}/stations/${station}/report`;
/** Poke: the gateway's replica of work has changed (work.ts `workPoke`), QoS 0. */
export const workTopic = (site: string): string => `${root}/${site}/work`;
/** CloudEvents for back-office subscribers, one level per fact type: `.../events/shipment.dispatched`. */
export const eventsTopic = (site: string, type: string): string => `${root}/${site}/events/${type}`;

/** MQTT client ids: the gateway routes a connection by them. Anything else is a back-office subscriber. */
export const stationClientId = (site: string, station: string): string =>
  `packproof-station:${site}:${station}`;

export function parseStationClientId(clientId: string): { site: string; station: string } | null {
  const match = /^packproof-station:([^:]+):([^:]+)$/.exec(clientId);
  return match?.[1] !== undefined && match[2] !== undefined ? { site: match[1], station: match[2] } : null;
}
