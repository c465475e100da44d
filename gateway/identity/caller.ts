import type { Caller } from '../../kernel/http/caller.ts';

/** Whether events of a type, as it stands in a topic (`shipment.dispatched`), may be handed to a caller; a station hears none. */
export function mayHearType(caller: Caller, eventType: string): boolean {
  if (caller.role === 'station') return false;
  return caller.eventTypes === '*' || caller.eventTypes.includes(eventType);
}
