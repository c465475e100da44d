import type { Caller } from '../../kernel/http/caller.ts';
import { type FactEvent, topicLevelOf } from '../../protocols/wire/event.ts';

/** Whether an event may be handed to a caller, by the types that it was granted; a station hears none. */
export function mayHear(caller: Caller, event: Pick<FactEvent, 'type'>): boolean {
  return mayHearType(caller, topicLevelOf(event));
}

/** The same for a type as it stands in a topic, such as `shipment.dispatched`. */
export function mayHearType(caller: Caller, eventType: string): boolean {
  if (caller.role === 'station') return false;
  return caller.eventTypes === '*' || caller.eventTypes.includes(eventType);
}
