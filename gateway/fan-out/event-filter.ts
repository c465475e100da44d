import { z } from 'zod';
import type { Caller } from '../../kernel/http/caller.ts';
import { orderNumber } from '../../protocols/wire/ids.ts';
import { mayHearType } from '../identity/caller.ts';
import type { EventText } from '../log/event-texts.ts';

/** A type as it stands in a topic, such as `shipment.dispatched`. */
export const eventType = z
  .string()
  .regex(/^[a-z]+(\.[a-z_]+)+$/, 'a type of events, such as shipment.dispatched')
  .max(64);

/** What a reader over HTTP wants of the events: all that it names must hold. */
export const eventFilterShape = {
  /** Types, separated by commas. */
  types: z
    .string()
    .max(2_000)
    .transform((list) => list.split(','))
    .pipe(z.array(eventType).min(1).max(50))
    .optional(),
  order: orderNumber.optional(),
};

export interface EventFilter {
  readonly types?: readonly string[] | undefined;
  readonly order?: string | undefined;
  readonly station?: string | undefined;
}

/** Whether an event is wanted, and may be heard by who wants it. */
export function isWanted(
  event: Pick<EventText, 'type' | 'station' | 'subject'>,
  { types, order, station }: EventFilter,
  caller: Caller,
): boolean {
  if (types !== undefined && !types.includes(event.type)) return false;
  if (order !== undefined && event.subject !== order) return false;
  if (station !== undefined && event.station !== station) return false;
  return mayHearType(caller, event.type);
}
