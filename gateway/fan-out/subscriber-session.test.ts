import { PassThrough } from 'node:stream';
import { parser } from 'mqtt-packet';
import { expect, test } from 'vitest';
import type { OutgoingEvent } from './event-source.ts';
import { createSession, type SessionDeps } from './subscriber-session.ts';

const topicOf = (type: string) => `packproof/v1/S/events/${type}`;

function eventsOf(count: number, bytes = 10): OutgoingEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    cursor: index + 1,
    id: `e${index + 1}`,
    type: 'pick.confirmed',
    station: 'S1',
    subject: undefined,
    topic: topicOf('pick.confirmed'),
    payload: Buffer.alloc(bytes, 'x'),
  }));
}

/** A session over a socket that is read only when the test does so. */
function sessionWith(events: readonly OutgoingEvent[], given: Partial<SessionDeps> = {}) {
  const conn = new PassThrough({ highWaterMark: 1_000_000 });
  const source = {
    end: () => events.length,
    after: (position: number, limit: number) => events.slice(position, position + limit),
  };
  const stalled: string[] = [];
  let nowMs = 0;
  const session = createSession(
    {
      clientId: 'erp',
      conn,
      source,
      limits: { events: 100, bytes: 1_000_000, ackTimeoutMs: 5_000 },
      drainTimeoutMs: 2_000,
      mayReceive: () => true,
      nowMs: () => nowMs,
      onReady: () => {},
      onStalled: ({ message }) => void stalled.push(message),
      onMoved: () => {},
      ...given,
    },
    { cursor: 0, sentUpTo: 0 },
  );
  conn.on('error', () => {});
  return {
    session,
    conn,
    stalled,
    pass: (ms: number) => {
      nowMs += ms;
      session.tick();
    },
    /** The QoS of each event that was written since the last look. */
    written(): number[] {
      const seen: number[] = [];
      const reader = parser({ protocolVersion: 4 });
      reader.on('packet', (packet) => packet.cmd === 'publish' && seen.push(packet.qos));
      const bytes = conn.read() as Buffer | null;
      if (bytes !== null) reader.parse(bytes);
      return seen;
    },
  };
}

test('an event comes once, with the highest QoS of all subscriptions that match (MQTT 3.1.1, 3.3.5)', () => {
  const { session, written } = sessionWith(eventsOf(1));
  session.setSubscriptions({ [topicOf('#')]: 0, [topicOf('pick.confirmed')]: 1 });
  session.pump(10);
  expect(written()).toEqual([1]);
});

test('a change of the subscriptions holds for what comes after it', () => {
  const { session, written } = sessionWith(eventsOf(3));
  session.setSubscriptions({ [topicOf('#')]: 1 });
  session.pump(1);
  session.setSubscriptions({ [topicOf('#')]: 0 });
  session.pump(1);
  session.setSubscriptions({ [topicOf('pack.confirmed')]: 1 });
  session.pump(1);
  expect(written()).toEqual([1, 0]);
});

test('large events are written a few at a time, so that no subscriber fills the memory at once', () => {
  const { session, written } = sessionWith(eventsOf(10, 40_000));
  session.setSubscriptions({ [topicOf('#')]: 1 });
  expect(session.pump(10)).toBe(2);
  expect(written()).toHaveLength(2);
});

test('nothing is written to a socket that is full, until it has drained', async () => {
  const full = new PassThrough({ highWaterMark: 10 });
  const ready: string[] = [];
  const { session } = sessionWith(eventsOf(10), { conn: full, onReady: () => void ready.push('ready') });
  session.setSubscriptions({ [topicOf('#')]: 0 });
  ready.length = 0;
  session.pump(1);
  expect([session.isReady(), session.pump(1), ready]).toEqual([false, 0, []]);
  const drained = new Promise((resolve) => full.once('drain', resolve));
  full.resume();
  await drained;
  expect([session.isReady(), ready]).toEqual([true, ['ready']]);
});

test.each([
  { what: 'does not read', conn: new PassThrough({ highWaterMark: 10 }), ms: 2_001 },
  { what: 'does not acknowledge', conn: new PassThrough({ highWaterMark: 1_000_000 }), ms: 5_001 },
])('a subscriber that $what is ended, not before its time', ({ what, conn, ms }) => {
  const { session, pass, stalled } = sessionWith(eventsOf(3), { conn });
  conn.on('error', () => {});
  session.setSubscriptions({ [topicOf('#')]: 1 });
  session.pump(1);
  pass(ms - 1);
  expect([stalled, conn.destroyed]).toEqual([[], false]);
  pass(1);
  expect([stalled, conn.destroyed]).toEqual([[`subscriber erp ${what}`], true]);
  expect(session.isReady()).toBe(false);
});

test('a full window goes on with an acknowledgement, and only a full one makes it ready anew', () => {
  const ready: string[] = [];
  const { session, written } = sessionWith(eventsOf(5), {
    limits: { events: 2, bytes: 1_000_000, ackTimeoutMs: 5_000 },
    onReady: () => void ready.push('ready'),
  });
  session.setSubscriptions({ [topicOf('#')]: 1 });
  ready.length = 0;
  expect([session.pump(1), session.pump(5), session.isReady()]).toEqual([1, 1, false]);
  session.acked(2);
  expect([session.isReady(), ready]).toEqual([true, ['ready']]);
  expect(session.pump(1)).toBe(1);
  session.acked(3);
  expect(ready).toEqual(['ready']);
  expect(written()).toEqual([1, 1, 1]);
});
