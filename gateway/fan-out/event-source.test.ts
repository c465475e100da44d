import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventText } from '../log/event-texts.ts';
import { createEventSource } from './event-source.ts';

const site = 'berlin';

function textAt(cursor: number, padding: string): EventText {
  const id = `berlin/pack-1/${cursor}`;
  return {
    ...{ cursor, id, type: 'scan', station: 'pack-1', subject: undefined },
    ...{ head: `{"id":"${id}"`, data: `{"seq":${cursor},"padding":"${padding}"}` },
  };
}

/** A log that answers with pages of any length, as it does with large events. */
function growingLog(end: number, padding = '') {
  const log = { end, perPage: 1_000, reads: 0 };
  const factLog = {
    cursor: () => log.end,
    readTexts({ after, limit }: { readonly after: number; readonly limit: number }) {
      log.reads += 1;
      const events: EventText[] = [];
      for (
        let cursor = after + 1;
        cursor <= log.end && events.length < Math.min(limit, log.perPage);
        cursor += 1
      )
        events.push(textAt(cursor, padding));
      return { events, cursor: events.at(-1)?.cursor ?? after, more: false };
    },
  };
  const numbering = { epoch: '0000000000000001' };
  const epochs = { current: () => ({ epoch: numbering.epoch, beganAt: '', from: 0 }) };
  return { log, numbering, source: createEventSource({ factLog, epochs: epochs as never, site }) };
}

test('gives what stands behind any position, while the log grows and whoever else reads', () => {
  const acts = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant('grow' as const), by: fc.integer({ min: 1, max: 300 }) }),
      fc.record({ kind: fc.constant('page' as const), of: fc.integer({ min: 1, max: 200 }) }),
      fc.record({
        kind: fc.constant('read' as const),
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        limit: fc.integer({ min: 1, max: 300 }),
      }),
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(fc.nat(9_000), acts, (end, script) => {
      const { log, source } = growingLog(end);
      for (const act of script) {
        if (act.kind === 'grow') log.end += act.by;
        else if (act.kind === 'page') log.perPage = act.of;
        else {
          const position = Math.floor(act.at * log.end);
          const events = source.after(position, act.limit);
          expect(events.length > 0).toBe(position < log.end);
          expect(events.length).toBeLessThanOrEqual(act.limit);
          expect(events.map(({ cursor }) => cursor)).toEqual(events.map((_, index) => position + 1 + index));
          for (const { cursor, payload } of events)
            expect(JSON.parse(payload.toString())).toMatchObject({ id: `berlin/pack-1/${cursor}` });
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('reads once what several follow at nearly the same place', () => {
  const { log, source } = growingLog(1_000);
  for (let position = 0; position < 1_000; position += 1)
    for (let reader = 0; reader < 5; reader += 1) source.after(Math.max(0, position - reader), 10);
  expect(log.reads).toBeLessThanOrEqual(8);
});

test('begins before what another has read near by, if that is where the reader is', () => {
  const { source } = growingLog(100);
  expect(source.after(70, 1)[0]?.cursor).toBe(71);
  expect(source.after(5, 1)[0]?.cursor).toBe(6);
});

test('a new numbering is told with every event, also with those that were read before', () => {
  const { numbering, source } = growingLog(10);
  const epochOf = () => JSON.parse(String(source.after(3, 1)[0]?.payload)).packproofepoch;
  expect(epochOf()).toBe('0000000000000001');
  numbering.epoch = '0000000000000002';
  expect(epochOf()).toBe('0000000000000002');
});

test('of events that are large, no more is held than there is room for, and none is left out', () => {
  const { log, source } = growingLog(200, 'x'.repeat(1024 * 1024));
  log.perPage = 1;
  for (let position = 0; position < 200; position += 1) {
    expect(source.after(position, 1)[0]?.cursor).toBe(position + 1);
    expect(source.heldBytes()).toBeLessThan(10 * 1024 * 1024);
  }
});
