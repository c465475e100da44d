import { expect, test } from 'vitest';
import { chainOf, testSite } from '../../gateway/testing-gateway.ts';
import { createLog } from '../../kernel/log.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { type EventPage, type FactEvent, factEventOf } from '../../protocols/wire/event.ts';
import type { FactUploadAck } from '../../protocols/wire/fact-delivery.ts';
import type { CentralPeer } from '../peers/central-peer.ts';
import type { EventsWanted, GatewayPeer } from '../peers/gateway-peer.ts';
import { createUpload } from './upload.ts';

const station = 'pack-1';
const head = { station, seq: 1, hash: '0'.repeat(64), key: 'k1', signature: 'A'.repeat(86) };
type Carried = { readonly station: string; readonly seq: number };

/** A gateway with the log of one station, a central, and what was asked of them; pages are of so many events. */
function site(facts: number, pageSize = 10) {
  const log: FactEvent[] = chainOf(station, facts).map((fact, index) => factEventOf(index + 1, fact));
  const state = { epoch: '0000000000000001', cursor: 0, upTo: 0, heads: [] as unknown[], stuck: false };
  const asked: string[] = [];
  const gateway = {
    async events(wanted: EventsWanted, limit = pageSize): Promise<EventPage> {
      const first = 'after' in wanted ? wanted.after : wanted.fromSeq - 1;
      const events = log.slice(first, first + Math.min(limit, pageSize));
      const cursor = first + events.length;
      const page = {
        v: 1,
        events,
        cursor,
        more: cursor < log.length,
        heads: state.heads,
        epoch: state.epoch,
      };
      return page as EventPage;
    },
    async cursor() {
      asked.push('cursor');
      return state.cursor;
    },
    async moveCursor(cursor: number, rewind = false) {
      if (cursor > state.cursor || rewind) state.cursor = cursor;
      return state.cursor;
    },
    stations: async () => [{ station, upTo: log.length }],
    stationKeys: async () => ({ v: 1, site: testSite, keys: [{ station, key: 'k1' }] }),
  } as unknown as GatewayPeer;
  const central = {
    async postFacts({ events }: Pick<EventPage, 'events'>): Promise<FactUploadAck> {
      if (state.upTo < 0) throw new Error('central is away');
      const seqs = events.map(({ data }) => (data as unknown as Carried).seq);
      asked.push(`facts ${seqs[0]}-${seqs.at(-1)}`);
      if (!state.stuck && (seqs[0] ?? 0) <= state.upTo + 1) state.upTo = Math.max(state.upTo, ...seqs);
      return { stations: [{ station, upTo: state.upTo }] } as unknown as FactUploadAck;
    },
    async putStationKeys() {
      asked.push('keys');
    },
    async heads() {
      asked.push('heads');
      return new Map([[station, Math.max(0, state.upTo)]]);
    },
  } as unknown as CentralPeer;
  const clock = new ManualClock();
  const report = { cursor: null, caughtUp: false, sent: 0 };
  const idle = async () => {};
  const silent = createLog('test', 'silent');
  return {
    log,
    state,
    asked: () => asked.splice(0),
    clock,
    report,
    round: createUpload({ gateway, central, clock, log: silent, idle }, report),
  };
}

test('carries the log page by page, and the cursor follows', async () => {
  const { round, state, report, asked } = site(25);
  for (let n = 0; n < 3; n += 1) await round();
  expect(asked().filter((each) => each.startsWith('facts'))).toEqual([
    'facts 1-10',
    'facts 11-20',
    'facts 21-25',
  ]);
  expect([state.cursor, report]).toEqual([25, { cursor: 25, caughtUp: true, sent: 25 }]);
});

test('asks the gateway where it stands after a round that failed: another may have moved on', async () => {
  const { round, state, asked } = site(30);
  await round();
  state.upTo = -1;
  await expect(round()).rejects.toThrow('central is away');
  Object.assign(state, { cursor: 20, upTo: 20 });
  asked();
  await round();
  expect(asked()).toEqual(['cursor', 'facts 21-30']);
});

test('delivers nothing of a log that was put back before it knows anew what central has', async () => {
  const { round, state, asked } = site(20);
  await round();
  Object.assign(state, { epoch: '0000000000000002', cursor: 4 });
  asked();
  await round();
  expect(asked()).toEqual([]);
  state.upTo = 3;
  await round();
  expect(asked()).toEqual(['cursor', 'keys', 'heads', 'facts 4-13']);
});

test('brings a key to central before what it signed', async () => {
  const { round, state, asked } = site(20);
  await round();
  asked();
  state.heads = [{ ...head, key: 'k2' }];
  await round();
  expect(asked()).toEqual(['keys', 'facts 11-20']);
});

test('sends what central has lost since it acknowledged it, when it looks once a minute', async () => {
  const { round, state, asked, clock } = site(10);
  await round();
  state.upTo = 6;
  asked();
  await round();
  expect(asked()).toEqual([]);
  clock.advance(60_000);
  await round();
  expect([asked(), state.cursor]).toEqual([['keys', 'heads', 'facts 7-10'], 10]);
});

test('repeats from where central stands, and says so if that does not bring it on', async () => {
  const { round, state, asked } = site(30);
  await round();
  state.upTo = 5;
  await round();
  expect(asked().slice(-2)).toEqual(['facts 6-15', 'facts 16-25']);
  expect(state.cursor).toBe(20);
  state.stuck = true;
  await expect(round()).rejects.toThrow('station pack-1: sent from 26 on, central has up to 25');
  expect(state.cursor).toBe(20);
});
