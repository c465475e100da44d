import type { Fault } from '../../kernel/errors.ts';
import { factEvent } from '../../protocols/wire/event.ts';
import { seqOf } from '../../protocols/wire/fact-receiver.ts';
import { siteId, stationId } from '../../protocols/wire/ids.ts';

/** The events of an upload by station, each in the order in which they came. */
export interface Placement {
  /** What stands in the events: facts, or a gateway's records of what it set aside. */
  readonly stations: ReadonlyMap<string, readonly unknown[]>;
  /** Events that belong to no sequence of this site: they cannot be kept in any place. */
  readonly unplaceable: readonly Fault[];
}

/**
 * Sorts an upload into the sequences of its stations. An event with a place in a sequence is kept even if all else
 * about it is wrong: the receiver sets it aside, so that what follows it is not held up.
 */
export function placeEvents(site: string, events: readonly unknown[]): Placement {
  const stations = new Map<string, unknown[]>();
  const unplaceable: Fault[] = [];
  for (const [index, event] of events.entries()) {
    const data = dataOf(event);
    const station = stationOf(site, data);
    if (typeof station !== 'string') {
      unplaceable.push({ place: `body.events.${index}`, message: station.fault });
      continue;
    }
    const placed = stations.get(station) ?? [];
    placed.push(data);
    stations.set(station, placed);
  }
  return { stations, unplaceable };
}

/** The data of an event; a body that is no CloudEvent at all is looked at as the data itself. */
function dataOf(event: unknown): unknown {
  const parsed = factEvent.safeParse(event);
  return parsed.success ? parsed.data.data : ((event as { data?: unknown } | null)?.data ?? event);
}

function stationOf(site: string, data: unknown): string | { readonly fault: string } {
  const origin = (data ?? {}) as { readonly site?: unknown; readonly station?: unknown };
  const station = stationId.safeParse(origin.station);
  if (!station.success) return { fault: 'names no station' };
  if (seqOf(data) === undefined) return { fault: `of station ${station.data} has no seq` };
  if (siteId.safeParse(origin.site).success && origin.site !== site) {
    return { fault: `belongs to site ${String(origin.site)}, this upload is of ${site}` };
  }
  return station.data;
}
