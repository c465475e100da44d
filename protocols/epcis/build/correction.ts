import type { EpcisEvent, ErrorDeclaration } from '../event.ts';

/**
 * Declares an event that was told before as wrong: the same event again, with the declaration (EPCIS 2.0, 7.4.1.4).
 * Its id stays, because the hash does not look at declarations. `corrected` are the events that say what is right.
 */
export function declareError<Event extends EpcisEvent>(
  event: Event,
  declarationTime: string,
  reason: NonNullable<ErrorDeclaration['reason']>,
  corrected: readonly EpcisEvent[] = [],
): Event {
  const ids = corrected.flatMap(({ eventID }) => eventID ?? []);
  const errorDeclaration: ErrorDeclaration = {
    declarationTime,
    reason,
    ...(ids.length === 0 ? {} : { correctiveEventIDs: ids }),
  };
  return { ...event, errorDeclaration };
}
