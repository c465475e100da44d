import { z } from 'zod';
import type { Fact } from './fact.ts';
import { instant, siteId, stationId } from './ids.ts';
import { maxHeadsPerPage, stationHead } from './signed-head.ts';

/** A fact that a gateway could not accept, as subscribers see it: it holds its place in the station's sequence. */
export const setAsideData = z.strictObject({
  v: z.literal(1),
  site: siteId,
  station: stationId,
  seq: z.number().int().positive(),
  hash: z.string().max(64),
  reason: z.enum(['invalid', 'hash_mismatch', 'chain_broken']),
  detail: z.string(),
  raw: z.unknown(),
});
export type SetAsideData = z.output<typeof setAsideData>;

const setAsideType = 'packproof.fact.set_aside';
export const typePrefix = 'packproof.';
const maxSubject = 100;

/** Which numbering of a gateway's log: another one after the log was put back to an earlier state. */
export const logEpoch = z.string().regex(/^[0-9a-f]{16}$/, 'an epoch of the log');

/**
 * A fact as back-office systems receive it: a CloudEvents 1.0 JSON event. `data` is the whole fact with its chain, so
 * that a subscriber can verify it. Our extensions: `packproofcursor` is the position in the gateway's log, from which a replay goes on, and
 * `packproofepoch` the numbering that it is of; a page of a replay names that once for all of its events.
 */
export const factEvent = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(128),
  source: z.string().min(1).max(200),
  type: z.string().startsWith(typePrefix).max(100),
  time: instant,
  subject: z.string().max(maxSubject).optional(),
  datacontenttype: z.literal('application/json'),
  packproofcursor: z.number().int().positive(),
  packproofepoch: logEpoch.optional(),
  data: z.unknown(),
});
export type FactEvent = z.output<typeof factEvent>;

/** `GET /v1/log?epoch=E`: which numbering the log has now, and up to where that of epoch E is the same (null: nobody asked). */
export const logState = z.strictObject({
  v: z.literal(1),
  epoch: logEpoch,
  beganAt: instant,
  /** The position of the newest event. */
  end: z.number().int().nonnegative(),
  /** A reader of that epoch whose cursor is beyond this goes on from here. */
  agreedUpTo: z.number().int().nonnegative().nullable(),
});

/** A page of the gateway's log: `GET /v1/events?after=C&limit=N`. `cursor` is where to go on. */
export const eventPage = z.strictObject({
  v: z.literal(1),
  events: z.array(factEvent),
  cursor: z.number().int().nonnegative(),
  more: z.boolean(),
  /** The signed heads that the gateway holds of facts of this page. */
  heads: z.array(stationHead).max(maxHeadsPerPage).default([]),
  /** Which numbering of the log `cursor` is of; told to readers that ask with an epoch. */
  epoch: logEpoch.optional(),
});
export type EventPage = z.output<typeof eventPage>;

/** What a named consumer has processed: `PUT /v1/consumers/{name}`. It never goes back unless `rewind` is set. */
export const consumerCursor = z.strictObject({
  v: z.literal(1),
  cursor: z.number().int().nonnegative(),
  rewind: z.boolean().default(false),
});

/** The event of a fact at a position of the gateway's log. */
export function factEventOf(cursor: number, fact: Fact): FactEvent {
  const order = fact.data.order;
  return {
    ...eventHead(cursor, fact),
    type: typePrefix + fact.type,
    time: fact.at,
    ...(isSubject(order) ? { subject: order } : {}),
    data: fact,
  };
}

/** A fact of a type that is not known yet may name anything as its order; an event that nobody can read would block all behind it. */
export function isSubject(order: unknown): order is string {
  return typeof order === 'string' && order !== '' && order.length <= maxSubject;
}

/** The event of a fact that was set aside at a position of the gateway's log. */
export function setAsideEventOf(cursor: number, receivedAt: string, record: SetAsideData): FactEvent {
  return { ...eventHead(cursor, record), type: setAsideType, time: receivedAt, data: record };
}

interface EventOrigin {
  readonly site: string;
  readonly station: string;
  readonly seq: number;
}

function eventHead(cursor: number, { site, station, seq }: EventOrigin) {
  return {
    specversion: '1.0' as const,
    id: `${site}/${station}/${seq}`,
    source: `urn:packproof:site:${site}:station:${station}`,
    datacontenttype: 'application/json' as const,
    packproofcursor: cursor,
  };
}

/** The id of an event, and its JSON up to the position, for those who write it without building it. */
export function eventHeadOf(
  cursor: number,
  origin: EventOrigin,
): { readonly id: string; readonly head: string } {
  const { id, source } = eventHead(cursor, origin);
  // Sites and stations have no characters that JSON escapes (ids.ts).
  const head = `{"specversion":"1.0","id":"${id}","source":"${source}","datacontenttype":"application/json","packproofcursor":${cursor}`;
  return { id, head };
}

/** The last level of the MQTT topic of an event: its type without the prefix. */
export function topicLevelOf(event: Pick<FactEvent, 'type'>): string {
  return event.type.slice(typePrefix.length);
}
