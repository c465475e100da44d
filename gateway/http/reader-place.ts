import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import { logEpoch } from '../../protocols/wire/event.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import type { LogEpochs } from '../log/log-epochs.ts';

/** Of which numbering of the log the reader's cursor is; `any`: it has none yet, and wants to be told. */
export const readerEpoch = z.union([z.literal('any'), logEpoch]);
const lastCursor = z.coerce.number().int().nonnegative();

/** What the reader has behind the state that the log was put back to has other numbers now. */
export function assertSameNumbers(epochs: LogEpochs, epoch: string | undefined, after: number): void {
  if (epoch === undefined || epoch === 'any') return;
  const agreed = epochs.agreedUpTo(epoch);
  if (agreed === Number.POSITIVE_INFINITY) return;
  const { epoch: now } = epochs.current();
  const message = `the reader stands at ${after} of epoch ${epoch}; it is epoch ${now} now, with the same numbers up to ${agreed}`;
  throw gatewayErrors.fault('LOG_PUT_BACK', message, { place: 'query.epoch' });
}

/** The place of a reader that comes back: its cursor, with the epoch before it if it asked with one. */
export function placeOf(last: string | string[], epoch: string | undefined) {
  const [, named, cursor] = /^(?:([0-9a-f]{16}):)?(.*)$/.exec(String(last)) ?? [];
  return { epoch: named ?? epoch, cursor: parseRequest(lastCursor, cursor, 'Last-Event-ID') };
}

/** A stream begins there by itself: who reads it may not be able to ask anew. */
export function putBackTo(
  epochs: LogEpochs,
  place: { readonly epoch: string | undefined; readonly cursor: number },
): number {
  if (place.epoch === undefined || place.epoch === 'any') return place.cursor;
  return Math.min(place.cursor, epochs.agreedUpTo(place.epoch));
}

/** A reader of a log that was set up anew must hear of it: it would wait for ever, and then miss what has its old numbers. */
export function assertWithinLog(after: number, end: number): void {
  if (after <= end) return;
  throw gatewayErrors.fault('CURSOR_BEYOND_LOG', `the reader stands at ${after}, the log ends at ${end}`, {
    place: 'query.after',
  });
}
