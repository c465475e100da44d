import type { Fact } from '../../protocols/wire/fact.ts';
import type { FactAck } from '../../protocols/wire/fact-delivery.ts';

/** A connection between a station and the gateway, with what is under way in it. Each side learns by itself that it is gone. */
export interface Link {
  readonly station: string;
  up: (readonly Fact[])[];
  down: FactAck[];
  /** Accepts everything and carries nothing. */
  silent: boolean;
  stationOpen: boolean;
  gatewayOpen: boolean;
}

export function newLink(station: string): Link {
  return { station, up: [], down: [], silent: false, stationOpen: true, gatewayOpen: true };
}

/** Both sides learn of the end; what was under way is lost. */
export function cutLink(link: Link): void {
  link.stationOpen = false;
  link.gatewayOpen = false;
  link.up = [];
  link.down = [];
}

/** One packet is taken out of a queue; in front, unless the network changes the order. */
export function takePacket<Packet>(
  queue: readonly Packet[],
  at: number,
): { readonly packet: Packet; readonly rest: Packet[] } | null {
  const index = queue.length === 0 ? 0 : at % queue.length;
  const packet = queue[index];
  return packet === undefined ? null : { packet, rest: queue.filter((_, other) => other !== index) };
}
